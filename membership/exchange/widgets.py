"""How one cell is read and written: `clean` gives the value or raises a sentence, `render` what a workbook shows."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from membership.base.dates import format_date, parse_date
from membership.base.numbers import format_integer, parse_integer
from membership.base.speech import quote
from membership.base.text import fold, normalise


def text_of(cell: object) -> str:
    """A cell as a person reads it: 12.0 is 12, a date is dd/mm/yyyy."""
    if isinstance(cell, str):
        return normalise(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return format_date(cell.date())
    if isinstance(cell, date):
        return format_date(cell)
    return "" if cell is None else str(cell)


def code_of(cell: object) -> str:
    """The code of an organisation: 92.005 that a workbook holds as a number has a dot, not a decimal comma."""
    if isinstance(cell, float) and not cell.is_integer():
        return str(cell)
    return text_of(cell)


class ListWidget(Widget):
    """Base of all: `clean` may give a dict, which is then several attributes of a person at once."""

    kind = "text"
    choices: tuple[str, ...] = ()

    def bind(self, lookups: Any) -> None:
        """Told once per list what cells are compared with (matching.Lookups)."""

    def clean(self, value, row=None, **kwargs) -> Any:
        return text_of(value)

    def render(self, value, obj=None, **kwargs) -> Any:
        return value


class TextWidget(ListWidget):
    def __init__(self, longest: int = 255):
        super().__init__()
        self.longest = longest

    def clean(self, value, row=None, **kwargs) -> str:
        text = text_of(value)
        if len(text) > self.longest:
            raise ValueError(
                _("Nội dung dài %(length)s ký tự; nhiều nhất là %(longest)s.")
                % {"length": format_integer(len(text)), "longest": self.longest}
            )
        return text


class NameWidget(TextWidget):
    """A name of a person or of an organisation: there must be a letter in it."""

    def clean(self, value, row=None, **kwargs) -> str:
        text = super().clean(value)
        if not any(character.isalpha() for character in text):
            raise ValueError(_("%(found)s không phải là một tên.") % {"found": quote(text)})
        return text


class DateWidget(ListWidget):
    kind = "date"

    def clean(self, value, row=None, **kwargs) -> date:
        return parse_date(value).day


class BirthWidget(ListWidget):
    """A birth date with what is known of it: the day, the month or only the year. Rendered from a PartialDate."""

    kind = "date"

    def clean(self, value, row=None, **kwargs) -> dict:
        found = parse_date(value, allow_partial=True)
        return {"born_on": found.day, "born_precision": found.precision}


class IntegerWidget(ListWidget):
    kind = "integer"

    def __init__(self, least: int = 0, most: int = 1_000_000):
        super().__init__()
        self.least, self.most = least, most

    def clean(self, value, row=None, **kwargs) -> int:
        if isinstance(value, date):
            raise ValueError(_("%(found)s là một ngày; cần một số nguyên.") % {"found": quote(text_of(value))})
        number = parse_integer(value)
        if number < self.least and self.least == 0:
            raise ValueError(_("%(found)s là số âm; cần một số từ 0 trở lên.") % {"found": quote(number)})
        if not self.least <= number <= self.most:
            raise ValueError(
                _("%(found)s nằm ngoài khoảng %(least)s–%(most)s.")
                % {"found": quote(number), "least": self._shown(self.least), "most": self._shown(self.most)}
            )
        return number

    def _shown(self, number: int) -> str:
        return format_integer(number)


class YearWidget(IntegerWidget):
    kind = "text"  # 2026, not 2.026

    def __init__(self):
        super().__init__(1930, 2200)

    def render(self, value, obj=None, **kwargs) -> str:
        return "" if value is None else str(value)

    def _shown(self, number: int) -> str:
        return str(number)


class SexWidget(ListWidget):
    SPELLINGS = {"nam": "male", "nam giới": "male", "nữ": "female", "nu": "female", "nữ giới": "female"}
    choices = ("Nam", "Nữ")

    def clean(self, value, row=None, **kwargs) -> dict:
        code = self.SPELLINGS.get(text_of(value).lower())
        if code is None:
            found = quote(text_of(value))
            raise ValueError(_("%(found)s không rõ là nam hay nữ; hãy ghi Nam hoặc Nữ.") % {"found": found})
        return {"sex": code}

    def render(self, value, obj=None, **kwargs) -> str:
        return {"male": "Nam", "female": "Nữ"}.get(value, "")


class YesNoWidget(ListWidget):
    """x, có, 1 … or không, 0 …; a blank cell is not said, which is not "không"."""

    YES = frozenset({"x", "v", "co", "1", "true", "yes", "dung", "roi", "phai", "da"})
    NO = frozenset({"khong", "ko", "k", "0", "false", "no", "chua", "sai"})
    TICKS = frozenset("✓✔☑×√þü")
    choices = ("Có", "Không")

    def __init__(self, *also_yes: str):
        super().__init__()
        self.yes = self.YES | {fold(text) for text in also_yes}
        self.no = self.NO | {fold(f"{word} {text}") for word in ("không", "chưa", "không là") for text in also_yes}

    def clean(self, value, row=None, **kwargs) -> bool:
        if isinstance(value, bool):
            return value
        text = text_of(value)
        folded = fold(text)
        if folded in self.yes or text in self.TICKS:
            return True
        if folded in self.no:
            return False
        raise ValueError(_("%(found)s không rõ là có hay không; hãy ghi Có hoặc Không.") % {"found": quote(text)})

    def render(self, value, obj=None, **kwargs) -> str:
        return "" if value is None else _("Có") if value else _("Không")


class MarkWidget(YesNoWidget):
    """A mark that says yes by being there: x, or the letter that a column “Nữ” is filled with."""

    def __init__(self):
        super().__init__("N", "Nữ", "Nam", "+", "*")


class AttributeYesNo(YesNoWidget):
    """The same for one of a person's attributes."""

    def __init__(self, attribute: str, *also_yes: str):
        super().__init__(*also_yes)
        self.attribute = attribute

    def clean(self, value, row=None, **kwargs) -> dict:
        return {self.attribute: super().clean(value)}


class AttributeText(TextWidget):
    def __init__(self, attribute: str, longest: int = 255):
        super().__init__(longest)
        self.attribute = attribute

    def clean(self, value, row=None, **kwargs) -> dict:
        return {self.attribute: super().clean(value)}


class ChoiceWidget(ListWidget):
    """One of a few words that stand for a code; nothing else is taken."""

    def __init__(self, choices: Iterable[tuple[str, str]], spellings: dict[str, str] | None = None):
        super().__init__()
        self.labels = {code: str(label) for code, label in choices}
        self.choices = tuple(_capital(label) for label in self.labels.values())
        self.codes = {fold(label): code for code, label in self.labels.items()}
        self.codes |= {fold(text): code for text, code in (spellings or {}).items()}

    def clean(self, value, row=None, **kwargs) -> str:
        code = self.codes.get(fold(text_of(value)))
        if code is None:
            raise ValueError(
                _("%(found)s không có trong các giá trị cho phép: %(choices)s.")
                % {"found": quote(text_of(value)), "choices": "; ".join(self.choices)}
            )
        return code

    def render(self, value, obj=None, **kwargs) -> str:
        return _capital(self.labels.get(value, ""))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
