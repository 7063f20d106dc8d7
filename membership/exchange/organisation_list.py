"""The list of organisations, both ways."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from membership.base.speech import quote
from membership.base.text import fold
from membership.domain.effects import RowError
from membership.domain.organisation_list import OrganisationRow
from membership.domain.tree import normalise_code
from membership.exchange.columns import Column
from membership.exchange.matching import CatalogueWidget
from membership.exchange.resources import ListResource, Reading
from membership.exchange.widgets import (
    DateWidget,
    ListWidget,
    NameWidget,
    TextWidget,
    code_of,
)
from membership.models import Organisation


class CodeWidget(ListWidget):
    """A code of the list itself: looked up later, as the list may bring the organisation."""

    def clean(self, value, row=None, **kwargs) -> str:
        code = normalise_code(code_of(value))
        if len(code) > 32:
            raise ValueError(_("Mã %(code)s dài quá 32 ký tự.") % {"code": quote(code)})
        return code


class ParentWidget(ListWidget):
    """The code of cấp trên, or its name where an office writes that."""

    def clean(self, value, row=None, **kwargs) -> str:
        return code_of(value)


class OrganisationResource(ListResource):
    code = Column(
        "code", "Mã tổ chức",
        "Mã tổ chức đảng", "Mã TCĐ", "Mã TCCSĐ", "Mã đơn vị", "Mã chi bộ", "Mã đảng bộ", "Mã số", "Mã",
        "Mã số tổ chức", "Mã ĐV",
        "Mã tổ chức cơ sở đảng", "Mã cơ sở đảng", "Mã đảng bộ, chi bộ", "Mã chi bộ, đảng bộ", "Mã định danh",
        "Mã định danh tổ chức", "Mã TC",
        widget=CodeWidget(), required=True, width=20,
    )  # fmt: skip
    name = Column(
        "name", "Tên tổ chức",
        "Tên tổ chức đảng", "Tổ chức đảng", "Tên đơn vị", "Tên chi bộ", "Tên đảng bộ", "Đơn vị", "Tên", "Tên TCCSĐ",
        "Tổ chức", "Chi bộ", "Đảng bộ, chi bộ", "Tên chi bộ, đảng bộ",
        "Tên tổ chức cơ sở đảng", "Tổ chức cơ sở đảng", "Tên TCĐ", "Tên đảng bộ, chi bộ", "Tên chi, đảng bộ",
        "Chi bộ, đảng bộ", "Chi, đảng bộ", "Tên gọi", "Tên đầy đủ",
        widget=NameWidget(255), required=True, width=44,
    )  # fmt: skip
    parent_code = Column(
        "parent__code", "Mã cấp trên",
        "Mã tổ chức cấp trên", "Tổ chức cấp trên", "Mã cấp trên trực tiếp", "Cấp trên", "Cấp trên trực tiếp",
        "Mã cha", "Trực thuộc",
        "Mã tổ chức đảng cấp trên", "Tổ chức đảng cấp trên", "Mã đơn vị cấp trên", "Đơn vị cấp trên",
        "Mã cấp ủy cấp trên",
        "Mã TCĐ cấp trên", "Mã TC cấp trên", "Mã đảng bộ cấp trên", "Mã tổ chức cấp trên trực tiếp",
        "Mã tổ chức đảng cấp trên trực tiếp", "Mã tổ chức cha", "Mã trực thuộc", "Đảng bộ cấp trên",
        "Đảng ủy cấp trên", "Cấp ủy cấp trên", "Tổ chức cấp trên trực tiếp", "Tổ chức đảng cấp trên trực tiếp",
        "Thuộc",
        widget=ParentWidget(), width=20, help="Để trống ở tổ chức cao nhất",
    )  # fmt: skip
    kind = Column(
        "kind",
        "Loại tổ chức",
        "Loại",
        "Loại tổ chức đảng",
        "Cấp",
        "Loại TCĐ",
        "Hình thức tổ chức",
        "Loại tổ chức cơ sở đảng",
        "Loại đảng bộ, chi bộ",
        "Loại đơn vị",
        "Loại TC",
        "Phân loại",
        "Kiểu tổ chức",
        "Cấp tổ chức",
        "Cấp đảng bộ",
        widget=TextWidget(80),
        width=22,
    )
    type_code = Column(
        "type_code", "Loại hình", "Loại hình tổ chức", "Loại hình TCCSĐ", "Loại hình cơ sở", "Loại hình đơn vị",
        "Loại hình tổ chức cơ sở đảng", "Loại hình doanh nghiệp",
        "Loại hình tổ chức đảng", "Loại hình cơ sở đảng", "Loại hình TCĐ", "Loại hình đơn vị cơ sở",
        "Loại hình kinh tế", "Loại hình hoạt động", "Thuộc loại hình",
        widget=CatalogueWidget("organisation_type", "type"), width=34,
    )  # fmt: skip
    founded_on = Column(
        "valid_from", "Ngày thành lập", "Thành lập ngày", "Ngày TL", "Ngày QĐ thành lập", "Thành lập", "Ngày bắt đầu",
        "Ngày quyết định thành lập", "Ngày tháng năm thành lập", "Thời gian thành lập",
        "Ngày bắt đầu hoạt động", "Ngày có hiệu lực", "Hiệu lực từ", "Ngày lập",
        widget=DateWidget(), width=14,
    )  # fmt: skip

    class Meta:
        model = Organisation

    vital = ("code", "name")
    places = {"parent": ("parent_code",), "valid_from": ("founded_on",), "type_text": ("type_code",)}

    def missing(self, keys, rows=()):
        keys = set(keys)
        titles = super().missing(keys, rows)
        if "parent_code" not in keys:
            titles.append(self.fields["parent_code"].title)
        return titles

    def finish_columns(self, cells: dict[str, list], rows, reading: Reading) -> None:
        """Cấp trên by name, where an office writes that: the list's own organisations first, then those on record."""
        parents, codes, names = cells.get("parent_code"), cells.get("code"), cells.get("name")
        if parents is None or codes is None or names is None:
            return
        own_codes = {code for code in codes if code}
        own_names: dict[str, set[str]] = defaultdict(set)
        for code, name in zip(codes, names, strict=True):
            if code and name:
                own_names[fold(name)].add(code)
        known: dict[str, str | ValueError] = {}
        for position, (number, _row) in enumerate(rows):
            text = parents[position]
            if text is None:
                continue
            if text not in known:
                known[text] = self._parent(text, own_codes, own_names)
            found = known[text]
            if isinstance(found, ValueError):
                reading.errors.append(RowError(number, "parent_code", str(found), text))
                parents[position] = None
                names[position] = None  # without its place nothing else can be said about the row
            else:
                parents[position] = found

    def _parent(self, text: str, own_codes: set[str], own_names: dict[str, set[str]]) -> str | ValueError:
        code = normalise_code(text)
        if code in own_codes:
            return code
        on_record = self.lookups.organisations.by_code(code)
        if on_record is not None:
            return on_record.code
        named = own_names.get(fold(text), set()) | {ref.code for ref in self.lookups.organisations.by_name(text)}
        if len(named) == 1:
            return named.pop()
        if named:
            return ValueError(
                _("Có %(count)s tổ chức tên là %(name)s; hãy ghi mã của tổ chức cấp trên.")
                % {"count": len(named), "name": quote(text)}
            )
        return code

    def make_row(self, number: int, cells: dict[str, Any], reading: Reading, wrong: set) -> OrganisationRow | None:
        if cells["code"] is None or cells["name"] is None:
            return None
        found_type = cells.get("type_code") or {}
        return OrganisationRow(
            row=number,
            code=cells["code"],
            name=cells["name"],
            parent_code=cells.get("parent_code") or "",
            kind=cells.get("kind"),
            type_code=found_type.get("type"),
            type_text=found_type.get("type_text"),
            founded_on=cells.get("founded_on"),
        )

    def queryset(self, queryset):
        return queryset.select_related("parent")

    @staticmethod
    def dehydrate_type_code(organisation) -> str:
        column = OrganisationResource.fields["type_code"]
        return organisation.type_text or column.widget.catalogue.name_of(organisation.type_code)
