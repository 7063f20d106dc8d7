"""The rules in force on a day, to read and to print: what is done, by whom, until when, by which paragraph.

With what the committees on the way to the reader's own place set for themselves, and the days off as they are kept.
"""

from datetime import date
from itertools import groupby

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from candidates.domain.local_rules import DELEGATION, LocalRules, names_of, rules_for
from candidates.forms.rules import RulesDayForm
from candidates.models import LocalRule
from candidates.procedure import BY_CODE
from candidates.procedure.schema import Deadline, Procedure, Waiting
from candidates.procedure.texts import PROCEDURES, NoRulesKnown, procedure_on
from candidates.views.local_rules import default_of, words_of
from membership.domain.holidays import days_of, work_calendar
from membership.models import Action
from membership.views.access import requires


@requires(Action.VIEW_ORGANISATION)
@require_safe
def rules(request):
    today = timezone.localdate()
    form = RulesDayForm(request.GET if "ngay" in request.GET else None, initial={"ngay": today})
    day = form.cleaned_data["ngay"] if form.is_bound and form.is_valid() else today
    procedure, unknown = None, ""
    try:
        procedure = procedure_on(day)
    except NoRulesKnown as reason:
        unknown = str(reason)
    context = {
        "form": form,
        "day": day,
        "procedure": procedure,
        "unknown": unknown,
        "texts": [_text(each, procedure) for each in reversed(PROCEDURES)],
        "year": day.year,
        "holidays": [line for line in days_of(day.year) if not line.is_withdrawn],
        "year_known": day.year in work_calendar().years,
    }
    if procedure is not None:
        rows = list(procedure.declarations())
        context |= {
            "steps": steps_of(procedure),
            "conditions": conditions_of(procedure),
            "authorities": [(row, procedure.vote(row.vote) if row.vote else None) for row in procedure.authorities],
            "settings": settings_of(procedure, request.user, day),
            "thresholds": procedure.thresholds,
            "unverified": sum(not row.source.verified for row in rows),
            "declared": len(rows),
        }
    return render(request, "candidates/rules.html", context)


def _text(procedure: Procedure, chosen: Procedure | None) -> dict:
    return {"text": procedure.text, "changes": procedure.changes, "chosen": procedure is chosen}


def steps_of(procedure: Procedure) -> list[dict]:
    """The tasks under the step each belongs to, with their limits and papers."""
    return [
        {
            "label": BY_CODE[code].label if code else _("Tạo nguồn, giới thiệu"),
            "ends": bool(code) and BY_CODE[code].ends,
            "tasks": [_task(procedure, task) for task in tasks],
        }
        for code, tasks in groupby(procedure.tasks, key=lambda task: task.step)
    ]


def conditions_of(procedure: Procedure) -> list[dict]:
    """What must be so, under the task that it stands in the way of, in the order of the tasks."""
    order = {task.code: number for number, task in enumerate(procedure.tasks)}

    def place(row) -> int:
        return order[row.task]

    return [
        {"label": procedure.task(code).label, "rows": list(rows)}
        for code, rows in groupby(sorted(procedure.conditions, key=place), key=lambda row: row.task)
    ]


def settings_of(procedure: Procedure, user, day: date) -> list[dict]:
    """What is left to the committees, with what holds on the day where the reader has a role, and who set it."""
    held = rules_for({path for _role, path in user.current_assignments()})
    rows = {row.pk: row for rules in held.values() for row in in_force(rules, day)}
    wanted = {row.organisation_id for row in rows.values()}
    names = names_of(wanted)
    of_code: dict[str, list[dict]] = {}
    for row in rows.values():
        shown = {"row": row, "value": words_of(row), "place": names[row.organisation_id]}
        of_code.setdefault(row.code, []).append(shown)
    return [
        {"setting": each, "default": default_of(each), "rows": of_code.get(each.code, [])}
        for each in procedure.settings
    ]


def in_force(rules: LocalRules, day: date) -> list[LocalRule]:
    """Of each setting the rule of the nearest committee; of delegation each committee's own, as nobody inherits it."""
    held: dict[tuple, LocalRule] = {}
    for row in rules.rows:
        if row.in_force_from <= day:
            held[(row.code, row.organisation_id if row.code == DELEGATION else None)] = row
    return list(held.values())


def _task(procedure: Procedure, task) -> dict:
    limits = [
        {"row": row, "words": words(row)}
        for rows in (procedure.deadlines, procedure.waitings, procedure.validities, procedure.votes)
        for row in rows
        if row.task == task.code
    ]
    return {"task": task, "limits": limits, "forms": [form for form in procedure.forms if form.task == task.code]}


def words(row) -> str:
    """A limit as a sentence says it."""
    if isinstance(row, Deadline):
        told = _("trong %(length)s, kể từ %(since)s") % {"length": row.length, "since": row.since}
        more = _("; gia hạn tối đa %(length)s") % {"length": row.extension} if row.extension else ""
        return told + more
    if isinstance(row, Waiting):
        return _("ít nhất %(length)s") % {"length": row.length}
    if hasattr(row, "majority"):
        return f"{row.majority} {row.counted}"
    return _("có giá trị %(length)s") % {"length": row.length}
