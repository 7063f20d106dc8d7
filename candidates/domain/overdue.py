"""Candidates of whom something is overdue, by the kept deadlines; and the quick search for candidates."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from candidates.models import BEFORE_DECISION, Candidate, Stage
from membership.domain.lookup import MOST_OF_A_KIND, Found, finder, link, with_words

ON_THE_WAY = (*BEFORE_DECISION, Stage.DECIDED, Stage.SUSPENDED)


def overdue_of_kind(queryset, code: str):
    """Candidates with an overdue deadline of one kind that has at most one a person."""
    return queryset.filter(deadlines__code=code, deadlines__due_on__lt=timezone.localdate())


def awaiting_ceremony(queryset):
    """Decided, and the term of the ceremony has passed."""
    return overdue_of_kind(queryset, "hold_ceremony")


def gone_quiet(queryset):
    """On the way, and nothing happened for as long as the committee allows."""
    return overdue_of_kind(queryset, "quiet")


def expired_certificate(queryset):
    """The certificate of the awareness class is valid no longer: the class must be taken again."""
    return overdue_of_kind(queryset, "certificate")


@finder(gettext_lazy("Quần chúng ưu tú"))
def candidates(user, words):
    rows = with_words(Candidate.objects.visible_to(user), words).select_related("organisation")
    for row in rows.order_by("sort_key", "pk")[:MOST_OF_A_KIND]:
        if url := link("candidates:candidate.detail", row.pk):
            yield Found(row.full_name, url, f"{row.get_stage_display()} · {row.organisation.name}", "user-star")
