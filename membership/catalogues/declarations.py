"""What a catalogue is: entries with a fixed code, a name, the spellings offices use, and where the entry comes from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from membership.base.text import fold


@dataclass(frozen=True)
class Entry:
    """One value. `verified` is False where the source could only be read second-hand or from memory."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    source: str = ""
    verified: bool = True
    codes: dict[str, str] = field(default_factory=dict, compare=False, hash=False)
    group: str = ""


@dataclass(frozen=True)
class Catalogue:
    """A list of values. `strict`: text that is no entry is an error; otherwise it is kept and counted as "chưa rõ".

    `leading`: an entry also fits text that begins with its name or alias followed by a branch of study
    ("Đại học Luật" is "Đại học"): the level is stated, the rest is detail. `openings`: words that may stand before any
    entry and say nothing ("Dân tộc Khmer").
    """

    code: str
    name: str
    entries: tuple[Entry, ...]
    strict: bool = False
    leading: bool = False
    openings: tuple[str, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Entry]:
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def by_text(self) -> dict[str, str]:
        """Folded name or alias -> code."""
        table: dict[str, str] = {}
        for entry in self.entries:
            for text in (entry.name, *entry.aliases):
                folded = fold(text)
                if table.setdefault(folded, entry.code) != entry.code:
                    raise ValueError(f"{self.code}: “{text}” stands for two entries")
        return table

    def name_of(self, code: str) -> str:
        entry = self.by_code.get(code)
        return entry.name if entry else ""

    def choices(self) -> list[tuple[str, str]]:
        return [(entry.code, entry.name) for entry in self.entries]

    def matcher(self, extra: Iterable[tuple[str, str]] = ()) -> "Matcher":
        """A lookup that also knows an office's own spellings: (text, code) pairs."""
        return Matcher(self, {**self.by_text, **{fold(text): code for text, code in extra}})


class Matcher:
    """Text -> code of one catalogue; remembers what it has seen, as a column repeats itself."""

    def __init__(self, catalogue: Catalogue, table: dict[str, str]):
        self.catalogue = catalogue
        self._table = table
        self._seen: dict[str, str | None] = {}
        self._leading = sorted(table, key=len, reverse=True) if catalogue.leading else []

    def find(self, text: str) -> str | None:
        """The code, or None when nothing fits."""
        if text not in self._seen:
            self._seen[text] = self._find(fold(text))
        return self._seen[text]

    def _find(self, folded: str) -> str | None:
        if folded in self._table:
            return self._table[folded]
        for opening in self.catalogue.openings:
            if folded.startswith(f"{fold(opening)} "):
                return self._table.get(folded[len(fold(opening)) + 1 :])
        for known in self._leading:
            if folded.startswith(known + " "):
                return self._table[known]
        return None
