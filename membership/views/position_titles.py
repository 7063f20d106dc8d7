"""The catalogue of titles held in residential units, and the share of members asked of each."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from membership.base.numbers import whole_in_address
from membership.domain.errors import Refused
from membership.domain.position_titles import (
    add_title,
    amend_title,
    is_verified,
    known_titles,
    restore_title,
    retire_title,
    title_of,
)
from membership.domain.positions import set_target, withdraw_target
from membership.forms.positions import TargetForm, TitleForm, WithdrawTargetForm
from membership.models import Action, Organisation, PositionTitle, TitleTarget
from membership.views.access import fetch, requires
from membership.views.people import answer


@requires(Action.VIEW_ORGANISATION)
@require_safe
def title_list(request):
    rows = [{"title": title, "verified": is_verified(title)} for title in known_titles(retired=True)]
    context = {"rows": rows, "may_manage": request.user.may(Action.MANAGE_CATALOGUES)}
    return render(request, "membership/title_list.html", context)


@requires(Action.MANAGE_CATALOGUES)
@require_http_methods(["GET", "HEAD", "POST"])
def title_new(request):
    form = TitleForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "short", "order")}
        try:
            title = add_title(by=request.user, **said)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã thêm chức danh “%(name)s”.") % {"name": title.name})
            return redirect("membership:title.list")
    context = {"heading": _("Thêm chức danh"), "submit": _("Thêm")}
    return answer(request, "membership/title_form.html", form, context, refused)


@requires(Action.MANAGE_CATALOGUES)
@require_http_methods(["GET", "HEAD", "POST"])
def title_edit(request, code):
    title = _title(code)
    initial = {name: getattr(title, name) for name in ("name", "short", "order", "version")}
    form = TitleForm(request.POST or None, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["version"] = said["version"] or 0
        try:
            title = amend_title(by=request.user, title=title, **said)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu chức danh “%(name)s”.") % {"name": title.name})
            return redirect("membership:title.list")
    context = {"heading": _("Sửa chức danh"), "submit": _("Lưu"), "title": title}
    return answer(request, "membership/title_form.html", form, context, refused)


@requires(Action.MANAGE_CATALOGUES)
@require_POST
def title_retire(request, code):
    return _set_retired(request, code, retire_title, _("Đã thôi dùng chức danh “%(name)s”."))


@requires(Action.MANAGE_CATALOGUES)
@require_POST
def title_restore(request, code):
    return _set_retired(request, code, restore_title, _("Chức danh “%(name)s” được dùng lại."))


@requires(Action.MANAGE_UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def target_new(request, code):
    """Ask for a share of members among the holders of a title; below, what was asked before."""
    title = _title(code)
    reachable = Organisation.objects.visible_to(request.user, Action.MANAGE_UNIT).current()
    tops = list(reachable.filter(path__in=request.user.reach(Action.MANAGE_UNIT).subtrees).order_by("path")[:100])
    initial = {"on": timezone.localdate().replace(month=1, day=1)}
    if len(tops) == 1:
        initial["organisation"] = tops[0].name
    form = TargetForm(request.POST or None, reachable=reachable, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            set_target(by=request.user, title=title, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã đặt tỷ lệ đảng viên của “%(name)s”.") % {"name": title.name})
            return redirect("membership:holder.shares")
    targets = TitleTarget.objects.visible_to(request.user).filter(title__code=code)
    targets = targets.select_related("organisation", "recorded_by").order_by("organisation_path", "-in_force_from")
    rows = [
        {"row": row, "may": row.replaced_at is None and request.user.may(Action.MANAGE_UNIT, row.organisation_path)}
        for row in targets[:200]
    ]
    context = {"title": title, "rows": rows, "suggestions": tops, "today": timezone.localdate()}
    return answer(request, "membership/title_target.html", form, context, refused)


@requires(Action.MANAGE_UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def target_withdraw(request, pk):
    target = fetch(TitleTarget.objects.select_related("title", "organisation"), request.user, Action.MANAGE_UNIT, pk=pk)
    form = WithdrawTargetForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_target(by=request.user, target=target, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã bỏ chỉ tiêu này."))
            return redirect("membership:target.new", target.title.code)
    return answer(request, "membership/title_target_withdraw.html", form, {"target": target}, refused)


def _title(code: str) -> PositionTitle:
    title = title_of(code)
    if title is None:
        raise Http404
    return title


def _set_retired(request, code: str, act, done: str):
    title = _title(code)
    version = whole_in_address(request.POST.get("version", "")) or 0
    try:
        title = act(by=request.user, title=title, version=version)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done % {"name": title.name})
    return redirect("membership:title.list")
