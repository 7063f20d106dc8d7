from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.models.activity import AppendOnly
from membership.models.organisation import Located, LocatedQuerySet
from membership.models.person import Attributes, Named


class Stage(models.TextChoices):
    """Where a person stands on the way into the Party (a projection of the events, never typed)."""

    NOMINATED = "nominated", _("được giới thiệu")
    SYMPATHISER = "sympathiser", _("cảm tình Đảng")
    TRAINED = "trained", _("đã học lớp nhận thức")
    DOSSIER = "dossier", _("đang làm hồ sơ")
    BRANCH_PROPOSED = "branch_proposed", _("chi bộ đề nghị")
    BASE_PROPOSED = "base_proposed", _("đảng ủy cơ sở đề nghị")
    DECIDED = "decided", _("có quyết định, chờ lễ")
    PROBATIONARY = "probationary", _("đảng viên dự bị")
    OFFICIAL = "official", _("đảng viên chính thức")
    SUSPENDED = "suspended", _("tạm dừng xem xét")
    REMOVED = "removed", _("đưa ra khỏi danh sách")
    WITHDRAWN = "withdrawn", _("xin rút")
    MOVED_AWAY = "moved_away", _("chuyển đi nơi khác")
    CANCELLED = "cancelled", _("hủy quyết định kết nạp")
    STRUCK_OFF = "struck_off", _("xóa tên đảng viên dự bị")
    DECEASED = "deceased", _("từ trần")


# On the way, in order; the others are exits.
PIPELINE = (
    Stage.NOMINATED,
    Stage.SYMPATHISER,
    Stage.TRAINED,
    Stage.DOSSIER,
    Stage.BRANCH_PROPOSED,
    Stage.BASE_PROPOSED,
    Stage.DECIDED,
    Stage.PROBATIONARY,
    Stage.OFFICIAL,
)
BEFORE_DECISION = PIPELINE[:6]
ADMITTED = (Stage.DECIDED, Stage.PROBATIONARY, Stage.OFFICIAL)
# Followed no more, whatever the reason.
GONE = (Stage.REMOVED, Stage.WITHDRAWN, Stage.MOVED_AWAY, Stage.STRUCK_OFF, Stage.DECEASED)


class Candidate(Named, Attributes, Located):
    """A person on the way from quần chúng ưu tú to official member. `stage` follows from the events alone."""

    stage = models.CharField(_("giai đoạn"), max_length=20, choices=Stage.choices, default=Stage.NOMINATED)
    stage_since = models.DateField(_("từ ngày"), null=True, blank=True)
    last_sequence = models.PositiveIntegerField(default=0, editable=False)
    certificate_number = models.CharField(_("số giấy chứng nhận lớp nhận thức"), max_length=60, blank=True, default="")
    certificate_date = models.DateField(_("ngày cấp giấy chứng nhận"), null=True, blank=True)
    unit = models.ForeignKey(
        "membership.ResidentialUnit", models.PROTECT, null=True, blank=True, related_name="candidates"
    )
    note = models.CharField(_("ghi chú"), max_length=500, blank=True, default="")
    member = models.OneToOneField(
        "membership.PartyMember", models.PROTECT, null=True, blank=True, editable=False, related_name="candidate"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    batch = models.ForeignKey("membership.ImportBatch", models.SET_NULL, null=True, editable=False, related_name="+")

    objects = LocatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("quần chúng ưu tú")
        verbose_name_plural = _("quần chúng ưu tú")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["organisation_path", "stage", "sort_key"], name="candidate_in_subtree"),
            models.Index(fields=["stage", "sort_key"], name="candidate_by_stage"),
            models.Index(fields=["sort_key", "id", "organisation_path"], name="candidate_sorted"),
            models.Index(fields=["folded_name"], name="candidate_folded"),
        ]


