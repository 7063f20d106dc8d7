"""Who learns: a branch puts people forward, the base committee answers, whoever holds the class gives seats."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.domain import enrolments
from candidates.domain.class_work import eligible, takes_names, to_answer
from candidates.domain.enrolment_checks import Doubtful
from candidates.forms.training import AnswerForm, ChosenForm, ReasonForm
from candidates.models import Candidate, Enrolment, EnrolmentState, TrainingClass
from membership.base.text import fold
from membership.domain.errors import Refused
from membership.domain.lookup import with_words
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.people import answer

MOST_SHOWN = 300


def _seen(request, pk) -> TrainingClass:
    """A class whose holder stands above is seen from below, but only by those who have people to send."""
    user = request.user
    found = fetch(TrainingClass.objects.select_related("organisation"), user, pk=pk)
    if not user.may(Action.EDIT_PERSON) and not user.subtrees().covers(found.organisation_path):
        raise Http404
    return found


# --- putting people into a class -------------------------------------------------------------------------------------
@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def class_nominate(request, pk):
    """A branch's list of its people who need the class, one tick each; made for a phone."""
    training_class = _seen(request, pk)
    people = Candidate.objects.visible_to(request.user, Action.EDIT_PERSON)
    return _choose(
        request, training_class, people, enrolments.nominate_learners,
        title=_("Cử người đi học"), day_label=_("Ngày chi bộ cử"), submit=_("Cử những người đã chọn"),
        open_now=takes_names(training_class, timezone.localdate()),
    )  # fmt: skip


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_enrol(request, pk):
    """Whoever holds the class chooses people directly."""
    held = fetch(TrainingClass.objects.select_related("organisation"), request.user, Action.MANAGE_CLASS, pk=pk)
    return _choose(
        request, held, Candidate.objects.visible_to(request.user), enrolments.enrol_learners,
        title=_("Thêm học viên"), day_label=_("Ngày ghi tên"), submit=_("Xếp những người đã chọn vào lớp"),
        open_now=held.state in enrolments.ALIVE,
    )  # fmt: skip


def _choose(request, training_class, people, function, *, title, day_label, submit, open_now):
    today = timezone.localdate()
    everybody = request.GET.get("tat-ca") == "1"
    searched = request.GET.get("tim", "")[:80]
    offered = eligible(people, training_class, today, everybody=everybody)
    found = with_words(offered, fold(searched).split()[:6]).select_related("organisation__parent")
    form = ChosenForm(request.POST or None)
    form.fields["on"].label = day_label
    refused, doubtful = None, False
    details = request.user.reach(Action.VIEW_PERSON_DETAILS)
    if request.method == "POST" and form.is_valid():
        chosen = list(eligible(people, training_class, today, everybody=True).filter(pk__in=form.chosen))
        try:
            written = function(
                by=request.user,
                on=form.cleaned_data["on"],
                training_class=training_class,
                people=sorted(chosen, key=lambda person: form.chosen.index(person.pk)),
                roles={
                    person.pk: person.position[:160] for person in chosen if details.covers(person.organisation_path)
                },
                confirmed=form.cleaned_data["confirmed"],
            )
        except Refused as refusal:
            refused, doubtful = refusal, isinstance(refusal, Doubtful)
            form.refuse(refusal)
        else:
            messages.success(request, _told(written))
            return redirect("candidates:class.detail", training_class.pk)
    rows = list(found.order_by("organisation_path", "sort_key", "pk")[: MOST_SHOWN + 1])
    ticked = set(form.chosen)
    missing = ticked - {row.pk for row in rows}
    if missing:
        rows = [*offered.model.objects.visible_to(request.user).filter(pk__in=missing)
                .select_related("organisation__parent"), *rows]  # fmt: skip
    for row in rows:
        row.told = row.position if details.covers(row.organisation_path) else ""
    context = {
        "training_class": training_class,
        "title": title,
        "submit_label": submit,
        "open_now": open_now,
        "rows": rows[:MOST_SHOWN],
        "more": len(rows) > MOST_SHOWN,
        "searched": searched,
        "everybody": everybody,
        "ticked": ticked,
        "doubtful": doubtful or (form.is_bound and form.data.get("confirmed")),
        "sent": _own(request, training_class),
    }
    return answer(request, "candidates/class_choose.html", form, context, refused)


def _own(request, training_class) -> list[Enrolment]:
    """Those of the reader's own people who are in the list already, with what became of it."""
    rows = Enrolment.objects.visible_to(request.user).filter(training_class=training_class)
    return list(rows.select_related("candidate", "organisation").order_by("-pk")[:60])


