"""Thematic talks: which were held, who came, who has not heard one for months."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.talks import MOST_PEOPLE, attended, due_people, hold_talk, invited, set_attendance, withdraw_talk
from candidates.filters_learning import TalkFilterSet
from candidates.forms.nominations import WithdrawForm
from candidates.forms.talks import AttendForm, TalkForm
from candidates.models import Candidate, Talk
from candidates.tables_learning import TalkTable
from membership.base.numbers import whole_in_address
from membership.domain.errors import Refused
from membership.domain.lookup import link
from membership.models import Action, Organisation
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer


@requires(Action.VIEW_PERSON)
@require_safe
def talk_list(request):
    def table(rows, request):
        return TalkTable(rows, request=request, beside=attended)

    due = None
    if request.user.may(Action.VIEW_PERSON_DETAILS):
        rows = due_people(request.user, Action.VIEW_PERSON_DETAILS)
        due = rows.filter(due_on__lt=timezone.localdate()).order_by()[:10_001].count()
    return list_page(
        request,
        queryset=Talk.objects.visible_to(request.user).select_related("organisation__parent"),
        filterset_class=TalkFilterSet,
        table_class=table,
        template="candidates/talk_list.html",
        title=_("Nói chuyện chuyên đề"),
        context={
            "due": due,
            "due_url": f"{link('candidates:deadline.list')}?loai=talk&han=qua-han",
            "may_hold": request.user.may(Action.EDIT_PERSON),
            "empty_icon": "speakerphone",
            "empty_title": _("Chưa ghi buổi nói chuyện nào"),
            "empty_text": _("Sáu tháng một lần, quần chúng trong danh sách được nghe nói chuyện chuyên đề."),
        },
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def talk_new(request):
    reachable = Organisation.objects.visible_to(request.user, Action.EDIT_PERSON).filter(valid_to=None)
    form = TalkForm(request.POST or None, reachable=reachable, initial={"organisation": _own(request, reachable)})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            talk = hold_talk(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi buổi nói chuyện. Đánh dấu những người dự rồi lưu."))
            return redirect("candidates:talk.attend", talk.pk)
    return answer(request, "candidates/talk_new.html", form, {}, refused)


def _own(request, reachable) -> str:
    """The reader's own place, by its name where that is enough to know it by."""
    number = whole_in_address(request.GET.get("to-chuc", ""))
    row = (reachable.filter(pk=number) if number is not None else reachable.order_by("path")).first()
    if row is None:
        return ""
    return row.name if reachable.filter(name=row.name)[:2].count() == 1 else row.code


@requires(Action.VIEW_PERSON)
@require_safe
def talk_detail(request, pk):
    """The talk and who came; whoever has moved out of the reader's reach since is only counted."""
    talk = fetch(Talk.objects.select_related("organisation__parent", "recorded_by"), request.user, pk=pk)
    came = Candidate.objects.visible_to(request.user).filter(talks__talk=talk).select_related("organisation")
    people = list(came.order_by("organisation_path", "sort_key", "pk"))
    told = attended([talk.pk]).get(talk.pk, 0)
    context = {
        "talk": talk,
        "people": people,
        "came": told,
        "elsewhere": told - len(people),
        "may_edit": talk.withdrawn_at is None and request.user.may(Action.EDIT_PERSON, talk.organisation_path),
    }
    return render(request, "candidates/talk_detail.html", context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def talk_attend(request, pk):
    """Everybody on the list of the organisation with a box, and when they last heard a talk."""
    talk = fetch(Talk.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    people = list(invited(talk.organisation)[: MOST_PEOPLE + 1])
    more, people = len(people) > MOST_PEOPLE, people[:MOST_PEOPLE]
    form = AttendForm(request.POST or None, known=people, initial={"version": talk.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            told = set_attendance(
                by=request.user,
                talk=talk,
                version=form.cleaned_data["version"],
                people=form.cleaned_data["people"],
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu: %(n)d người dự.") % {"n": told})
            return redirect("candidates:talk.detail", talk.pk)
    came = {str(key) for key in talk.attendance.values_list("candidate_id", flat=True)}
    ticked = set(form.data.getlist("people")) if request.method == "POST" else came
    context = {"talk": talk, "people": [(one, str(one.pk) in ticked) for one in people], "more": more}
    return answer(request, "candidates/talk_attend.html", form, context, refused)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def talk_withdraw(request, pk):
    talk = fetch(Talk.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    form = WithdrawForm(request.POST or None, initial={"version": talk.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_talk(
                by=request.user, talk=talk, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã bỏ buổi nói chuyện."))
            return redirect("candidates:talk.detail", talk.pk)
    return _withdraw_page(request, form, talk, refused)


def _withdraw_page(request, form, talk: Talk, refused):
    if talk.withdrawn_at is not None and request.method != "POST":
        messages.warning(request, _("Buổi nói chuyện này đã được bỏ trước đó."))
        return redirect("candidates:talk.detail", talk.pk)
    return answer(request, "candidates/talk_withdraw.html", form, {"talk": talk}, refused)
