"""Acts on the holder of a title: appoint, amend, step down, replace."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from membership.base.numbers import whole_in_address
from membership.domain.errors import Refused
from membership.domain.position_titles import title_of
from membership.domain.positions import amend_holder, appoint, replace_holder, step_down
from membership.forms.member_field import told_apart
from membership.forms.positions import AmendForm, AppointForm, EndForm, ReplaceForm, born_of, unit_told
from membership.models import Action, MemberStatus, PartyMember, PositionHolder, ResidentialUnit, within
from membership.views.access import fetch, requires
from membership.views.people import answer


@requires(Action.MANAGE_UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def holder_new(request):
    units = ResidentialUnit.objects.visible_to(request.user, Action.MANAGE_UNIT).filter(valid_to=None)
    form = AppointForm(
        request.POST or None, units=units, members=_members(request.user), initial=_asked(request, units)
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            holder = appoint(
                by=request.user,
                on=form.cleaned_data["on"],
                title=title_of(form.cleaned_data["title"]),
                unit=form.cleaned_data["unit"],
                **form.person(),
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            words = {"name": holder.full_name, "title": holder.title.name}
            messages.success(request, _("Đã ghi %(name)s, %(title)s.") % words)
            return redirect("membership:holder.detail", holder.pk)
    context = {"units": form.fields["unit"].offered(), "members": form.fields["member"].offered()}
    return answer(request, "membership/holder_new.html", form, context, refused)


@requires(Action.MANAGE_UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def holder_edit(request, pk):
    holder = _fetch(request, pk)
    initial = {name: getattr(holder, name) for name in ("full_name", "sex", "valid_from", "note", "version")}
    initial |= {"born": born_of(holder), "member": _member_told(holder)}
    form = AmendForm(request.POST or None, members=_members(request.user, holder), initial=initial)

    def act():
        amend_holder(by=request.user, holder=holder, version=form.cleaned_data["version"], values=form.values())
        return holder, _("Đã lưu thông tin của %(name)s.")

    return _act(request, holder, form, act, _("Sửa thông tin"), _("Lưu"))


@requires(Action.MANAGE_UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def holder_end(request, pk):
    holder = _fetch(request, pk)
    form = EndForm(request.POST or None, initial={"version": holder.version})

    def act():
        step_down(by=request.user, holder=holder, **form.cleaned_data)
        return holder, _("Đã ghi %(name)s thôi giữ chức danh.")

    return _act(request, holder, form, act, _("Thôi giữ chức danh"), _("Ghi thôi"))


@requires(Action.MANAGE_UNIT)
@require_http_methods(["GET", "HEAD", "POST"])
def holder_replace(request, pk):
    holder = _fetch(request, pk)
    form = ReplaceForm(
        request.POST or None, members=_members(request.user, holder), initial={"version": holder.version}
    )

    def act():
        said = {name: form.cleaned_data[name] for name in ("on", "reason", "version")}
        new = replace_holder(by=request.user, holder=holder, **said, **form.person())
        return new, _("Đã ghi %(name)s giữ chức danh thay người cũ.")

    return _act(request, holder, form, act, _("Thay người giữ chức danh"), _("Ghi thay người"))


def _act(request, holder: PositionHolder, form, act, title: str, submit: str):
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            shown, done = act()
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            shown.refresh_from_db(fields=["full_name"])
            messages.success(request, done % {"name": shown.full_name})
            return redirect("membership:holder.detail", shown.pk)
    members = form.fields["member"].offered() if "member" in form.fields else []
    context = {"holder": holder, "title": title, "submit": submit, "members": members}
    return answer(request, "membership/holder_act.html", form, context, refused)


def _fetch(request, pk) -> PositionHolder:
    return fetch(
        PositionHolder.objects.select_related("title", "unit", "organisation__parent", "member__organisation"),
        request.user,
        Action.MANAGE_UNIT,
        pk=pk,
    )


def _members(user, holder: PositionHolder | None = None):
    """Members who may be named: those present in the commune, as far as the person sees them."""
    rows = PartyMember.objects.visible_to(user).exclude(status=MemberStatus.LEFT)
    return rows if holder is None else rows.filter(within(holder.organisation_path, "organisation_path"))


def _member_told(holder: PositionHolder) -> str:
    return told_apart(holder.member) if holder.member else ""


def _asked(request, units) -> dict:
    """What a link asks for: ?don-vi= the number of a unit, ?chuc-danh= the code of a title."""
    number = whole_in_address(request.GET.get("don-vi", ""))
    unit = units.filter(pk=number).first() if number is not None else None
    return {"unit": unit_told(unit) if unit else "", "title": request.GET.get("chuc-danh", "")}
