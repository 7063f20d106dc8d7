"""Vietnamese text: one form to store, one to search by, one to sort by.

None of the three guesses a legacy encoding. U+00AD, elsewhere an invisible soft hyphen, is the letter ư in TCVN3 and
is therefore left alone by `normalise`.
"""

import re
import unicodedata
from functools import lru_cache

# Invisible: controls, zero-width signs, byte-order marks, bidi controls, tags, lone surrogates. Not U+00AD (see above).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]+"
)
# Letters by their category, blanks by their looks; the true spaces are known to str.split().
_BLANK_LOOKING = re.compile("[\u115f\u1160\u2800\u3164\uffa0]+")
_MARKS = re.compile("[\u0300-\u036f]{2,}")
_QUALITY = "\u0302\u0306\u031b"  # circumflex, breve, horn: they make another letter, so they come before the tone


def normalise(text: str | None) -> str:
    """The form that is stored: NFC, one kind of space, nothing invisible, no space at either end.

    Line breaks count as spaces: a cell broken over two lines holds one value.
    """
    if not text:
        return ""
    if not text.isascii():
        text = _BLANK_LOOKING.sub(" ", text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if re.search("[\u0300-\u036f]", text):  # á + ̂ (the tone typed first) is the same letter as ấ
        text = _MARKS.sub(_quality_first, unicodedata.normalize("NFD", text))
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def _quality_first(marks: re.Match) -> str:
    return "".join(sorted(marks[0], key=lambda mark: mark not in _QUALITY))


_APOSTROPHES = "'`´‘’‚‛′‵ʹʻʼʽʾʿˈˊˋ՚＇｀"
_BARRED = {"đ": "d", "ð": "d", "ƀ": "b", "ł": "l", "ø": "o", "ı": "i"}


class _Folding(dict):
    """str.translate table that learns each character when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < 20_000:
            self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return ""
    if character.isspace() or _BLANK_LOOKING.match(character):
        return " "
    parts = unicodedata.normalize("NFKD", character).lower()
    if parts != character:  # apply until nothing changes, so that folding twice is folding once
        return "".join(map(_fold_character, parts))
    if parts in _BARRED:
        return _BARRED[parts]
    kind = unicodedata.category(parts)
    if kind[0] in "LN":
        return parts
    return "" if kind[0] == "M" or kind in ("Cc", "Cf", "Cs") else " "


_FOLDING = _Folding()


def fold(text: str | None) -> str:
    """The form that is searched: lower case, no marks, đ as d, no apostrophes, other punctuation as spaces.

    >>> fold("Nguyễn Văn Ánh"), fold("H'Hen Niê"), fold("UỶ ban – hoà giải")
    ('nguyen van anh', 'hhen nie', 'uy ban hoa giai')
    """
    return " ".join(text.translate(_FOLDING).split()) if text else ""


# --- sorting -----------------------------------------------------------------------------------------------------
#
# One ASCII character a letter, one for the tone at the end of the syllable. Lowest to highest: tones 0-5 (so a syllable
# ends before a longer one goes on), the apostrophe, digits, the alphabet, then `h` + five characters for any letter of
# another script. No backslash, quotation mark or percent sign occurs, so the key is harmless in COPY, CSV and LIKE.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER = dict(zip(_ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))
_LETTER |= dict(zip("0123456789", "789:;<=>?@", strict=True))
_APOSTROPHE = "6"
_OTHER_SCRIPT = "h"
_TONE = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LEVEL = "0"  # thanh ngang
_VOWELS = frozenset("aeiouy")
_BRACKETED = re.compile(r"\([^()]*\)")
SORT_KEY_LENGTH = 120


def name_sort_key(full_name: str | None) -> str:
    """The key lists of people are ordered by: given name (last word), then family name (first), then middle names.

    Letters in the order of the Vietnamese alphabet, and only where a syllable's letters tie its tone: ngang, huyền,
    hỏi, ngã, sắc, nặng. The place of the tone mark does not matter (hòa, hoà). What stands in brackets after a name is
    a remark and is not sorted by. The result is ASCII for byte order (collation C, SQLite BINARY), at most 120 long.
    """
    if not full_name:
        return ""
    if "(" in full_name:
        full_name = _BRACKETED.sub(" ", full_name) if _BRACKETED.sub("", full_name).strip() else full_name
    keys = [key for key in map(_word_key, full_name.split()) if key]
    if len(keys) > 1:
        keys.insert(0, keys.pop())
    return "".join(keys)[:SORT_KEY_LENGTH]


@lru_cache(maxsize=65_536)
def _word_key(word: str) -> str:
    """The key of one word; a hyphen inside it begins a new syllable but not a new name."""
    syllables: list[str] = []
    letters: list[str] = []
    tone = _LEVEL
    previous = ""
    for sign in unicodedata.normalize("NFKD", normalise(word[:200])).lower() + "-":
        if sign in _TONE:
            if previous in _VOWELS:
                tone = _TONE[sign]
        elif sign in _QUALITY:
            composed = unicodedata.normalize("NFC", previous + sign)
            if composed in _LETTER:
                letters[-1] = _LETTER[composed]
        elif sign in _APOSTROPHES:
            letters.append(_APOSTROPHE)
            previous = ""
        elif unicodedata.category(sign)[0] in "MC":
            continue
        elif sign.isalnum():
            base = sign if sign == "đ" else _BARRED.get(sign, sign)
            letters.append(_LETTER.get(base) or _other_script(base))
            previous = base
        else:
            if letters and letters != [_APOSTROPHE] * len(letters):
                syllables.append("".join(letters) + tone)
            letters, tone, previous = [], _LEVEL, ""
    return "".join(syllables)


def _other_script(letter: str) -> str:
    code, digits = ord(letter), []
    for _ in range(5):
        code, digit = divmod(code, 33)
        digits.append(_LETTER[_ALPHABET[digit]])
    return _OTHER_SCRIPT + "".join(reversed(digits))
