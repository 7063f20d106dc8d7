"""Letters that hand a member over to another branch of the tree: writing one, answering, chasing, taking back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from membership.domain import handovers
from membership.domain.errors import Refused
from membership.domain.handover_terms import COMPLETE, PRESENT
from membership.domain.holidays import work_calendar
from membership.domain.lookup import link
from membership.filters_movements import HandoverFilterSet
from membership.forms.movements import HandoverAnswerForm, HandoverForm
from membership.models import Action, HandoverState, MemberHandover, PartyMember
from membership.tables_movements import HandoverTable
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer

BESIDE = ("member__organisation", "organisation__parent", "target__parent", "answered_by")
ACTS = {
    "nhan": ("accept", gettext_lazy("Nhận đảng viên chuyển đến"), gettext_lazy("Nhận"), "check"),
    "tu-choi": ("refuse", gettext_lazy("Không nhận"), gettext_lazy("Ghi là không nhận"), "x"),
    "nhac": ("remind", gettext_lazy("Nhắc nơi đến"), gettext_lazy("Ghi việc nhắc"), "bell"),
    "rut": ("recall", gettext_lazy("Rút lại giấy giới thiệu"), gettext_lazy("Rút lại"), "arrow-back-up"),
}


@requires(Action.VIEW_PERSON)
@require_safe
def handover_list(request):
    return list_page(
        request,
        queryset=MemberHandover.objects.visible_to(request.user).select_related("member", "organisation", "target"),
        filterset_class=HandoverFilterSet,
        table_class=HandoverTable,
        template="membership/handover_list.html",
        title=_("Giới thiệu đảng viên giữa các chi bộ"),
        context={
            "empty_icon": "arrows-exchange",
            "empty_title": _("Không có giấy giới thiệu nào đang chờ"),
            "empty_text": _("Giấy giới thiệu được viết ở trang của từng đảng viên, và hiện ra ở đây cho cả hai nơi."),
        },
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_new(request, pk):
    member = fetch(PartyMember.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    form = HandoverForm(request.POST or None, initial={"version": member.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            handover = handovers.offer(by=request.user, member=member, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            done = _("Đã ghi giấy giới thiệu %(name)s. Chờ nơi đến trả lời.")
            messages.success(request, done % {"name": member.full_name})
            return redirect("membership:handover.detail", handover.pk)
    return answer(
        request, "membership/handover_new.html", form, {"member": member, "terms": (PRESENT, COMPLETE)}, refused
    )


@requires(Action.VIEW_PERSON)
@require_safe
def handover_detail(request, pk):
    """What both sides may know: who, from where, since when. The member's page opens after acceptance."""
    handover = fetch(MemberHandover.objects.select_related(*BESIDE), request.user, pk=pk)
    return answer(request, "membership/handover_detail.html", None, _context(request, handover))


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_act(request, pk, act):
    handover = fetch(MemberHandover.objects.select_related(*BESIDE), request.user, Action.EDIT_PERSON, pk=pk)
    if act not in ACTS:
        raise Http404
    function, title, submit, _icon = ACTS[act]
    form = HandoverAnswerForm(request.POST or None, initial={"version": handover.version})
    if act in ("tu-choi", "rut"):
        form.fields["note"].label, form.fields["note"].required = _("Lý do"), True
    if act == "nhac":
        del form.fields["note"]
    if act == "rut":
        del form.fields["on"]
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            getattr(handovers, function)(by=request.user, handover=handover, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi: %(what)s.") % {"what": title})
            return redirect("membership:handover.detail", handover.pk)
    context = _context(request, handover) | {"act_title": title, "submit_label": submit}
    return answer(request, "membership/handover_act.html", form, context, refused)


def _context(request, handover: MemberHandover) -> dict:
    user = request.user
    at_old = user.may(Action.EDIT_PERSON, handover.organisation_path)
    at_new = user.may(Action.EDIT_PERSON, handover.target.path)
    waits = handover.state == HandoverState.OFFERED
    acts = [act for act in ("nhan", "tu-choi") if waits and at_new]
    acts += [act for act in ("nhac", "rut") if waits and at_old]
    opens = user.may(Action.VIEW_PERSON, handover.member.organisation_path)
    calendar, today = work_calendar(), timezone.localdate()
    terms = [(term, term.due(handover.offered_on, calendar)) for term in (PRESENT, COMPLETE)]
    return {
        "handover": handover,
        "member": handover.member,
        "member_url": link("membership:member.detail", handover.member_id) if opens else "",
        "terms": [{"term": term, "due": due, "late": waits and due < today} for term, due in terms],
        "acts": [{"code": act, "title": ACTS[act][1], "icon": ACTS[act][3]} for act in acts],
        "waits_for_us": "nhan" in acts,
    }
