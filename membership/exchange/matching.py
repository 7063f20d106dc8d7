"""Cells that are compared with what is known: entries of catalogues, organisations of the tree."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from membership.base.speech import quote
from membership.base.text import fold
from membership.catalogues import CATALOGUES, Matcher
from membership.domain.catalogues import matchers
from membership.domain.effects import OrganisationRef
from membership.domain.tree import OrganisationIndex
from membership.exchange.widgets import ListWidget, code_of, text_of
from membership.models import Organisation


@dataclass
class Lookups:
    """What cells are compared with, read once per list: the place it goes into, and the office's own spellings."""

    into: Organisation | None = None
    _matchers: dict[str, Matcher] = field(default_factory=dict)

    @cached_property
    def organisations(self) -> OrganisationIndex:
        return OrganisationIndex(self.into)

    def matcher(self, catalogue: str) -> Matcher:
        if not self._matchers:
            self._matchers = matchers()
        return self._matchers[catalogue]

    @property
    def place(self) -> str:
        return quote(self.into.name, 80) if self.into else _("hệ thống")


class CatalogueWidget(ListWidget):
    """An entry of a catalogue by its name or one of its spellings, as `attribute`.

    Strict catalogues refuse what they do not know. The others keep it in `<attribute>_text` with no code ("chưa rõ").
    Text that says more than the entry ("Đại học Luật", a job inside its group) is kept beside the code.
    """

    def __init__(self, catalogue: str, attribute: str, *, longest: int = 160, keeps_detail: bool = False):
        super().__init__()
        self.catalogue = CATALOGUES[catalogue]
        self.attribute = attribute
        self.longest = longest
        self.keeps_detail = keeps_detail
        self.choices = tuple(entry.name for entry in self.catalogue.entries)

    def bind(self, lookups: Lookups) -> None:
        self.matcher = lookups.matcher(self.catalogue.code)

    def clean(self, value, row=None, **kwargs) -> dict:
        text = text_of(value)
        code = self.matcher.find(text)
        if code is None and isinstance(value, date):  # 9/12 typed into a cell that Excel then took for a day
            for text in (f"{value.day}/{value.month}", f"{value.month}/{value.day}"):
                code = self.matcher.find(text)
                if code is not None:
                    break
        if self.catalogue.strict:
            if code is None:
                raise ValueError(
                    _(
                        "%(found)s không có trong danh mục %(catalogue)s; hãy sửa lại theo danh mục, "
                        "hoặc thêm cách viết này vào danh mục."
                    )
                    % {"found": quote(text), "catalogue": self.catalogue.name}
                )
            return {self.attribute: code}
        if len(text) > self.longest:
            raise ValueError(
                _("Nội dung dài %(length)s ký tự; nhiều nhất là %(longest)s.")
                % {"length": len(text), "longest": self.longest}
            )
        return {self.attribute: code or "", f"{self.attribute}_text": text if self._says_more(text, code) else ""}

    def _says_more(self, text: str, code: str | None) -> bool:
        if code is None:
            return True
        folded = fold(text)
        if self.keeps_detail:
            return folded != fold(self.catalogue.name_of(code))
        return self.catalogue.leading and folded not in self.catalogue.by_text

    def render(self, value, obj=None, **kwargs) -> str:
        detail = getattr(obj, f"{self.attribute}_text", "") if obj is not None else ""
        return detail or self.catalogue.name_of(value or "")


class OrganisationCodeWidget(ListWidget):
    """The code of an organisation within the place the list goes into; gives an OrganisationRef."""

    def bind(self, lookups: Lookups) -> None:
        self.lookups = lookups

    def clean(self, value, row=None, **kwargs) -> OrganisationRef:
        code = code_of(value)
        found = self.lookups.organisations.by_code(code) or self.by_code_and_name(code)
        if found is None:
            raise ValueError(
                _("Mã tổ chức %(code)s không có trong %(place)s; hãy xem lại mã hoặc nơi nhập.")
                % {"code": quote(code), "place": self.lookups.place}
            )
        return found

    def by_code_and_name(self, text: str) -> OrganisationRef | None:
        """Of a cell that holds both: "10001 - Chi bộ thôn 1", "Chi bộ thôn 1 (10001)". Both must mean the same."""
        for way in _CODE_AND_NAME:
            parts = way.fullmatch(text)
            found = self.lookups.organisations.by_code(parts["code"]) if parts else None
            if found is None:
                continue
            if any(ref.id == found.id for ref in self.lookups.organisations.by_name(parts["name"])):
                return found
            words = {"code": quote(parts["code"]), "found": quote(found.name), "name": quote(parts["name"])}
            raise ValueError(_("Mã %(code)s là %(found)s, không phải %(name)s; hãy chỉ ghi mã hoặc tên đúng.") % words)
        return None


_CODE = r"(?P<code>[^\s()]*[0-9][^\s()]*?)"
_CODE_AND_NAME = [
    re.compile(rf"{_CODE}(?:\s*[-–:|]\s*|\s+)(?P<name>[^\W\d_].*)"),
    re.compile(rf"(?P<name>.*\S)(?:\s+[-–:|]\s+|\s*[:|]\s*){_CODE}"),
    re.compile(rf"(?P<name>.*\S)\s*\(\s*{_CODE}\s*\)"),
    re.compile(rf"\(\s*{_CODE}\s*\)\s*(?P<name>.*\S)"),
]


class OrganisationNameWidget(OrganisationCodeWidget):
    """The name of an organisation within the place, or its code where an office writes that instead."""

    def clean(self, value, row=None, **kwargs) -> OrganisationRef:
        name = code_of(value)
        found = self.lookups.organisations.by_name(name)
        if len(found) > 1 and len([ref for ref in found if ref.valid_to is None]) == 1:
            found = [ref for ref in found if ref.valid_to is None]
        if len(found) == 1:
            return found[0]
        if found:
            raise ValueError(
                _("Có %(count)s tổ chức tên là %(name)s trong %(place)s; hãy ghi Mã tổ chức.")
                % {"count": len(found), "name": quote(name), "place": self.lookups.place}
            )
        by_code = self.lookups.organisations.by_code(name) or self.by_code_and_name(name)
        if by_code is None:
            raise ValueError(
                _("Không có tổ chức nào tên là %(name)s trong %(place)s; hãy xem lại tên hoặc ghi Mã tổ chức.")
                % {"name": quote(name), "place": self.lookups.place}
            )
        return by_code