def _told(written) -> str:
    if isinstance(written, list):
        return _("Đã cử %(n)d người.") % {"n": len(written)}
    if written.waiting:
        words = {"n": len(written.accepted), "w": len(written.waiting)}
        return _("Đã xếp %(n)d người; hết chỗ nên %(w)d người vào danh sách chờ.") % words
    return _("Đã xếp %(n)d người vào lớp.") % {"n": len(written.accepted)}


# --- answering -------------------------------------------------------------------------------------------------------
@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def class_confirm(request, pk):
    """The base committee answers its branches, many at once."""
    training_class = _seen(request, pk)
    rows = to_answer(
        Enrolment.objects.visible_to(request.user, Action.EDIT_PERSON).filter(training_class=training_class),
        request.user,
        timezone.localdate(),
    )
    return _answer(
        request, training_class, rows,
        title=_("Trả lời chi bộ cử người"), yes=_("Đồng ý những người đã chọn"), no=_("Không đồng ý"),
        nobody=_("Không có ai chờ đảng ủy cơ sở trả lời."),
        agree=lambda chosen, on: enrolments.confirm_learners(by=request.user, on=on, learners=chosen),
    )  # fmt: skip


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_accept(request, pk):
    """Whoever holds the class gives the seats, in the order of the list."""
    held = fetch(TrainingClass.objects.select_related("organisation"), request.user, Action.MANAGE_CLASS, pk=pk)
    confirmed = Enrolment.objects.visible_to(request.user, Action.MANAGE_CLASS).filter(
        training_class=held, state=EnrolmentState.CONFIRMED
    )
    rows = list(
        confirmed.select_related("candidate", "organisation__parent").order_by("confirmed_on", "nominated_on", "pk")
    )
    return _answer(
        request, held, rows,
        title=_("Xếp học viên"), seating=True, yes=_("Xếp những người đã chọn vào lớp"), no=_("Không nhận"),
        nobody=_("Không còn ai chờ xếp lớp."),
        agree=lambda chosen, on: enrolments.accept_learners(by=request.user, training_class=held, learners=chosen),
    )  # fmt: skip


def _answer(request, training_class, rows, *, title, yes, no, nobody, agree, seating=False):
    form = AnswerForm(request.POST or None)
    form.fields["on"].label = _("Ngày trả lời")
    refused = None
    if request.method == "POST" and form.is_valid():
        wanted, on = form.chosen, form.cleaned_data["on"]
        # By number, not out of the rows shown: somebody who was answered meanwhile is told so, not passed over.
        found = {row.pk: row for row in Enrolment.objects.visible_to(request.user).filter(
            training_class=training_class, pk__in=wanted)}  # fmt: skip
        chosen = [found[key] for key in wanted if key in found]
        try:
            if form.cleaned_data["act"] == AnswerForm.NO:
                done = enrolments.refuse_learners(
                    by=request.user, on=on, learners=chosen, reason=form.cleaned_data["reason"]
                )
                told = _("Đã ghi không đồng ý %(n)d người.") % {"n": len(done)}
            else:
                done = agree(chosen, on)
                told = _("Đã đồng ý %(n)d người.") % {"n": len(done)} if isinstance(done, list) else _told(done)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, told)
            return redirect("candidates:class.detail", training_class.pk)
    context = {
        "training_class": training_class,
        "title": title,
        "yes": yes,
        "no": no,
        "nobody": nobody,
        "rows": rows[:MOST_SHOWN],
        "more": len(rows) > MOST_SHOWN,
        "ticked": set(form.chosen) if form.is_bound else {row.pk for row in rows},
        "seating": seating,
        "free": training_class.seats - training_class.taken,
    }
    return answer(request, "candidates/class_answer.html", form, context, refused)


# --- leaving ---------------------------------------------------------------------------------------------------------
@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_withdraw(request, pk):
    """The branch takes a name back."""
    return _withdraw(request, pk, Action.EDIT_PERSON)


@requires(Action.MANAGE_CLASS)
@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_release(request, pk):
    """Whoever holds the class takes a name out."""
    return _withdraw(request, pk, Action.MANAGE_CLASS)


def _withdraw(request, pk, action):
    enrolment = fetch(
        Enrolment.objects.select_related("training_class__organisation", "candidate", "organisation__parent"),
        request.user,
        action,
        pk=pk,
    )
    form = ReasonForm(request.POST or None, initial={"version": enrolment.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            enrolments.withdraw_learner(by=request.user, enrolment=enrolment, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã rút tên %(name)s.") % {"name": enrolment.candidate.full_name})
            return redirect("candidates:class.detail", enrolment.training_class_id)
    return answer(request, "candidates/class_withdraw.html", form, {"enrolment": enrolment}, refused)
