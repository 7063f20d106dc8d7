"""How far a workbook from outside is followed."""

from dataclasses import dataclass

MiB = 1 << 20


@dataclass(frozen=True)
class Limits:
    file: int = 25 * MiB
    unpacked: int = 200 * MiB
    parts: int = 1_000
    ratio: int = 150  # unpacked : packed, for parts from `big_part` up; ordinary sheets are 5 to 15
    big_part: int = 1 * MiB
    rows: int = 100_000
    columns: int = 200
    cells: int = 6_000_000
    blank_rows: int = 200  # so many in a row end a sheet
    answer: int = 160 * MiB  # what the child may send back
    memory: int = 1024 * MiB
    cpu: int = 60  # seconds
    wall: int = 60  # seconds


DEFAULT = Limits()
