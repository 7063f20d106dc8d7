"""The copies of an organisation's path: which tables carry one, and how they follow a move."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Concat, Substr

from membership.models import Organisation, within


def models_with_copies() -> list[type]:
    """Every table whose rows lie in an organisation and carry its path: Located rows, the log, the jobs."""
    return [
        model
        for model in apps.get_models()
        if {"organisation", "organisation_path"} <= {field.name for field in model._meta.local_concrete_fields}
    ]


def move_range(old: str, new: str) -> None:
    """Give a subtree its new path: one UPDATE by range for the organisations and one for each table of copies."""
    for model, column in [(Organisation, "path"), *((model, "organisation_path") for model in models_with_copies())]:
        model._base_manager.filter(within(old, column)).update(
            **{column: Concat(Value(new), Substr(column, len(old) + 1))}
        )


def refresh(organisation_ids: Iterable[int]) -> None:
    """Copy the present path of some organisations anew, for changes that are no single range."""
    for model in models_with_copies():
        model._base_manager.filter(organisation__in=organisation_ids).update(organisation_path=_present_path())


def differing(model):
    """Rows whose copy is not the path of their organisation."""
    return model._base_manager.exclude(organisation=None).exclude(organisation_path=F("organisation__path"))


def refresh_all() -> int:
    """Mend every copy that differs; returns how many did."""
    mended = 0
    for model in models_with_copies():
        ids = differing(model).order_by().values("pk")
        mended += model._base_manager.filter(pk__in=ids).update(organisation_path=_present_path())
    return mended


def _present_path():
    return Subquery(Organisation.objects.filter(pk=OuterRef("organisation_id")).order_by().values("path")[:1])
