from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.models.activity import AppendOnly
from membership.models.member import PartyMember
from membership.models.organisation import Located, LocatedQuerySet, Organisation, TwoSidedQuerySet


class MovementKind(models.TextChoices):
    """The rows of Biểu 1-BTCTW (B increase, C decrease), and moves between branches, which cancel out above them."""

    ADMITTED = "admitted", _("kết nạp")
    TRANSFERRED_IN = "transferred_in", _("chuyển đến từ ngoài đảng bộ")
    RESTORED = "restored", _("phục hồi đảng tịch")
    MOVED = "moved", _("chuyển giữa các chi bộ trong đảng bộ")
    DIED = "died", _("từ trần")
    EXPELLED = "expelled", _("khai trừ")
    STRUCK_OFF = "struck_off", _("xóa tên")
    RESIGNED = "resigned", _("xin ra, cho ra khỏi Đảng")
    TRANSFERRED_OUT = "transferred_out", _("chuyển đi ngoài đảng bộ")
    GONE = "gone", _("giảm, chưa rõ hình thức")
    REVERSED = "reversed", _("đính chính: bỏ một biến động đã ghi")


INCREASE = (MovementKind.ADMITTED, MovementKind.TRANSFERRED_IN, MovementKind.RESTORED)
DECREASE = (
    MovementKind.DIED,
    MovementKind.EXPELLED,
    MovementKind.STRUCK_OFF,
    MovementKind.RESIGNED,
    MovementKind.TRANSFERRED_OUT,
    MovementKind.GONE,
)


class MovementQuerySet(LocatedQuerySet):
    """Of a move between branches both sides see it: where the member went, and where they left."""

    def visible_to(self, user, action=None):
        return self.filter(self._touching(user.reach(action or self.view_action)))

    def inside(self, user):
        return self.filter(self._touching(user.subtrees()))

    @staticmethod
    def _touching(reach) -> Q:
        if reach.everything:
            return Q()
        left = Organisation.objects.order_by().filter(reach.condition("path")).values("pk")
        return reach.condition("organisation_path") | Q(from_organisation__in=left)

    def in_force(self):
        """What was not corrected away: the rows that count."""
        return self.exclude(kind=MovementKind.REVERSED).filter(reversed_by=None)


class MemberMovement(AppendOnly, Located):
    """A member came, went, or changed branch: what Biểu 1-BTCTW counts. Never changed; a correction reverses it.

    `organisation` is the branch it happened in (of a move: the new one), `from_organisation` the branch left.
    The spells (MemberSpell) are what follows from it. `probationary`: the member was dự bị on that day.
    """

    member = models.ForeignKey(PartyMember, models.PROTECT, related_name="movements")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=MovementKind.choices)
    from_organisation = models.ForeignKey("membership.Organisation", models.PROTECT, null=True, related_name="+")
    occurred_on = models.DateField(_("ngày"))
    other_place = models.CharField(_("nơi đi, nơi đến ngoài đảng bộ"), max_length=255, blank=True, default="")
    document_number = models.CharField(_("số văn bản"), max_length=60, blank=True, default="")
    document_date = models.DateField(_("ngày văn bản"), null=True, blank=True)
    probationary = models.BooleanField(default=False)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    batch = models.ForeignKey("membership.ImportBatch", models.SET_NULL, null=True, editable=False, related_name="+")

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("biến động đảng viên")
        ordering = ["-occurred_on", "-pk"]
        indexes = [models.Index(fields=["organisation_path", "occurred_on"], name="movement_in_subtree")]
        constraints = [
            models.UniqueConstraint(fields=["member", "sequence"], name="movement_sequence_once_per_member"),
        ]


class HandoverState(models.TextChoices):
    OFFERED = "offered", _("đã giới thiệu, chờ nơi đến nhận")
    ACCEPTED = "accepted", _("nơi đến đã nhận")
    REFUSED = "refused", _("nơi đến không nhận")
    RECALLED = "recalled", _("nơi đi rút lại")


class MemberHandover(Located):
    """A member's activity is handed over between two branches of the tree: offered, accepted or refused, chased.

    Until it is accepted the member counts in the old branch (`organisation`). 24-QĐ/TW, mục 6.3: within 60 working
    days; the letter is presented within 30.
    """

    member = models.ForeignKey(PartyMember, models.PROTECT, related_name="handovers")
    target = models.ForeignKey("membership.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.OFFERED)
    offered_on = models.DateField(_("ngày giới thiệu"))
    letter_number = models.CharField(_("số giấy giới thiệu"), max_length=60)
    reason = models.CharField(_("lý do chuyển"), max_length=300, blank=True, default="")
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    answer_note = models.CharField(_("nội dung trả lời"), max_length=300, blank=True, default="")
    reminded_on = models.DateField(_("ngày nhắc gần nhất"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    movement = models.ForeignKey(MemberMovement, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = TwoSidedQuerySet.as_manager()

    class Meta:
        verbose_name = _("giấy giới thiệu chuyển sinh hoạt")
        ordering = ["-offered_on", "-pk"]
        indexes = [models.Index(fields=["organisation_path", "state"], name="handover_from_subtree")]
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(state="offered"), name="handover_one_open"),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("offered_on")),
                name="handover_answered_after_offered",
            ),
        ]
