"""The list of people who hold a title in a residential unit, both ways."""

from collections import defaultdict
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from membership.base.dates import PartialDate
from membership.base.speech import quote
from membership.base.text import fold
from membership.domain.effects import RowError, RowQuestion
from membership.domain.position_list import HolderRow
from membership.domain.position_titles import TitleIndex, known_titles
from membership.exchange.columns import Column
from membership.exchange.resources import ListResource, Reading
from membership.exchange.widgets import (
    BirthWidget,
    DateWidget,
    ListWidget,
    NameWidget,
    SexWidget,
    TextWidget,
    YesNoWidget,
    code_of,
    text_of,
)
from membership.models import Organisation, PositionHolder, ResidentialUnit

NEAR = 3
# What a list may leave out of, or put before, the name of a unit.
_KINDS = tuple(
    sorted(
        (
            fold(kind)
            for kind in (
                "Thôn",
                "Bản",
                "Xóm",
                "Ấp",
                "Buôn",
                "Làng",
                "Khu phố",
                "Khu vực",
                "Tổ dân phố",
                "TDP",
                "Khu",
                "Tổ",
                "Khu dân cư",
                "KP",
                "KV",
            )
        ),  # fmt: skip
        key=len,
        reverse=True,
    )
)


class TitleWidget(ListWidget):
    """A title by its name, its short name or the way offices write it."""

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(title.name for title in known_titles())

    def bind(self, lookups: Any) -> None:
        self.index = TitleIndex()

    def clean(self, value, row=None, **kwargs) -> str:
        text = text_of(value)
        title = self.index.find(text)
        if title is not None:
            return title.code
        near = self.index.near(text)
        if near:
            told = _("Không có chức danh %(found)s. Gần giống: %(near)s. Ghi theo danh mục chức danh.")
            raise ValueError(told % {"found": quote(text), "near": "; ".join(near)})
        told = _("Không có chức danh %(found)s; hãy ghi theo danh mục chức danh, hoặc nhờ người quản trị thêm vào.")
        raise ValueError(told % {"found": quote(text)})


class UnitIndex:
    """The residential units of a place, read once for a whole list."""

    def __init__(self, into: Organisation | None):
        units = ResidentialUnit.objects.current().order_by()
        units = units.under(into) if into is not None else units
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._facts: dict[int, tuple[str, str, str]] = {}
        for pk, code, name, folded, commune in units.values_list("pk", "code", "name", "folded_name", "commune"):
            self._by_code[fold(code)] = pk
            self._facts[pk] = (code, name, fold(commune))
            self._by_name[folded].append(pk)
            bare = _bare(folded)
            if bare != folded:
                self._by_name[bare].append(pk)

    def by_code(self, code: str) -> int | None:
        return self._by_code.get(fold(code))

    def named(self, name: str, commune: str) -> list[int]:
        folded = fold(name)
        found = self._by_name.get(folded) or self._by_name.get(_bare(folded)) or []
        wanted = fold(commune)
        if wanted:
            found = [pk for pk in found if self._facts[pk][2].endswith(wanted) or wanted.endswith(self._facts[pk][2])]
        return found

    def name(self, pk: int) -> str:
        return self._facts[pk][1]

    def near(self, name: str) -> list[str]:
        keys = get_close_matches(fold(name), self._by_name, n=2 * NEAR, cutoff=0.6)
        return list(dict.fromkeys(self.name(pk) for key in keys for pk in self._by_name[key]))[:NEAR]


def _bare(folded: str) -> str:
    """A unit's name without the word for what it is."""
    for kind in _KINDS:
        if folded.startswith(f"{kind} "):
            return folded[len(kind) + 1 :]
    return folded


