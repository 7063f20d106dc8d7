"""The card: which classes the person was put forward for, what came of them, how long the certificate is good."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.domain.learner_rules import STAGES, certificate_until
from candidates.models import ClassKind, EnrolmentState, EventKind
from candidates.views.cards import card

_SETTLED = (EnrolmentState.FAILED, EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN)


@card("training", _("Lớp bồi dưỡng"), order=35)
def training(request, dossier, *, may_edit, details):
    candidate, today = dossier.candidate, timezone.localdate()
    rows = list(candidate.enrolments.select_related("training_class").order_by("-training_class__opens_on", "-pk"))
    given = candidate.certificate_date
    until = certificate_until(ClassKind.AWARENESS, given) if given else None
    kind = next((kind for kind, stages in STAGES.items() if candidate.stage in stages), None)
    under_way = any(row.training_class.kind == kind and row.state not in _SETTLED for row in rows)
    if kind == ClassKind.AWARENESS:
        needs = not under_way and (until is None or until < today)
    else:
        needs = kind is not None and not under_way and dossier.last(EventKind.MEMBER_TRAINED) is None
    needs = needs and may_edit
    loose = given is not None and not any(row.certificate_date == given for row in rows)
    if not rows and not needs and not loose:
        return None
    return {
        "candidate": candidate,
        "rows": [
            {"row": row, "over": row.certificate_until is not None and row.certificate_until < today} for row in rows
        ],
        "loose": loose,
        "until": until,
        "over": until is not None and until < today,
        "needs": ClassKind(kind).label.lower() if needs else "",
        "kind": kind,
    }
