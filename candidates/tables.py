"""Tables of candidates and admissions."""

from urllib.parse import urlencode

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.domain.deadline_kinds import BY_CODE as DEADLINE_KINDS
from candidates.domain.deadline_work import nearest_deadlines
from candidates.domain.nomination_counts import Outcome, nominator_of
from candidates.models import Admission, Candidate, Nomination, Review, Verdict
from membership.base.dates import format_date
from membership.models import Organisation, PartyMember
from membership.people_tables import PeopleTable
from membership.tables import DayColumn, ListTable, NumberColumn
from membership.templatetags.present import UNKNOWN, day


class CandidateTable(PeopleTable):
    full_name = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("sort_key", "pk"),
        linkify=("candidates:candidate.detail", {"pk": tables.A("pk")}),
    )
    stage = tables.TemplateColumn(
        template_name="parts/stage_badge.html", verbose_name=_("Giai đoạn"), order_by=("stage", "sort_key")
    )
    stage_since = DayColumn(verbose_name=_("Từ ngày"))
    next_due = tables.Column(verbose_name=_("Việc tiếp theo · hạn"), empty_values=(), orderable=False)

    details = ("next_due",)

    class Meta(ListTable.Meta):
        model = Candidate
        fields = ("full_name", "born_on", "sex", "stage", "stage_since", "next_due", "organisation")
        sequence = fields
        order_by = ("full_name",)

    @cached_property
    def nearest(self) -> dict:
        """Candidate -> the nearest deadline, of the people on the page; one query."""
        return nearest_deadlines([row.record.pk for row in self.paginated_rows])

    def render_next_due(self, record):
        due = self.nearest.get(record.pk) if self.reach.covers(record.organisation_path) else None
        if due is None:
            return UNKNOWN
        words = {
            "label": DEADLINE_KINDS[due.code].label,
            "due_on": due.due_on,
            "late": due.due_on < timezone.localdate(),
        }
        return render_to_string("candidates/_next_due.html", words)


class AdmissionTable(PeopleTable):
    full_name = tables.Column(
        verbose_name=_("Họ và tên"),
        order_by=("sort_key", "pk"),
        linkify=("candidates:admission.detail", {"pk": tables.A("pk")}),
    )
    age = NumberColumn(verbose_name=_("Tuổi"))
    decision_number = tables.Column(
        verbose_name=_("Số quyết định"), default=UNKNOWN, orderable=False, attrs={"td": {"class": "nowrap"}}
    )
    decision_date = DayColumn(verbose_name=_("Ngày quyết định"))
    ceremony_date = DayColumn(verbose_name=_("Ngày kết nạp"))

    details = ("age",)

    class Meta(ListTable.Meta):
        model = Admission
        fields = (
            "full_name", "born_on", "sex", "age", "decision_number", "decision_date", "ceremony_date", "organisation",
        )  # fmt: skip
        sequence = fields
        order_by = ("full_name",)

    def render_age(self, value, record):
        return value if self.reach.covers(record.organisation_path) else UNKNOWN


class OfPageTable(ListTable):
    """A list whose rows get more beside them, read at once for the rows of the page: `beside(keys) -> {key: it}`."""

    def __init__(self, *args, beside, **kwargs):
        self._read, self._beside = beside, None
        super().__init__(*args, **kwargs)

    def beside(self, record):
        if self._beside is None:
            self._beside = self._read([row.record.pk for row in self.paginated_rows])
        return self._beside.get(record.pk)


def _place(organisation):
    """Many branches bear the same name: the one above says which it is."""
    if organisation.parent is None:
        return organisation.name
    return format_html('<span>{}<span class="place-above">{}</span></span>', organisation, organisation.parent)


class NominatorTable(OfPageTable):
    """Official members and how many each put forward: who has none yet comes first."""

    full_name = tables.Column(
        verbose_name=_("Đảng viên chính thức"),
        order_by=("sort_key", "pk"),
        linkify=("membership:member.detail", {"pk": tables.A("pk")}),
    )
    given = NumberColumn(verbose_name=_("Đã giới thiệu"), order_by=("given", "sort_key", "pk"))
    recognised = NumberColumn(verbose_name=_("Đã công nhận cảm tình"), empty_values=(), orderable=False)
    admitted = NumberColumn(verbose_name=_("Đã có quyết định kết nạp"), empty_values=(), orderable=False)
    organisation = tables.Column(verbose_name=_("Chi bộ"), order_by=("organisation_path", "sort_key"))

    class Meta(ListTable.Meta):
        model = PartyMember
        fields = ("full_name", "given", "recognised", "admitted", "organisation")
        sequence = fields
        order_by = ("given",)

    def __init__(self, *args, year: int, **kwargs):
        self.year = year
        super().__init__(*args, **kwargs)

    def render_given(self, value, record):
        if not value:
            return format_html('<span class="badge badge-behind">{}</span>', _("chưa có"))
        query = urlencode({"nam": self.year, "dang-vien": record.pk})
        return format_html('<a href="{}?{}">{}</a>', reverse("candidates:nomination.records"), query, value)

    def render_recognised(self, record):
        return (self.beside(record) or Outcome()).recognised

    def render_admitted(self, record):
        return (self.beside(record) or Outcome()).admitted

    def render_organisation(self, value):
        return _place(value)


