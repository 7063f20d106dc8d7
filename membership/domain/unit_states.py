"""The state of a residential unit: proposed from the records, confirmed by the committee, as it was on a day.

The state on a day is that of the latest confirmed row not after it. Rows never go back in time; the last one may be
withdrawn with a reason. What the records say is only a proposal: who lives where is known late and in part.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.bulk import chunks
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain import unit_rules as rules
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.models import (
    Activity,
    Residence,
    ResidentialUnit,
    UnitCause,
    UnitCoverage,
    UnitName,
    UnitState,
    UnitStatus,
)

CHUNK = 2000


class Branch(NamedTuple):
    id: int
    name: str
    since: date | None


@dataclass(frozen=True)
class Proposal:
    """What the records say of a unit on a day. `members` live there; `joint`: how many units the branch covers."""

    state: str
    members: int = 0
    branch: Branch | None = None
    joint: int = 0

    @property
    def why(self) -> str:
        words = {"count": self.members, "branch": self.branch.name if self.branch else "", "units": self.joint}
        live = _("%(count)d đảng viên cư trú") % words if self.members else _("chưa ghi đảng viên nào cư trú")
        if self.branch is None:
            return _("không có chi bộ phụ trách; %(live)s") % {"live": live}
        if self.joint > 1:
            return _("%(branch)s phụ trách chung %(units)d đơn vị; %(live)s") % (words | {"live": live})
        return _("%(branch)s phụ trách riêng; %(live)s") % (words | {"live": live})


@dataclass(frozen=True)
class Confirmed:
    """One line of a confirmation of many: the unit as it was looked at, and what is confirmed of it."""

    unit: ResidentialUnit
    version: int
    on: date | None
    state: str
    cause: str


def lives_there(day: date) -> Q:
    """Residences of people who are members on a day: who died or left the Party lives there no longer."""
    spell = Q(member__spells__valid_from=None) | Q(member__spells__valid_from__lte=day)
    return spell & (Q(member__spells__valid_to=None) | Q(member__spells__valid_to__gt=day))


def residents_on(day: date):
    """Residences that count on a day. A member's spells may touch: count members, not rows."""
    return Residence.objects.on(day).filter(lives_there(day))


def proposed_state(units: Iterable[int], day: date | None = None) -> dict[int, Proposal]:
    """unit id -> what the records say of it on a day: whether a branch covers it, alone or jointly, who lives there."""
    day, ids = day or timezone.localdate(), sorted(set(units))
    branches: dict[int, Branch] = {}
    members: dict[int, set[int]] = {}
    for some in chunks(ids, CHUNK):
        rows = _covering(day).filter(unit__in=some)
        branches |= {
            unit: Branch(branch, name, since)
            for unit, branch, name, since in rows.values_list("unit_id", "branch_id", "branch__name", "valid_from")
        }
        for unit, member in residents_on(day).order_by().filter(unit__in=some).values_list("unit_id", "member_id"):
            members.setdefault(unit, set()).add(member)
    covered: dict[int, int] = {}
    for some in chunks(sorted({branch.id for branch in branches.values()}), CHUNK):
        rows = _covering(day).filter(branch__in=some, unit__in=ResidentialUnit.objects.open_on(day).order_by())
        for branch in rows.values_list("branch_id", flat=True):
            covered[branch] = covered.get(branch, 0) + 1
    return {pk: _propose(branches.get(pk), covered, len(members.get(pk, ()))) for pk in ids}


def _covering(day: date):
    """Coverages on a day by branches that exist on it."""
    rows = UnitCoverage.objects.order_by().on(day)
    rows = rows.filter(Q(branch__valid_to=None) | Q(branch__valid_to__gt=day))
    return rows.filter(Q(branch__valid_from=None) | Q(branch__valid_from__lte=day))


