from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.models.frozen import Frozen, FrozenQuerySet
from membership.models.organisation import DecisionFields, Located, LocatedQuerySet, PeriodQuerySet
from membership.models.roles import Action
from membership.models.scope import ScopedQuerySet


class UnitState(models.TextChoices):
    """The four states a residential unit may be in; every unit is in exactly one, so they always add up.

    Old Biểu 10-TCTW and the articles ask for three sums: with a branch of its own; with members but no branch of its
    own (a joint branch counts here); without members ("trắng").
    """

    OWN_BRANCH = "own_branch", _("có chi bộ")
    JOINT_BRANCH = "joint_branch", _("sinh hoạt ghép")
    MEMBERS_ONLY = "members_only", _("có đảng viên, chưa có chi bộ")
    NO_MEMBERS = "no_members", _("chưa có đảng viên")


class UnitCause(models.TextChoices):
    FIRST = "first", _("ghi lần đầu")
    ADMISSION = "admission", _("kết nạp đảng viên")
    MOVED_IN = "moved_in", _("đảng viên chuyển đến")
    MOVED_OUT = "moved_out", _("chuyển cơ học: đảng viên chuyển đi")
    DEATH = "death", _("đảng viên từ trần")
    LEFT_PARTY = "left_party", _("đảng viên ra khỏi Đảng")
    BRANCH_FOUNDED = "branch_founded", _("thành lập chi bộ")
    BRANCH_JOINED = "branch_joined", _("ghép với chi bộ khác")
    BRANCH_ENDED = "branch_ended", _("chi bộ giải thể")
    UNITS_MERGED = "units_merged", _("sáp nhập, chia tách đơn vị dân cư")
    OTHER = "other", _("lý do khác")


class ResidentialUnitQuerySet(LocatedQuerySet):
    """Looked at by the committee it lies with and those above, and by the branches that cover or covered it."""

    view_action = Action.VIEW_ORGANISATION

    def visible_to(self, user, action=None):
        action = action or self.view_action
        return self.filter(_reached(user.reach(action), from_below=action == self.view_action))

    def inside(self, user):
        return self.filter(_reached(user.subtrees(), from_below=True))

    def current(self):
        return self.filter(valid_to=None)

    def open_on(self, day):
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day))


def _reached(reach, *, from_below: bool) -> Q:
    condition = reach.condition("organisation_path")
    if from_below and reach and not reach.everything:
        covered = UnitCoverage.objects.filter(reach.condition("branch__path")).order_by().values("unit_id")
        condition |= Q(pk__in=covered)
    return condition


class ResidentialUnit(Located):
    """A place where people live (thôn, bản, tổ dân phố…). It is no Party organisation; one or none of them covers it.

    `organisation` is the committee in whose commune it lies (đảng ủy xã); `commune` is what the commune is called.
    `state` repeats the confirmed status that holds today (`UnitStatus`). Nothing is deleted: units end.
    """

    code = models.CharField(_("mã"), max_length=32, unique=True)
    name = models.CharField(_("tên"), max_length=160)
    folded_name = models.CharField(max_length=160, editable=False)
    kind = models.CharField(_("loại"), max_length=40, blank=True, default="")
    commune = models.CharField(_("xã, phường"), max_length=160)
    commune_code = models.CharField(_("mã xã, phường"), max_length=16, blank=True, default="")
    households = models.PositiveIntegerField(_("số hộ"), null=True, blank=True)
    state = models.CharField(_("tình trạng"), max_length=16, choices=UnitState.choices, blank=True, default="")
    state_since = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_from = models.DateField(_("ngày thành lập"), null=True, blank=True)
    valid_to = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    batch = models.ForeignKey("membership.ImportBatch", models.SET_NULL, null=True, editable=False, related_name="+")

    objects = ResidentialUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị dân cư")
        verbose_name_plural = _("đơn vị dân cư")
        ordering = ["organisation_path", "name", "pk"]
        indexes = [
            models.Index(fields=["organisation_path", "state"], name="unit_in_subtree"),
            models.Index(fields=["organisation", "folded_name"], name="unit_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(commune=""), name="unit_lies_in_a_commune"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitName(DecisionFields):
    """What a unit was called from a day until (not including) another; old names stay findable."""

    unit = models.ForeignKey(ResidentialUnit, models.PROTECT, related_name="names")
    name = models.CharField(max_length=160)
    folded_name = models.CharField(max_length=160, db_index=True)
    kind = models.CharField(max_length=40, blank=True, default="")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("tên đơn vị dân cư")
        ordering = ["unit", F("valid_from").asc(nulls_first=True), "pk"]
        constraints = [models.UniqueConstraint(fields=["unit"], condition=Q(valid_to=None), name="unit_name_one_open")]


class UnitCoverageQuerySet(PeriodQuerySet, ScopedQuerySet):
    """Located by the branch: what a branch covers keeps it in use."""

    scope_column = "branch__path"
    view_action = Action.VIEW_ORGANISATION


class UnitCoverage(DecisionFields):
    """The branch that covers a unit, its own or a joint one, from a day until (not including) another."""

    unit = models.ForeignKey(ResidentialUnit, models.PROTECT, related_name="coverages")
    branch = models.ForeignKey("membership.Organisation", models.PROTECT, related_name="covered_units")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    objects = UnitCoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("chi bộ phụ trách đơn vị dân cư")
        ordering = ["unit", F("valid_from").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(valid_to=None), name="unit_covered_by_one_branch")
        ]


class UnitStatus(DecisionFields, Frozen):
    """A unit came into a state on a day, for a reason, as the committee confirmed. A correction is a new row.

    The state on a day is that of the latest row whose `since` is not after it; rows of a unit never go back in time.
    """

    unit = models.ForeignKey(ResidentialUnit, models.PROTECT, related_name="statuses")
    state = models.CharField(_("tình trạng"), max_length=16, choices=UnitState.choices)
    since = models.DateField(_("từ ngày"))
    cause = models.CharField(_("nguyên nhân"), max_length=16, choices=UnitCause.choices, default=UnitCause.FIRST)
    members = models.PositiveIntegerField(_("số đảng viên khi xác nhận"), null=True, blank=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("tình trạng đơn vị dân cư")
        ordering = ["unit", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "since"], condition=Q(replaced_at=None), name="unit_status_one_per_day"
            )
        ]


class UnitSuccession(DecisionFields):
    """A unit went on as another: merged into it, divided into it."""

    predecessor = models.ForeignKey(ResidentialUnit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(ResidentialUnit, models.PROTECT, related_name="precessions")
    on = models.DateField(_("ngày"))

    class Meta:
        verbose_name = _("đơn vị dân cư tiếp nối")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="unit_succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="unit_does_not_succeed_itself"),
        ]


class Residence(models.Model):
    """A member lives in a unit from a day until (not including) another; empty `valid_from`: since ever."""

    member = models.ForeignKey("membership.PartyMember", models.PROTECT, related_name="residences")
    unit = models.ForeignKey(ResidentialUnit, models.PROTECT, related_name="residences")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey("membership.User", models.PROTECT, null=True, editable=False, related_name="+")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("nơi cư trú của đảng viên")
        ordering = ["member", F("valid_from").asc(nulls_first=True), "pk"]
        indexes = [models.Index(fields=["unit", "valid_to"], name="residence_of_unit")]
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(valid_to=None), name="residence_one_open_per_member")
        ]
