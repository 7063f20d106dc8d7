from django.shortcuts import render
from django.utils.translation import gettext as _

from membership.base.text import fold
from membership.domain.lookup import LEAST_LETTERS, Found, FoundGroup, find
from membership.views.access import OPEN_TO_ALL, requires
from membership.views.navigation import entries_for


@requires(OPEN_TO_ALL)
def search(request):
    """People, organisations and pages; each finder starts from what the person may see."""
    text = request.GET.get("q", "")[:120].strip()
    groups = find(request.user, text)
    if pages := _pages(request.user, fold(text).split()):
        groups.append(FoundGroup(_("Trang"), pages))
    partial = bool(request.htmx)
    template = "parts/found.html" if partial else "membership/search.html"
    return render(request, template, {"groups": groups, "query": text})


def _pages(user, words: list[str]) -> list[Found]:
    if len("".join(words)) < LEAST_LETTERS:
        return []
    found = []
    for _title, rows in entries_for(user):
        for _route, entry in rows:
            known = fold(f"{entry.label} {entry.words}")
            if all(word in known for word in words):
                found.append(Found(str(entry.label), entry.url, "", entry.icon))
    return found
