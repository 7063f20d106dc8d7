"""What is known beyond the form, and what the conditions still ask for. Only for who may read details."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.domain.circumstances import FIELDS
from candidates.domain.conditions import facts_of
from candidates.models import BEFORE_DECISION, Circumstances
from candidates.procedure.checks import judged_at
from candidates.procedure.texts import NoRulesKnown, procedure_on
from candidates.views.cards import card
from membership.base.dates import format_date
from membership.templatetags.present import yes_no

_ASKED = ("citizen", "political_history", "readmission", "population_policy", "private_owner")


@card("circumstances", gettext_lazy("Điều kiện kết nạp"), order=70)
def circumstances(request, dossier, *, may_edit, details):
    if not details:
        return None
    known = known_of(dossier.circumstances)
    before = dossier.candidate.stage in BEFORE_DECISION
    if not known and not (may_edit and before):
        return None
    return {
        "candidate": dossier.candidate,
        "known": known,
        "needed": _needed(dossier) if before else [],
        "may_edit": may_edit,
    }


def known_of(row: Circumstances | None) -> list[tuple[str, str]]:
    """Label and value of what was recorded; what nobody knows is left out."""
    if row is None:
        return []
    shown = []
    for name in FIELDS:
        value, field = getattr(row, name), row._meta.get_field(name)
        if value in (None, "") or (name == "readmitted_before" and not value):
            continue
        if field.choices:
            text = getattr(row, f"get_{name}_display")()
        elif isinstance(value, bool):
            text = yes_no(value)
        else:
            text = format_date(value) if hasattr(value, "year") else str(value)
        label = str(field.verbose_name) if name != "leaves_because" else _("lý do rời đi")
        shown.append((label[:1].upper() + label[1:], str(text)))
    return shown


def _needed(dossier) -> list:
    """Conditions of the branch's proposal that these facts leave unmet today."""
    today = timezone.localdate()
    try:
        procedure = procedure_on(today)
    except NoRulesKnown:
        return []
    judged = judged_at(procedure, "branch_propose", facts_of(dossier, procedure, today, {}, None))
    return [unmet for condition, unmet in judged if unmet is not None and condition.code in _ASKED]
