"""Whose probation ends: twelve months from the ceremony (charter.PROBATION), with a dossier here or without.

Who has a dossier is told of by its deadlines; the work list speaks here of the others only, so that each counts once.
"""

from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import add_months
from membership.domain.charter import PROBATION_MONTHS
from membership.domain.lookup import link
from membership.domain.worklist import OVERDUE, SOON, WorkItem, provider
from membership.models import Action, MemberStatus, PartyMember

ROUTE = "membership:probation.list"
WINDOWS = (30, 60, 90)


def joined_by(ends_by: date) -> date:
    """The last day of joining whose twelve months end by a day: 29/02/2024 for 28/02/2025."""
    day = add_months(ends_by, -PROBATION_MONTHS)
    while add_months(day + timedelta(days=1), PROBATION_MONTHS) <= ends_by:
        day += timedelta(days=1)
    return day


def ends_on(member: PartyMember) -> date | None:
    return add_months(member.joined_on, PROBATION_MONTHS) if member.joined_on else None


def overdue_probation(queryset):
    """Probationers whose twelve months have ended."""
    return queryset.filter(status=MemberStatus.PROBATIONARY, joined_on__lte=joined_by(timezone.localdate()))


def ending_within(queryset, days: int):
    """Probationers whose twelve months end from tomorrow until so many days from now."""
    today = timezone.localdate()
    until = joined_by(today + timedelta(days=days))
    return queryset.filter(status=MemberStatus.PROBATIONARY, joined_on__gt=joined_by(today), joined_on__lte=until)


@provider
def probation_ended(user):
    """Probationers without a dossier here, whom nobody else reminds of. One query."""
    if not user.may(Action.EDIT_PERSON) or not link(ROUTE):
        return
    today = timezone.localdate()
    late, soon = joined_by(today), joined_by(today + timedelta(days=WINDOWS[0]))
    members = PartyMember.objects.visible_to(user, Action.EDIT_PERSON).order_by()
    counts = members.filter(status=MemberStatus.PROBATIONARY, joined_on__lte=soon, candidate=None).aggregate(
        late=Count("pk", filter=Q(joined_on__lte=late)), soon=Count("pk", filter=Q(joined_on__gt=late))
    )
    page = f"{link(ROUTE)}?ho-so=chua"
    if counts["late"]:
        yield WorkItem(
            _("Đảng viên dự bị đã quá 12 tháng, không có hồ sơ kết nạp ở đây"), f"{page}&han=qua-han", OVERDUE,
            _("Chi bộ xét trong 30 ngày làm việc sau khi hết 12 tháng dự bị."), count=counts["late"],
        )  # fmt: skip
    if counts["soon"]:
        yield WorkItem(
            _("Đảng viên dự bị sắp hết 12 tháng, không có hồ sơ kết nạp ở đây"), f"{page}&han=30", SOON,
            _("Trong 30 ngày tới."), count=counts["soon"],
        )  # fmt: skip
