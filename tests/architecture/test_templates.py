"""Pages obey the content policy, extend the base page, and say everything through gettext."""

import re
from html.parser import HTMLParser

import pytest
from django.template import loader

from tests.architecture.sources import TEMPLATES, name_of, templates

# Folders of pieces: they are included by pages and extend nothing.
PIECES = ("parts/", "layouts/", "django/", "candidates/cards/")
STANDALONE = {"base.html"}
SPOKEN_ATTRIBUTES = {"title", "placeholder", "aria-label", "alt", "data-confirm", "data-title", "data-text"}
# What is the same in every language.
NAMES = {"Excel", "Tạo", "Nguồn", "Ctrl", "xlsx", "xls", "ods", "csv", "dd", "mm", "yyyy"}
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)
TRANSLATED = re.compile(
    r"{%\s*(blocktranslate|blocktrans)\b.*?{%\s*end\1\s*%}|{%\s*comment\b.*?{%\s*endcomment\s*%}", re.S
)
WORD = re.compile(r"[^\W\d_]{2,}")


class Page(HTMLParser):
    """What a template shows and which attributes it sets; template tags are blanked out first."""

    def __init__(self, source: str):
        super().__init__(convert_charrefs=True)
        self.spoken: list[tuple[int, str]] = []
        self.forbidden: list[tuple[int, str]] = []
        self.within: list[str] = []
        self.feed(
            TAG.sub(lambda tag: "\n" * tag[0].count("\n"), TRANSLATED.sub(lambda b: "\n" * b[0].count("\n"), source))
        )

    def handle_starttag(self, tag, attrs):
        line = self.getpos()[0]
        values = dict(attrs)
        for name, value in attrs:
            if name == "style" or name.startswith(("on", "hx-on")) or (value or "").startswith("javascript:"):
                self.forbidden.append((line, f"{name}= in <{tag}>"))
            if name in SPOKEN_ATTRIBUTES and value:
                self.spoken.append((line, value))
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") != "application/json"):
            self.forbidden.append((line, f"<{tag}>"))
        if tag in ("script", "style"):
            self.within.append(tag)

    def handle_endtag(self, tag):
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data):
        if not self.within and data.strip():
            self.spoken.append((self.getpos()[0], data.strip()))

    def untranslated(self) -> list[tuple[int, str]]:
        return [(line, text) for line, text in self.spoken if set(WORD.findall(text)) - NAMES]


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_no_inline_script_or_style(path):
    assert Page(path.read_text(encoding="utf-8")).forbidden == []


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_every_sentence_goes_through_gettext(path):
    assert Page(path.read_text(encoding="utf-8")).untranslated() == []


def included() -> set[str]:
    """Pieces that some page puts in; what only a view answers with is a page, or its name begins with "_"."""
    sources = [path.read_text(encoding="utf-8") for path in templates()]
    return {name for source in sources for name in re.findall(r"{% include ['\"]([^'\"]+)['\"]", source)}


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_every_template_compiles_and_extends_the_base(path):
    name = path.relative_to(TEMPLATES).as_posix()
    template = loader.get_template(name)
    if name.startswith(PIECES) or path.name.startswith("_") or name in STANDALONE | included():
        return
    assert re.match(r"\s*({#.*?#}\s*)*{% extends ['\"](base|layouts/\w+)\.html['\"] %}", template.template.source), (
        "a page extends base.html or a layout"
    )


def test_the_test_itself():
    page = Page('<p title="Xin chào" style="x" onclick="y">Chào {{ name }}{% translate "a b" %}</p><script>1</script>')
    assert [what for _, what in page.forbidden] == ["style= in <p>", "onclick= in <p>", "<script>"]
    assert [text for _, text in page.untranslated()] == ["Xin chào", "Chào"]
