"""Verification: the list of letters by place, the table of one person's relatives, what came back."""

from django.contrib import messages
from django.db.models import Count, F, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.domain.communes import is_certain, where_now, where_now_each
from candidates.domain.dossier import load_dossier
from candidates.domain.verification import accept_place, plan_verification, record_answer, still_to_ask, withdraw
from candidates.domain.verification_hold import WHILE_VERIFIED
from candidates.domain.verification_lists import letters
from candidates.exchange.verification_list import export_verifications
from candidates.filters_verification import OVERDUE, QUESTION, UNSENT, WAITING, VerificationFilterSet
from candidates.forms.verification import AnswerForm, PlanForm, WithdrawForm
from candidates.models import Candidate, Relative, Stage, Verification, VerificationResult
from candidates.tables_verification import VerificationTable
from candidates.views.verification_letters import just_done
from membership.domain.errors import Refused
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.lists import EXPORT_PARAMETER, list_page
from membership.views.people import answer

SHOWN_ANSWERS = 6


@requires(Action.VIEW_PERSON_DETAILS)
@require_safe
def verification_list(request):
    rows = letters(request.user).select_related("candidate__organisation__parent")
    may_export = request.user.may(Action.EXPORT)
    if may_export and request.GET.get(EXPORT_PARAMETER) == "xlsx":
        filterset = VerificationFilterSet(request.GET, queryset=rows, request=request)
        chosen = filterset.qs.visible_to(request.user, Action.EXPORT) if filterset.is_valid() else rows.none()
        return export_verifications(request, chosen.order_by("place_shown", "sent_on", "pk"))
    query = request.GET.copy()
    query[EXPORT_PARAMETER] = "xlsx"
    return list_page(
        request,
        queryset=rows,
        filterset_class=VerificationFilterSet,
        table_class=VerificationTable,
        template="candidates/verification_list.html",
        title=_("Thư thẩm tra"),
        context={
            "counts": _counts(request.user),
            "export_url": f"{request.path}?{query.urlencode()}" if may_export else "",
            "undo": just_done(request),
            "empty_icon": "mail",
            "empty_title": _("Không có thư thẩm tra nào đang chờ"),
            "empty_text": _("Mở trang của một quần chúng để ghi những người phải thẩm tra."),
        },
    )


def _counts(user) -> list[dict]:
    rows = letters(user).order_by()
    open_ones = Q(result="", candidate__stage__in=WHILE_VERIFIED)
    found = rows.aggregate(
        unsent=Count("pk", filter=open_ones & Q(sent_on=None)),
        waiting=Count("pk", filter=open_ones & Q(sent_on__isnull=False)),
        overdue=Count("pk", filter=open_ones & Q(sent_on__isnull=False, asked_on__lt=F("remind_before"))),
        question=Count("pk", filter=Q(result=VerificationResult.QUESTION)),
    )
    return [
        {"key": UNSENT, "label": _("Chưa gửi"), "icon": "send", "count": found["unsent"]},
        {"key": WAITING, "label": _("Chờ trả lời"), "icon": "hourglass", "count": found["waiting"]},
        {"key": OVERDUE, "label": _("Quá hạn nhắc"), "icon": "alert-triangle", "count": found["overdue"]},
        {"key": QUESTION, "label": _("Có vấn đề"), "icon": "help-circle", "count": found["question"]},
    ]