class HolderResource(ListResource):
    title = Column(
        "title__name", "Chức danh",
        "Chức danh đang giữ", "Chức danh ở thôn", "Chức danh ở thôn, bản", "Giữ chức danh", "Chức vụ", "Chức vụ ở thôn",
        "Nhiệm vụ", "Chức danh, nhiệm vụ",
        widget=TitleWidget(), required=True, width=34,
    )  # fmt: skip
    unit_code = Column(
        "unit__code", "Mã thôn, bản, tổ dân phố",
        "Mã thôn", "Mã bản", "Mã tổ dân phố", "Mã đơn vị dân cư", "Mã khu dân cư", "Mã ấp", "Mã xóm", "Mã thôn, bản",
        "Mã đơn vị", "Mã",
        widget=TextWidget(32), width=18,
    )  # fmt: skip
    unit_name = Column(
        "unit__name", "Thôn, bản, tổ dân phố",
        "Thôn", "Bản", "Xóm", "Ấp", "Buôn", "Làng", "Khu phố", "Tổ dân phố", "TDP", "Thôn, bản", "Thôn/bản",
        "Tên thôn", "Tên bản", "Tên thôn, bản", "Đơn vị dân cư", "Tên đơn vị dân cư", "Khu dân cư", "Thôn, tổ dân phố",
        "Thôn, bản, khu phố", "Đơn vị",
        widget=TextWidget(160), width=26,
    )  # fmt: skip
    commune = Column(
        "unit__commune", "Xã, phường",
        "Xã", "Phường", "Tên xã", "Xã/phường", "Xã, phường, thị trấn", "Thuộc xã",
        widget=TextWidget(160), width=22,
    )  # fmt: skip
    full_name = Column(
        "full_name", "Họ và tên",
        "Họ tên", "Họ, tên", "Họ và tên người giữ chức danh", "Người giữ chức danh", "Họ đệm và tên", "Tên đầy đủ",
        widget=NameWidget(120), required=True, width=28,
    )  # fmt: skip
    born_on = Column(
        "born_on", "Ngày sinh",
        "Năm sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Sinh ngày", "Sinh năm", "NTNS", "NS",
        widget=BirthWidget(), width=13,
    )  # fmt: skip
    sex = Column("sex", "Giới tính", "GT", "Phái", "Nam/Nữ", "Nam, nữ", "Giới", widget=SexWidget(), width=10)
    is_member = Column(
        "is_member", "Là đảng viên",
        "Đảng viên", "ĐV", "Là ĐV", "Đảng viên (x)", "Có là đảng viên",
        widget=YesNoWidget("Đảng viên", "Là đảng viên", "ĐV"), width=13,
    )  # fmt: skip
    card_number = Column(
        "member__card_number", "Số thẻ đảng viên",
        "Số thẻ", "Số thẻ Đảng", "Thẻ đảng", "Số thẻ ĐV", "Thẻ đảng viên",
        widget=TextWidget(20), sensitive=True, width=16,
    )  # fmt: skip
    since = Column(
        "valid_from", "Giữ chức từ ngày",
        "Từ ngày", "Ngày giữ chức", "Ngày bầu", "Ngày nhận nhiệm vụ", "Thời gian giữ chức", "Giữ chức từ",
        "Ngày bổ nhiệm",
        widget=DateWidget(), width=14,
    )  # fmt: skip

    class Meta:
        model = PositionHolder

    vital = ("title", "full_name", "unit_code", "unit_name")
    one_of = (("unit_code", "unit_name"),)
    places = {"unit": ("unit_code", "unit_name"), "valid_from": ("since",)}

    def finish_columns(self, cells: dict[str, list], rows, reading: Reading) -> None:
        """One unit per row: the code decides; where the name says another, ask."""
        index = UnitIndex(self.lookups.into)
        blank = [None] * len(rows)
        codes, names = cells.pop("unit_code", blank), cells.pop("unit_name", blank)
        communes = cells.pop("commune", blank)
        known: dict[tuple, int | ValueError] = {}
        units: list[int | None] = []
        for (number, _row), code, name, commune in zip(rows, codes, names, communes, strict=True):
            key = (code, name, commune)
            if key not in known:
                known[key] = self._unit(index, code or "", name or "", commune or "")
            found = known[key]
            if isinstance(found, ValueError):
                field = "unit_code" if code else "unit_name"
                reading.errors.append(RowError(number, field, str(found), code or name))
                units.append(None)
                continue
            units.append(found)
            if code and name and found not in index.named(name, ""):
                told = _("Mã %(code)s là %(by_code)s, còn tên ghi %(name)s; đã theo mã.")
                words = {"code": quote(code), "by_code": quote(index.name(found)), "name": quote(name)}
                reading.questions.append(RowQuestion(number, "unit_name", told % words))
        cells["unit"] = units

    def _unit(self, index: UnitIndex, code: str, name: str, commune: str) -> int | ValueError:
        place = self.lookups.place
        if code:
            found = index.by_code(code_of(code))
            if found is not None:
                return found
            if not name:
                return ValueError(
                    _("Không có thôn, bản, tổ dân phố nào mã %(code)s trong %(place)s.")
                    % {"code": quote(code), "place": place}
                )
        if not name:
            return ValueError(_("Ô này còn trống; cần ghi mã hoặc tên thôn, bản, tổ dân phố."))
        named = index.named(name, commune)
        words = {"name": quote(name), "place": place, "n": len(named), "near": "; ".join(index.near(name))}
        if len(named) == 1:
            return named[0]
        if named:
            return ValueError(_("Có %(n)d nơi tên là %(name)s trong %(place)s; hãy ghi mã, hoặc ghi cả xã.") % words)
        if words["near"]:
            return ValueError(_("Không có nơi nào tên là %(name)s trong %(place)s. Gần giống: %(near)s.") % words)
        return ValueError(_("Không có thôn, bản, tổ dân phố nào tên là %(name)s trong %(place)s.") % words)

    def make_row(self, number: int, cells: dict[str, Any], reading: Reading, wrong: set) -> HolderRow | None:
        if cells["unit"] is None or cells["title"] is None or cells["full_name"] is None:
            return None
        return HolderRow(
            row=number,
            title=cells["title"],
            unit=cells["unit"],
            full_name=cells["full_name"],
            attributes={**(cells.get("born_on") or {}), **(cells.get("sex") or {})},
            card_number=cells.get("card_number"),
            is_member=cells.get("is_member"),
            since=cells.get("since"),
        )

    def queryset(self, queryset):
        return queryset.select_related("title", "unit", "member")

    @staticmethod
    def dehydrate_born_on(holder) -> PartialDate | None:
        return PartialDate(holder.born_on, holder.born_precision) if holder.born_on else None

    @staticmethod
    def dehydrate_is_member(holder) -> str:
        return "x" if getattr(holder, "is_member", holder.member_id is not None) else ""
