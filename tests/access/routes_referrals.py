"""What this part adds to the access matrix: its routes, the makers of what they are about, what grows in a list."""

from datetime import date

from candidates.models import Candidate, Circumstances, Referral, Stage
from membership.models import Action
from tests.access.route import BOTH, Route
from tests.factories import CandidateFactory

ROUTES: dict[str, Route] = {
    "candidates:referral.list": Route(Action.VIEW_PERSON),
    "candidates:referral.new": Route(Action.EDIT_PERSON, "candidate", methods=BOTH),
    "candidates:referral.detail": Route(Action.VIEW_PERSON, "referral"),
    "candidates:referral.act": Route(Action.EDIT_PERSON, "referral_act", methods=BOTH),
    "candidates:student.list": Route(Action.VIEW_PERSON_DETAILS),
}


def referral(world, place, word):
    """From the place to itself: of one between two places, both ends would see it."""
    person = CandidateFactory(organisation=place, full_name=word)
    made = Referral.objects.create(
        candidate=person, organisation=place, organisation_path=place.path, target=place, direction="to_residence",
        offered_on=date(2026, 7, 1), reason=word,
    )  # fmt: skip
    return {"pk": made.pk}


def referral_act(world, place, word):
    return referral(world, place, word) | {"act": "nhac"}


def leaver(world, place, word):
    """Somebody who leaves on a known day."""
    person = CandidateFactory(organisation=place, full_name=word)
    Candidate.objects.filter(pk=person.pk).update(stage=Stage.DOSSIER)
    Circumstances.objects.create(candidate=person, leaves_on=date(2026, 12, 1), leaves_because="graduation")
    return {"pk": person.pk}


# target -> maker(world, place, word) -> the arguments of the address
MAKERS = {"referral": referral, "referral_act": referral_act, "leaver": leaver}
# Targets that are made again and again when queries are counted.
GROWING: tuple[str, ...] = ("referral", "leaver")
