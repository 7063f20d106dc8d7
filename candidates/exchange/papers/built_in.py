"""The templates that come with the software."""

from functools import cache
from pathlib import Path

from candidates.exchange.papers.declarations import Paper

FOLDER = Path(__file__).parent / "templates"


@cache
def built_in(paper: Paper) -> bytes:
    return (FOLDER / f"{paper.slug}.docx").read_bytes()
