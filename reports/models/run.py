import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.base.columns import BinaryTextField
from membership.models.organisation import Located
from membership.models.roles import Action
from membership.models.scope import ScopedQuerySet


class CountingDate(models.TextChoices):
    DECISION = "decision", _("ngày quyết định kết nạp")
    CEREMONY = "ceremony", _("ngày làm lễ kết nạp")


class RunQuerySet(ScopedQuerySet):
    view_action = Action.VIEW_FIGURES

    def published(self):
        return self.exclude(published_at=None)


class Run(Located):
    """One computation of the figures of a period for every organisation under a root.

    `known_at` is the moment whose knowledge it holds: anyone may count again with it and must find the same.
    Rows of a run without `published_at` are half-done work and are thrown away and made again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_day = models.DateField(_("từ ngày"))
    last_day = models.DateField(_("đến ngày"))
    counting = models.CharField(max_length=10, choices=CountingDate.choices, default=CountingDate.DECISION)
    known_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    superseded = models.BooleanField(default=False)
    row_count = models.PositiveIntegerField(default=0)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    job = models.OneToOneField("membership.Job", models.SET_NULL, null=True, related_name="report_run")
    created_at = models.DateTimeField(default=timezone.now)
    notes = models.JSONField(default=list)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo")
        ordering = ["-last_day", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "first_day", "last_day", "counting"],
                condition=Q(superseded=False, published_at__isnull=False),
                name="run_one_published_per_key",
            ),
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="run_days_in_order"),
        ]


class RowQuerySet(ScopedQuerySet):
    """Rows lie in the tree of their run (as it was at the period's end), not in today's."""

    scope_column = "organisation__path"
    view_action = Action.VIEW_FIGURES


class Row(models.Model):
    """One organisation's figures in a run. `path` is its place in the tree of the period's end.

    `let_pass`: acts of the period that were recorded although a condition was not met.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="rows")
    organisation = models.ForeignKey("membership.Organisation", models.PROTECT, related_name="+")
    parent = models.ForeignKey("membership.Organisation", models.PROTECT, null=True, related_name="+", db_index=False)
    path = BinaryTextField(max_length=120)
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=255)
    is_leaf = models.BooleanField(default=False)
    quota = models.PositiveIntegerField(null=True)
    training_quota = models.PositiveIntegerField(null=True)
    children_quota = models.PositiveIntegerField(null=True)
    admitted = models.PositiveIntegerField(default=0)
    admitted_to_date = models.PositiveIntegerField(default=0)
    same_period_last_year = models.PositiveIntegerField(default=0)
    last_year_to_date = models.PositiveIntegerField(default=0)
    let_pass = models.PositiveIntegerField(default=0)
    breakdowns = models.JSONField(default=dict)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng báo cáo")
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["run", "organisation"], name="row_once_per_run")]
        indexes = [
            models.Index(fields=["run", "path"], name="row_in_tree"),
            models.Index(fields=["run", "parent"], name="row_children"),
        ]
