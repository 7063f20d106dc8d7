"""Who is who: when a row of a list is somebody on record, and when only a person can tell."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from membership.base.bulk import chunks
from membership.base.dates import format_date
from membership.domain.effects import Effect, RowQuestion
from membership.domain.places import Place
from membership.models import Precision

CHUNK = 2000
# (organisation, sort key, folded name, born on, precision). The sort key tells Ánh from Anh and knows hòa for hoà; the
# folded name tells what stands in brackets: "Nguyễn Văn An (A)" and "Nguyễn Văn An (B)" are two persons of one branch.
Identity = tuple[int, str, str, date | None, str]
_IDENTITY_FIELDS = ("organisation_id", "sort_key", "folded_name", "born_on", "born_precision")


@dataclass(slots=True)
class Person:
    """A row of a list that may be written: cleaned, in its place."""

    row: Any
    place: Place
    full_name: str
    sort_key: str
    folded_name: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def born_on(self) -> date | None:
        return self.values.get("born_on")

    @property
    def born_precision(self) -> str:
        return self.values.get("born_precision", Precision.DAY.value)

    @property
    def identity(self) -> Identity:
        """Same organisation, same name (case and the place of the tone mark aside), same birth date: one person."""
        return (self.place.id, self.sort_key, self.folded_name, self.born_on, self.born_precision)

    def named(self) -> dict[str, Any]:
        return {
            "full_name": self.full_name,
            "folded_name": self.folded_name,
            "sort_key": self.sort_key,
            "organisation_id": self.place.id,
            "organisation_path": self.place.path,
        }


def identity_of(record) -> Identity:
    return tuple(getattr(record, name) for name in _IDENTITY_FIELDS)


def is_taken(record, identity: Identity) -> bool:
    """Whether somebody else on record has this identity."""
    same = type(record)._base_manager.filter(**dict(zip(_IDENTITY_FIELDS, identity, strict=True)))
    if hasattr(record, "candidate_id"):  # of an admission every earlier version is the same person
        return same.exclude(candidate_id=record.candidate_id).exists()
    return same.exclude(pk=record.pk).exists()


def birth_text(person) -> str:
    """dd/mm/yyyy, mm/yyyy or yyyy: never more than is known."""
    return format_date(person.born_on, person.born_precision)


def on_record(model, people: Sequence[Person], *, lock: bool, **conditions) -> dict[Identity, list]:
    """Rows of `model` that may be one of these people: same organisation, same name, same birth. Latest first."""
    found: dict[Identity, list] = defaultdict(list)
    for chunk in chunks(people, CHUNK):
        born = Q(born_on__in={person.born_on for person in chunk if person.born_on is not None})
        if any(person.born_on is None for person in chunk):
            born |= Q(born_on=None)
        query = model._base_manager.filter(
            born,
            organisation_id__in={person.place.id for person in chunk},
            folded_name__in={person.folded_name for person in chunk},
            **conditions,
        ).order_by("-pk")
        for record in query.select_for_update(of=("self",)) if lock else query:
            found[identity_of(record)].append(record)
    return found


class Twins:
    """Doubts within one list: two rows that may be one person, though the records would keep them apart."""

    def __init__(self, effect: Effect):
        self.effect = effect
        self._met: dict[tuple, Person] = {}

    def meet(self, person: Person) -> None:
        if person.born_on is None:
            return
        twin = self._met.setdefault((person.folded_name, person.born_on, person.born_precision), person)
        if twin is person:
            return
        if twin.place.id != person.place.id and twin.sort_key == person.sort_key:
            message = _("Cùng họ tên và ngày sinh với dòng %(row)d nhưng ở tổ chức khác: một người hay hai người?")
        elif twin.place.id == person.place.id:
            message = _("Chỉ khác dấu với họ tên ở dòng %(row)d, cùng ngày sinh: một người hay hai người?")
        else:
            return
        _ask(self.effect, person, message % {"row": twin.row.row})


def ask_about_namesakes(model, people: Sequence[Person], own: Iterable[int], *, by, effect: Effect) -> None:
    """Somebody on record, as far as one may see, who may be the same person without being it by identity: a doubt.

    Same name and birth date in another organisation; in the same one, a name that differs in its marks only, or a
    birth date of which the other knows just the year or month.
    """
    own = set(own)
    asked = {(question.row, question.field) for question in effect.questions}
    for chunk in chunks([person for person in people if person.born_on is not None], CHUNK):
        query = model.objects.all() if by is None else model.objects.visible_to(by)
        query = query.filter(
            Q(born_on__in={person.born_on for person in chunk})
            | Q(organisation_id__in={person.place.id for person in chunk}),
            folded_name__in={person.folded_name for person in chunk},
        )
        alike: dict[str, list] = defaultdict(list)
        columns = ("pk", "folded_name", "sort_key", "full_name", "born_on", "born_precision", "organisation_id")
        for pk, folded, *rest in query.values_list(*columns, "organisation__name"):
            if pk not in own:
                alike[folded].append(rest)
        for person in chunk:
            if (person.row.row, "full_name") in asked:
                continue
            for other in alike.get(person.folded_name, ()):
                message = _doubt(person, *other)
                if message:
                    _ask(effect, person, message)
                    break


def _doubt(person: Person, sort_key, full_name, born_on, precision, organisation_id, organisation_name) -> str:
    same_name, same_place = sort_key == person.sort_key, organisation_id == person.place.id
    same_birth = (born_on, precision) == (person.born_on, person.born_precision)
    words = {"name": person.full_name, "born": birth_text(person), "other": full_name, "where": organisation_name}
    if same_name and same_birth and not same_place:
        return _("%(name)s, sinh %(born)s, đã có ở %(where)s. Nếu là một người, hãy ghi việc chuyển đi ở đó.") % words
    if same_place and same_birth and not same_name:
        return _("Trên sổ đã có %(other)s cùng ngày sinh, chỉ khác dấu: một người hay hai người?") % words
    if same_place and same_name and precision != person.born_precision and _may_be(born_on, precision, person):
        words["born"] = format_date(born_on, precision)
        return _("Trên sổ đã có %(other)s sinh %(born)s: một người hay hai người?") % words
    return ""


def _may_be(born_on: date | None, precision: str, person: Person) -> bool:
    """Whether the less exact of two birth dates allows the other."""
    if born_on is None or born_on.year != person.born_on.year:
        return False
    return Precision.YEAR in (precision, person.born_precision) or born_on.month == person.born_on.month


def _ask(effect: Effect, person: Person, message: str) -> None:
    effect.questions.append(RowQuestion(person.row.row, "full_name", message))
