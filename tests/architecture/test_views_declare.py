"""Every route names the action it needs, and every change goes through one domain function."""

import ast

import pytest
from django.urls import URLPattern, get_resolver

from tests.architecture.sources import edges, name_of

WRITING = {"save", "delete", "bulk_create", "bulk_update", "create", "update_or_create", "get_or_create", "update"}
# (file, call): why it is not a write to the records.
ALLOWED_WRITES = {}


def routes(patterns=None, prefix=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry
        else:
            namespace = f"{entry.namespace}:" if entry.namespace else ""
            yield from routes(entry.url_patterns, prefix + namespace)


def test_every_route_has_a_name_of_its_own():
    names = [name for name, _ in routes()]
    assert not [name for name in names if name.endswith("None")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", [path for path in edges() if "/views" in name_of(path)], ids=name_of)
def test_views_write_through_the_domain(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [
        f"{name_of(path)}:{node.lineno} {ast.unparse(node.func)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITING
        and not isinstance(node.func.value, ast.Dict | ast.Constant)
        and "objects" in ast.unparse(node.func.value)
        or isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"save", "delete"}
    ]
    assert not [line for line in found if tuple(line.split(" ", 1)) not in ALLOWED_WRITES], "a view writes by itself"