class NominationTable(ListTable):
    full_name = tables.Column(
        verbose_name=_("Người được giới thiệu"),
        accessor="candidate__full_name",
        order_by=("candidate__sort_key", "pk"),
        linkify=("candidates:candidate.detail", {"pk": tables.A("candidate_id")}),
    )
    nominated_on = DayColumn(verbose_name=_("Ngày giới thiệu"))
    by = tables.Column(verbose_name=_("Ai giới thiệu"), empty_values=(), orderable=False)
    movement = tables.Column(verbose_name=_("Phong trào, thành tích"), empty_values=(), orderable=False)
    stage = tables.Column(verbose_name=_("Nay là"), accessor="candidate__get_stage_display", orderable=False)
    organisation = tables.Column(verbose_name=_("Chi bộ"), order_by=("organisation_path", "pk"))

    class Meta(ListTable.Meta):
        model = Nomination
        fields = ("full_name", "nominated_on", "by", "movement", "stage", "organisation")
        sequence = fields
        order_by = ("-nominated_on",)

    def render_by(self, record):
        return nominator_of(record)

    def render_movement(self, record):
        return "; ".join(text for text in (record.movement, record.achievements) if text) or "–"

    def render_organisation(self, value):
        return _place(value)


class ReviewTable(OfPageTable):
    """Reviews held; beside each how many were kept, put forward, removed."""

    held_on = tables.Column(
        verbose_name=_("Ngày họp"),
        order_by=("held_on", "pk"),
        linkify=("candidates:review.detail", {"pk": tables.A("pk")}),
        attrs={"td": {"class": "nowrap tabular"}},
    )
    kind = tables.Column(verbose_name=_("Kỳ rà soát"))
    resolution_number = tables.Column(verbose_name=_("Số nghị quyết"), orderable=False)
    keep = NumberColumn(verbose_name=_("Giữ"), empty_values=(), orderable=False)
    ready = NumberColumn(verbose_name=_("Đề nghị kết nạp"), empty_values=(), orderable=False)
    remove = NumberColumn(verbose_name=_("Đưa ra"), empty_values=(), orderable=False)
    organisation = tables.Column(verbose_name=_("Chi bộ"), order_by=("organisation_path", "-held_on"))

    class Meta(ListTable.Meta):
        model = Review
        fields = ("held_on", "kind", "resolution_number", "keep", "ready", "remove", "organisation")
        sequence = fields
        order_by = ("-held_on",)

    def render_held_on(self, value):
        return format_date(value)

    def render_keep(self, record):
        return self._count(record, Verdict.KEEP)

    def render_ready(self, record):
        return self._count(record, Verdict.READY)

    def render_remove(self, record):
        return self._count(record, Verdict.REMOVE)

    def _count(self, record, verdict):
        return (self.beside(record) or {}).get(verdict, 0)

    def render_organisation(self, value):
        return _place(value)


class BranchToReviewTable(OfPageTable):
    """Branches with people to review."""

    name = tables.Column(verbose_name=_("Chi bộ"), order_by=("path",))
    listed = NumberColumn(verbose_name=_("Trong danh sách"), empty_values=(), orderable=False)
    waiting = NumberColumn(verbose_name=_("Chờ công nhận"), empty_values=(), orderable=False)
    last = DayColumn(verbose_name=_("Rà soát gần nhất"), empty_values=(), orderable=False)
    reviewed = tables.BooleanColumn(verbose_name=_("Rà soát hằng năm, năm nay"), orderable=False)

    class Meta(ListTable.Meta):
        model = Organisation
        fields = ("name", "listed", "waiting", "last", "reviewed")
        sequence = fields
        order_by = ("name",)

    def render_name(self, record):
        address = f"{reverse('candidates:review.new')}?{urlencode({'chi-bo': record.pk})}"
        above = format_html('<span class="place-above">{}</span>', record.parent.name) if record.parent else ""
        return format_html('<span><a href="{}">{}</a>{}</span>', address, record.name, above)

    def render_listed(self, record):
        return self.beside(record).listed

    def render_waiting(self, record):
        return self.beside(record).waiting

    def render_last(self, record):
        return day(self.beside(record).last_reviewed)

    def render_reviewed(self, value):
        return _("Đã rà soát") if value else _("Chưa")
