from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CatalogueAlias(models.Model):
    """A spelling that this office uses for a catalogue entry, added to those the declarations already know."""

    catalogue = models.CharField(_("danh mục"), max_length=40)
    code = models.CharField(_("mục"), max_length=40)
    text = models.CharField(_("cách viết"), max_length=160)
    folded_text = models.CharField(max_length=160, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("cách viết khác")
        ordering = ["catalogue", "code", "text"]
        constraints = [models.UniqueConstraint(fields=["catalogue", "folded_text"], name="alias_means_one_entry")]

    def __str__(self) -> str:
        return self.text
