"""Where the project's own sources lie, for tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("membership", "candidates", "reports")
TEMPLATES = ROOT / "templates"


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        place = ROOT / folder
        yield from ([place] if place.is_file() else sorted(place.rglob("*.py")))


def edges() -> Iterator[Path]:
    """The files in which a person's request is answered: views, forms, tables and filters."""
    for app in APPS:
        for name in ("views", "forms", "tables.py", "filters.py", "tables", "filters"):
            if (ROOT / app / name).exists():
                yield from python_files(f"{app}/{name}")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))
