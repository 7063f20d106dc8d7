"""Classes: the list, one class with its learners, and its life until it begins."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain import classes
from candidates.domain.class_work import counts_of, seen_in, takes_names, to_answer
from candidates.filters_training import ClassFilterSet, LearnerFilterSet
from candidates.forms.training import AmendForm, CallForm, CancelForm, OpenForm, PlanForm
from candidates.models import ClassState, Enrolment, EnrolmentState, TrainingClass
from candidates.tables_training import ClassTable, LearnerTable
from candidates.views.class_parts import class_parts
from membership.base.dates import format_date
from membership.domain.errors import Refused
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer


@requires(Action.VIEW_ORGANISATION)
@require_safe
def class_list(request):
    user = request.user

    def table(rows, request):
        return ClassTable(rows, request=request, beside=lambda keys: seen_in(keys, user))

    may_plan = user.may(Action.MANAGE_CLASS)
    return list_page(
        request,
        queryset=TrainingClass.objects.visible_to(user).select_related("organisation"),
        filterset_class=ClassFilterSet,
        table_class=table,
        template="candidates/class_list.html",
        title=_("Lớp bồi dưỡng"),
        context={
            "may_plan": may_plan,
            "empty_icon": "school",
            "empty_title": _("Chưa có lớp nào"),
            "empty_text": _("Đưa lớp vào kế hoạch rồi thông báo chiêu sinh, hoặc nhập danh sách lớp từ tệp.")
            if may_plan
            else _("Khi cấp ủy mở lớp, lớp hiện ở đây để chi bộ cử người đi học."),
        },
    )


@requires(Action.VIEW_ORGANISATION)
@require_safe
def class_detail(request, pk):
    user, today = request.user, timezone.localdate()
    training_class = fetch(TrainingClass.objects.select_related("organisation"), user, pk=pk)
    learners = Enrolment.objects.visible_to(user).filter(training_class=training_class)
    may_manage = user.may(Action.MANAGE_CLASS, training_class.organisation_path)
    counts = counts_of(training_class)

    def table(rows, request):
        return LearnerTable(rows, request=request, training_class=training_class)

    return list_page(
        request,
        queryset=learners.select_related("candidate", "organisation__parent", "training_class"),
        filterset_class=LearnerFilterSet,
        table_class=table,
        template="candidates/class_detail.html",
        title=training_class.name,
        export="classes",
        context={
            "training_class": training_class,
            "steps": steps_of(training_class),
            "may_manage": may_manage,
            "may_nominate": user.may(Action.EDIT_PERSON) and takes_names(training_class, today),
            "to_answer": len(to_answer(learners, user, today)) if user.may(Action.EDIT_PERSON) else 0,
            "to_seat": counts[EnrolmentState.CONFIRMED] if may_manage else 0,
            "waiting": counts[EnrolmentState.WAITING],
            "free": training_class.seats - training_class.taken,
            "states": ClassState,
            "alive": training_class.state in classes.ALIVE,
            "begun": training_class.state in (ClassState.RUNNING, ClassState.CLOSED),
            "parts": class_parts(request, training_class),
            "empty_icon": "users",
            "empty_title": _("Chưa có học viên nào"),
            "empty_text": _("Ở đây chỉ hiện người thuộc phạm vi đồng chí được xem."),
        },
    )


def steps_of(training_class: TrainingClass) -> list[dict]:
    """The life of a class as a stepper."""
    stages = [
        (ClassState.PLANNED, _("Kế hoạch"), None),
        (ClassState.CALLED, _("Chiêu sinh"), training_class.call_date),
        (ClassState.RUNNING, _("Khai giảng"), training_class.opens_on),
        (ClassState.CLOSED, _("Bế giảng"), training_class.closes_on),
    ]
    order = [state for state, _label, _day in stages]
    cancelled = training_class.state == ClassState.CANCELLED
    at = (1 if training_class.call_date else 0) if cancelled else order.index(training_class.state)
    steps = []
    for number, (_state, label, day) in enumerate(stages):
        done = number < at or training_class.state == ClassState.CLOSED
        standing = "done" if done else ("stopped" if cancelled else "current") if number == at else "todo"
        planned = day and number > at and not done
        steps.append({
            "label": label, "state": standing,
            "date": (_("dự kiến %(day)s") % {"day": format_date(day)} if planned else format_date(day)) if day else "",
            "detail": _("không mở") if standing == "stopped" else "",
        })  # fmt: skip
    return steps


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_new(request):
    form, refused = PlanForm(request.POST or None, user=request.user), None
    if request.method == "POST" and form.is_valid():
        try:
            planned = classes.plan_class(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã đưa %(name)s vào kế hoạch.") % {"name": planned.name})
            return redirect("candidates:class.detail", planned.pk)
    return answer(request, "candidates/class_new.html", form, {}, refused)


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_edit(request, pk):
    return _act(
        request, pk, AmendForm, classes.amend_class, title=_("Sửa lớp"), submit=_("Ghi thay đổi"), wide=True,
        done=_("Đã sửa %(name)s."),
    )  # fmt: skip


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_call(request, pk):
    return _act(
        request, pk, CallForm, classes.call_class, title=_("Thông báo chiêu sinh"), submit=_("Ghi thông báo"),
        note=_("Từ lúc này các chi bộ trong phạm vi mở lớp thấy thông báo và cử người được."),
        done=_("%(name)s: các chi bộ đã cử người được."),
    )  # fmt: skip


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_open(request, pk):
    return _act(
        request, pk, OpenForm, classes.open_class, title=_("Khai giảng"), submit=_("Ghi khai giảng"),
        note=_("Từ lúc này lớp đang học: ghi buổi học, điểm danh. Người còn chờ vẫn được xếp khi có chỗ trống."),
        done=_("%(name)s đã khai giảng."), initial=lambda held: {"on": min(held.opens_on, timezone.localdate())},
    )  # fmt: skip


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_cancel(request, pk):
    return _act(
        request, pk, CancelForm, classes.cancel_class, title=_("Không mở lớp"), submit=_("Ghi là không mở lớp"),
        note=_("Mọi người trong danh sách được rút tên, kèm lý do này, và có thể được cử học lớp khác."),
        done=_("Đã ghi: %(name)s không mở."),
    )  # fmt: skip


def _act(request, pk, form_class, function, *, title, submit, done, note="", wide=False, initial=None):
    """One act on a class: its form, the domain function, and back to the page of the class."""
    held = fetch(TrainingClass.objects.select_related("organisation"), request.user, Action.MANAGE_CLASS, pk=pk)
    first = {"version": held.version, **(initial(held) if initial else {})}
    if form_class is AmendForm:
        form = AmendForm(request.POST or None, training_class=held)
    else:
        form = form_class(request.POST or None, initial=first)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            held = function(by=request.user, training_class=held, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, done % {"name": held.name})
            return redirect("candidates:class.detail", held.pk)
    context = {
        "training_class": held,
        "act_title": title,
        "submit_label": submit,
        "note": note,
        "form_part": "parts/form_grid.html" if wide else "parts/form.html",
    }
    return answer(request, "candidates/class_act.html", form, context, refused)
