from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from membership.models.organisation import Located, LocatedQuerySet


class Actor(models.TextChoices):
    """Who has to act: the branch, the committees above it, or the person."""

    BRANCH = "branch", _("chi bộ")
    SECTION = "section", _("đảng ủy bộ phận")
    BASE = "base", _("đảng ủy cơ sở")
    AUTHORITY = "authority", _("cấp ủy có thẩm quyền")
    PERSON = "person", _("người vào Đảng")


class Deadline(Located):
    """Something that must be done for a person, and the last day for it: computed from the events, never typed.

    A projection (`domain.deadlines`); `check_candidates` compares it with the rules. `subject` tells deadlines of one
    kind apart (which letter, which mentor). `rules`: the legal text it was computed by, empty for a practice.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="deadlines")
    code = models.CharField(max_length=32)
    subject = models.CharField(max_length=32, blank=True, default="")
    actor = models.CharField(max_length=12, choices=Actor.choices)
    since_on = models.DateField(_("tính từ ngày"))
    due_on = models.DateField(_("hạn"))
    rules = models.CharField(max_length=24, blank=True, default="")
    doubt = models.CharField(max_length=255, blank=True, default="")

    objects = LocatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời hạn")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["organisation_path", "due_on"], name="deadline_in_subtree"),
            models.Index(fields=["due_on", "organisation_path"], name="deadline_by_day"),
            models.Index(fields=["code", "due_on"], name="deadline_by_code"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "code", "subject"], name="deadline_once"),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("since_on")), name="deadline_after_start"),
        ]
