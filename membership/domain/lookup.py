"""The quick search: each app registers finders; the search page asks them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from membership.base.text import fold
from membership.models import Organisation, OrganisationName, PartyMember

MOST_OF_A_KIND = 8
LEAST_LETTERS = 2


@dataclass(frozen=True)
class Found:
    title: str
    url: str
    detail: str = ""
    icon: str = "user"


@dataclass(frozen=True)
class FoundGroup:
    title: str
    items: list[Found]


FINDERS: list[tuple[str, Callable[..., Iterable[Found]]]] = []


def finder(title: str):
    """Register `function(user, words) -> found` under a heading; `words` are folded, at least one."""

    def register(function):
        if (title, function) not in FINDERS:
            FINDERS.append((title, function))
        return function

    return register


def find(user, text: str) -> list[FoundGroup]:
    words = fold(text).split()[:8]
    if len("".join(words)) < LEAST_LETTERS:
        return []
    groups = [FoundGroup(str(title), list(function(user, words))) for title, function in FINDERS]
    return [group for group in groups if group.items]


def with_words(queryset, words, column: str = "folded_name"):
    """Rows whose folded column holds every word."""
    for word in words:
        queryset = queryset.filter(**{f"{column}__contains": word})
    return queryset


def link(route: str, *args) -> str:
    """The address of a page, or "" where this installation has no such page."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""


@finder(_("Tổ chức đảng"))
def organisations(user, words):
    reachable = Organisation.objects.visible_to(user)
    digits = "".join(words)
    rows = list(with_words(reachable, words).order_by("valid_to", "path")[:MOST_OF_A_KIND])
    if digits.isdigit():
        rows = list(reachable.filter(code__startswith=digits).order_by("path")[:MOST_OF_A_KIND]) or rows
    if len(rows) < MOST_OF_A_KIND:
        once = with_words(OrganisationName.objects.exclude(valid_to=None), words).values("organisation_id")[:100]
        known = {row.pk for row in rows}
        former = reachable.filter(pk__in=list(once.values_list("organisation_id", flat=True))).exclude(pk__in=known)
        rows += former.order_by("path")[: MOST_OF_A_KIND - len(rows)]
    for row in rows:
        detail = row.code_display if row.is_open else f"{row.code_display} · {_('đã kết thúc hoạt động')}"
        if url := link("membership:organisation.detail", row.pk):
            yield Found(row.name, url, detail, "sitemap")


@finder(_("Đảng viên"))
def members(user, words):
    rows = with_words(PartyMember.objects.visible_to(user), words).select_related("organisation")
    for row in rows.order_by("sort_key", "pk")[:MOST_OF_A_KIND]:
        if url := link("membership:member.detail", row.pk):
            yield Found(row.full_name, url, f"{row.get_status_display()} · {row.organisation.name}", "user-check")
