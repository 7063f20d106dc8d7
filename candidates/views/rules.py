"""The rules in force on a day, to read and to print: what is done, by whom, until when, by which paragraph."""

from itertools import groupby

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from candidates.forms.rules import RulesDayForm
from candidates.procedure import BY_CODE
from candidates.procedure.schema import Deadline, Procedure, Waiting
from candidates.procedure.texts import PROCEDURES, NoRulesKnown, procedure_on
from membership.catalogues.holidays import YEARS
from membership.models import Action
from membership.views.access import requires

WEEKDAYS = (
    gettext_lazy("thứ Hai"),
    gettext_lazy("thứ Ba"),
    gettext_lazy("thứ Tư"),
    gettext_lazy("thứ Năm"),
    gettext_lazy("thứ Sáu"),
    gettext_lazy("thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)


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
        "holidays": [{"row": row, "weekday": WEEKDAYS[row.day.weekday()]} for row in YEARS.get(day.year, ())],
    }
    if procedure is not None:
        rows = list(procedure.declarations())
        context |= {
            "steps": steps_of(procedure),
            "conditions": conditions_of(procedure),
            "authorities": [(row, procedure.vote(row.vote) if row.vote else None) for row in procedure.authorities],
            "settings": procedure.settings,
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
    """What must be so, under the task that it stands in the way of."""
    return [
        {"label": procedure.task(code).label, "rows": list(rows)}
        for code, rows in groupby(procedure.conditions, key=lambda row: row.task)
    ]


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
