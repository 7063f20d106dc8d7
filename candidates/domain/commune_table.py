"""Bringing in the office's table of old and new communes: tried first, then written, as often as one likes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.domain.place_names import marked_key, name_key, split_kind
from candidates.models import CommuneChange
from membership.base.bulk import chunks
from membership.base.speech import quote
from membership.base.text import fold, normalise
from membership.domain.activity import record
from membership.domain.effects import Effect, RowError, RowQuestion
from membership.domain.errors import Refused
from membership.models import Action

NAMES = ("old_name", "old_district", "old_province", "new_name", "new_province")
_LENGTHS = {name: CommuneChange._meta.get_field(name).max_length for name in (*NAMES, "note")}
_TOLD = ("old_kind", "old_key", "district_key", "province_key", "new_key", "new_province_key", "partial", "note")
_NEEDED = {
    "old_name": gettext_lazy("Thiếu tên xã, phường, thị trấn cũ."),
    "new_name": gettext_lazy("Thiếu tên xã, phường mới."),
    "new_province": gettext_lazy("Thiếu tên tỉnh, thành phố mới."),
}


@dataclass(frozen=True)
class CommuneRow:
    """One line of a table. `row`: its number in the file. An old district that became one unit stands in `old_name`."""

    row: int
    old_name: str
    new_name: str
    new_province: str
    old_district: str = ""
    old_province: str = ""
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in NAMES)


@dataclass
class TableEffect(Effect):
    """`withdrawn`: lines on record about the same old communes that this table does not hold. `divided`: communes
    that went to several places."""

    withdrawn: int = 0
    divided: int = 0


def record_communes(rows: Iterable[CommuneRow], *, by, apply: bool, document: str = "") -> TableEffect:
    """Put a table on record, or (`apply` False) say what that would do. `document`: what the table was issued with.

    What a table says of an old commune is all there is to say of it: lines on record that it leaves out are withdrawn.
    Communes that it does not mention stay as they are. With errors nothing is written.
    """
    if by is not None and not by.may(Action.MANAGE_CATALOGUES):
        raise Refused(_("Đồng chí không có quyền quản lý danh mục."))
    document = normalise(document)
    if len(document) > (most := CommuneChange._meta.get_field("document").max_length):
        raise Refused(_("Văn bản làm căn cứ dài quá %(n)d chữ.") % {"n": most}, field="document")
    with transaction.atomic():
        plan = _Plan(_clean(rows), document, by)
        if apply and not plan.effect.errors:
            plan.write()
            plan.effect.applied = True
            record(
                "communes.recorded", by=by, label=document or str(_("Bảng xã cũ, xã mới")), create=plan.effect.create,
                update=plan.effect.update, unchanged=plan.effect.unchanged, withdrawn=plan.effect.withdrawn,
            )  # fmt: skip
    return plan.effect


def is_partial(note: str) -> bool:
    """“Nhập một phần …”, “Phần còn lại …”: the old commune went to several places."""
    words = fold(note)
    return "mot phan" in words or "phan con lai" in words


def _clean(rows: Iterable[CommuneRow]) -> list[CommuneRow]:
    return [
        CommuneRow(each.row, note=normalise(each.note), **{name: normalise(getattr(each, name)) for name in NAMES})
        for each in rows
    ]


class _Plan:
    """What of a table is new, changed or gone, compared with what is on record."""

    def __init__(self, rows: list[CommuneRow], document: str, by):
        self.effect = TableEffect()
        self.now, self.by, self.document = timezone.now(), by, document
        self.created: list[CommuneChange] = []
        self.changed: list[CommuneChange] = []
        self.gone: list[int] = []
        self._check(rows)
        known = {tuple(getattr(row, name) for name in NAMES): row for row in CommuneChange.objects.all()}
        said: dict[tuple, CommuneChange] = {}
        for row in rows:
            if row.names in said:
                self.effect.unchanged += 1
                continue
            said[row.names] = self._take(row, known.get(row.names))
        self._leave_out(said, known)
        self._ask(rows)

    def _check(self, rows: list[CommuneRow]) -> None:
        for row in rows:
            for name, message in _NEEDED.items():
                if not getattr(row, name):
                    self.effect.errors.append(RowError(row.row, name, str(message)))
            for name, most in _LENGTHS.items():
                if len(text := getattr(row, name)) > most:
                    message = _("%(found)s dài quá %(n)d chữ.") % {"found": quote(text), "n": most}
                    self.effect.errors.append(RowError(row.row, name, message, text))

    def _take(self, row: CommuneRow, known: CommuneChange | None) -> CommuneChange:
        kind, old = split_kind(row.old_name)
        told = {
            "old_kind": kind,
            "old_key": name_key(old),
            "district_key": name_key(split_kind(row.old_district)[1]),
            "province_key": name_key(split_kind(row.old_province)[1]),
            "new_key": name_key(split_kind(row.new_name)[1]),
            "new_province_key": name_key(split_kind(row.new_province)[1]),
            "partial": is_partial(row.note),
            "note": row.note,
        }
        if known is None:
            line = CommuneChange(**dict(zip(NAMES, row.names, strict=True)), **told)
            self._stamp(line)
            self.created.append(line)
            self.effect.create += 1
            return line
        same = all(getattr(known, name) == value for name, value in told.items())
        if same and known.withdrawn_at is None and known.document == self.document:
            self.effect.unchanged += 1
            return known
        for name, value in told.items():
            setattr(known, name, value)
        known.withdrawn_at = None
        self._stamp(known)
        self.changed.append(known)
        self.effect.update += 1
        return known

    def _stamp(self, line: CommuneChange) -> None:
        line.document, line.recorded_at, line.recorded_by = self.document, self.now, self.by

    def _leave_out(self, said: dict[tuple, CommuneChange], known: dict[tuple, CommuneChange]) -> None:
        mentioned = {_unit(line) for line in said.values()}
        for names, line in known.items():
            if names not in said and line.withdrawn_at is None and _unit(line) in mentioned:
                self.gone.append(line.pk)
        self.effect.withdrawn = len(self.gone)

    def _ask(self, rows: list[CommuneRow]) -> None:
        """A commune said to have gone wholly into one place, and into another too."""
        places: dict[tuple, dict[tuple, CommuneRow]] = {}
        for row in rows:
            unit = (row.old_name.casefold(), row.old_district.casefold(), row.old_province.casefold())
            places.setdefault(unit, {}).setdefault((row.new_name, row.new_province), row)
        for found in places.values():
            self.effect.divided += len(found) > 1
            if len(found) < 2:
                continue
            for row in found.values():
                if not is_partial(row.note):
                    others = "; ".join(name for name, _province in found if name != row.new_name)
                    words = {"old": row.old_name, "new": row.new_name, "others": others}
                    message = _("%(old)s ghi nhập toàn bộ vào %(new)s, nhưng bảng còn ghi vào %(others)s.") % words
                    self.effect.questions.append(RowQuestion(row.row, "note", message))

    def write(self) -> None:
        CommuneChange.objects.bulk_create(self.created, batch_size=1000)
        CommuneChange.objects.bulk_update(
            self.changed, [*_TOLD, "document", "recorded_at", "recorded_by", "withdrawn_at"], batch_size=500
        )
        for chunk in chunks(self.gone, 2000):
            CommuneChange.objects.filter(pk__in=chunk).update(withdrawn_at=self.now)


def _unit(line: CommuneChange) -> tuple[str, ...]:
    """Which old commune a line is about, however its names are written."""
    return (line.old_kind, marked_key(split_kind(line.old_name)[1]), line.district_key, line.province_key)
