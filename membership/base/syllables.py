"""Whether a word can be a Vietnamese syllable: the evidence by which text in a foreign encoding is recognised."""

import re
import unicodedata
from functools import lru_cache

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_ONSETS = (
    "ngh", "ng", "nh", "th", "tr", "ch", "kh", "gh", "gi", "ph", "qu", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_RHYME_TABLE = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng
    i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăt oe oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u uc ui um un ung up ut ua uôc uôi uôm uôn uông uôt uâ uân uâng uât uây
    uê uêch uênh uêu uơ uy uya uych uyên uyêt uynh uyt uyu uyn uyp
    ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu ynh yt ych ym yn yp
"""
_RHYMES = frozenset(_RHYME_TABLE.split())
_STOPPED = ("c", "ch", "p", "t")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether a word is built as Vietnamese syllables are, its tone fitting its end (never mind whether it exists)."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [character for character in parts if ord(character) in _TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", parts.translate(_TONES))
    for onset in _ONSETS:
        if bare.startswith(onset) and (rhyme := bare[len(onset) :]) in _RHYMES:
            stopped = rhyme.endswith(_STOPPED)
            return not stopped or not tones or tones[0] in "\u0301\u0323"
        if onset in ("gi", "qu") and bare == onset:
            return True
    return False


def words(text: str) -> list[str]:
    return _WORD.findall(text)
