"""Days off of the State's offices, year by year, with the Saturdays worked instead of a day off.

Only days off from Monday to Friday are listed: Saturdays and Sundays are free anyhow. What the Labour Code names by the
calendar is verified; Tết and exchanged days are announced for each year and verified only where the announcement was
read. A year that is missing here is not guessed: whoever counts is told (WorkCalendar.unknown_years).
"""

from dataclasses import dataclass
from datetime import date

from membership.base.working_days import WorkCalendar

_CODE = "Bộ luật Lao động 2019, Điều 112"
_IN_LIEU = "Bộ luật Lao động 2019, Điều 111 khoản 3 (nghỉ bù)"
_MEMORY = "thông báo của năm, chưa kiểm chứng"


@dataclass(frozen=True)
class Holiday:
    """One day off, or (`worked`) a Saturday worked for a day off elsewhere."""

    day: date
    name: str
    source: str
    verified: bool = False
    worked: bool = False


def _off(text: str, name: str, source: str = _CODE, verified: bool = True) -> Holiday:
    return Holiday(date.fromisoformat(text), name, source, verified)


def _new_year(first: str, last: str, source: str = _MEMORY, verified: bool = False) -> tuple[Holiday, ...]:
    """The days off of Tết from Monday to Friday; the weekends between are left out."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (date.fromordinal(number) for number in range(start.toordinal(), end.toordinal() + 1))
    return tuple(Holiday(day, "Tết Nguyên đán", source, verified) for day in days if day.weekday() < 5)


def _swapped(off: str, worked: str, source: str = _MEMORY, verified: bool = False) -> tuple[Holiday, Holiday]:
    free, busy = date.fromisoformat(off), date.fromisoformat(worked)
    return (
        Holiday(free, f"Nghỉ hoán đổi, làm bù {worked[8:]}/{worked[5:7]}/{worked[:4]}", source, verified),
        Holiday(busy, f"Làm bù ngày {off[8:]}/{off[5:7]}/{off[:4]}", source, verified, worked=True),
    )


_SOLAR, _KINGS, _VICTORY, _LABOUR, _NATIONAL = (
    "Tết Dương lịch",
    "Giỗ Tổ Hùng Vương",
    "Ngày Chiến thắng",
    "Quốc tế Lao động",
    "Quốc khánh",
)
_CULTURE, _CULTURE_SOURCE = "Ngày Văn hóa Việt Nam", "80-NQ/TW năm 2026 (đọc qua nguồn thứ cấp)"

YEARS: dict[int, tuple[Holiday, ...]] = {
    2021: (
        _off("2021-01-01", _SOLAR),
        *_new_year("2021-02-10", "2021-02-16"),
        _off("2021-04-21", _KINGS),
        _off("2021-04-30", _VICTORY),
        _off("2021-05-03", _LABOUR, _IN_LIEU),
        _off("2021-09-02", _NATIONAL),
        _off("2021-09-03", _NATIONAL, _MEMORY, False),
    ),
    2022: (
        _off("2022-01-03", _SOLAR, _IN_LIEU),
        *_new_year("2022-01-31", "2022-02-04"),
        _off("2022-04-11", _KINGS, _IN_LIEU),
        _off("2022-05-02", _VICTORY, _IN_LIEU),
        _off("2022-05-03", _LABOUR, _IN_LIEU),
        _off("2022-09-01", _NATIONAL, _MEMORY, False),
        _off("2022-09-02", _NATIONAL),
    ),
    2023: (
        _off("2023-01-02", _SOLAR, _IN_LIEU),
        *_new_year("2023-01-20", "2023-01-26"),
        _off("2023-05-01", _LABOUR),
        _off("2023-05-02", _KINGS, _IN_LIEU),
        _off("2023-05-03", _VICTORY, _IN_LIEU),
        _off("2023-09-01", _NATIONAL, _MEMORY, False),
        _off("2023-09-04", _NATIONAL, _IN_LIEU),
    ),
    2024: (
        _off("2024-01-01", _SOLAR),
        *_new_year("2024-02-08", "2024-02-14"),
        _off("2024-04-18", _KINGS),
        *_swapped("2024-04-29", "2024-05-04", "2450/VPCP-KGVX năm 2024", True),
        _off("2024-04-30", _VICTORY),
        _off("2024-05-01", _LABOUR),
        _off("2024-09-02", _NATIONAL),
        _off("2024-09-03", _NATIONAL, _MEMORY, False),
    ),
    2025: (
        _off("2025-01-01", _SOLAR),
        *_new_year("2025-01-27", "2025-01-31", "6150/TB-BLĐTBXH năm 2024", True),
        _off("2025-04-07", _KINGS),
        _off("2025-04-30", _VICTORY),
        _off("2025-05-01", _LABOUR),
        *_swapped("2025-05-02", "2025-04-26"),
        _off("2025-09-01", _NATIONAL, _MEMORY, False),
        _off("2025-09-02", _NATIONAL),
    ),
    2026: (
        _off("2026-01-01", _SOLAR),
        *_swapped("2026-01-02", "2026-01-10"),
        *_new_year(
            "2026-02-16",
            "2026-02-20",
            "Thông báo nghỉ Tết 2026: từ 14/02 đến hết 22/02/2026 (Báo Công an TP.HCM)",
            True,
        ),
        _off("2026-04-27", _KINGS, _IN_LIEU),
        _off("2026-04-30", _VICTORY),
        _off("2026-05-01", _LABOUR),
        *_swapped("2026-08-31", "2026-08-22", "Lịch nghỉ Quốc khánh 2026 (Thư viện Pháp luật)", False),
        _off("2026-09-01", _NATIONAL, _MEMORY, False),
        _off("2026-09-02", _NATIONAL),
        _off("2026-11-24", _CULTURE, _CULTURE_SOURCE, False),
    ),
    2027: (
        _off("2027-01-01", _SOLAR),
        *_new_year("2027-02-04", "2027-02-10", "ước tính, chưa đọc thông báo của năm 2027"),
        _off("2027-04-16", _KINGS),
        _off("2027-04-30", _VICTORY),
        _off("2027-05-03", _LABOUR, _IN_LIEU),
        _off("2027-09-02", _NATIONAL),
        _off("2027-09-03", _NATIONAL, "ước tính, chưa đọc thông báo của năm 2027", False),
        _off("2027-11-24", _CULTURE, _CULTURE_SOURCE, False),
    ),
}


def calendar_of(years: dict[int, tuple[Holiday, ...]]) -> WorkCalendar:
    rows = [row for entries in years.values() for row in entries]
    return WorkCalendar(
        days_off=frozenset(row.day for row in rows if not row.worked),
        worked=frozenset(row.day for row in rows if row.worked),
        years=frozenset(years),
    )


STATE_OFFICES = calendar_of(YEARS)
