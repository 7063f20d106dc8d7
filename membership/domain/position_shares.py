"""How many holders of each title are members, against the share a committee set, and who is still on the way."""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.dates import format_date
from membership.base.numbers import ratio_percent
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.position_holders import holding_on
from membership.domain.position_titles import known_titles, stored
from membership.domain.position_ways import ways, with_standing
from membership.models import (
    Action,
    Organisation,
    PositionHolder,
    PositionTitle,
    ResidentialUnit,
    TitleTarget,
)


@dataclass(frozen=True)
class Share:
    """One title in one place on a day. `stages`: those on the way into the Party as they stand now."""

    title: PositionTitle
    units: int
    holders: int
    members: int
    candidates: int
    stages: list[tuple[str, str, int]] = field(default_factory=list)
    target: TitleTarget | None = None

    @property
    def percent(self) -> Decimal | None:
        return ratio_percent(self.members, self.holders)

    @property
    def neither(self) -> int:
        return self.holders - self.members - self.candidates

    @property
    def unfilled(self) -> int:
        """Units where nobody is on record with the title; a unit has one holder of it at most."""
        return max(0, self.units - self.holders)

    @property
    def missing(self) -> int | None:
        """How many more holders must be members for the share to be reached, as many as hold the title now."""
        if self.target is None:
            return None
        wanted = (Decimal(self.holders) * self.target.percent / 100).to_integral_value(rounding=ROUND_CEILING)
        return max(0, int(wanted) - self.members)

    @property
    def attained(self) -> Decimal | None:
        """The share as a percentage of the target; None without holders or target."""
        if self.target is None or not self.holders:
            return None
        return ratio_percent(self.members * 100, self.holders * self.target.percent)


def shares(organisation: Organisation, day: date) -> list[Share]:
    """One share a title that is in use or held there, in the order of the titles; a fixed number of queries."""
    holders = PositionHolder.objects.under(organisation).filter(holding_on(day)).order_by()
    rows = with_standing(holders, day).values("title").annotate(
        holders=Count("pk"),
        members=Count("pk", filter=Q(is_member=True)),
        candidates=Count("pk", filter=Q(is_candidate=True)),
    )  # fmt: skip
    counted = {row["title"]: row for row in rows}
    stages = ways().by_stage(with_standing(holders, day).filter(is_candidate=True))
    units = ResidentialUnit.objects.under(organisation).open_on(day).count()
    targets = targets_at(organisation.path, day)
    nothing = {"holders": 0, "members": 0, "candidates": 0}
    return [
        Share(
            title=title,
            units=units,
            **{name: counted.get(title.pk, nothing)[name] for name in nothing},
            stages=stages.get(title.pk, []),
            target=targets.get(title.pk),
        )
        for title in known_titles(retired=True)
        if title.retired_at is None or title.pk in counted
    ]


def targets_at(path: str, day: date) -> dict[int, TitleTarget]:
    """Title id -> the share to reach on a day: that of the nearest committee from the place upwards."""
    rows = TitleTarget.objects.current().filter(organisation__in=paths.ids(path), in_force_from__lte=day)
    rows = rows.select_related("organisation").order_by("organisation_path", "in_force_from", "pk")
    return {row.title_id: row for row in sorted(rows, key=lambda row: (len(row.organisation_path), row.in_force_from))}


def set_target(
    *,
    by,
    on: date,
    organisation: Organisation,
    title: PositionTitle,
    percent: Decimal,
    decision_number: str,
    decision_date: date | None = None,
    note: str = "",
) -> TitleTarget:
    """From a day on, so many of 100 holders of a title are to be members, in everything under a committee.

    Set anew for the same day it takes the old one's place; for a later day both stay.
    """
    number, note = normalise(decision_number), normalise(note)
    wrong: dict[str, list[str]] = {}
    if by is not None and not by.may(Action.MANAGE_UNIT, organisation.path):
        wrong["organisation"] = [_("Đồng chí không đặt chỉ tiêu chức danh cho tổ chức này.")]
    elif not organisation.is_open:
        words = {"name": organisation.name, "day": format_date(organisation.valid_to)}
        wrong["organisation"] = [_("%(name)s đã kết thúc hoạt động ngày %(day)s.") % words]
    if percent is None or not 0 < percent <= 100:
        wrong["percent"] = [_("Tỷ lệ lớn hơn 0 và nhiều nhất là 100 %.")]
    if on is None:
        wrong["on"] = [_("Cần ghi ngày.")]
    if not number:
        wrong["decision_number"] = [_("Cần ghi số nghị quyết, kế hoạch đặt chỉ tiêu này.")]
    elif len(number) > TitleTarget._meta.get_field("decision_number").max_length:
        wrong["decision_number"] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": 60}]
    if decision_date is not None and decision_date > timezone.localdate():
        wrong["decision_date"] = [_("Ngày văn bản ở sau ngày hôm nay.")]
    if wrong:
        raise Refused(messages=wrong)
    with transaction.atomic():
        title = stored(title.code)
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        same = TitleTarget.objects.current().filter(organisation=organisation, title=title, in_force_from=on)
        same.update(replaced_at=timezone.now())
        target = TitleTarget(
            organisation=organisation, organisation_path=organisation.path, title=title, percent=percent,
            in_force_from=on, decision_number=number, decision_date=decision_date, note=note[:500], recorded_by=by,
        )  # fmt: skip
        target.save()
        record(
            "target.set", by=by, organisation=organisation, subject=title, percent=str(percent), on=on.isoformat(),
            document=number,
        )  # fmt: skip
    return target


def withdraw_target(*, by, target: TitleTarget, reason: str) -> None:
    """It was recorded by mistake: what held before holds again. The row stays to be read."""
    reason = normalise(reason)
    if by is not None and not by.may(Action.MANAGE_UNIT, target.organisation_path):
        raise Refused(_("Đồng chí không đặt chỉ tiêu chức danh cho tổ chức này."))
    if not reason:
        raise Refused(_("Cần ghi lý do bỏ."), field="reason")
    with transaction.atomic():
        if not TitleTarget.objects.current().filter(pk=target.pk).update(replaced_at=timezone.now()):
            raise Refused(_("Chỉ tiêu này đã được thay hoặc bỏ trước đó."))
        record(
            "target.withdrawn", by=by, organisation=target.organisation, subject=target.title, reason=reason,
            percent=str(target.percent),
        )  # fmt: skip
