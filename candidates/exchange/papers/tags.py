"""The tags of a template, found paragraph by paragraph, each problem told with the words it stands among."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from candidates.exchange.papers.context import SCHEMA
from candidates.exchange.papers.language import DEEPEST, LONGEST_TAG, LOOP, MOST_TAGS, TagError, shape_of
from candidates.exchange.papers.package import W
from membership.base.speech import quote

_TAG = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")  # no braces within: read in one pass whatever is written
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_STATEMENT = re.compile(r"(?P<mode>tr |p )?\s*(?P<word>[a-z]+)\b(?P<rest>.*)", re.DOTALL)
_FOR = re.compile(r"\s+(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s+in\s+(?P<list>[A-Za-z0-9_.]+)\s*")
_PAIRS = {"endfor": "for", "endif": "if", "else": "if", "elif": "if"}


@dataclass
class _Open:
    word: str
    mode: str
    tag: str
    place: object
    scope: dict


@dataclass
class Reading:
    """Goes through one part of a template; `problems` grows."""

    problems: list[str] = field(default_factory=list)
    count: int = 0

    def read(self, root) -> None:
        self._look_elsewhere(root)
        self.open: list[_Open] = []
        for paragraph in root.iter(f"{W}p"):
            written = "".join(
                each.text or "" for each in paragraph.iter(f"{W}t") if next(each.iterancestors(f"{W}p")) is paragraph
            )
            if "{" in written or "}" in written:
                self._paragraph(paragraph, written)
        for each in self.open:
            self._say(_("Thẻ %(tag)s chưa được đóng.") % {"tag": quote(each.tag)})

    def _say(self, sentence: str) -> None:
        if sentence not in self.problems:
            self.problems.append(sentence)

    def _look_elsewhere(self, root) -> None:
        """A tag in a picture's description, a field or deleted text would be filled, but nobody would see it."""
        for each in root.iter():
            texts = list(each.attrib.values())
            if each.tag != f"{W}t":
                texts.append(each.text or "")
            texts.append(each.tail or "")
            for text in texts:
                if "{{" in text or "{%" in text or "{#" in text:
                    self._say(
                        _("Thẻ %(tag)s nằm ngoài phần chữ của văn bản (hình, trường, chữ đã xóa mà còn theo dõi).")
                        % {"tag": quote(text)}
                    )

    def _paragraph(self, paragraph, written: str) -> None:
        tags = _TAG.findall(written)
        rest = _TAG.sub("", written)
        if "{" in rest or "}" in rest:
            self._say(
                _("Đoạn %(text)s có dấu ngoặc nhọn không khép lại; thẻ viết dạng {{ tên }} hoặc {%% lệnh %%}.")
                % {"text": quote(written)}
            )
        for tag in tags:
            self.count += 1
            if self.count == MOST_TAGS + 1:
                self._say(_("Mẫu có quá nhiều thẻ (hơn %(most)s).") % {"most": MOST_TAGS})
            if self.count > MOST_TAGS:
                return
            try:
                if len(tag) > LONGEST_TAG:
                    raise TagError(_("dài quá %(most)s ký tự") % {"most": LONGEST_TAG})
                inner = tag[2:-2].translate(_QUOTES)
                if tag.startswith("{{"):
                    self._value(inner)
                else:
                    self._statement(inner, tag, paragraph, rest, tags)
            except TagError as error:
                self._say(
                    _("Thẻ %(tag)s trong đoạn %(text)s: %(problem)s.")
                    % {"tag": quote(tag), "text": quote(written), "problem": error}
                )

    @property
    def _scope(self) -> dict:
        return self.open[-1].scope if self.open else SCHEMA

    def _value(self, inner: str) -> None:
        if re.match(r"(?:r|p|tr|tc)\s", inner) or inner.startswith("-") or inner.rstrip().endswith("-"):
            raise TagError(_("viết dạng {{ tên }}, không thêm gì trước hoặc sau tên"))
        shape = shape_of(inner, self._scope)
        if isinstance(shape, list):
            raise TagError(_("đây là một danh sách; phải lặp bằng {% for %}"))
        if isinstance(shape, dict):
            raise TagError(_("đây là một nhóm giá trị; hãy ghi thêm dấu chấm và tên giá trị bên trong"))

    def _statement(self, inner: str, tag: str, paragraph, rest: str, tags: list[str]) -> None:
        found = _STATEMENT.fullmatch(inner.rstrip() if inner[:1] in "pt" else inner.strip())
        word = found["word"] if found else ""
        if word not in ("for", "if", *_PAIRS):
            raise TagError(_("chỉ được dùng các lệnh for, endfor, if, elif, else, endif"))
        mode = (found["mode"] or "").strip()
        place = self._place(mode, paragraph, rest, tags)
        if word in ("for", "if"):
            self._begin(word, mode, tag, place, found["rest"])
            return
        if not self.open or self.open[-1].word != _PAIRS[word]:
            raise TagError(_("không có thẻ mở tương ứng ngay trước nó"))
        if self.open[-1].mode != mode or self.open[-1].place is not place:
            last = self.open.pop() if word in ("endfor", "endif") else self.open[-1]
            raise TagError(_("phải cùng dạng và cùng chỗ (đoạn, bảng) với thẻ mở %(tag)s") % {"tag": quote(last.tag)})
        if word == "elif":
            shape_of(found["rest"], self._scope)
        elif found["rest"].strip():
            raise TagError(_("không được ghi gì sau %(word)s") % {"word": quote(word)})
        if word in ("endfor", "endif"):
            self.open.pop()

    def _place(self, mode: str, paragraph, rest: str, tags: list[str]):
        """What must be the same for the tag that opens and the tag that closes."""
        if not mode:
            return paragraph
        alone = not rest.strip() and len(tags) == 1
        if mode == "p":
            if not alone:
                raise TagError(_("thẻ {%p …%} phải đứng một mình trong đoạn"))
            return paragraph.getparent()
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        if row is None:
            raise TagError(_("thẻ {%tr …%} phải nằm trong một dòng của bảng"))
        if "".join(each.text or "" for each in row.iter(f"{W}t")).strip() != tags[0] or not alone:
            raise TagError(_("thẻ {%tr …%} phải đứng một mình trong dòng của bảng"))
        return row.getparent()

    def _begin(self, word: str, mode: str, tag: str, place, rest: str) -> None:
        scope = self._scope
        opened = _Open(word, mode, tag, place, scope)
        self.open.append(opened)  # first, so that its end is not a second problem
        if word == "if":
            shape_of(rest, scope)
            return
        loop = _FOR.fullmatch(rest)
        if not loop:
            raise TagError(_("vòng lặp viết dạng {% for x in danh_sach %}, với tên một danh sách có sẵn"))
        if loop["name"] in scope or loop["name"] == "loop":
            raise TagError(_("tên %(name)s đã dùng cho giá trị khác") % {"name": quote(loop["name"])})
        opened.scope = scope | {loop["name"]: {}, "loop": LOOP}
        if sum(each.word == "for" for each in self.open) > DEEPEST:
            raise TagError(_("không được lồng quá %(most)s vòng lặp") % {"most": DEEPEST})
        shape = shape_of(loop["list"], scope)
        if not isinstance(shape, list):
            raise TagError(_("%(name)s không phải là một danh sách") % {"name": quote(loop["list"])})
        opened.scope[loop["name"]] = shape[0]