def _propose(branch: Branch | None, covered: dict[int, int], members: int) -> Proposal:
    if branch is not None:
        joint = covered.get(branch.id, 1)
        return Proposal(UnitState.JOINT_BRANCH if joint > 1 else UnitState.OWN_BRANCH, members, branch, joint)
    return Proposal(UnitState.MEMBERS_ONLY if members else UnitState.NO_MEMBERS, members)


def confirm_state(
    *,
    by,
    on: date | None,
    unit: ResidentialUnit,
    version: int,
    state: str,
    cause: str = UnitCause.OTHER,
    document_number: str = "",
    document_date: date | None = None,
    note: str = "",
) -> UnitStatus:
    """The committee confirms that the unit came into a state on a day. Raises Refused, Stale."""
    line = Confirmed(unit, version, on, state, cause)
    told = {"document_number": document_number, "document_date": document_date, "note": note}
    [status] = confirm_states(by=by, lines=[line], **told)
    return status


@transaction.atomic
def confirm_states(
    *,
    by,
    lines: Sequence[Confirmed],
    document_number: str = "",
    document_date: date | None = None,
    note: str = "",
) -> list[UnitStatus]:
    """Confirm many at once, all or none. With one line the messages name fields, with more they name units."""
    if not lines:
        raise Refused(_("Chưa chọn đơn vị nào."))
    units = rules.hold([line.unit for line in lines], by=by, versions=[line.version for line in lines])
    last = last_statuses([unit.pk for unit in units])
    wrong = rules.document_problems(document_number, document_date, note)
    for unit, line in zip(units, lines, strict=True):
        for field, sentences in state_problems(unit, line.on, line.state, line.cause, last.get(unit.pk)).items():
            if len(lines) == 1:
                wrong.setdefault(field, []).extend(sentences)
            else:
                wrong.setdefault("", []).extend(f"{unit.name}: {sentence}" for sentence in sentences)
    if wrong:
        raise Refused(messages=wrong)
    act = rules.document(by, document_number, document_date, note)
    counted = {day: _members([unit.pk for unit in units], day) for day in {line.on for line in lines}}
    statuses = []
    for unit, line in zip(units, lines, strict=True):
        status = UnitStatus(
            unit=unit, state=line.state, since=line.on, cause=line.cause,
            members=counted[line.on].get(unit.pk, 0), **act,
        )  # fmt: skip
        status.save()
        statuses.append(status)
        ResidentialUnit.objects.filter(pk=unit.pk).update(
            state=line.state, state_since=line.on, version=F("version") + 1
        )
        record(
            "unit.confirmed", by=by, organisation=unit.organisation, subject=unit,
            state=str(line.state), cause=str(line.cause), **rules.told(line.on, act),
        )  # fmt: skip
    return statuses


def state_problems(
    unit: ResidentialUnit, on: date | None, state: str, cause: str, last: UnitStatus | None
) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if state not in UnitState.values:
        wrong["state"] = [_("Cần chọn tình trạng.")]
    elif last is not None and last.state == state:
        told = {"state": last.get_state_display(), "day": format_date(last.since)}
        wrong["state"] = [_("Tình trạng “%(state)s” đã được xác nhận từ ngày %(day)s.") % told]
    if cause not in UnitCause.values:
        wrong["cause"] = [_("Cần chọn nguyên nhân.")]
    wrong |= rules.day_problems(on, unit)
    if unit.valid_to is not None and (on is None or on >= unit.valid_to):
        wrong["on"] = [_("Đơn vị này đã kết thúc ngày %(day)s.") % {"day": format_date(unit.valid_to)}]
    elif "on" not in wrong and last is not None and on <= last.since:
        told = {"state": last.get_state_display(), "day": format_date(last.since)}
        wrong["on"] = [
            _(
                "Tình trạng gần nhất “%(state)s” được xác nhận từ ngày %(day)s; tình trạng mới phải từ sau ngày đó. "
                "Nếu lần trước ghi sai thì bỏ lần đó trước."
            )
            % told
        ]
    return wrong


