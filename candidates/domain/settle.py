"""Which residential unit a candidate lives in, and what a unit is told of the candidates written down there."""

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.domain.guard import hold
from candidates.models import BEFORE_DECISION, Candidate, Stage
from membership.base.dates import format_date
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.unit_people import Followers, Group, register
from membership.models import ResidentialUnit

ON_THE_WAY = (*BEFORE_DECISION, Stage.DECIDED, Stage.SUSPENDED)
MOST = 100


def settle_candidate(*, by, candidate: Candidate, version: int, unit: ResidentialUnit | None) -> Candidate:
    """The person lives in a unit; `unit=None`: it is not known. Once admitted, the member's page tells it."""
    with transaction.atomic():
        candidate, _place = hold(candidate, by=by, version=version)
        if candidate.stage not in ON_THE_WAY:
            raise Refused(_("Người này không còn là quần chúng ưu tú; nơi cư trú ghi ở trang đảng viên."))
        if unit is not None and unit.valid_to is not None:
            told = {"name": unit.name, "day": format_date(unit.valid_to)}
            raise Refused(_("“%(name)s” đã kết thúc ngày %(day)s.") % told, field="unit")
        if candidate.unit_id == (unit.pk if unit else None):
            raise Refused(_("Nơi này đã được ghi rồi.") if unit else _("Chưa ghi nơi cư trú nào."), field="unit")
        Candidate.objects.filter(pk=candidate.pk).update(unit=unit, version=F("version") + 1)
        record(
            "candidate.settled", by=by, organisation=candidate.organisation, subject=candidate,
            unit=unit.name if unit else "",
        )  # fmt: skip
        candidate.refresh_from_db()
    return candidate


def _there(unit: ResidentialUnit):
    return Candidate.objects.filter(unit=unit, stage__in=ON_THE_WAY)


def _move(from_ids: list[int], to: ResidentialUnit | None) -> int:
    """A merger or a division of units: whoever was written down in the old ones is in the new one, or nowhere."""
    rows = Candidate.objects.filter(unit__in=from_ids)
    return rows.update(unit=to, version=F("version") + 1)


def _groups(user, unit: ResidentialUnit) -> list[Group]:
    """Candidates of the unit by stage, the furthest first, as far as the reader may see them."""
    rows = list(_there(unit).visible_to(user).order_by("sort_key", "pk")[:MOST])
    order = {stage: number for number, stage in enumerate(reversed(ON_THE_WAY))}
    rows.sort(key=lambda row: order[row.stage])
    people = [
        (row.full_name, reverse("candidates:candidate.detail", args=[row.pk]), row.get_stage_display()) for row in rows
    ]
    return [Group(_("Quần chúng ưu tú (%(count)d)") % {"count": len(people)}, people)] if people else []


register("candidates", Followers(gettext_lazy("quần chúng ưu tú"), lambda unit: _there(unit).count(), _move, _groups))
