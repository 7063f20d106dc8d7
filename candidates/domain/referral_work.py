"""Referrals on the home page: who waits for our answer, and whom to press because nobody answered us."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Referral, ReferralState
from candidates.procedure.texts import PROCEDURES
from membership.domain.lookup import link
from membership.domain.worklist import OVERDUE, SOON, WorkItem, provider
from membership.models import Action


@provider
def open_referrals(user) -> Iterator[WorkItem]:
    """One query. The days are those of the law's declarations; the list itself goes by each committee's own."""
    url = link("candidates:referral.list")
    if not url or not user.may(Action.EDIT_PERSON):
        return
    days = PROCEDURES[-1].setting_values()["referral_days"]
    reach, late = user.reach(Action.EDIT_PERSON), timezone.localdate() - timedelta(days=days)
    told = Referral.objects.visible_to(user, Action.EDIT_PERSON).filter(state=ReferralState.OFFERED)
    counted = told.order_by().aggregate(
        here=Count("pk", filter=reach.condition("target__path")),
        silent=Count("pk", filter=reach.condition("organisation_path") & Q(offered_on__lt=late)),
    )
    if counted["here"]:
        title, detail = _("Người được giới thiệu đến, chờ trả lời"), _("Nhận theo dõi, giúp đỡ hay không nhận.")
        yield WorkItem(title, f"{url}?chieu=den&trang-thai=offered", SOON, detail, count=counted["here"])
    if counted["silent"]:
        title = _("Đã giới thiệu đi, quá %(n)d ngày chưa trả lời") % {"n": days}
        detail = _("Nhắc nơi được giới thiệu đến.")
        yield WorkItem(title, f"{url}?chieu=di&trang-thai=offered", OVERDUE, detail, count=counted["silent"])