@transaction.atomic
def withdraw_state(*, by, unit: ResidentialUnit, version: int, reason: str) -> ResidentialUnit:
    """The last confirmation was a mistake: the one before holds again; both stay in the records."""
    reason = normalise(reason)
    [unit] = rules.hold([unit], by=by, versions=[version])
    last = last_statuses([unit.pk]).get(unit.pk)
    if last is None:
        raise Refused(_("Đơn vị này chưa có tình trạng nào được xác nhận."))
    if not reason:
        raise Refused(_("Cần ghi lý do bỏ."), field="reason")
    UnitStatus.objects.filter(pk=last.pk).update(replaced_at=timezone.now())
    before = last_statuses([unit.pk]).get(unit.pk)
    ResidentialUnit.objects.filter(pk=unit.pk).update(
        state=before.state if before else "",
        state_since=before.since if before else None,
        version=F("version") + 1,
    )
    record(
        "unit.confirmation_withdrawn", by=by, organisation=unit.organisation, subject=unit,
        status=last.pk, state=last.state, since=last.since.isoformat(), reason=reason,
    )  # fmt: skip
    unit.refresh_from_db()
    return unit


def last_statuses(ids: Sequence[int]) -> dict[int, UnitStatus]:
    """The latest confirmed row of each unit that has one."""
    found: dict[int, UnitStatus] = {}
    for some in chunks(list(ids), CHUNK):
        for status in UnitStatus.objects.current().filter(unit__in=some).order_by("since", "pk"):
            found[status.unit_id] = status
    return found


def with_state_on(units, day: date, known_at=None):
    """Units (a queryset) with `state_then`, `since_then` and `cause_then`: what was confirmed for a day.

    `known_at`: as the records stood at that moment.
    """
    rows = UnitStatus.objects.known_at(known_at) if known_at else UnitStatus.objects.current()
    rows = rows.filter(unit=OuterRef("pk"), since__lte=day).order_by("-since", "-pk")
    return units.annotate(
        state_then=Subquery(rows.values("state")[:1]),
        since_then=Subquery(rows.values("since")[:1]),
        cause_then=Subquery(rows.values("cause")[:1]),
    )


def _members(ids: Sequence[int], day: date) -> dict[int, int]:
    found: dict[int, set[int]] = {}
    for some in chunks(list(ids), CHUNK):
        for unit, member in residents_on(day).order_by().filter(unit__in=some).values_list("unit_id", "member_id"):
            found.setdefault(unit, set()).add(member)
    return {unit: len(members) for unit, members in found.items()}


def with_again(units):
    """Units (a queryset) with `again`: without members now, though there were some before ("tái trắng")."""
    before = UnitStatus.objects.current().filter(unit=OuterRef("pk"), since__lt=OuterRef("state_since"))
    others = Exists(before.exclude(state=UnitState.NO_MEMBERS))
    return units.annotate(again=others & Q(state=UnitState.NO_MEMBERS))


def whitened(units):
    return with_again(units).filter(again=True)


def once_called(words: list[str]):
    """Ids of units that had all these (folded) words in a name they no longer bear."""
    names = UnitName.objects.exclude(valid_to=None).order_by()
    for word in words:
        names = names.filter(folded_name__contains=word)
    return names.values("unit_id")


def documents_of(statuses: Iterable[int | None]) -> dict[int, str]:
    """Number of the document by which each of these rows was confirmed."""
    ids = [pk for pk in statuses if pk is not None]
    return dict(UnitStatus.objects.filter(pk__in=ids).order_by().values_list("pk", "decision_number"))


def withdrawal_reasons(unit: ResidentialUnit) -> dict[int, str]:
    """Row of a withdrawn confirmation -> why it was withdrawn."""
    acts = Activity.objects.filter(
        action="unit.confirmation_withdrawn", subject_type=unit._meta.model_name, subject_id=str(unit.pk)
    )
    return {act.data["status"]: act.data["reason"] for act in acts}
