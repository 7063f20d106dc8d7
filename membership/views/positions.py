"""Who holds a title in a residential unit: the list, who should be put forward next, shares against their targets."""

from datetime import date

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from membership.base.dates import DateError, parse_date
from membership.base.numbers import whole_in_address
from membership.domain.position_holders import holding_on
from membership.domain.position_shares import shares
from membership.domain.position_titles import known_titles
from membership.domain.position_ways import ways, with_standing
from membership.domain.traces import changes_of
from membership.exchange.title_shares import export_shares
from membership.filters_positions import HolderFilterSet, NextFilterSet, SharesFilterSet, VacantFilterSet
from membership.models import Action, Organisation, PositionHolder, ResidentialUnit
from membership.tables_positions import HolderTable, NextTable, VacantTable
from membership.views.access import fetch, requires
from membership.views.lists import EXPORT_PARAMETER, chips_of, list_page
from membership.views.people import trace_entries

YEARS = (1990, 2200)


@requires(Action.VIEW_PERSON)
@require_safe
def holder_list(request):
    """Holders of a day, by default today's, with whether each is a member, on the way, or neither."""
    day = day_asked(request)
    holders = PositionHolder.objects.visible_to(request.user).select_related("title", "unit", "member")

    def filters(*args, **kwargs):
        return HolderFilterSet(*args, day=day, **kwargs)

    return list_page(
        request,
        queryset=with_standing(holders, day),
        filterset_class=filters,
        table_class=HolderTable,
        template="membership/holder_list.html",
        title=_("Chức danh ở thôn, bản, tổ dân phố"),
        export="position_holders",
        context={
            **tabs(request, "danh-sach"),
            "may_add": request.user.may(Action.MANAGE_UNIT),
            "may_import": request.user.may(Action.MANAGE_UNIT) and request.user.may(Action.IMPORT),
            "empty_icon": "id-badge-2",
            "empty_title": _("Chưa ghi ai giữ chức danh ở thôn, bản"),
            "empty_text": _("Ghi từng người, hoặc nhập cả danh sách từ tệp Excel."),
        },
    )


@requires(Action.VIEW_PERSON)
@require_safe
def holder_next(request):
    """Who should be put forward next: neither members nor on the list; the youngest first, or the longest in office."""
    today = timezone.localdate()
    holders = PositionHolder.objects.visible_to(request.user).select_related("title", "unit", "member")
    holders = with_standing(holders.filter(holding_on(today)), today)
    return list_page(
        request,
        queryset=holders.filter(is_member=False, is_candidate=False),
        filterset_class=NextFilterSet,
        table_class=NextTable,
        template="membership/holder_next.html",
        title=_("Nên giới thiệu tiếp"),
        context={
            **tabs(request, "nguon"),
            "empty_icon": "circle-check",
            "empty_title": _("Không còn ai"),
            "empty_text": _("Mọi người giữ chức danh ở đây đã là đảng viên hoặc đang được theo dõi."),
        },
    )


@requires(Action.VIEW_PERSON)
@require_safe
def holder_vacant(request):
    """Units where nobody is on record with a title."""
    titles = known_titles()
    title = next((each for each in titles if each.code == request.GET.get("chuc-danh")), titles[0] if titles else None)
    today = timezone.localdate()
    units = ResidentialUnit.objects.visible_to(request.user, Action.VIEW_PERSON).open_on(today)
    if title is not None and title.pk is not None:
        held = PositionHolder.objects.visible_to(request.user).filter(holding_on(today), title=title)
        units = units.exclude(pk__in=held.order_by().values("unit"))

    def table(rows, request):
        return VacantTable(rows, request=request, title=title)

    return list_page(
        request,
        queryset=units if title is not None else units.none(),
        filterset_class=VacantFilterSet,
        table_class=table,
        template="membership/holder_vacant.html",
        title=_("Nơi chưa có người giữ chức danh"),
        context={
            **tabs(request, "con-thieu"),
            "asked": title,
            "empty_icon": "circle-check",
            "empty_title": _("Nơi nào cũng đã có người"),
            "empty_text": _("Mọi thôn, bản, tổ dân phố trong phạm vi này đã ghi người giữ chức danh đang chọn."),
        },
    )


