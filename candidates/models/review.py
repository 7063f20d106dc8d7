from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from membership.models.frozen import Frozen, FrozenQuerySet
from membership.models.organisation import Located, LocatedQuerySet


class ReviewKind(models.TextChoices):
    HALF_YEAR = "half_year", _("sáu tháng")
    YEAR = "year", _("hằng năm")


class Verdict(models.TextChoices):
    KEEP = "keep", _("giữ trong danh sách")
    READY = "ready", _("đề nghị kết nạp trong kỳ tới")
    REMOVE = "remove", _("đưa ra khỏi danh sách")


class ReviewQuerySet(LocatedQuerySet, FrozenQuerySet):
    pass


class Review(Frozen, Located):
    """The branch's review of its source list, by resolution: each person kept, put forward or removed."""

    kind = models.CharField(max_length=10, choices=ReviewKind.choices)
    held_on = models.DateField(_("ngày họp"))
    resolution_number = models.CharField(_("số nghị quyết"), max_length=60, blank=True, default="")
    note = models.CharField(_("ghi chú"), max_length=500, blank=True, default="")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần rà soát")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["organisation_path", "held_on"], name="review_in_subtree")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "held_on"], condition=Q(replaced_at=None), name="review_once_a_day"
            )
        ]


class ReviewLine(models.Model):
    """What a review said of one person."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="lines")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="review_lines")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    remark = models.CharField(_("nhận xét"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("kết quả rà soát")
        ordering = ["review", "pk"]
        constraints = [models.UniqueConstraint(fields=["review", "candidate"], name="review_line_once")]
