"""Party members: the list, one member's page with the branches they took part in, and acts on one member."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from membership.base.dates import add_months
from membership.domain.charter import PROBATION_MONTHS
from membership.domain.errors import Refused
from membership.domain.member_acts import amend_member, leave, record_member, transfer
from membership.domain.residence import homes_of
from membership.domain.traces import changes_of
from membership.forms.movements import LeaveForm, TransferForm
from membership.forms.people import MemberForm, NewMemberForm
from membership.models import Action, MemberHandover, MemberStatus, PartyMember
from membership.people_filters import MemberFilterSet
from membership.people_tables import MemberTable
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.movements import is_vague_leaving, movements_seen, spells_of_length
from membership.views.people import answer, facts_of, trace_entries


@requires(Action.VIEW_PERSON)
@require_safe
def member_list(request):
    return list_page(
        request,
        queryset=PartyMember.objects.visible_to(request.user).select_related("organisation__parent"),
        filterset_class=MemberFilterSet,
        table_class=MemberTable,
        template="membership/member_list.html",
        title=_("Đảng viên"),
        export="members",
        context={
            "may_add": request.user.may(Action.EDIT_PERSON),
            "empty_icon": "users",
            "empty_title": _("Chưa có đảng viên nào trong danh sách"),
            "empty_text": _("Ghi từng người, hoặc nhập cả danh sách từ tệp Excel."),
        },
    )


@requires(Action.VIEW_PERSON)
@require_safe
def member_detail(request, pk):
    member = fetch(PartyMember.objects.select_related("organisation__parent", "candidate"), request.user, pk=pk)
    path = member.organisation_path
    movements = list(movements_seen(member, request.user))
    details = request.user.may(Action.VIEW_PERSON_DETAILS, path)
    candidate = getattr(member, "candidate", None)
    context = {
        "member": member,
        "details": details,
        "may_edit": request.user.may(Action.EDIT_PERSON, path),
        "candidate": candidate,
        "sees_candidate": candidate and request.user.may(Action.VIEW_PERSON, candidate.organisation_path),
        "follows_file": candidate is not None and member.status == MemberStatus.PROBATIONARY,
        "has_left": member.status == MemberStatus.LEFT,
        "probation_ends": add_months(member.joined_on, PROBATION_MONTHS)
        if member.status == MemberStatus.PROBATIONARY and member.joined_on
        else None,
        "spells": spells_of_length(member),
        "movements": movements,
        "vague": is_vague_leaving(movements),
        "letter": MemberHandover.objects.visible_to(request.user).filter(member=member, state="offered").first(),
        "homes": homes_of(member) if details else [],
        "facts": facts_of(member) if details else [],
        "changes": trace_entries(changes_of(member), PartyMember) if details else [],
    }
    return render(request, "membership/member_detail.html", context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request):
    form = NewMemberForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            member = record_member(
                by=request.user,
                organisation=form.cleaned_data["organisation"],
                full_name=form.cleaned_data["full_name"],
                attributes=form.attributes(),
                **{name: form.cleaned_data[name] for name in form.OWN},
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi %(name)s vào danh sách đảng viên.") % {"name": member.full_name})
            return redirect("membership:member.detail", member.pk)
    return answer(request, "membership/member_new.html", form, {"suggestions": form.suggestions})


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request, pk):
    member = fetch(
        PartyMember.objects.select_related("organisation__parent", "candidate"), request.user, Action.EDIT_PERSON, pk=pk
    )
    form = MemberForm.of(member, data=request.POST if request.method == "POST" else None)

    def act(values):
        return amend_member(by=request.user, member=member, version=values["version"], values=form.values())

    changes = trace_entries(changes_of(member, most=3), PartyMember)
    done = _("Đã lưu thông tin của %(name)s.")
    return _act(request, member, form, act, done, "membership/member_edit.html", {"changes": changes})


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def member_transfer(request, pk):
    member = fetch(PartyMember.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    form = TransferForm(request.POST or None, user=request.user, initial={"version": member.version})

    def act(values):
        return transfer(by=request.user, member=member, **values)

    done = _("Đã ghi chuyển sinh hoạt của %(name)s.")
    context = {"suggestions": form.suggestions}
    return _act(request, member, form, act, done, "membership/member_transfer.html", context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def member_leave(request, pk):
    member = fetch(PartyMember.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    form = LeaveForm(request.POST or None, initial={"version": member.version})

    def act(values):
        return leave(by=request.user, member=member, **values)

    done = _("Đã ghi %(name)s không còn sinh hoạt.")
    return _act(request, member, form, act, done, "membership/member_leave.html", {})


def _act(request, member, form, act, done: str, template: str, context: dict):
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, done % {"name": member.full_name})
            return redirect("membership:member.detail", member.pk)
    return answer(request, template, form, {"member": member, **context}, refused)
