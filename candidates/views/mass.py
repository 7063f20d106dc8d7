"""Mass organisations: the list with what each did in a year, one of them with its people, and acts on it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.mass import (
    YEARS,
    end_mass_organisation,
    found_mass_organisation,
    funnels,
    give_mass_quota,
    introduced,
    link_nominations,
    rename_mass_organisation,
    total,
    unlinked_names,
)
from candidates.filters import recent_years
from candidates.forms.mass import EndMassForm, LinkForm, MassForm, MassQuotaForm, RenameMassForm
from candidates.models import MassOrganisation, Nomination
from candidates.tables_mass import MassFilterSet, MassTable
from membership.domain.errors import Refused
from membership.models import Action, Organisation
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer

MOST_PEOPLE = 200
TOPS = 100


@requires(Action.VIEW_FIGURES)
@require_safe
def mass_list(request):
    """Each mass organisation with its number to reach, whom it introduced, who of them were accepted and admitted."""
    year = _year(request)
    masses = MassOrganisation.objects.visible_to(request.user, Action.VIEW_FIGURES).select_related("organisation")

    def table(rows, request):
        return MassTable(rows, request=request, year=year, beside=lambda keys: funnels(keys, year))

    only_results = request.htmx and request.htmx.target == "ket-qua"
    chosen = MassFilterSet(request.GET, queryset=masses, request=request)
    counted = chosen.qs if chosen.is_valid() else masses.none()
    return list_page(
        request,
        queryset=masses,
        filterset_class=MassFilterSet,
        table_class=table,
        template="candidates/mass_list.html",
        title=_("Đoàn thể giới thiệu"),
        context={
            "year": year,
            "sum": None if only_results else total(counted, year),
            "may_add": request.user.may(Action.MANAGE_MASS),
            "may_accounts": request.user.may(Action.MANAGE_USERS),
            "empty_icon": "flag",
            "empty_title": _("Chưa theo dõi đoàn thể nào"),
            "empty_text": _("Thêm Đoàn Thanh niên, Công đoàn, Mặt trận, các hội bên cạnh cấp ủy."),
        },
    )


@requires(Action.VIEW_FIGURES)
@require_safe
def mass_detail(request, pk):
    mass = _fetch(request, pk, Action.VIEW_FIGURES)
    year, path = _year(request), mass.organisation_path
    people = Nomination.objects.visible_to(request.user, Action.VIEW_PERSON).current()
    people = people.filter(mass_organisation=mass, nominated_on__year=year)
    people = people.select_related("candidate", "organisation__parent").order_by("-nominated_on", "-pk")
    shown = list(people[: MOST_PEOPLE + 1])
    may_manage = request.user.may(Action.MANAGE_MASS, path)
    context = {
        "mass": mass,
        "year": year,
        "years": [int(key) for key, _label in recent_years()],
        "funnel": introduced(mass, year),
        "quotas": mass.quotas.order_by("-year"),
        "people": shown[:MOST_PEOPLE],
        "more": len(shown) > MOST_PEOPLE,
        "sees_people": request.user.may(Action.VIEW_PERSON, path),
        "may_manage": may_manage and mass.valid_to is None,
        "may_accounts": request.user.may(Action.MANAGE_USERS, path),
        "unlinked": sum(row["n"] for row in unlinked_names(mass)) if may_manage and mass.valid_to is None else 0,
    }
    return render(request, "candidates/mass_detail.html", context)


@requires(Action.MANAGE_MASS)
@require_http_methods(["GET", "HEAD", "POST"])
def mass_new(request):
    reachable = Organisation.objects.visible_to(request.user, Action.MANAGE_MASS).current()
    tops = list(reachable.filter(path__in=request.user.reach(Action.MANAGE_MASS).subtrees).order_by("path")[:TOPS])
    initial = {"organisation": tops[0].name} if len(tops) == 1 else {}
    form = MassForm(request.POST or None, reachable=reachable, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            mass = found_mass_organisation(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã thêm %(name)s.") % {"name": mass.name})
            return redirect("candidates:mass.detail", mass.pk)
    context = {"heading": _("Thêm đoàn thể"), "submit": _("Thêm"), "suggestions": tops}
    return answer(request, "candidates/mass_form.html", form, context, refused)


@requires(Action.MANAGE_MASS)
@require_http_methods(["GET", "HEAD", "POST"])
def mass_edit(request, pk):
    mass = _fetch(request, pk, Action.MANAGE_MASS)
    initial = {name: getattr(mass, name) for name in ("name", "note", "version")}
    form = RenameMassForm(request.POST or None, initial=initial)

    def act():
        rename_mass_organisation(by=request.user, mass_organisation=mass, **form.cleaned_data)

    return _act(request, mass, form, act, _("Đổi tên đoàn thể"), _("Lưu"), _("Đã lưu tên đoàn thể."))


@requires(Action.MANAGE_MASS)
@require_http_methods(["GET", "HEAD", "POST"])
def mass_end(request, pk):
    mass = _fetch(request, pk, Action.MANAGE_MASS)
    form = EndMassForm(request.POST or None, initial={"version": mass.version})

    def act():
        end_mass_organisation(by=request.user, mass_organisation=mass, **form.cleaned_data)

    warning = _("Từ ngày ấy không ghi giới thiệu mới của đoàn thể này, và tài khoản của đoàn thể không xem được nữa.")
    done = _("Đã thôi theo dõi đoàn thể.")
    return _act(request, mass, form, act, _("Thôi theo dõi đoàn thể"), _("Thôi theo dõi"), done, warning=warning)


@requires(Action.MANAGE_MASS)
@require_http_methods(["GET", "HEAD", "POST"])
def mass_quota(request, pk, year):
    mass = _fetch(request, pk, Action.MANAGE_MASS)
    if not YEARS[0] <= year <= YEARS[1]:
        raise Http404
    known = mass.quotas.filter(year=year).first()
    initial = {"version": 0}
    if known is not None:
        initial = {name: getattr(known, name) for name in MassQuotaForm.base_fields}
    form = MassQuotaForm(request.POST or None, initial=initial)

    def act():
        give_mass_quota(by=request.user, mass_organisation=mass, year=year, **form.cleaned_data)

    title = _("Chỉ tiêu giới thiệu năm %(year)d") % {"year": year}
    return _act(request, mass, form, act, title, _("Giao chỉ tiêu"), _("Đã ghi chỉ tiêu giới thiệu."), year=year)


@requires(Action.MANAGE_MASS)
@require_http_methods(["GET", "HEAD", "POST"])
def mass_link(request, pk):
    """Tie nominations of before, which name it in words, to the mass organisation."""
    mass = _fetch(request, pk, Action.MANAGE_MASS)
    names = unlinked_names(mass)
    form = LinkForm(request.POST or None, names=names)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            count = link_nominations(by=request.user, mass_organisation=mass, names=form.cleaned_data["names"])
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã gắn %(n)d lượt giới thiệu với đoàn thể.") % {"n": count})
            return redirect("candidates:mass.detail", mass.pk)
    context = {"mass": mass, "names": names, "chosen": request.POST.getlist("names")}
    return answer(request, "candidates/mass_link.html", form, context, refused)


def _act(request, mass: MassOrganisation, form, act, title: str, submit: str, done: str, *, warning="", year=None):
    back = reverse("candidates:mass.detail", args=[mass.pk]) + (f"?nam={year}" if year else "")
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect(back)
    context = {"mass": mass, "heading": title, "submit": submit, "warning": warning, "back": back}
    return answer(request, "candidates/mass_form.html", form, context, refused)


def _fetch(request, pk, action) -> MassOrganisation:
    return fetch(MassOrganisation.objects.select_related("organisation__parent"), request.user, action, pk=pk)


def _year(request) -> int:
    given = request.GET.get("nam", "")
    return int(given) if given in dict(recent_years()) else timezone.localdate().year
