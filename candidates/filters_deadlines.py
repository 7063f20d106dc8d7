"""Filters of deadlines: how near, what, who acts."""

from datetime import timedelta

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.domain.deadline_kinds import KINDS, WINDOWS
from candidates.domain.deadline_work import NEAR, own_actors
from candidates.models import Actor, Deadline
from membership.filters import FoldedSearch, ListFilterSet
from membership.models import Action
from membership.people_filters import ANY

OVERDUE, LATER, EVER, MINE = "qua-han", f"sau-{NEAR}", "tat-ca", "toi"


class DeadlineFilterSet(ListFilterSet):
    """By default what is overdue, and what is due within a month."""

    q = FoldedSearch(field_name="candidate__folded_name")
    han = django_filters.ChoiceFilter(
        method="by_window",
        label=_("Khung thời gian"),
        empty_label=_("Quá hạn, 30 ngày tới"),
        choices=[
            (OVERDUE, _("Quá hạn")),
            *((str(days), _("Trong %(n)d ngày tới") % {"n": days}) for days in WINDOWS),
            (LATER, _("Từ 31 đến 90 ngày nữa")),
            (EVER, _("Mọi thời hạn")),
        ],
    )
    loai = django_filters.ChoiceFilter(
        field_name="code", label=_("Loại việc"), empty_label=ANY, choices=[(kind.code, kind.label) for kind in KINDS]
    )
    ai = django_filters.ChoiceFilter(
        method="by_actor", label=_("Ai làm"), empty_label=ANY, choices=[(MINE, _("Việc của tôi")), *Actor.choices]
    )

    class Meta:
        model = Deadline
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("han"):
            return queryset
        return queryset.filter(due_on__lte=timezone.localdate() + timedelta(days=NEAR))

    def by_window(self, queryset, name, value):
        today = timezone.localdate()
        if value == OVERDUE:
            return queryset.filter(due_on__lt=today)
        if value == EVER:
            return queryset
        if value == LATER:
            first, last = today + timedelta(days=NEAR + 1), today + timedelta(days=WINDOWS[-1])
        else:
            first, last = today, today + timedelta(days=int(value))
        return queryset.filter(due_on__gte=first, due_on__lte=last)

    def by_actor(self, queryset, name, value):
        if value != MINE:
            return queryset.filter(actor=value)
        user = self.request.user
        return queryset.visible_to(user, Action.EDIT_PERSON).filter(actor__in=own_actors(user))
