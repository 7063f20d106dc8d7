"""Letters for people who move: writing one, answering one that came, chasing one that nobody answers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain import transfers
from candidates.filters_transfers import TransferFilterSet
from candidates.forms.transfers import AnswerForm, OfferForm
from candidates.models import Candidate, Transfer, TransferState
from candidates.tables_transfers import TransferTable
from membership.domain.errors import Refused
from membership.domain.lookup import link
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer

BESIDE = ("candidate", "organisation__parent", "target__parent", "answered_by")
ACTS = {
    "nhan": ("accept", gettext_lazy("Nhận người chuyển đến"), gettext_lazy("Nhận"), "check"),
    "tu-choi": ("refuse", gettext_lazy("Không nhận"), gettext_lazy("Ghi là không nhận"), "x"),
    "nhac": ("remind", gettext_lazy("Nhắc nơi đến"), gettext_lazy("Ghi việc nhắc"), "bell"),
    "rut": ("recall", gettext_lazy("Rút lại giấy giới thiệu"), gettext_lazy("Rút lại"), "arrow-back-up"),
}


@requires(Action.VIEW_PERSON)
@require_safe
def transfer_list(request):
    queryset = Transfer.objects.visible_to(request.user).select_related("candidate", "organisation", "target")
    return list_page(
        request,
        queryset=queryset,
        filterset_class=TransferFilterSet,
        table_class=TransferTable,
        template="candidates/transfer_list.html",
        title=_("Chuyển sinh hoạt"),
        context={
            "empty_icon": "arrows-exchange",
            "empty_title": _("Không có giấy giới thiệu nào"),
            "empty_text": _("Giấy giới thiệu được viết ở trang của từng người, và hiện ra ở đây cho cả hai nơi."),
        },
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer_new(request, pk):
    candidate = fetch(Candidate.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    form = OfferForm(request.POST or None, user=request.user, initial={"version": candidate.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            transfer = transfers.offer(by=request.user, candidate=candidate, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi giấy giới thiệu %(name)s. Chờ nơi đến trả lời.") % {"name": candidate})
            return redirect("candidates:transfer.detail", transfer.pk)
    moment = transfers.MOMENTS.get(candidate.stage)
    context = {"candidate": candidate, "moment": moment.label if moment else ""}
    return answer(request, "candidates/transfer_new.html", form, context, refused)


@requires(Action.VIEW_PERSON)
@require_safe
def transfer_detail(request, pk):
    """What both sides may know: who, how far, since when, who helped. The dossier itself opens after acceptance."""
    transfer = fetch(Transfer.objects.select_related(*BESIDE), request.user, pk=pk)
    context = _context(request, transfer) | {"form": AnswerForm(initial={"version": transfer.version})}
    return answer(request, "candidates/transfer_detail.html", context.pop("form"), context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer_act(request, pk, act):
    transfer = fetch(Transfer.objects.select_related(*BESIDE), request.user, Action.EDIT_PERSON, pk=pk)
    if act not in ACTS:
        raise Http404
    function, title, submit, _icon = ACTS[act]
    form = AnswerForm(request.POST or None, initial={"version": transfer.version})
    if act in ("tu-choi", "rut"):
        form.fields["note"].label, form.fields["note"].required = _("Lý do"), True
    if act == "nhac":
        del form.fields["note"]
    if act == "rut":
        del form.fields["on"]
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            getattr(transfers, function)(by=request.user, transfer=transfer, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi: %(what)s.") % {"what": title})
            return redirect("candidates:transfer.detail", transfer.pk)
    context = _context(request, transfer) | {"act_title": title, "submit_label": submit}
    return answer(request, "candidates/transfer_act.html", form, context, refused)


def _context(request, transfer: Transfer) -> dict:
    user, candidate = request.user, transfer.candidate
    at_old = user.may(Action.EDIT_PERSON, transfer.organisation_path)
    at_new = transfer.target is not None and user.may(Action.EDIT_PERSON, transfer.target.path)
    answers = at_new if transfer.target is not None else at_old
    acts = []
    if transfer.state == TransferState.OFFERED:
        acts += [act for act in ("nhan", "tu-choi") if answers]
        acts += [act for act in ("nhac", "rut") if at_old]
    opens = user.may(Action.VIEW_PERSON, candidate.organisation_path)
    mentors = candidate.mentorships.filter(taken_back_at=None).select_related("member").order_by("valid_from")
    return {
        "transfer": transfer,
        "candidate": candidate,
        "candidate_url": link("candidates:candidate.detail", candidate.pk) if opens else "",
        "letter": transfers.LETTERS[transfer.moment],
        "mentors": mentors,
        "acts": [{"code": act, "title": ACTS[act][1], "icon": ACTS[act][3]} for act in acts],
        "waits_for_us": "nhan" in acts,
    }
