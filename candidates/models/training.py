from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from membership.base import paths
from membership.base.columns import BinaryTextField
from membership.models.organisation import Located, LocatedQuerySet
from membership.models.roles import Action


class ClassKind(models.TextChoices):
    AWARENESS = "awareness", _("Bồi dưỡng nhận thức về Đảng")
    NEW_MEMBER = "new_member", _("Bồi dưỡng đảng viên mới")


class ClassState(models.TextChoices):
    PLANNED = "planned", _("trong kế hoạch")
    CALLED = "called", _("đang chiêu sinh")
    RUNNING = "running", _("đang học")
    CLOSED = "closed", _("đã kết thúc")
    CANCELLED = "cancelled", _("không mở")


class ClassHours(models.TextChoices):
    WEEKDAYS = "weekdays", _("trong giờ hành chính")
    EVENINGS = "evenings", _("buổi tối")
    SUNDAYS = "sundays", _("chủ nhật")
    WEEKEND = "weekend", _("thứ bảy, chủ nhật")
    OTHER = "other", _("lịch khác")


class TrainingClassQuerySet(LocatedQuerySet):
    view_action = Action.VIEW_ORGANISATION

    def visible_to(self, user, action=None):
        """To look at: the classes of one's own part of the tree, and those that committees above hold for it."""
        reach = user.reach(action or self.view_action)
        if action not in (None, self.view_action) or reach.everything:
            return super().visible_to(user, action)
        above = {identifier for subtree in reach.subtrees for identifier in paths.ids(subtree)}
        return self.filter(reach.condition(self.scope_column) | Q(organisation__in=above))


