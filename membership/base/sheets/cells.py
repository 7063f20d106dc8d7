"""Names of cells as people see them in a spreadsheet."""

import re

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def column_letter(column: int) -> str:
    """0 -> 'A', 25 -> 'Z', 26 -> 'AA'"""
    if column < 0:
        raise ValueError(f"no column {column}")
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Row counted from 1, column from 0: (7, 2) -> 'C7'"""
    return f"{column_letter(column)}{row}"


def place_of(cell: str) -> tuple[int, int]:
    """'C7' -> (7, 2): row from 1, column from 0. ValueError for anything else."""
    found = _CELL.fullmatch(cell)
    if found is None:
        raise ValueError(f"no cell {cell!r}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1


def row_of(cell: str) -> int:
    return place_of(cell)[0]
