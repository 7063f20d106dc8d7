"""One way to show a list: search, filters as chips in the address, sorting, pages, and the same rows as a file."""

from dataclasses import dataclass

import django_tables2
from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.models import Action, ScopedQuerySet
from membership.templatetags.present import number

MOST_COUNTED = 10_000
FEW_FOUND = 2_000
EXPORT_PARAMETER = "xuat"


class CappedPaginator(Paginator):
    """Counts no further than a person reads: a list of a million is “10.000+”, and its count stays quick.

    `counted`: the number of rows, up to the limit, where it is known already.
    """

    def __init__(self, *args, counted: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = counted

    @cached_property
    def _counted(self) -> int:
        if self.known is not None:
            return self.known
        rows = getattr(getattr(self.object_list, "data", None), "data", self.object_list)
        if hasattr(rows, "order_by"):
            return rows.order_by()[: MOST_COUNTED + 1].count()
        return len(rows)

    @property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @property
    def is_capped(self) -> bool:
        return self._counted > MOST_COUNTED

    @property
    def count_text(self) -> str:
        return f"{number(self.count)}+" if self.is_capped else number(self.count)


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    value: str
    url: str


def list_page(
    request,
    *,
    queryset,
    filterset_class,
    table_class,
    template="layouts/list.html",
    title="",
    export=None,
    context=None,
):
    """Answer with the page, with its results alone (htmx), or with the rows as a file (`?xuat=xlsx`).

    `queryset` is already what the person may see. `export` is a list kind's code, or a function of the request and the
    rows; the file holds exactly what is filtered, in its order, within the subtrees where the person may export.
    """
    filterset = filterset_class(request.GET, queryset=queryset, request=request)
    rows = filterset.qs if filterset.is_valid() else queryset.none()
    counted = None
    if filterset.is_valid() and filterset.form.cleaned_data.get("q"):
        rows, counted = found_first(rows, queryset)
    may_export = bool(export) and request.user.may(Action.EXPORT)
    table = table_class(rows, request=request)
    django_tables2.RequestConfig(request, paginate=False).configure(table)
    if may_export and request.GET.get(EXPORT_PARAMETER) == "xlsx":
        from membership.exchange.export import export_list

        wanted = table.data.data
        if isinstance(wanted, ScopedQuerySet):
            wanted = wanted.visible_to(request.user, Action.EXPORT)
        return export(request, wanted) if callable(export) else export_list(request, export, wanted)
    table.paginator = CappedPaginator(table.rows, settings.PAGE_SIZE, counted=counted)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
    chips = chips_of(request, filterset)
    answer = {
        "title": title,
        "table": table,
        "filter": filterset,
        "chips": chips,
        "bare_url": request.path,
        "export_url": _address(request, set_to={EXPORT_PARAMETER: "xlsx"}, drop=("trang",)) if may_export else "",
        **(context or {}),
    }
    only_results = request.htmx and request.htmx.target == "ket-qua" and not request.htmx.history_restore_request
    response = render(request, "parts/results.html" if only_results else template, answer)
    response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def found_first(rows, whole):
    """The rows of a search and their number (up to the limit), found before they are put in order.

    Asked for the first rows in order, a database walks the index of that order until enough of them match: through
    all of it for a rare name. So it is asked for the keys alone, in any order, which also counts them. A few are then
    fetched from the `whole` by their keys; of many the walk meets enough soon.
    """
    keys = list(rows.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
    return (whole.filter(pk__in=keys) if len(keys) <= FEW_FOUND else rows), len(keys)


def _address(request, *, drop=(), set_to=None) -> str:
    query = request.GET.copy()
    for name in drop:
        query.pop(name, None)
    for name, value in (set_to or {}).items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


def chips_of(request, filterset) -> list[Chip]:
    """The filters in force, in words."""
    chips = []
    cleaned = getattr(filterset.form, "cleaned_data", {})
    for name, field in filterset.form.fields.items():
        names = [key for key in request.GET if key == name or key.startswith(f"{name}_")]
        if not any(request.GET.getlist(key) != [""] for key in names):
            continue
        value = cleaned.get(name)
        text = _in_words(field, value) if value not in (None, "", []) else ""
        if not text:
            continue
        label = filterset.filters[name].label if name in filterset.filters else field.label
        chips.append(Chip(str(label or ""), text, _address(request, drop=(*names, "trang"))))
    return chips


def _in_words(field, value) -> str:
    if isinstance(value, slice):
        first, last = (format_date(getattr(end, "date", lambda end=end: end)()) for end in (value.start, value.stop))
        if first and last:
            return f"{first} – {last}"
        return _("từ %(day)s") % {"day": first} if first else _("đến %(day)s") % {"day": last}
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if hasattr(field, "choices") and not hasattr(value, "pk"):
        words = {str(key): str(label) for key, label in _flat(field.choices)}
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(words.get(str(one), str(one)).strip() for one in values)
    if hasattr(value, "year"):
        return format_date(value)
    return str(value)


def _flat(choices):
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
