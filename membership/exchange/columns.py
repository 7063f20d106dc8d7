"""A column of a list, the same for reading and for writing."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from import_export.fields import Field

from membership.base.sheets.reader import ErrorCell
from membership.base.text import normalise
from membership.exchange.widgets import ListWidget, TextWidget


class Column(Field):
    """One column: its header, the other headers offices give it, and how its cells are read and written.

    `attribute` is where an exported value is read from, as in every import-export field. `required`: the column must
    be there and no cell of it may be blank. `sensitive`: exported only to who may see a person's details. `part_of`:
    offices split what we keep in one column (Nam | Nữ under NGÀY SINH); such a part is read and never written.
    """

    key = ""

    def __init__(
        self,
        attribute: str | None,
        title: str,
        *synonyms: str,
        widget: ListWidget | None = None,
        required: bool = False,
        sensitive: bool = False,
        width: float = 16,
        help: str = "",
        part_of: str = "",
    ):
        super().__init__(attribute=attribute, column_name=title, widget=widget or TextWidget())
        self.synonyms: Sequence[str] = synonyms
        self.required = required
        self.sensitive = sensitive
        self.width = width
        self.help = help
        self.part_of = part_of

    @property
    def title(self) -> str:
        return self.column_name

    @property
    def kind(self) -> str:
        """How the cell is written to a workbook: text, date or integer."""
        return self.widget.kind

    def read(self, cell: object) -> Any:
        """The clean value of a cell, None where it says nothing. Raises ValueError with a sentence."""
        if isinstance(cell, ErrorCell):
            raise ValueError(
                _("Ô này là lỗi công thức %(code)s của bảng tính; hãy sửa công thức hoặc gõ thẳng giá trị.")
                % {"code": cell.code}
            )
        if is_blank(cell):
            if self.required:
                raise ValueError(_("Ô này còn trống; cần ghi %(column)s.") % {"column": self.title})
            return None
        return self.widget.clean(cell)


def is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not normalise(cell))
