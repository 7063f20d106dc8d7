from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from membership.base import paths
from membership.models.frozen import Frozen, FrozenQuerySet
from membership.models.organisation import Located, LocatedQuerySet
from membership.models.roles import Action


class LocalRuleQuerySet(LocatedQuerySet, FrozenQuerySet):
    view_action = Action.VIEW_ORGANISATION

    def visible_to(self, user, action=None):
        """To look at: the rules of one's own part of the tree, and those of the committees above that hold there."""
        reach = user.reach(action or self.view_action)
        if action not in (None, self.view_action) or reach.everything:
            return super().visible_to(user, action)
        above = {identifier for subtree in reach.subtrees for identifier in paths.ids(subtree)}
        return self.filter(reach.condition(self.scope_column) | Q(organisation__in=above))


class LocalRule(Frozen, Located):
    """What a committee set for itself and everything under it, from a day on, by a document.

    `code` is a setting of the procedure (candidates.procedure.schema.Setting); `value` its value as JSON. The nearest
    committee above decides; a later rule of the same committee takes the place of an earlier one from its day on.
    """

    code = models.CharField(max_length=32)
    value = models.JSONField(null=True)
    in_force_from = models.DateField(_("có hiệu lực từ ngày"))
    document_number = models.CharField(_("số văn bản"), max_length=60)
    document_date = models.DateField(_("ngày văn bản"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")

    objects = LocalRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy định riêng")
        ordering = ["organisation", "code", "in_force_from", "pk"]
        indexes = [models.Index(fields=["organisation_path", "code"], name="local_rule_in_subtree")]
