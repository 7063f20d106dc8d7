"""What must hold before a residential unit may change, and what every act on one begins and ends with."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.base.text import fold, normalise
from membership.domain.errors import Refused, Stale
from membership.domain.places import read_places
from membership.models import Action, Organisation, ResidentialUnit, UnitName

LONGEST = {"name": 160, "kind": 40, "commune": 160, "commune_code": 16, "code": 32, "note": 300}
MOST_HOUSEHOLDS = 100_000


def hold(units: Sequence[ResidentialUnit], *, by, versions: Sequence[int] | None = None) -> list[ResidentialUnit]:
    """The units read anew, for us alone until the act is done; refused without the right, stale if changed."""
    read_places([unit.organisation_id for unit in units], by=None, lock=True)
    ids = [unit.pk for unit in units]
    rows = ResidentialUnit.objects.select_for_update(of=("self",)).select_related("organisation").order_by("pk")
    held = rows.in_bulk(ids)
    for unit in held.values():
        require_place(by, unit.organisation_path)
    if versions is not None and any(held[pk].version != version for pk, version in zip(ids, versions, strict=True)):
        raise Stale(_("Người khác vừa thay đổi đơn vị dân cư này. Hãy mở lại trang, xem thay đổi rồi làm lại."))
    return [held[pk] for pk in ids]


def require_place(by, path: str) -> None:
    if by is not None and not by.may(Action.MANAGE_UNIT, path):
        raise Refused(_("Đồng chí không có quyền quản lý thôn, bản, tổ dân phố ở nơi này."))


def require_open(unit: ResidentialUnit) -> None:
    if unit.valid_to is not None:
        told = {"name": unit.name, "day": format_date(unit.valid_to)}
        raise Refused(_("“%(name)s” đã kết thúc ngày %(day)s.") % told)


def text_problems(**texts: str) -> dict[str, list[str]]:
    """Lengths of what was typed, and what may not be empty: the name and the commune."""
    wrong: dict[str, list[str]] = {}
    for field, text in texts.items():
        if len(text) > LONGEST[field]:
            wrong[field] = [_("Dài quá %(longest)d ký tự.") % {"longest": LONGEST[field]}]
    if texts.get("name") == "":
        wrong["name"] = [_("Cần ghi tên thôn, bản, tổ dân phố.")]
    if texts.get("commune") == "":
        wrong["commune"] = [_("Cần ghi xã, phường nơi có thôn, bản, tổ dân phố này.")]
    return wrong


def day_problems(on: date | None, unit: ResidentialUnit | None = None, *, field: str = "on") -> dict[str, list[str]]:
    if on is None:
        return {field: [_("Cần ghi ngày.")]}
    if on > timezone.localdate():
        return {field: [_("Ngày này ở sau ngày hôm nay.")]}
    if unit is not None and unit.valid_from and on < unit.valid_from:
        told = {"name": unit.name, "day": format_date(unit.valid_from)}
        return {field: [_("“%(name)s” có từ ngày %(day)s, sau ngày này.") % told]}
    return {}


def document_problems(number: str, day: date | None, note: str) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if len(normalise(number)) > 60:
        wrong["document_number"] = [_("Dài quá %(longest)d ký tự.") % {"longest": 60}]
    if len(normalise(note)) > 500:
        wrong["note"] = [_("Dài quá %(longest)d ký tự.") % {"longest": 500}]
    if day is not None and day > timezone.localdate():
        wrong["document_date"] = [_("Ngày này ở sau ngày hôm nay.")]
    return wrong


def document(by, number: str = "", day: date | None = None, note: str = "") -> dict:
    """The columns of DecisionFields."""
    return {
        "decision_number": normalise(number),
        "decision_date": day,
        "note": normalise(note),
        "recorded_by": by,
        "recorded_at": timezone.now(),
    }


def namesake(organisation: Organisation, name: str, commune: str, *, but: int | None = None) -> ResidentialUnit | None:
    """An open unit of the same name in the same commune."""
    rows = ResidentialUnit.objects.current().filter(organisation=organisation, folded_name=fold(name)).exclude(pk=but)
    return next((row for row in rows if fold(row.commune) == fold(commune)), None)


def name_row(unit: ResidentialUnit, on: date | None, act: dict) -> None:
    UnitName.objects.create(
        unit=unit, name=unit.name, folded_name=unit.folded_name, kind=unit.kind, valid_from=on, **act
    )


def touch(*ids: int) -> None:
    """A row beside the unit changed: whoever looked at the unit before must look again."""
    ResidentialUnit.objects.filter(pk__in=ids).update(version=F("version") + 1)


def told(on: date | None, act: dict, **more) -> dict:
    return {"on": on.isoformat() if on else "", "decision_number": act["decision_number"], "note": act["note"], **more}