class EventKind(models.TextChoices):
    NOMINATED = "nominated", _("được giới thiệu")
    RECOGNISED = "recognised", _("công nhận cảm tình Đảng")
    TRAINED = "trained", _("hoàn thành lớp bồi dưỡng nhận thức về Đảng")
    DOSSIER_OPENED = "dossier_opened", _("nộp đơn, bắt đầu làm hồ sơ")
    BRANCH_PROPOSED = "branch_proposed", _("chi bộ ra nghị quyết đề nghị kết nạp")
    BASE_PROPOSED = "base_proposed", _("đảng ủy cơ sở ra nghị quyết đề nghị kết nạp")
    ADMISSION_DECIDED = "admission_decided", _("có quyết định kết nạp")
    CEREMONY_HELD = "ceremony_held", _("làm lễ kết nạp")
    MADE_OFFICIAL = "made_official", _("công nhận đảng viên chính thức")
    SUSPENDED = "suspended", _("tạm dừng xem xét")
    RESUMED = "resumed", _("tiếp tục xem xét")
    REMOVED = "removed", _("đưa ra khỏi danh sách cảm tình Đảng")
    WITHDREW = "withdrew", _("xin rút")
    MOVED = "moved", _("chuyển sang tổ chức khác")
    MOVED_AWAY = "moved_away", _("chuyển đi ngoài đảng bộ")
    CANCELLED = "cancelled", _("hủy quyết định kết nạp")
    STRUCK_OFF = "struck_off", _("xóa tên đảng viên dự bị")
    DIED = "died", _("từ trần")
    MENTOR_ASSIGNED = "mentor_assigned", _("phân công đảng viên giúp đỡ")
    MENTOR_ENDED = "mentor_ended", _("thôi phân công đảng viên giúp đỡ")
    HISTORY_VERIFIED = "history_verified", _("kết luận thẩm tra lý lịch")
    APPRAISED = "appraised", _("đảng ủy bộ phận thẩm định")
    VOTE_FAILED = "vote_failed", _("biểu quyết không đủ số phiếu")
    DECISION_RECEIVED = "decision_received", _("chi bộ nhận quyết định kết nạp")
    MEMBER_TRAINED = "member_trained", _("hoàn thành lớp bồi dưỡng đảng viên mới")
    OFFICIAL_PROPOSED = "official_proposed", _("chi bộ đề nghị công nhận chính thức")
    OFFICIAL_APPRAISED = "official_appraised", _("đảng ủy bộ phận thẩm định đề nghị công nhận")
    OFFICIAL_BASE_PROPOSED = "official_base_proposed", _("đảng ủy cơ sở đề nghị công nhận chính thức")
    TRANSFER_OFFERED = "transfer_offered", _("giới thiệu chuyển đi nơi khác")
    TRANSFER_REFUSED = "transfer_refused", _("nơi đến không nhận")
    REDONE = "redone", _("làm lại thủ tục sau khi hủy quyết định")
    REVERSED = "reversed", _("đính chính: bỏ một sự việc đã ghi")


class CandidateEvent(AppendOnly):
    """Something that happened to a candidate, and when we learnt it. Never changed: a correction reverses it.

    `sequence` counts per candidate, so that two clerks cannot both write the next event. `acted_by`: the committee
    whose act it was, where that is not the branch. `rules`: the legal text whose conditions were checked when it was
    recorded; empty where none was (an old list, a day before the texts known here).
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=24, choices=EventKind.choices)
    from_stage = models.CharField(max_length=20, choices=Stage.choices, blank=True, default="")
    to_stage = models.CharField(max_length=20, choices=Stage.choices, blank=True, default="")
    organisation = models.ForeignKey("membership.Organisation", models.PROTECT, related_name="+")
    from_organisation = models.ForeignKey("membership.Organisation", models.PROTECT, null=True, related_name="+")
    acted_by = models.ForeignKey("membership.Organisation", models.PROTECT, null=True, related_name="+")
    occurred_on = models.DateField(_("ngày"), null=True)
    document_number = models.CharField(_("số văn bản"), max_length=60, blank=True, default="")
    document_date = models.DateField(_("ngày văn bản"), null=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    data = models.JSONField(default=dict)
    rules = models.CharField(max_length=24, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("sự việc")
        ordering = ["candidate", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "sequence"], name="event_sequence_once_per_candidate"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="event_sequence_starts_at_one"),
        ]
        indexes = [models.Index(fields=["kind", "occurred_on"], name="event_kind_day")]
