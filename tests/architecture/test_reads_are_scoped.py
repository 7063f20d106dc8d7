"""Every read by a person starts with `.visible_to(user)`: no other use of a manager at the edges."""

import ast

import pytest

from tests.architecture.sources import edges, name_of, parents

# (file, model): why this read needs no scope. Keep it short.
ALLOWED = {
    ("membership/views/navigation.py", "Organisation"): "the very places of one's own assignments",
}

SCOPING = {"visible_to", "none"}
# Helpers that scope what they are given.
SCOPING_FUNCTIONS = {"fetch"}
UNSCOPED_SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def unscoped_reads(source: str) -> list[tuple[int, str]]:
    tree = ast.parse(source)
    above = parents(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in UNSCOPED_SHORTCUTS:
            found.append((node.lineno, node.id))
        if not (isinstance(node, ast.Attribute) and node.attr in MANAGERS):
            continue
        methods, top = [], node
        while True:
            parent = above.get(top)
            if isinstance(parent, ast.Attribute) and parent.value is top:
                methods.append(parent.attr)
            elif not (isinstance(parent, ast.Call) and parent.func is top):
                break
            top = parent
        given_to = isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id
        if not SCOPING & set(methods) and given_to not in SCOPING_FUNCTIONS:
            found.append((node.lineno, ast.unparse(node.value)))
    return found


@pytest.mark.parametrize("path", list(edges()), ids=name_of)
def test_reads_are_scoped(path):
    found = [
        f"{name_of(path)}:{line} {what}"
        for line, what in unscoped_reads(path.read_text(encoding="utf-8"))
        if (name_of(path), what) not in ALLOWED
    ]
    assert not found, "read without visible_to(user)"


def test_the_allow_list_holds_nothing_stale():
    used = {(name_of(path), what) for path in edges() for _, what in unscoped_reads(path.read_text(encoding="utf-8"))}
    assert set(ALLOWED) <= used


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ("Organisation.objects.all()", True),
        ("Organisation.objects.filter(pk=1).first()", True),
        ("Organisation.objects.visible_to(user).filter(pk=1)", False),
        ("Organisation.objects.filter(code=code).visible_to(user)", False),
        ("fetch(Organisation.objects, request.user, pk=pk)", False),
        ("fetch(Candidate.objects.select_related('member'), request.user, pk=pk)", False),
        ("get_object_or_404(Organisation, pk=pk)", True),
        ("queryset = Organisation.objects", True),
        ("queryset = Organisation.objects.none()", False),
    ],
)
def test_the_test_itself(source, caught):
    assert bool(unscoped_reads(source)) is caught
