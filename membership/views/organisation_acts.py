"""Establish, move, rename, dissolve: typed, shown with its effect, then confirmed."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.base.numbers import format_integer
from membership.catalogues import ORGANISATION_KINDS
from membership.domain import occupants
from membership.domain.errors import Refused
from membership.domain.reorganise import describe, dissolve, establish, move, rename
from membership.domain.tree import count_under
from membership.forms.organisations import (
    KINDS_LIST,
    PLACES_LIST,
    DescribeForm,
    DissolveForm,
    EstablishForm,
    MoveForm,
    RenameForm,
)
from membership.models import Action, Organisation
from membership.views.access import fetch, requires
from membership.views.confirmed import confirmed


@requires(Action.MANAGE_ORGANISATION)
def organisation_establish(request, pk):
    parent = _fetch(request, pk)

    def effect(said):
        told = {"name": said["name"], "parent": parent.name, "day": _since(said["on"])}
        return [_("Sẽ thành lập “%(name)s” trực thuộc “%(parent)s” %(day)s.") % told]

    return _answer(
        request,
        parent,
        EstablishForm(request.POST or None),
        act=lambda said: establish(by=request.user, parent=parent, **said),
        effect=effect,
        title=_("Thành lập tổ chức trực thuộc"),
        submit=_("Đồng ý thành lập"),
        done=_("Đã thành lập “%s”."),
    )


@requires(Action.MANAGE_ORGANISATION)
def organisation_move(request, pk):
    organisation = _fetch(request, pk)
    reachable = Organisation.objects.visible_to(request.user, Action.MANAGE_ORGANISATION).current()
    form = MoveForm(request.POST or None, initial={"version": organisation.version}, reachable=reachable)

    def effect(said):
        organisations = count_under(organisation)
        told = {
            "count": format_integer(organisations),
            "before": organisation.parent.name if organisation.parent else _("không có cấp trên"),
            "after": said["parent"].name,
            "day": format_date(said["on"]),
        }
        return [
            _("Sẽ chuyển %(count)s tổ chức từ “%(before)s” sang “%(after)s” từ ngày %(day)s.") % told,
            _("Đi theo: %s.") % _people(organisation),
            _("Người làm việc ở “%(after)s” sẽ thấy ngay; người chỉ làm việc ở “%(before)s” sẽ không còn thấy.") % told,
        ]

    return _answer(
        request,
        organisation,
        form,
        act=lambda said: move(by=request.user, organisation=organisation, **said),
        effect=effect,
        title=_("Chuyển sang cấp trên khác"),
        submit=_("Đồng ý chuyển"),
        done=_("Đã chuyển “%s”."),
    )


@requires(Action.MANAGE_ORGANISATION)
def organisation_rename(request, pk):
    organisation = _fetch(request, pk)
    initial = {"version": organisation.version, "name": organisation.name, "kind": organisation.kind}

    def effect(said):
        told = {"before": organisation.name, "after": said["name"], "day": format_date(said["on"])}
        return [
            _("Từ ngày %(day)s, “%(before)s” sẽ mang tên “%(after)s”.") % told,
            _("Tên cũ vẫn giữ trong lịch sử và vẫn tìm được."),
        ]

    return _answer(
        request,
        organisation,
        RenameForm(request.POST or None, initial=initial),
        act=lambda said: rename(by=request.user, organisation=organisation, **said),
        effect=effect,
        title=_("Đổi tên tổ chức"),
        submit=_("Đồng ý đổi tên"),
        done=_("Đã đổi tên thành “%s”."),
    )


@requires(Action.MANAGE_ORGANISATION)
def organisation_dissolve(request, pk):
    organisation = _fetch(request, pk)

    def effect(said):
        told = {"name": organisation.name, "day": format_date(said["on"])}
        return [
            _("Từ ngày %(day)s, “%(name)s” sẽ kết thúc hoạt động.") % told,
            _("Lịch sử và số liệu đã có vẫn giữ nguyên. Tổ chức đã kết thúc không mở lại được."),
        ]

    return _answer(
        request,
        organisation,
        DissolveForm(request.POST or None, initial={"version": organisation.version}),
        act=lambda said: dissolve(by=request.user, organisation=organisation, **said),
        effect=effect,
        title=_("Giải thể, kết thúc hoạt động"),
        submit=_("Đồng ý giải thể"),
        done=_("Đã ghi “%s” kết thúc hoạt động."),
    )


@requires(Action.MANAGE_ORGANISATION)
def organisation_describe(request, pk):
    organisation = _fetch(request, pk)
    initial = {name: getattr(organisation, name) for name in ("type_code", "type_text", "version")}
    form = DescribeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            describe(by=request.user, organisation=organisation, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi loại hình."))
            return redirect("membership:organisation.detail", pk=pk)
    context = {"organisation": organisation, "form": form, "title": _("Loại hình tổ chức"), "submit": _("Lưu")}
    return render(request, "membership/organisation_act.html", context)


def _fetch(request, pk) -> Organisation:
    return fetch(Organisation.objects.select_related("parent"), request.user, Action.MANAGE_ORGANISATION, pk=pk)


def _answer(
    request,
    organisation: Organisation,
    form,
    *,
    act: Callable[[dict], Organisation],
    effect: Callable[[dict], list[str]],
    title: str,
    submit: str,
    done: str,
):
    """The page of an act that is shown before it is done."""
    changed, sentences = confirmed(request, form, act, effect)
    if changed is not None:
        messages.success(request, done % changed.name)
        return redirect("membership:organisation.detail", pk=changed.pk)
    context = {
        "organisation": organisation,
        "form": form,
        "effect": sentences,
        "title": title,
        "submit": submit if sentences else _("Xem trước"),
        "kinds": ORGANISATION_KINDS,
        "kinds_list": KINDS_LIST,
        "places_list": PLACES_LIST,
    }
    return render(request, "membership/organisation_act.html", context)


def _people(organisation: Organisation) -> str:
    return ", ".join(f"{format_integer(count)} {kind.name}" for kind, count in occupants.counts(organisation))


def _since(day) -> str:
    return _("từ ngày %s") % format_date(day) if day else _("(không rõ ngày thành lập)")
