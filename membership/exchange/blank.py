"""An empty workbook to fill in: the headers of a kind of list, with drop-down lists where a catalogue is meant."""

from typing import BinaryIO

import xlsxwriter

from membership.base.sheets.cells import column_letter
from membership.exchange.columns import Column
from membership.exchange.registry import ListKind

FILLED_ROWS = 2000
CHOICES_SHEET = "Danh mục"


def write_blank(target: BinaryIO, kind: ListKind) -> None:
    """The header alone in row 1: what is filled in below is read back as it stands."""
    columns = kind.resource().written_columns
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        font = {"font_name": "Times New Roman", "font_size": 12}
        header = book.add_format(
            font | {"bold": True, "border": 1, "bg_color": "#F2F2F2", "text_wrap": True, "align": "center"}
        )
        formats = {
            "text": book.add_format(font | {"num_format": "@"}),
            "date": book.add_format(font | {"num_format": "dd/mm/yyyy"}),
            "integer": book.add_format(font | {"num_format": "0"}),
        }
        sheet = book.add_worksheet(kind.name[:31])
        lists = book.add_worksheet(CHOICES_SHEET)
        lists.hide()
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, formats[column.kind])
            sheet.write_string(0, place, column.title, header)
            _offer_choices(sheet, lists, place, column)
        sheet.freeze_panes(1, 0)


def _offer_choices(sheet, lists, place: int, column: Column) -> None:
    """A drop-down list; only catalogues that refuse what they do not know insist on it."""
    choices = column.widget.choices
    if not choices:
        return
    lists.write_column(0, place, choices)
    letter = column_letter(place)
    strict = getattr(getattr(column.widget, "catalogue", None), "strict", False)
    sheet.data_validation(
        1, place, FILLED_ROWS, place,
        {
            "validate": "list",
            "source": f"='{CHOICES_SHEET}'!${letter}$1:${letter}${len(choices)}",
            "error_type": "warning" if strict else "information",
            "error_title": "Kiểm tra lại",
            "error_message": "Giá trị này không có trong danh mục.",
        },
    )  # fmt: skip
