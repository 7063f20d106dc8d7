"""Referrals between the workplace and the residence: asking, answering, chasing; both sides see them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain import referrals as domain
from candidates.exchange.referral_list import export_referrals
from candidates.filters_referrals import ReferralFilterSet
from candidates.forms.referrals import ReferForm
from candidates.forms.transfers import AnswerForm
from candidates.models import Candidate, Referral, ReferralState
from candidates.tables_referrals import ReferralTable
from membership.domain.errors import Refused
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.lists import EXPORT_PARAMETER, list_page
from membership.views.people import answer

BESIDE = ("candidate", "organisation__parent", "target__parent", "answered_by")
ACTS = {
    "nhan": (domain.accept_referral, gettext_lazy("Nhận theo dõi, giúp đỡ"), gettext_lazy("Nhận"), "check"),
    "tu-choi": (domain.refuse_referral, gettext_lazy("Không nhận"), gettext_lazy("Ghi là không nhận"), "x"),
    "nhac": (domain.remind_referral, gettext_lazy("Nhắc trả lời"), gettext_lazy("Ghi việc nhắc"), "bell"),
    "rut": (domain.recall_referral, gettext_lazy("Rút lại"), gettext_lazy("Rút lại"), "arrow-back-up"),
}


@requires(Action.VIEW_PERSON)
@require_safe
def referral_list(request):
    """Open referrals, the longest waiting first; or all that were sent from here, or to here."""
    queryset = Referral.objects.visible_to(request.user).select_related(*BESIDE)
    may_export = request.user.may(Action.EXPORT)
    if may_export and request.GET.get(EXPORT_PARAMETER) == "xlsx":
        filterset = ReferralFilterSet(request.GET, queryset=queryset, request=request)
        found = filterset.qs if filterset.is_valid() else queryset.none()
        return export_referrals(request, found.visible_to(request.user, Action.EXPORT).order_by("offered_on", "pk"))
    tab = request.GET.get("chieu", "")
    return list_page(
        request,
        queryset=queryset,
        filterset_class=ReferralFilterSet,
        table_class=ReferralTable,
        template="candidates/referral_list.html",
        title=_("Hai nơi làm việc, cư trú"),
        context={
            "tab": tab if tab in ("di", "den") else "cho",
            "sees_details": request.user.may(Action.VIEW_PERSON_DETAILS),
            "export_url": export_address(request) if may_export else "",
            "empty_icon": "building-factory",
            "empty_title": _("Không có lần giới thiệu nào"),
            "empty_text": _("Giới thiệu được ghi ở trang của từng người, và hiện ra ở đây cho cả hai nơi."),
        },
    )


def export_address(request) -> str:
    query = request.GET.copy()
    query.pop("trang", None)
    query[EXPORT_PARAMETER] = "xlsx"
    return f"{request.path}?{query.urlencode()}"


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_new(request, pk):
    candidate = fetch(
        Candidate.objects.select_related("organisation__parent", "circumstances"), request.user, Action.EDIT_PERSON,
        pk=pk,
    )  # fmt: skip
    about = getattr(candidate, "circumstances", None)
    may_know = request.user.may(Action.VIEW_PERSON_DETAILS, candidate.organisation_path)
    known = about.shift_work if about is not None and may_know else None
    form = ReferForm(request.POST or None, initial={"version": candidate.version, "shift_work": known})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            referral = domain.refer(by=request.user, candidate=candidate, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã giới thiệu %(name)s. Chờ nơi kia trả lời.") % {"name": candidate})
            return redirect("candidates:referral.detail", referral.pk)
    return answer(request, "candidates/referral_new.html", form, {"candidate": candidate}, refused)


@requires(Action.VIEW_PERSON)
@require_safe
def referral_detail(request, pk):
    """What both sides may know: who, how far, why. The dossier itself opens after acceptance."""
    referral = fetch(Referral.objects.select_related(*BESIDE), request.user, pk=pk)
    context = _context(request, referral)
    return answer(request, "candidates/referral_detail.html", AnswerForm(), context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_act(request, pk, act):
    referral = fetch(Referral.objects.select_related(*BESIDE), request.user, Action.EDIT_PERSON, pk=pk)
    if act not in ACTS:
        raise Http404
    function, title, submit, _icon = ACTS[act]
    form = AnswerForm(request.POST or None, initial={"version": referral.version})
    if act in ("tu-choi", "rut"):
        form.fields["note"].label, form.fields["note"].required = _("Lý do"), True
    if act == "nhac":
        del form.fields["note"]
    if act == "rut":
        del form.fields["on"]
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            function(by=request.user, referral=referral, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi: %(what)s.") % {"what": title})
            return redirect("candidates:referral.detail", referral.pk)
    context = _context(request, referral) | {"act": act, "act_title": title, "submit_label": submit}
    return answer(request, "candidates/referral_act.html", form, context, refused)


def _context(request, referral: Referral) -> dict:
    user, candidate = request.user, referral.candidate
    acts: list[str] = []
    if referral.state == ReferralState.OFFERED:
        if user.may(Action.EDIT_PERSON, referral.target.path):
            acts += ["nhan", "tu-choi"]
        if user.may(Action.EDIT_PERSON, referral.organisation_path):
            acts += ["nhac", "rut"]
    return {
        "referral": referral,
        "candidate": candidate,
        "opens": user.may(Action.VIEW_PERSON, candidate.organisation_path),
        "acts": [{"code": act, "title": ACTS[act][1], "icon": ACTS[act][3]} for act in acts],
        "waits_for_us": "nhan" in acts,
    }
