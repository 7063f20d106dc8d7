"""Draws the built-in templates anew: python -m candidates.exchange.papers.build_templates

The files lie in the repository; a test compares them with what this draws.
"""

from candidates.exchange.papers.build import admission, classes, letters, probation
from candidates.exchange.papers.build.draw import draw
from candidates.exchange.papers.built_in import FOLDER
from candidates.exchange.papers.declarations import BY_CODE

SHEETS = {sheet.code: sheet for sheet in (*admission.SHEETS, *probation.SHEETS, *letters.SHEETS, *classes.SHEETS)}


def built(code: str) -> bytes:
    return draw(SHEETS[code], str(BY_CODE[code].title))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for code in SHEETS:
        (FOLDER / f"{BY_CODE[code].slug}.docx").write_bytes(built(code))


if __name__ == "__main__":
    main()
