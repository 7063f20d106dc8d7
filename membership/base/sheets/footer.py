"""The foot of a list: how many it holds in words, place and date, and who signs. It is no data."""

import re
from collections.abc import Callable, Sequence

from ..text import normalise

MOST_CELLS = 3  # two or three sign side by side

_SUM = re.compile(r"(?:tổng cộng|tổng số|cộng)\b", re.IGNORECASE)
# What only the foot of a list says. With marks and words in full: Tống and Ký are names of people.
_OPENS = re.compile(
    r"\(?danh sách (?:này |trên )?(?:có|gồm)\b"
    r"|.+,\s*ngày\s*[\d.…_]*\s*tháng\s*[\d.…_]*\s*năm\b|ngày\s*[.…_]*\s*tháng\s*[.…_]*\s*năm\b"
    r"|người (?:lập|kê khai|tổng hợp)\b|\(?(?:đã ký|ký tên|ký,|ký và ghi)"
    r"|(?:t/m|tm|k/t|kt|t/l|tl)[./]?\s+(?:ban|đảng|chi|cấp|thành|tỉnh|huyện|quận|bí thư|phó|trưởng|chánh)\b"
    r"|nơi nhận\b|xác nhận của\b",
    re.IGNORECASE,
)


def foot_length(rows: Sequence[Sequence], is_data: Callable[[Sequence], bool]) -> int:
    """How many of the last rows are the foot: from a row that opens one, with nothing but a few texts to the end.

    A row for which `is_data` holds ends the search, however short it is.
    """
    length = 0
    for count, row in enumerate(reversed(rows), start=1):
        texts = [normalise(value) if isinstance(value, str) else value for value in row]
        texts = [text for text in texts if text not in (None, "")]
        sums = bool(texts) and isinstance(texts[0], str) and bool(_SUM.match(texts[0]))
        if len(texts) > MOST_CELLS or is_data(row) or not (sums or all(map(_is_words, texts))):
            break
        if sums or any(_OPENS.match(text) for text in texts):
            length = count
    return length


def _is_words(value: object) -> bool:
    return isinstance(value, str) and any(character.isalpha() for character in value)
