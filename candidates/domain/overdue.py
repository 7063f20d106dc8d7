"""Candidates who wait too long: for their ceremony, for anything at all, or with a certificate grown old."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import BEFORE_DECISION, Candidate, Stage
from membership.base.dates import add_months
from membership.domain.lookup import MOST_OF_A_KIND, Found, finder, link, with_words
from membership.domain.worklist import OVERDUE, SOON, WorkItem, provider
from membership.models import Action

ON_THE_WAY = (*BEFORE_DECISION, Stage.DECIDED, Stage.SUSPENDED)
CEREMONY_DAYS = 30  # 30 working days by the regulation; calendar days until the table of holidays is there
QUIET_MONTHS = 12
CERTIFICATE_MONTHS = 60  # 06-HD/TW 9/6/2025, 5.4


def awaiting_ceremony(queryset):
    """Decided more than 30 days ago, and no ceremony since."""
    return queryset.filter(stage=Stage.DECIDED, stage_since__lt=timezone.localdate() - timedelta(days=CEREMONY_DAYS))


def gone_quiet(queryset):
    """On the way, and nothing happened for a year."""
    before = add_months(timezone.localdate(), -QUIET_MONTHS)
    return queryset.filter(stage__in=BEFORE_DECISION, stage_since__lt=before)


def expired_certificate(queryset):
    """The certificate of the awareness class is valid no longer: the class must be taken again."""
    before = add_months(timezone.localdate(), -CERTIFICATE_MONTHS)
    return queryset.filter(stage__in=BEFORE_DECISION, certificate_date__lt=before)


@provider
def waiting_candidates(user):
    if not user.may(Action.EDIT_PERSON):
        return
    mine = Candidate.objects.visible_to(user, Action.EDIT_PERSON).order_by()
    for select, key, urgency, title, detail in (
        (awaiting_ceremony, "cho-le", OVERDUE, _("Có quyết định kết nạp quá 30 ngày, chưa làm lễ"),
         _("Làm lễ trong 30 ngày làm việc, rồi ghi ngày làm lễ vào đây.")),
        (gone_quiet, "im-lang", SOON, _("Quần chúng ưu tú 12 tháng chưa có việc gì mới"),
         _("Rà soát: ghi bước tiếp theo, hoặc đưa ra khỏi danh sách.")),
        (expired_certificate, "chung-nhan", SOON, _("Giấy chứng nhận lớp nhận thức đã quá 60 tháng"),
         _("Cần học lại lớp bồi dưỡng nhận thức về Đảng.")),
    ):  # fmt: skip
        if count := select(mine).count():
            yield WorkItem(title, link("candidates:candidate.list") + f"?nhac={key}", urgency, detail, count=count)


@finder(gettext_lazy("Quần chúng ưu tú"))
def candidates(user, words):
    rows = with_words(Candidate.objects.visible_to(user), words).select_related("organisation")
    for row in rows.order_by("sort_key", "pk")[:MOST_OF_A_KIND]:
        if url := link("candidates:candidate.detail", row.pk):
            yield Found(row.full_name, url, f"{row.get_stage_display()} · {row.organisation.name}", "user-star")
