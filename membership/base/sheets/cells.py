"""Names of cells as people see them in a spreadsheet."""


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
