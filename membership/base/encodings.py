"""The encoding doctor: text typed in fonts from before Unicode (.VnTime: TCVN3, VNI-Times: VNI), read as it was meant.

Such text arrives as Latin letters with strange marks ("NguyÔn V¨n ¸nh"). What it is cannot be told from one cell: a
fifth of all VNI names reads as other Vietnamese names. So a whole column is judged, by how many of its words become
Vietnamese syllables; the fonts of the workbook are a signal, never a proof; a cell that is Unicode already stays.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from .syllables import is_syllable, words

TCVN3, VNI = "TCVN3", "VNI"
ENOUGH_WORDS = 20  # below that the evidence is thin, and the fonts have to speak too
CLEAR_SHARE = 0.9  # of the marked words that become syllables
MOST_LOOKED_AT = 3_000  # different cells of a column; more would say the same
_UNICODE_ONLY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9\u0300-\u0323]")

_TCVN3_LOWER = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
        strict=True,
    )
)
_TCVN3 = str.maketrans(_TCVN3_LOWER | dict(zip("¡¢§£¤¥¦", "ĂÂĐÊÔƠƯ", strict=True)))
_TCVN3_LETTERS = frozenset(map(chr, _TCVN3))

_VNI_MARKS = {
    "a": dict(zip("øùûõïêèéúüëâàáåãä", "àáảãạăằắẳẵặâầấẩẫậ", strict=True)),
    "e": dict(zip("øùûõïâàáåãä", "èéẻẽẹêềếểễệ", strict=True)),
    "o": dict(zip("øùûõïâàáåãä", "òóỏõọôồốổỗộ", strict=True)),
    "ô": dict(zip("øùûõï", "ờớởỡợ", strict=True)),
    "u": dict(zip("øùûõï", "ùúủũụ", strict=True)),
    "ö": dict(zip("øùûõï", "ừứửữự", strict=True)),
    "i": dict(zip("øù", "ìí", strict=True)),
    "y": dict(zip("øùûõï", "ỳýỷỹỵ", strict=True)),
}
_VNI_PAIRS = {base + mark: letter for base, marks in _VNI_MARKS.items() for mark, letter in marks.items()}
_VNI_PAIRS |= {pair.upper(): letter.upper() for pair, letter in _VNI_PAIRS.items()} | {
    pair[0].upper() + pair[1]: letter.upper() for pair, letter in _VNI_PAIRS.items()
}
_VNI_SINGLES = dict(zip("ôöæóòîñìíÔÖÆÓÒÎÑÌÍ", "ơưỉĩịỵđìíƠƯỈĨỊỴĐÌÍ", strict=True))
_VNI_LETTERS = frozenset("".join(_VNI_PAIRS)) - frozenset("aeouyAEOUY") | frozenset(_VNI_SINGLES)


def _from_vni(text: str) -> str:
    found, position = [], 0
    while position < len(text):
        pair = text[position : position + 2]
        if pair in _VNI_PAIRS:
            found.append(_VNI_PAIRS[pair])
            position += 2
        else:
            found.append(_VNI_SINGLES.get(text[position], text[position]))
            position += 1
    return "".join(found)


def _from_tcvn3(text: str) -> str:
    """TCVN3 has few capitals of its own, the font .VnTimeH drew them: what stands among capitals was one."""
    found = [_recased(old, old.translate(_TCVN3)) for old in text.split(" ")]
    others = [word for word in found if word[:1].isascii()]
    if others and all(word[:1].isupper() for word in others if word[:1].isalpha()):
        found = [word[:1].upper() + word[1:] for word in found]
    return " ".join(found)


def _recased(old: str, new: str) -> str:
    plain = [letter for letter in old if letter.isascii() and letter.isalpha()]
    return new.upper() if len(plain) > 1 and all(letter.isupper() for letter in plain) else new


_DECODERS = {TCVN3: _from_tcvn3, VNI: _from_vni}
_LETTERS = {TCVN3: _TCVN3_LETTERS, VNI: _VNI_LETTERS}


@dataclass(frozen=True)
class Diagnosis:
    """What a column is written in. `encoding` "" : nothing to mend. `sure` False: ask before it is believed.

    `examples`: (as found, as meant), a few, the most telling first.
    """

    encoding: str = ""
    sure: bool = False
    examples: tuple[tuple[str, str], ...] = field(default=())


def is_unicode_already(text: str) -> bool:
    """Whether a cell holds letters that only Unicode has, so that no old font can have written it."""
    return _UNICODE_ONLY.search(text) is not None


def decode(text: str, encoding: str) -> str:
    """A cell of a column in that encoding as it was meant; one that is Unicode already, or plain, as it is."""
    if not encoding or text.isascii() or is_unicode_already(text):
        return text
    return _DECODERS[encoding](text)


def examine(values: Iterable[object], fonts: Sequence[str] = (), *, beside: str = "") -> Diagnosis:
    """Judge a column by its cells. `fonts`: the names of the workbook's fonts; `beside`: what its other columns surely
    are written in, which settles a column that does not speak against it."""
    different = (value for value in dict.fromkeys(values) if isinstance(value, str))
    suspects = list(
        islice((text for text in different if not text.isascii() and not is_unicode_already(text)), MOST_LOOKED_AT)
    )
    if not suspects:
        return Diagnosis()
    as_it_is = _share(suspects, "")
    if beside:
        agrees = _share(suspects, beside) >= as_it_is
        return _diagnosis(suspects, beside, sure=True) if agrees else Diagnosis()
    best, best_share = "", 0.0
    for encoding in (TCVN3, VNI):
        strange = [text for text in suspects if any(letter in _LETTERS[encoding] for letter in text)]
        share = _share(strange, encoding) * len(strange) / len(suspects)
        if share > best_share:
            best, best_share = encoding, share
    if best_share <= as_it_is or best_share < 0.6:
        return Diagnosis()
    marked = sum(not word.isascii() for text in suspects for word in words(text))
    said_by_fonts = any(_font_of(name) == best for name in fonts)
    sure = best_share >= CLEAR_SHARE and best_share - as_it_is >= 0.3 and (marked >= ENOUGH_WORDS or said_by_fonts)
    return _diagnosis(suspects, best, sure=sure)


def _diagnosis(suspects: Sequence[str], encoding: str, *, sure: bool) -> Diagnosis:
    mended = [(text, decode(text, encoding)) for text in suspects]
    told = tuple((old, new) for old, new in mended if old != new)[:3]
    return Diagnosis(encoding, sure, told) if told else Diagnosis()


def _font_of(name: str) -> str:
    folded = name.strip().lower()
    if folded.startswith(".vn"):
        return TCVN3
    return VNI if folded.startswith("vni") else ""


def _share(texts: Sequence[str], encoding: str) -> float:
    """Of the words that are not plain letters, how many are Vietnamese syllables when read so."""
    good = total = 0
    for text in texts:
        for found in _marked_words(text):
            total += 1
            good += all(is_syllable(part) for part in words(decode(found, encoding) if encoding else found))
    return good / total if total else 0.0


def _marked_words(text: str) -> list[str]:
    return [word for word in text.split() if not word.isascii()]
