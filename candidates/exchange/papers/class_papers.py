"""From a class to the values of its papers, and the papers themselves."""

from collections.abc import Iterable
from datetime import date

from candidates.domain.class_results import number_text, shares_of
from candidates.domain.dossier import chains_of
from candidates.domain.learning import learners_of
from candidates.domain.printed import note_printed
from candidates.exchange.papers.context import Act, Learner, PaperContext, RollPage
from candidates.exchange.papers.declarations import PAPERS, Missing, Paper, missing
from candidates.exchange.papers.fill_acts import above
from candidates.exchange.papers.names import committee, organisation, place_of
from candidates.exchange.papers.printing import Printer
from candidates.exchange.papers.words import day_in_words, number_in_words
from candidates.models import (
    Attendance,
    AttendanceMark,
    ClassKind,
    ClassState,
    Enrolment,
    EnrolmentState,
    TrainingClass,
)
from membership.base.dates import format_date
from membership.models import Action

PER_PAGE = 10
_SIGNS = {AttendanceMark.PRESENT: "x", AttendanceMark.EXCUSED: "P", AttendanceMark.ABSENT: "v"}
_OWN = {"GCN-NT": ClassKind.AWARENESS, "GCN-ĐVM": ClassKind.NEW_MEMBER}
_AFTER_CLOSING = ("QĐ-KQ", *_OWN)


def papers_of(training_class: TrainingClass) -> list[Paper]:
    """What can be printed of a class as it stands: the decision and certificates once it is closed."""
    closed = training_class.state == ClassState.CLOSED
    return [
        paper for paper in PAPERS
        if paper.of_class
        and (closed or paper.code not in _AFTER_CLOSING)
        and _OWN.get(paper.code, training_class.kind) == training_class.kind
    ]  # fmt: skip


def print_class(training_class: TrainingClass, paper: Paper, *, by, on: date) -> tuple[bytes, list[Missing]]:
    """One paper of a class, or what it lacks; who is named in it is recorded as printed."""
    learners = list(learners_of(training_class))
    context = class_context(training_class, learners, by=by, on=on)
    if lacking := missing(paper, context):
        return b"", lacking
    content = Printer([paper]).content(paper, context)
    named = [row for row in learners if row.state == EnrolmentState.PASSED or paper.code not in _AFTER_CLOSING]
    note_printed(by=by, papers=[(row.candidate, [paper.code]) for row in named], many=True)
    return content, []


def class_context(training_class: TrainingClass, learners: Iterable[Enrolment], *, by, on: date) -> PaperContext:
    """The values of the papers of a class. `by`: whose right to read details decides what is filled in of a person."""
    learners = list(learners)
    chain = chains_of([training_class.organisation_path])[training_class.organisation_path]
    holder = chain.branch
    shares = shares_of(training_class, learners)
    reach = by.reach(Action.VIEW_PERSON_DETAILS) if by is not None else None
    lines = {
        row.pk: _line(number, row, shares[row.pk], reach is None or reach.covers(row.organisation_path))
        for number, row in enumerate(learners, start=1)
    }
    passed = [row for row in learners if row.state == EnrolmentState.PASSED]
    return PaperContext(
        authority=committee(holder),
        authority_parent=above(chain, holder),
        base_organisation=organisation(holder),
        place=place_of(chain, holder),
        today=day_in_words(on),
        class_name=training_class.name,
        class_code=training_class.code,
        class_kind=_lowered(training_class.get_kind_display()),
        class_from=format_date(training_class.opens_on),
        class_to=format_date(training_class.closes_on),
        training_centre=training_class.organiser or committee(holder),
        class_result=Act(
            number=training_class.result_number,
            day=format_date(training_class.result_date),
            day_in_words=day_in_words(training_class.result_date),
        ),
        learners=tuple(lines.values()),
        passed=tuple(
            Learner(**{**vars(lines[row.pk]), "position": str(number)}) for number, row in enumerate(passed, start=1)
        ),
        roll_pages=_roll_pages(training_class, learners, lines),
        learners_count=str(len(learners)),
        passed_count=str(len(passed)),
        passed_count_in_words=number_in_words(len(passed)),
    )


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _line(number: int, row: Enrolment, share, details: bool) -> Learner:
    """Who may not read the details of a person gets the birth year, and no home."""
    person = row.candidate
    year = str(person.born_on.year) if person.born_on else ""
    results = {EnrolmentState.PASSED: "hoàn thành", EnrolmentState.FAILED: "không hoàn thành"}
    return Learner(
        position=str(number),
        name=person.full_name,
        born_on=format_date(person.born_on, person.born_precision) if details else year,
        hometown=person.hometown if details else "",
        residence=person.residence if details else "",
        position_held=row.role or (person.position if details else ""),
        branch=row.organisation.name,
        attended=f"{share.present}/{share.called}" if share.called else "",
        essay=number_text(row.essay) if row.essay is not None else "",
        grade=row.get_grade_display() if row.grade else "",
        result=results.get(row.state, ""),
        reason=row.reason if row.state == EnrolmentState.FAILED else "",
        certificate=row.certificate_number,
        certificate_day=format_date(row.certificate_date),
        certificate_in_words=day_in_words(row.certificate_date),
        certificate_until=format_date(row.certificate_until),
    )


def _roll_pages(training_class: TrainingClass, learners: list[Enrolment], lines: dict[int, Learner]):
    """Ten meetings a page; a class without meetings gets one page to be filled by hand."""
    meetings = list(training_class.sessions.filter(withdrawn_at=None))
    marks = {
        (each.session_id, each.enrolment_id): _SIGNS[each.mark]
        for each in Attendance.objects.filter(session__in=meetings)
    }
    pages = []
    for first in range(0, max(len(meetings), 1), PER_PAGE):
        of_page = meetings[first : first + PER_PAGE]
        columns = {f"b{number}": meeting for number, meeting in enumerate(of_page, start=1)}
        rows = tuple(
            Learner(**{**vars(lines[row.pk]), **{
                name: marks.get((meeting.pk, row.pk), "") for name, meeting in columns.items()}})
            for row in learners
        )  # fmt: skip
        days = {name: format_date(meeting.on)[:5] for name, meeting in columns.items()}
        pages.append(RollPage(**days, learners=rows))
    return tuple(pages) if learners else ()
