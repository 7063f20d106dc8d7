"""The copies of an organisation's path: which tables carry one, and how they follow a move."""

from collections.abc import Iterable
from typing import NamedTuple

from django.apps import apps
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Concat, Substr

from membership.models import Organisation, within


class Copy(NamedTuple):
    """`column` of `model` repeats the path of its organisation, or that of the row behind `through`."""

    model: type
    column: str = "organisation_path"
    through: str = ""

    @property
    def organisation(self) -> str:
        return f"{self.through}__organisation" if self.through else "organisation"


def models_with_copies() -> list[type]:
    """Every table whose rows lie in an organisation and carry its path: Located rows, the log, the jobs."""
    return [
        model
        for model in apps.get_models()
        if {"organisation", "organisation_path"} <= {field.name for field in model._meta.local_concrete_fields}
    ]


def copies() -> list[Copy]:
    """Every column that repeats a path. A model declares a second one: `path_copies = {column: foreign key}`."""
    found = [Copy(model) for model in models_with_copies()]
    for model in apps.get_models():
        found += [Copy(model, column, through) for column, through in getattr(model, "path_copies", {}).items()]
    return found


def move_range(old: str, new: str) -> None:
    """Give a subtree its new path: one UPDATE by range for the organisations and one for each column of copies."""
    for model, column in [(Organisation, "path"), *((copy.model, copy.column) for copy in copies())]:
        model._base_manager.filter(within(old, column)).update(
            **{column: Concat(Value(new), Substr(column, len(old) + 1))}
        )


def refresh(organisation_ids: Iterable[int]) -> None:
    """Copy the present path of some organisations anew, for changes that are no single range."""
    ids = list(organisation_ids)
    for copy in copies():
        rows = copy.model._base_manager.filter(**{f"{copy.organisation}__in": ids}).order_by()
        copy.model._base_manager.filter(pk__in=rows.values("pk")).update(**{copy.column: _present_path(copy)})


def differing(copy: Copy):
    """Rows whose copy is not the path of their organisation."""
    rows = copy.model._base_manager.exclude(**{copy.organisation: None})
    return rows.exclude(**{copy.column: F(f"{copy.organisation}__path")})


def refresh_all() -> int:
    """Mend every copy that differs; returns how many did."""
    mended = 0
    for copy in copies():
        ids = differing(copy).order_by().values("pk")
        mended += copy.model._base_manager.filter(pk__in=ids).update(**{copy.column: _present_path(copy)})
    return mended


def _present_path(copy: Copy):
    if not copy.through:
        return Subquery(Organisation.objects.filter(pk=OuterRef("organisation_id")).order_by().values("path")[:1])
    other = copy.model._meta.get_field(copy.through).related_model
    rows = other._base_manager.filter(pk=OuterRef(f"{copy.through}_id")).order_by()
    return Subquery(rows.values("organisation__path")[:1])
