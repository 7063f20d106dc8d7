"""Lists whose rows belong to an organisation: by its code, by its name, or by the title above the rows."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.sheets.reader import ErrorCell
from membership.base.sheets.sections import is_sub_total, names_a_unit, section_title
from membership.base.speech import quote
from membership.domain.effects import OrganisationRef, RowError, RowQuestion
from membership.exchange.columns import Column
from membership.exchange.matching import OrganisationCodeWidget, OrganisationNameWidget
from membership.exchange.resources import ListResource, Reading, Row
from membership.exchange.widgets import code_of
from membership.models import Organisation


class PlacedResource(ListResource):
    """A list whose rows belong to an organisation, given by its code or by its name."""

    organisation_code = Column(
        "organisation__code",
        "Mã tổ chức",
        "Mã tổ chức đảng", "Mã TCĐ", "Mã TCCSĐ", "Mã đơn vị", "Mã chi bộ", "Mã đảng bộ", "Mã tổ chức cơ sở đảng",
        "Mã số tổ chức",
        "Mã tổ chức Đảng đang sinh hoạt", "Mã ĐV",
        "Mã TC", "Mã cơ sở đảng", "Mã đảng bộ, chi bộ", "Mã chi bộ, đảng bộ",
        "Mã chi bộ sinh hoạt", "Mã định danh tổ chức",
        widget=OrganisationCodeWidget(),
        width=20,
    )  # fmt: skip
    organisation_name = Column(
        "organisation__name",
        "Chi bộ",
        # Of several such columns the first named here is read: chi bộ before the đảng bộ it belongs to.
        "Tên chi bộ", "Chi bộ sinh hoạt", "Chi bộ giới thiệu", "Chi bộ kết nạp", "Sinh hoạt tại chi bộ",
        "Thuộc chi bộ", "Tại chi bộ", "Chi bộ đang sinh hoạt", "Chi bộ nơi sinh hoạt", "Sinh hoạt chi bộ",
        "Chi bộ nơi kết nạp", "Chi bộ trực thuộc", "Đơn vị", "Tên đơn vị", "Tổ chức đảng", "Tên tổ chức",
        "Tên tổ chức đảng", "Tổ chức", "Chi bộ, đảng bộ", "Chi bộ/Đảng bộ", "Đảng bộ, chi bộ",
        "Tổ chức đảng đang sinh hoạt", "Đảng bộ (chi bộ)", "Nơi sinh hoạt", "Nơi sinh hoạt Đảng", "Nơi kết nạp",
        "Tên đảng bộ, chi bộ", "Tên chi bộ, đảng bộ", "Tên TCĐ", "Chi, đảng bộ", "Đảng bộ", "TCCSĐ",
        "Tổ chức cơ sở đảng", "Tên TCCSĐ", "Tên tổ chức cơ sở đảng",
        widget=OrganisationNameWidget(),
        width=34,
    )  # fmt: skip

    one_of = (("organisation_code", "organisation_name"),)
    places = {"organisation": ("organisation_code", "organisation_name")}

    def __init__(self, into: Organisation | None = None):
        super().__init__(into)
        self._section_of: dict[int, OrganisationRef] = {}

    def may_do_without(self, group: tuple[str, ...], rows: Iterable[tuple[int, Row]] = ()) -> bool:
        """A branch's own list need not name the branch; a list in sections names it above the rows."""
        if self._only_place is not None:
            return True
        titles = (section_title(row) for _number, row in rows)
        return any(title and self.lookups.organisations.by_name(title) for title in titles)

    def passed_over(self, rows: Iterable[tuple[int, Row]], mapping: dict[str, int]) -> Iterator[tuple[int, Row, bool]]:
        """Titles between the rows are no rows: they name the organisation of those below, until the next title."""
        section: OrganisationRef | None = None
        named = "organisation_code" in mapping or "organisation_name" in mapping
        for number, row, speaks in super().passed_over(rows, mapping):
            if is_sub_total(row):
                self.understood[number] = _("Dòng này được hiểu là dòng cộng của các dòng phía trên nên bỏ qua.")
                yield number, row, False
                continue
            title = section_title(row)
            if title and self._is_short_data(row, mapping) and (named or not names_a_unit(title)):
                title = ""
            if title:
                found = self._section(title, section)
                if len(found) == 1:
                    section = found[0]
                    words = {"title": quote(title), "code": section.code}
                    self.understood[number] = (
                        _("Dòng này được hiểu là tên tổ chức (%(title)s, mã %(code)s) của các dòng bên dưới.") % words
                    )
                    yield number, row, False
                    continue
                if names_a_unit(title) and not named and self._only_place is None:
                    section = None
                    self.unknown.append((number, row, self._why_unknown(title, len(found))))
                    yield number, row, False
                    continue
            if section is not None:
                self._section_of[number] = section
            yield number, row, speaks

    def _section(self, title: str, above: OrganisationRef | None) -> list[OrganisationRef]:
        """The organisations of that name; of several, the one under the last title, or the only one still open."""
        found = self.lookups.organisations.by_name(title)
        if len(found) > 1 and above is not None:
            found = [ref for ref in found if paths.contains(above.path, ref.path)] or found
        if len(found) > 1:
            found = [ref for ref in found if ref.valid_to is None] or found
        return found

    def _why_unknown(self, title: str, count: int) -> str:
        words = {"title": quote(title), "count": count, "place": self.lookups.place}
        if count:
            return _("Có %(count)s tổ chức tên là %(title)s trong %(place)s; hãy thêm cột Mã tổ chức.") % words
        return (
            _(
                "Dòng này có vẻ là tên đơn vị của các dòng bên dưới, nhưng không có tổ chức nào tên là %(title)s trong "
                "%(place)s; hãy xem lại tên hoặc thêm cột Mã tổ chức."
            )
            % words
        )

    @property
    def _only_place(self) -> OrganisationRef | None:
        into = self.lookups.into
        if into is None or into.children.exists():
            return None
        return self.lookups.organisations.by_code(into.code)

    def finish_columns(self, cells: dict[str, list], rows, reading: Reading) -> None:
        """One organisation per row: the code decides; where the name says another, ask."""
        codes, names = cells.pop("organisation_code", None), cells.pop("organisation_name", None)
        wrong = {(error.row, error.field) for error in reading.errors}
        found: list[OrganisationRef | None] = []
        if codes is None and names is None:
            found = [self._section_of.get(number, self._only_place) for number, _row in rows]
            for (number, _row), place in zip(rows, found, strict=True):
                if place is None and not self.unknown:
                    message = _("Dòng này đứng trước tên đơn vị đầu tiên nên không rõ thuộc tổ chức nào.")
                    reading.errors.append(RowError(number, "organisation_name", message, None))
        else:
            blank = [None] * len(rows)
            key = "organisation_code" if codes is not None else "organisation_name"
            said = {number for number, field in wrong if field in ("organisation_code", "organisation_name")}
            for (number, _row), by_code, by_name in zip(rows, codes or blank, names or blank, strict=True):
                section = self._section_of.get(number) if number not in said else None
                found.append(by_code or by_name or section)
                if by_code and by_name and by_code.id != by_name.id:
                    reading.questions.append(
                        RowQuestion(
                            number,
                            "organisation_name",
                            _("Mã %(code)s là %(by_code)s, còn tên ghi %(by_name)s; đã theo mã.")
                            % {"code": by_code.code, "by_code": quote(by_code.name), "by_name": quote(by_name.name)},
                        )
                    )
                elif not by_code and not by_name and not section and number not in said:
                    reading.errors.append(
                        RowError(number, key, _("Ô này còn trống; cần ghi mã hoặc tên tổ chức đảng."), None)
                    )
        if codes is not None and names is not None:
            self._doubt_names({number: code for (number, _row), code in zip(rows, codes, strict=True) if code}, reading)
        cells["organisation"] = found

    def _doubt_names(self, coded: dict[int, OrganisationRef], reading: Reading) -> None:
        """A wrong name beside a right code is only a doubt: the code says which organisation it is.

        A name that many organisations bear ("Chi bộ 1") is no doubt at all where the code's is one of them.
        """
        kept = []
        for error in reading.errors:
            if error.field != "organisation_name" or error.row not in coded or isinstance(error.value, ErrorCell):
                kept.append(error)
            elif not self._bears(coded[error.row], error.value):
                reading.questions.append(RowQuestion(error.row, error.field, f"{error.message} {_('Đã theo mã.')}"))
        reading.errors = kept

    def _bears(self, organisation: OrganisationRef, name) -> bool:
        return any(ref.id == organisation.id for ref in self.lookups.organisations.by_name(code_of(name)))
