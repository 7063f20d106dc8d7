"""The rows of Biểu 1-BTCTW as data: what each row counts, and how its people are found.

11-HD/BTCTW 13/12/2021 as seen in another system's field layout; the text itself was not read.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from membership.domain.stock import CLOSING, GAINS, LOSSES, MOVED_IN, MOVED_OUT, OPENING, Balance, Stock
from membership.models import MovementKind

SOURCE = _("Biểu 1-BTCTW, 11-HD/BTCTW 13/12/2021 (chưa đối chiếu được với văn bản gốc)")
GAIN, LOSS = "tang", "giam"


@dataclass(frozen=True)
class StockRow:
    """`codes`: figures added up; `ways`: what the list of movements is filtered by; `level` 0 is a head row."""

    mark: str
    label: str
    codes: tuple[str, ...]
    level: int = 0
    way: str = ""
    probationary: bool = False

    def count(self, stock: Stock) -> int:
        if self.probationary:
            return sum(stock.probationary[code] for code in self.codes)
        return sum(stock.figure(code) for code in self.codes)


def _kind(mark: str, label: str, kind: MovementKind, level: int = 1) -> StockRow:
    return StockRow(mark, label, (str(kind.value),), level, str(kind.value))


def _of_which(codes: tuple[str, ...], level: int, way: str = "") -> StockRow:
    return StockRow("", _("Trong đó: dự bị"), codes, level, way, probationary=True)


_IN, _OUT = str(MovementKind.TRANSFERRED_IN.value), str(MovementKind.TRANSFERRED_OUT.value)
_STRUCK = str(MovementKind.STRUCK_OFF.value)
ROWS: tuple[StockRow, ...] = (
    StockRow("A", _("Đảng viên đầu kỳ"), (OPENING,)),
    _of_which((OPENING,), 1),
    StockRow("B", _("Đảng viên tăng trong kỳ"), GAINS, 0, GAIN),
    _kind("1", _("Kết nạp"), MovementKind.ADMITTED),
    StockRow("2", _("Chuyển đến"), (_IN, MOVED_IN), 1),
    _kind("", _("Từ ngoài đảng bộ"), MovementKind.TRANSFERRED_IN, 2),
    StockRow("", _("Từ nơi khác trong cây tổ chức"), (MOVED_IN,), 2, MOVED_IN),
    _kind("3", _("Phục hồi đảng tịch"), MovementKind.RESTORED),
    StockRow("C", _("Đảng viên giảm trong kỳ"), LOSSES, 0, LOSS),
    _of_which(LOSSES, 1, LOSS),
    _kind("1", _("Từ trần"), MovementKind.DIED),
    _kind("2", _("Khai trừ"), MovementKind.EXPELLED),
    _kind("3", _("Xóa tên"), MovementKind.STRUCK_OFF),
    _of_which((_STRUCK,), 2, _STRUCK),
    _kind("4", _("Xin ra, cho ra khỏi Đảng"), MovementKind.RESIGNED),
    StockRow("5", _("Chuyển đi"), (_OUT, MOVED_OUT), 1),
    _kind("", _("Ra ngoài đảng bộ"), MovementKind.TRANSFERRED_OUT, 2),
    StockRow("", _("Đến nơi khác trong cây tổ chức"), (MOVED_OUT,), 2, MOVED_OUT),
    _kind("6", _("Chưa rõ hình thức"), MovementKind.GONE),
    StockRow("D", _("Đảng viên cuối kỳ (D = A + B − C)"), (CLOSING,)),
    _of_which((CLOSING,), 1),
)


@dataclass(frozen=True)
class StockLine:
    """A row with its columns: (2) this period, (3) the same a year before, (4) = (2) × 100 / (3)."""

    row: StockRow
    now: int
    before: int

    @property
    def percent(self) -> Decimal | None:
        return Decimal(self.now * 100) / self.before if self.before else None


def lines(balance: Balance) -> list[StockLine]:
    return [StockLine(row, row.count(balance.whole), row.count(balance.year_before)) for row in ROWS]


def shortcuts(today: date) -> list[tuple[str, date, date]]:
    """The periods an office reports on: of this year as far as it has come, and the whole of last year."""
    year = today.year
    found = [
        (_("Quý %(n)s/%(year)d") % {"n": roman, "year": year}, date(year, 3 * n - 2, 1), _month_end(year, 3 * n))
        for n, roman in ((1, "I"), (2, "II"), (3, "III"), (4, "IV"))
        if date(year, 3 * n - 2, 1) <= today
    ]
    for label, month, until in ((_("6 tháng"), 6, 4), (_("9 tháng"), 9, 7)):
        if today.month >= until:
            found.append((f"{label} {year}", date(year, 1, 1), _month_end(year, month)))
    found.append((_("Năm %(year)d") % {"year": year}, date(year, 1, 1), date(year, 12, 31)))
    found.append((_("Năm %(year)d") % {"year": year - 1}, date(year - 1, 1, 1), date(year - 1, 12, 31)))
    return found


def _month_end(year: int, month: int) -> date:
    return date(year, month, {3: 31, 6: 30, 9: 30, 12: 31}[month])