@requires(Action.VIEW_PERSON_DETAILS)
@require_safe
def verification_person(request, pk):
    candidate = fetch(
        Candidate.objects.select_related("organisation__parent"), request.user, Action.VIEW_PERSON_DETAILS, pk=pk
    )
    may_edit = request.user.may(Action.EDIT_PERSON, candidate.organisation_path)
    dossier = load_dossier(candidate)
    rows = sorted(dossier.verifications, key=lambda row: (Relative.values.index(row.relative), row.pk))
    unknown = [row.place for row in rows if may_edit and row.is_open and row.place and not row.place_now]
    now = where_now_each(unknown)
    for row in rows:
        answers = now.get(row.place, []) if not row.place_now and row.is_open else []
        row.answers = [] if any(each.already for each in answers) else answers[:SHOWN_ANSWERS]
        row.more_answers = max(0, len(answers) - SHOWN_ANSWERS) if row.answers else 0
        row.certain = is_certain(answers)
    open_rows = [row for row in rows if row.is_open]
    active = candidate.stage in WHILE_VERIFIED
    context = {
        "candidate": candidate,
        "rows": rows,
        "may_edit": may_edit,
        "may_plan": may_edit and active,
        "missing": still_to_ask(rows, dossier.circumstances) if active else [],
        "unsent": [row for row in open_rows if row.sent_on is None and row.place],
        "waiting": [row for row in open_rows if row.sent_on is not None],
        "may_conclude": may_edit
        and candidate.stage == Stage.DOSSIER
        and bool(rows)
        and not open_rows
        and any(row.relative == Relative.SELF for row in rows),
        "undo": just_done(request),
    }
    return answer(request, "candidates/verification_person.html", None, context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_add(request, pk):
    candidate = fetch(Candidate.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    initial = {"version": candidate.version}
    for name, key in (("relative", "quan-he"), ("relative_name", "ho-ten")):
        initial[name] = request.GET.get(key, "")[:120]
    form, refused = PlanForm(request.POST or None, initial=initial), None
    place = request.POST.get("place", "")
    if request.method == "POST" and "tra" not in request.POST and form.is_valid():
        asked = form.asked()
        try:
            plan_verification(
                by=request.user, candidate=candidate, version=form.cleaned_data["version"], persons=[asked]
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi việc thẩm tra %(who)s.") % {"who": Relative(asked.relative).label})
            where = "candidates:verification.add" if "tiep" in request.POST else "candidates:verification.person"
            return redirect(where, candidate.pk)
    if "tra" in request.POST:  # a look at the table, without script
        form = PlanForm(initial={**initial, **{name: request.POST.get(name, "") for name in form.fields}})
    context = {"candidate": candidate, "place": place, "answers": where_now(place) if place else []}
    response = answer(request, "candidates/verification_add.html", form, context, refused)
    if "tra" in request.POST:
        response.status_code = 200
    return response


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_answer(request, pk):
    row = _row(request, pk)
    if row.result == VerificationResult.NOT_NEEDED:
        messages.info(request, _("Người này đã ghi là không phải thẩm tra."))
        return redirect("candidates:verification.person", row.candidate_id)
    initial = {"version": row.version}
    if row.result:
        initial |= {"result": row.result, "answered_on": row.answered_on, "result_note": row.result_note}
    form, refused = AnswerForm(request.POST or None, initial=initial), None
    if request.method == "POST" and form.is_valid():
        try:
            row = record_answer(by=request.user, verification=row, **form.said())
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            _tell_answer(request, row)
            return redirect("candidates:verification.person", row.candidate_id)
    return answer(request, "candidates/verification_act.html", form, _about(row, _("Ghi kết quả thẩm tra")), refused)


def _tell_answer(request, row: Verification) -> None:
    words = {"who": row.get_relative_display(), "name": row.candidate.full_name}
    if row.result != VerificationResult.QUESTION:
        messages.success(request, _("Đã ghi kết quả thẩm tra %(who)s của %(name)s.") % words)
        return
    messages.warning(
        request,
        _(
            "Đã ghi kết quả thẩm tra %(who)s của %(name)s là có vấn đề cần xem xét. Phần mềm đã đặt câu hỏi về lịch sử "
            "chính trị, chính trị hiện nay; việc xét kết nạp chờ đến khi ghi văn bản kết luận."
        )
        % words,
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_withdraw(request, pk):
    row = _row(request, pk)
    sent = bool(row.sent_on or row.result) and row.result != VerificationResult.NOT_NEEDED
    form, refused = WithdrawForm(request.POST or None, sent=sent, initial={"version": row.version}), None
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(by=request.user, verification=row, **form.said())
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã bỏ. Dòng cũ vẫn được giữ lại trong nhật ký."))
            return redirect("candidates:verification.person", row.candidate_id)
    return answer(request, "candidates/verification_act.html", form, _about(row, _("Bỏ dòng thẩm tra")), refused)


@requires(Action.EDIT_PERSON)
@require_POST
def verification_place(request, pk):
    """Somebody accepts what the place is called today."""
    row = _row(request, pk)
    version = request.POST.get("version", "")
    version = int(version) if version.isdecimal() and len(version) < 9 else 0
    try:
        accept_place(
            by=request.user, verification=row, version=version, place_now=request.POST.get("place_now", "")[:256]
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Đã ghi tên hiện nay của nơi thẩm tra."))
    return redirect("candidates:verification.person", row.candidate_id)


def _row(request, pk) -> Verification:
    return fetch(
        Verification.objects.select_related("candidate__organisation__parent"),
        request.user,
        Action.EDIT_PERSON,
        pk=pk,
        withdrawn_at=None,
    )


def _about(row: Verification, title: str) -> dict:
    return {
        "row": row,
        "candidate": row.candidate,
        "title": title,
        "back": reverse("candidates:verification.person", args=[row.candidate_id]),
    }