@requires(Action.VIEW_FIGURES)
@require_safe
def holder_shares(request):
    """One row a title: holders, members, the share against what the nearest committee asks, who is on the way."""
    filterset = SharesFilterSet(request.GET, queryset=PositionHolder.objects.none(), request=request)
    place, day = _place(request), day_asked(request)
    rows = shares(place, day) if place is not None else []
    may_export = request.user.may(Action.EXPORT, place.path) if place is not None else False
    if may_export and request.GET.get(EXPORT_PARAMETER) == "xlsx":
        return export_shares(request, place, day, rows)
    today = timezone.localdate()
    held = sum(share.holders for share in rows)
    context = {
        **tabs(request, "ty-le"),
        "filter": filterset,
        "chips": chips_of(request, filterset) if filterset.is_valid() else [],
        "place": place,
        "day": day,
        "is_today": day == today,
        "rows": rows,
        "held": held,
        "may_export": may_export,
        "may_set": request.user.may(Action.MANAGE_UNIT),
        "sees_people": place is not None and request.user.may(Action.VIEW_PERSON, place.path),
    }
    only_results = request.htmx and request.htmx.target == "ket-qua" and not request.htmx.history_restore_request
    template = "membership/_holder_shares.html" if only_results else "membership/holder_shares.html"
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


@requires(Action.VIEW_PERSON)
@require_safe
def holder_detail(request, pk):
    holder = fetch(
        PositionHolder.objects.select_related("title", "unit", "organisation__parent", "member__organisation"),
        request.user,
        pk=pk,
    )
    user, path = request.user, holder.organisation_path
    way = ways().of([holder.pk]).get(holder.pk)
    if way is not None and not user.may(Action.VIEW_PERSON, way.path):
        way = None
    standing = with_standing(PositionHolder.objects.visible_to(user).filter(pk=holder.pk), timezone.localdate()).get()
    others = PositionHolder.objects.visible_to(user).filter(title=holder.title, unit=holder.unit).exclude(pk=holder.pk)
    details = user.may(Action.VIEW_PERSON_DETAILS, path)
    context = {
        "holder": holder,
        "way": way,
        "is_member": standing.is_member,
        "sees_member": holder.member and user.may(Action.VIEW_PERSON, holder.member.organisation_path),
        "details": details,
        "may_manage": user.may(Action.MANAGE_UNIT, path),
        "may_register": user.may(Action.EDIT_PERSON, path) and holder.valid_to is None,
        "others": others.order_by("-valid_to", "-valid_from", "-pk")[:20],
        "changes": trace_entries(changes_of(holder), PositionHolder) if details else [],
    }
    return render(request, "membership/holder_detail.html", context)


def tabs(request, tab: str) -> dict:
    """What the row of pages about titles needs to know."""
    return {
        "tab": tab,
        "may_figures": request.user.may(Action.VIEW_FIGURES),
    }


def day_asked(request) -> date:
    """`?ngay=`, by default today; a day no calendar reaches is today too."""
    text = request.GET.get("ngay", "")
    try:
        day = parse_date(text).day if text else None
    except DateError:
        day = None
    return day if day is not None and YEARS[0] <= day.year <= YEARS[1] else timezone.localdate()


def _place(request) -> Organisation | None:
    """The organisation chosen, else the topmost the person sees figures of."""
    reachable = Organisation.objects.visible_to(request.user, Action.VIEW_FIGURES)
    number = whole_in_address(request.GET.get("to-chuc", ""))
    chosen = reachable.filter(pk=number).first() if number is not None else None
    return chosen or reachable.filter(path__in=request.user.reach(Action.VIEW_FIGURES).subtrees[:1]).first()
