"""The branch's review of its source list: one screen, looked over once more before it is written; past reviews."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.reviews import additions_of, hold_review, verdict_counts, withdraw_review
from candidates.domain.source_list import add_what_is_known, branch_numbers, branches_to_review, source_list
from candidates.filters import BranchToReviewFilterSet, ReviewFilterSet
from candidates.forms.nominations import WithdrawForm
from candidates.forms.reviews import BACK, SHOWN, VERDICTS, LinesForm, ReviewForm, by_verdict, people_of, posted, seal
from candidates.models import Review, ReviewKind
from candidates.tables import BranchToReviewTable, ReviewTable
from membership.base.numbers import whole_in_address
from membership.domain.errors import Refused
from membership.models import Action, Organisation
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def review_new(request):
    """The review of one branch (`chi-bo`); without it a choice of branches, unless there is but one to choose."""
    branch = _branch(request)
    if branch is None:
        return _choose(request)
    if request.method != "POST":
        source = source_list(branch, timezone.localdate())
        return _screen(request, branch, ReviewForm(), LinesForm(source=source))
    head = ReviewForm(request.POST)
    held_on = head.cleaned_data["on"] if head.is_valid() else timezone.localdate()
    lines = LinesForm(request.POST, source=source_list(branch, held_on))
    if BACK in request.POST:
        return _screen(request, branch, head, lines, status=200)
    if not (head.is_valid() and lines.is_valid()):
        return _screen(request, branch, head, lines, status=422)
    confirmed = request.POST.get(SHOWN) == seal(request)
    try:
        review = hold_review(
            by=request.user,
            organisation=branch,
            lines=lines.lines(),
            additions=lines.additions(),
            apply=confirmed,
            **head.cleaned_data,
        )
    except Refused as refusal:
        head.refuse(refusal)
        lines.refuse_people(getattr(refusal, "people", {}))
        return _screen(request, branch, head, lines, status=422)
    if not confirmed:
        return _confirm(request, branch, head, lines)
    messages.success(request, _("Đã ghi lần rà soát của %(name)s.") % {"name": branch.name})
    return redirect("candidates:review.detail", review.pk)


def _branch(request) -> Organisation | None:
    number = whole_in_address(request.GET.get("chi-bo", ""))
    if number is not None:
        return fetch(Organisation.objects.select_related("parent"), request.user, Action.EDIT_PERSON, pk=number)
    own = Organisation.objects.visible_to(request.user, Action.EDIT_PERSON).current().select_related("parent")
    rows = list(own.order_by("path")[:2])
    return rows[0] if len(rows) == 1 else None


def _choose(request):
    def table(rows, request):
        return BranchToReviewTable(rows, request=request, beside=branch_numbers)

    return list_page(
        request,
        queryset=branches_to_review(request.user).select_related("parent"),
        filterset_class=BranchToReviewFilterSet,
        table_class=table,
        template="candidates/review_choose.html",
        title=_("Rà soát danh sách nguồn"),
        context={
            "year": timezone.localdate().year,
            "empty_icon": "checklist",
            "empty_title": _("Chưa chi bộ nào có người để rà soát"),
            "empty_text": _("Thêm quần chúng ưu tú của chi bộ trước, rồi rà soát."),
        },
    )


def _screen(request, branch, head, lines, status=200):
    add_what_is_known([*lines.source.listed, *lines.source.waiting])
    context = {
        "branch": branch,
        "head": head,
        "lines": lines,
        "listed": lines.listed_rows(),
        "waiting": lines.waiting_rows(),
        "later": people_of(lines.source.later),
        "failed": status != 200,
    }
    return render(request, "candidates/review_new.html", context, status=status)


def _confirm(request, branch, head, lines):
    """What the review will do, before it does it; everything that was typed goes along."""
    told, additions = by_verdict(lines.lines()), [candidate for candidate, _version in lines.additions()]
    context = {
        "branch": branch,
        "said": head.cleaned_data,
        "kind": ReviewKind(head.cleaned_data["kind"]).label,
        "effect": [(verdict, label, told[verdict]) for verdict, label in VERDICTS],
        "additions": additions,
        "later": people_of(lines.source.later),
        "posted": posted(request),
        "seal": seal(request),
    }
    return render(request, "candidates/review_confirm.html", context)


@requires(Action.VIEW_PERSON)
@require_safe
def review_list(request):
    def table(rows, request):
        return ReviewTable(rows, request=request, beside=verdict_counts)

    may_review = request.user.may(Action.EDIT_PERSON)
    return list_page(
        request,
        queryset=Review.objects.visible_to(request.user).current().select_related("organisation__parent"),
        filterset_class=ReviewFilterSet,
        table_class=table,
        template="candidates/review_list.html",
        title=_("Các lần rà soát"),
        context={
            "may_review": may_review,
            "empty_icon": "checklist",
            "empty_title": _("Chưa ghi lần rà soát nào"),
            "empty_text": _("Mỗi năm chi bộ rà soát danh sách nguồn ít nhất một lần, ra nghị quyết."),
        },
    )


@requires(Action.VIEW_PERSON)
@require_safe
def review_detail(request, pk):
    review = fetch(Review.objects.select_related("organisation__parent", "recorded_by"), request.user, pk=pk)
    user, path = request.user, review.organisation_path
    lines = list(review.lines.select_related("candidate").order_by("candidate__sort_key", "pk"))
    told = by_verdict(lines)
    context = {
        "review": review,
        "effect": [(verdict, label, told[verdict]) for verdict, label in VERDICTS],
        "additions": [event.candidate for event in additions_of(review)],
        "details": user.may(Action.VIEW_PERSON_DETAILS, path),
        "may_withdraw": review.replaced_at is None and user.may(Action.EDIT_PERSON, path),
    }
    return render(request, "candidates/review_detail.html", context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def review_withdraw(request, pk):
    review = fetch(Review.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    if review.replaced_at is not None and request.method != "POST":
        messages.warning(request, _("Lần rà soát này đã được bỏ trước đó."))
        return redirect("candidates:review.detail", review.pk)
    form = WithdrawForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_review(by=request.user, review=review, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã bỏ lần rà soát."))
            return redirect("candidates:review.detail", review.pk)
    return answer(request, "candidates/review_withdraw.html", form, {"review": review}, refused)
