"""Who is due to be recognised as official: probation, counted from the ceremony, is over (charter.PROBATION)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import add_months
from membership.domain.charter import PROBATION_MONTHS
from membership.domain.lookup import link
from membership.domain.worklist import OVERDUE, WorkItem, provider
from membership.models import Action, MemberStatus, PartyMember


def overdue_probation(queryset):
    """Probationers whose twelve months have ended."""
    day = add_months(timezone.localdate(), -PROBATION_MONTHS)
    return queryset.filter(status=MemberStatus.PROBATIONARY, joined_on__lte=day)


@provider
def probation_ended(user):
    if not user.may(Action.EDIT_PERSON):
        return
    count = overdue_probation(PartyMember.objects.visible_to(user, Action.EDIT_PERSON)).order_by().count()
    if count:
        yield WorkItem(
            _("Đảng viên dự bị đã quá 12 tháng, chưa công nhận chính thức"),
            link("membership:member.list") + "?tinh-trang=qua-han",
            OVERDUE,
            _("Chi bộ xét trong 30 ngày làm việc sau khi hết 12 tháng dự bị."),
            count=count,
        )
