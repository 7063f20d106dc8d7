"""Where what is missing can be mended: condition code -> the page about this person."""

from candidates.models import Candidate
from membership.domain.lookup import link

_PAGES = {
    "age": "candidates:candidate.edit",
    "education": "candidates:candidate.edit",
    "citizen": "candidates:circumstances.edit",
    "political_history": "candidates:circumstances.edit",
    "readmission": "candidates:circumstances.edit",
    "population_policy": "candidates:circumstances.edit",
    "order": "candidates:dossier.detail",
    "opinions": "candidates:dossier.detail",
    "fresh_papers": "candidates:dossier.detail",
    "official_papers": "candidates:dossier.detail",
    "introduced": "candidates:introduction.new",
    "mentored": "candidates:mentor.assign",
    "history_answered": "candidates:verification.person",
}
_STEPS = {
    "trained": "train",
    "certificate": "train",
    "history": "conclude_history",
    "appraised": "appraise",
    "base_proposed": "base_propose",
    "member_trained": "train_member",
    "official_proposed": "propose_official",
    "official_appraised": "appraise_official",
    "official_base_proposed": "base_propose_official",
}


def mend_link(candidate: Candidate, condition: str) -> str:
    """The page that mends a condition of a person; "" where there is none."""
    if condition in _STEPS:
        return link("candidates:candidate.step", candidate.pk, _STEPS[condition])
    return link(_PAGES[condition], candidate.pk) if condition in _PAGES else ""
