"""The pieces a paper is laid out with. Texts may hold tags; **…** is bold."""

from dataclasses import dataclass


@dataclass(frozen=True)
class P:
    """A paragraph. `align`: justify, left, center or right; `indent`: the first line begins further in."""

    text: str
    align: str = "justify"
    indent: bool = True
    bold: bool = False
    italic: bool = False
    size: int = 14
    after: int = 4
    before: int = 0


@dataclass(frozen=True)
class Dots:
    """Dotted lines over the whole width, to be written on by hand."""

    lines: int = 3


@dataclass(frozen=True)
class If:
    condition: str
    blocks: tuple
    otherwise: tuple = ()


@dataclass(frozen=True)
class Each:
    """`blocks` once for every row; with `own_page` each begins on a page of its own."""

    name: str
    rows: str
    blocks: tuple
    own_page: bool = False


@dataclass(frozen=True)
class Table:
    """One line of a table for every row. `columns`: heading, width in mm, content."""

    name: str
    rows: str
    columns: tuple
    size: int = 12


@dataclass(frozen=True)
class Head:
    """Who writes (the last line bold), the number, and at the right the name of the Party or another motto."""

    left: tuple[str, ...] = ()
    number: str = ""
    right: tuple[str, ...] = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
    date: str = ""


@dataclass(frozen=True)
class Title:
    kind: str
    about: str = ""


@dataclass(frozen=True)
class Signatures:
    """Two columns of lines. The first of each is bold; room for the hand follows; then the note in italics."""

    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    code: str
    blocks: tuple
    landscape: bool = False
