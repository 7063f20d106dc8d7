"""How a value of the papers is declared: its name in a template, what it says, an example."""

from dataclasses import field, fields, is_dataclass


def text(placeholder: str, label: str, example: str = ""):
    """A value that is printed as it is. `placeholder` is its name in templates, without marks."""
    return field(default="", metadata={"placeholder": placeholder, "label": label, "example": example})


def group(placeholder: str, label: str, kind: type):
    """Several values of one thing: {{ placeholder.value }}."""
    return field(default_factory=kind, metadata={"placeholder": placeholder, "label": label, "kind": kind})


def rows(placeholder: str, label: str, kind: type):
    """Any number of things of one kind, for a loop of a template."""
    return field(default=(), metadata={"placeholder": placeholder, "label": label, "kind": kind, "many": True})


def as_values(record) -> dict:
    """The values of a record under the names templates know."""
    found = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if is_dataclass(value):
            value = as_values(value)
        elif isinstance(value, tuple):
            value = [as_values(row) for row in value]
        found[each.metadata["placeholder"]] = value
    return found


def schema_of(kind: type) -> dict:
    """What a template may use: None for a text, a dict for a group, a list of one dict for rows."""
    found = {}
    for each in fields(kind):
        inner = each.metadata.get("kind")
        shape = schema_of(inner) if inner else None
        found[each.metadata["placeholder"]] = [shape] if each.metadata.get("many") else shape
    return found


def example_of(kind: type, copies: int = 2):
    """A record whose every value is its example (rows: `copies` of each), to try a template with."""
    values = {}
    for each in fields(kind):
        inner = each.metadata.get("kind")
        if inner and each.metadata.get("many"):
            values[each.name] = (example_of(inner, copies),) * copies
        elif inner:
            values[each.name] = example_of(inner, copies)
        else:
            values[each.name] = each.metadata["example"] or "…"
    return kind(**values)
