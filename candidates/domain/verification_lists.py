"""Which letters wait too long: by the number of days that the nearest committee above set, in one query."""

from datetime import date, timedelta

from django.db.models import Case, DateField, F, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from candidates.models import LocalRule, Verification, VerificationResult
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.base import paths
from membership.models import within

REPLY_DAYS = "reply_days"
USUAL_DAYS = 30  # where no text known here is in force


def letters(user, action: str | None = None) -> QuerySet:
    """What a person may see (or do `action` with) of those to be verified, with the place as it is asked today."""
    rows = with_reminder_day(Verification.objects.visible_to(user, action).current())
    rows = rows.exclude(result=VerificationResult.NOT_NEEDED)
    return rows.annotate(place_shown=Case(When(place_now="", then=F("place")), default=F("place_now")))


def usual_reply_days(on: date) -> int:
    """After how many days without an answer a place is reminded, where no committee set anything else."""
    try:
        return int(procedure_on(on).setting_values()[REPLY_DAYS])
    except (NoRulesKnown, KeyError, TypeError):
        return USUAL_DAYS


def with_reminder_day(queryset: QuerySet, on: date | None = None) -> QuerySet:
    """Each letter with `asked_on` (sent, or reminded last) and `remind_before`: asked before that day, it is overdue.

    The same as LocalRules.on(day)["reply_days"] of each branch: the nearest committee decides, its latest rule first.
    """
    on = on or timezone.localdate()
    rules: dict[str, int] = {}
    found = LocalRule.objects.current().filter(code=REPLY_DAYS, in_force_from__lte=on)
    for path, value in found.order_by("in_force_from", "pk").values_list("organisation_path", "value"):
        if isinstance(value, int):
            rules[path] = value
    cases = [
        When(within(path, "candidate__organisation_path"), then=_day(on, rules[path]))
        for path in sorted(rules, key=paths.depth, reverse=True)
    ]
    return queryset.annotate(
        asked_on=Coalesce("reminded_on", "sent_on"),
        remind_before=Case(*cases, default=_day(on, usual_reply_days(on)), output_field=DateField()),
    )


def overdue(queryset: QuerySet, on: date | None = None) -> QuerySet:
    """Sent, not answered, and to be reminded (again)."""
    waiting = with_reminder_day(queryset.filter(result="", withdrawn_at=None, sent_on__isnull=False), on)
    return waiting.filter(asked_on__lt=F("remind_before"))


def _day(on: date, days: int) -> Value:
    return Value(on - timedelta(days=days), output_field=DateField())