class TrainingClass(Located):
    """A class: for people before admission (nhận thức về Đảng) or for new members. `organisation` holds it.

    `taken` is how many seats are given away; it moves only together with the enrolments, in one statement each, so that
    a seat is never sold twice whoever asks at the same time.
    """

    code = models.CharField(_("ký hiệu lớp"), max_length=40)
    name = models.CharField(_("tên lớp"), max_length=160)
    kind = models.CharField(_("loại lớp"), max_length=12, choices=ClassKind.choices)
    state = models.CharField(max_length=10, choices=ClassState.choices, default=ClassState.PLANNED)
    target_group = models.CharField(_("đối tượng"), max_length=160, blank=True, default="")
    hours = models.CharField(_("thời gian học"), max_length=10, choices=ClassHours.choices, default=ClassHours.WEEKDAYS)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True, default="")
    organiser = models.CharField(_("đơn vị mở lớp"), max_length=200, blank=True, default="")
    seats = models.PositiveSmallIntegerField(_("số chỗ"))
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    opens_on = models.DateField(_("ngày khai giảng"))
    closes_on = models.DateField(_("ngày bế giảng"))
    enrol_until = models.DateField(_("nhận danh sách đến ngày"), null=True, blank=True)
    call_number = models.CharField(_("số thông báo chiêu sinh"), max_length=60, blank=True, default="")
    call_date = models.DateField(_("ngày thông báo"), null=True, blank=True)
    result_number = models.CharField(_("số quyết định công nhận kết quả"), max_length=60, blank=True, default="")
    result_date = models.DateField(_("ngày quyết định"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    batch = models.ForeignKey("membership.ImportBatch", models.SET_NULL, null=True, editable=False, related_name="+")

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("lớp bồi dưỡng")
        ordering = ["-opens_on", "-pk"]
        indexes = [models.Index(fields=["organisation_path", "kind", "opens_on"], name="class_in_subtree")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="class_code_once_per_organiser"),
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="class_never_oversold"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="class_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return self.name


class ClassSession(models.Model):
    """One meeting of a class: a day, from an hour to an hour, a lesson, who gives it. Withdrawn, never deleted."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="sessions")
    on = models.DateField(_("ngày"))
    starts = models.TimeField(_("từ"))
    ends = models.TimeField(_("đến"))
    lesson = models.CharField(_("bài học"), max_length=200)
    lecturer = models.CharField(_("giảng viên"), max_length=120, blank=True, default="")
    folded_lecturer = models.CharField(max_length=120, blank=True, default="", editable=False)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("buổi học")
        ordering = ["on", "starts", "pk"]
        indexes = [models.Index(fields=["on", "folded_lecturer"], name="session_of_lecturer")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_ends_after_start"),
        ]


class EnrolmentState(models.TextChoices):
    NOMINATED = "nominated", _("chi bộ cử, chờ đảng ủy cơ sở")
    CONFIRMED = "confirmed", _("đảng ủy cơ sở đồng ý, chờ xếp lớp")
    WAITING = "waiting", _("hết chỗ, trong danh sách chờ")
    ACCEPTED = "accepted", _("được xếp lớp")
    PASSED = "passed", _("hoàn thành")
    FAILED = "failed", _("không hoàn thành")
    REFUSED = "refused", _("không được cử, không được nhận")
    WITHDRAWN = "withdrawn", _("rút tên")


SEATED = (EnrolmentState.ACCEPTED, EnrolmentState.PASSED, EnrolmentState.FAILED)


class Grade(models.TextChoices):
    EXCELLENT = "excellent", _("Xuất sắc")
    GOOD = "good", _("Giỏi")
    FAIR = "fair", _("Khá")
    PASS = "pass", _("Đạt")
    FAIL = "fail", _("Không đạt")


class EnrolmentQuerySet(LocatedQuerySet):
    """A learner is seen by their own branch and above (`organisation`), and by whoever holds the class."""

    def visible_to(self, user, action=None):
        reach = user.reach(action or self.view_action)
        return self.filter(reach.condition("organisation_path") | reach.condition("class_path"))

    def inside(self, user):
        reach = user.subtrees()
        return self.filter(reach.condition("organisation_path") | reach.condition("class_path"))


class Enrolment(Located):
    """A person and a class: nominated by the branch, confirmed by the base committee, accepted or waiting, and what
    came of it. `organisation` is the learner's branch; `class_path` repeats the path of who holds the class.

    The certificate (CN-NTVĐ or that of the new-member class) is this row's; its validity follows from the law of the
    day it was given (`certificate_until` keeps what was computed then).
    """

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="enrolments")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="enrolments")
    class_path = BinaryTextField(max_length=120, editable=False)
    path_copies = {"class_path": "training_class"}  # follows a move too (membership.domain.copies)
    state = models.CharField(max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.NOMINATED)
    role = models.CharField(_("chức danh, công việc"), max_length=160, blank=True, default="")
    nominated_on = models.DateField(_("ngày chi bộ cử"), null=True, blank=True)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    confirmed_on = models.DateField(_("ngày đảng ủy cơ sở đồng ý"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    queued_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("lý do"), max_length=300, blank=True, default="")
    essay = models.DecimalField(_("điểm bài thu hoạch"), max_digits=4, decimal_places=2, null=True, blank=True)
    grade = models.CharField(_("xếp loại"), max_length=10, choices=Grade.choices, blank=True, default="")
    certificate_number = models.CharField(_("số giấy chứng nhận"), max_length=60, blank=True, default="")
    certificate_date = models.DateField(_("ngày cấp"), null=True, blank=True)
    certificate_until = models.DateField(_("có giá trị đến"), null=True, blank=True)
    event = models.ForeignKey("candidates.CandidateEvent", models.PROTECT, null=True, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    batch = models.ForeignKey("membership.ImportBatch", models.SET_NULL, null=True, editable=False, related_name="+")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("học viên")
        ordering = ["training_class", "candidate__sort_key", "pk"]
        indexes = [
            models.Index(fields=["organisation_path", "state"], name="enrolment_in_subtree"),
            models.Index(fields=["class_path", "state"], name="enrolment_of_organiser"),
            models.Index(fields=["training_class", "state", "queued_at"], name="enrolment_queue"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "candidate"], name="enrolment_once_per_class"),
            models.UniqueConstraint(
                fields=["certificate_number"], condition=~Q(certificate_number=""), name="class_certificate_once"
            ),
            models.CheckConstraint(
                condition=Q(essay=None) | (Q(essay__gte=0) & Q(essay__lte=10)), name="essay_out_of_ten"
            ),
        ]


class AttendanceMark(models.TextChoices):
    PRESENT = "present", _("có mặt")
    EXCUSED = "excused", _("vắng có lý do")
    ABSENT = "absent", _("vắng không lý do")


class Attendance(models.Model):
    """Whether a learner was there at one meeting of the class; the roll may be called again, the last call counts."""

    session = models.ForeignKey(ClassSession, models.PROTECT, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendance")
    mark = models.CharField(max_length=8, choices=AttendanceMark.choices)
    marked_at = models.DateTimeField(default=timezone.now, editable=False)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("điểm danh")
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="attendance_once_per_session"),
        ]


class TalkQuerySet(LocatedQuerySet):
    view_action = Action.VIEW_PERSON


class Talk(Located):
    """A thematic talk for the people on the list (article 003: every six months): a speaker, a subject, who came."""

    on = models.DateField(_("ngày"))
    subject = models.CharField(_("chuyên đề"), max_length=200)
    speaker = models.CharField(_("báo cáo viên"), max_length=120)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("buổi nói chuyện chuyên đề")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["organisation_path", "on"], name="talk_in_subtree")]


class TalkAttendance(models.Model):
    talk = models.ForeignKey(Talk, models.PROTECT, related_name="attendance")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="talks")
    marked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("người dự nói chuyện chuyên đề")
        constraints = [
            models.UniqueConstraint(fields=["talk", "candidate"], name="talk_attended_once"),
        ]
