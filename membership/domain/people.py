"""What lists of people have in common: which rows cannot be written, and what a row changes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.bulk import insert
from membership.base.dates import format_date, months_between
from membership.base.text import fold, name_sort_key, normalise
from membership.domain.charter import ADULT_MONTHS
from membership.domain.effects import Effect, OrganisationRef, PersonRow, Progress, RowError
from membership.domain.errors import Refused
from membership.domain.identity import Identity, Person, Twins, birth_text, identity_of, is_taken
from membership.domain.places import read_places
from membership.models import ATTRIBUTE_NAMES, Activity, Attributes, Organisation, Precision

CHUNK = 2000
# What only holders of Action.VIEW_PERSON_DETAILS may read; logs name these, but never hold their values.
SENSITIVE = frozenset({"ethnic_group", "religion", "foreign_spouse", "population_policy_breach"})
_LENGTHS = {f.name: f.max_length for f in Attributes._meta.local_fields if f.get_internal_type() == "CharField"}
_NAME_LENGTH = 120

Say = Callable[[str, str, Any], None]


def reference(organisation: Organisation) -> OrganisationRef:
    """An organisation as the rows of a list carry it."""
    return OrganisationRef(
        organisation.pk,
        organisation.path,
        organisation.code,
        organisation.name,
        organisation.valid_from,
        organisation.valid_to,
        organisation.type_code,
    )


def refusal(errors: Iterable[RowError], names: dict[str, str] | None = None) -> Refused:
    """The errors of a one-row list as the answer to a form, field by field."""
    messages: dict[str, list[str]] = {}
    for error in errors:
        messages.setdefault((names or {}).get(error.field, error.field), []).append(error.message)
    return Refused(messages=messages)


def clean_values(attributes: dict[str, Any]) -> dict[str, Any]:
    """Attributes as they are stored: no surplus spaces, and a birth date always with its precision."""
    unknown = set(attributes) - set(ATTRIBUTE_NAMES)
    if unknown:
        raise ValueError(f"not attributes of a person: {sorted(unknown)}")
    values = {name: normalise(value) if isinstance(value, str) else value for name, value in attributes.items()}
    if values.get("born_on") is not None:
        values.setdefault("born_precision", Precision.DAY.value)
    else:
        values.pop("born_on", None)
        values.pop("born_precision", None)
    return values


# A catalogue's code and what the list wrote instead of an entry, or beside it.
_PAIRS = {name: f"{name}_text" for name in ATTRIBUTE_NAMES if f"{name}_text" in ATTRIBUTE_NAMES}


def said_values(values: dict[str, Any]) -> dict[str, Any]:
    """What a row says. A blank leaves what is on record, but for the pair of code and text: one half speaks for both,
    so that a job nobody knows puts the old code back to "chưa rõ", and an entry takes the old text away."""
    said = {name: value for name, value in values.items() if value not in (None, "")}
    for code, text in _PAIRS.items():
        if (code in said) != (text in said):
            other = text if code in said else code
            if other in values:
                said[other] = ""
    return said


def clean_people(
    rows: Sequence[PersonRow],
    *,
    by,
    lock: bool,
    effect: Effect,
    progress: Progress,
    rules: Callable[[Person, Say], None],
) -> list[Person]:
    """The rows that may be written; what is wrong with the others is added to `effect`, all of it at once."""
    today = timezone.localdate()
    places = read_places((row.organisation.id for row in rows), by=by, lock=lock)
    people: list[Person] = []
    first_row: dict[Identity, int] = {}
    twins = Twins(effect)
    errors = effect.errors
    for number, row in enumerate(rows):
        if number % CHUNK == 0:
            progress(number, len(rows), _("Kiểm tra từng dòng"))
        place = places[row.organisation.id]
        name = normalise(row.full_name)
        person = Person(row, place, name, name_sort_key(name), fold(name), clean_values(row.attributes))
        found = len(errors)

        def say(field: str, message: str, value: Any = None, row: int = row.row) -> None:
            errors.append(RowError(row, field, message, value))

        _check_person(person, today, say)
        rules(person, say)
        other = first_row.setdefault(person.identity, row.row)
        if other != row.row:
            message = _("Trùng với dòng %(row)d: cùng họ tên, ngày sinh và tổ chức đảng.")
            say("full_name", message % {"row": other}, name)
        if len(errors) > found:
            continue
        people.append(person)
        twins.meet(person)
    return people


def _check_person(person: Person, today: date, say: Say) -> None:
    name, place = person.full_name, person.place
    if not person.folded_name:
        say("full_name", _("Chưa ghi họ và tên."), name)
    elif len(name) > _NAME_LENGTH:
        say("full_name", _("Họ và tên dài quá %(limit)d chữ.") % {"limit": _NAME_LENGTH}, name)
    if not place.allowed:
        say("organisation", _("Đồng chí không có quyền ghi người của %(name)s.") % {"name": place.name}, place.name)
    if person.born_on is not None and person.born_on > today:
        say("born_on", _("Ngày sinh %(day)s ở sau ngày hôm nay.") % {"day": birth_text(person)}, person.born_on)
    for field_name, value in person.values.items():
        if isinstance(value, str) and len(value) > _LENGTHS.get(field_name, 10_000):
            say(field_name, _("Nội dung dài quá %(limit)d chữ.") % {"limit": _LENGTHS[field_name]}, value)


def check_day(say: Say, field_name: str, label: str, day: date | None, *, today: date, not_before=None) -> None:
    """Nothing in the future, nothing before what it follows: `not_before` is (day, its name)."""
    if day is None:
        return
    if day > today:
        say(field_name, _("%(label)s %(day)s ở sau ngày hôm nay.") % {"label": label, "day": format_date(day)}, day)
    elif not_before and not_before[0] is not None and day < not_before[0]:
        say(
            field_name,
            _("%(label)s %(day)s ở trước %(other)s %(before)s.")
            % {"label": label, "day": format_date(day), "other": not_before[1], "before": format_date(not_before[0])},
            day,
        )


def check_adult(say: Say, person: Person, day: date | None, label: str) -> None:
    """At least 18, counted to the month (charter.ADULT); a birth year counts from its first month."""
    if day is None or person.born_on is None:
        return
    words = {"born": birth_text(person), "label": label, "day": format_date(day)}
    if person.born_on >= day:
        say("born_on", _("Ngày sinh %(born)s không ở trước %(label)s %(day)s.") % words, person.born_on)
    elif months_between(person.born_on, day) < ADULT_MONTHS:
        say("born_on", _("Sinh %(born)s, đến %(label)s %(day)s chưa đủ 18 tuổi.") % words, person.born_on)


def differences(record, said: dict[str, Any]) -> dict[str, tuple]:
    """What is said that differs from what is on record: name -> (old, new)."""
    return {name: (getattr(record, name), value) for name, value in said.items() if getattr(record, name) != value}


def as_trace(changes: dict[str, tuple]) -> dict[str, Any]:
    """Changes as a log may keep them: plain values, and of sensitive ones only that they changed."""
    return {
        name: None if name in SENSITIVE else [_plain(old), _plain(new)]
        for name, (old, new) in changes.items()
        if name not in ("folded_name", "sort_key")
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def write_traces(action: str, changed: Iterable[tuple[Any, dict[str, tuple]]], *, by, batch=None) -> None:
    """One line of the log per person whose record a list changed, so that what was overwritten stays readable."""
    now = timezone.now()
    insert(
        Activity,
        [
            Activity(
                at=now,
                by=by,
                action=action,
                organisation_id=record.organisation_id,
                organisation_path=record.organisation_path,
                subject_type=record._meta.model_name,
                subject_id=str(record.pk),
                subject_label=record.full_name,
                data={"changes": as_trace(changes), "batch": str(batch.pk) if batch else None},
            )
            for record, changes in changed
        ],
    )


def check_amended(record, values: dict[str, Any]) -> dict[str, Any]:
    """What a form says of a person on record, cleaned; a blank is meant. Refused where it cannot be so."""
    name = normalise(values.get("full_name", record.full_name))
    said = {key: normalise(value) if isinstance(value, str) else value for key, value in values.items()}
    wrong: dict[str, list[str]] = {}
    if not fold(name):
        wrong["full_name"] = [_("Chưa ghi họ và tên.")]
    if "born_on" in said:
        said.setdefault("born_precision", Precision.DAY.value)
        if said["born_on"] is not None and said["born_on"] > timezone.localdate():
            wrong["born_on"] = [_("Ngày sinh ở sau ngày hôm nay.")]
    for key, value in said.items():
        limit = record._meta.get_field(key).max_length
        if isinstance(value, str) and limit and len(value) > limit:
            wrong.setdefault(key, []).append(_("Nội dung dài quá %(limit)d chữ.") % {"limit": limit})
    identity = (
        record.organisation_id,
        name_sort_key(name),
        fold(name),
        said.get("born_on", record.born_on),
        said.get("born_precision", record.born_precision),
    )
    if identity != identity_of(record) and is_taken(record, identity):
        wrong.setdefault("full_name", []).append(_("Tổ chức này đã có người cùng họ tên và ngày sinh."))
    if wrong:
        raise Refused(messages=wrong)
    if "full_name" in said:
        said |= {"full_name": name, "folded_name": fold(name), "sort_key": name_sort_key(name)}
    return said
