"""What the database itself guarantees, whatever the code does."""

import pytest
from django.apps import apps
from django.db import connection, models

from membership.base.columns import BinaryTextField
from tests.architecture.sources import APPS

OURS = [model for model in apps.get_models() if model._meta.app_label in APPS]

# The guarantees that the design leans on; losing one of these is never a detail.
GUARANTEES = {
    "membership_organisation": {"organisation_ends_after_start", "organisation_not_own_parent"},
    "membership_placement": {"placement_one_open_per_organisation"},
    "membership_organisationname": {"name_one_open_per_organisation"},
    "membership_assignment": {"assignment_once_while_open"},
    "membership_partymember": {"member_card_once"},
    "membership_memberspell": {"spell_one_open_per_member"},
    "membership_holiday": {"holiday_year_plausible"},
    "membership_notice": {"notice_told_once"},
    "membership_digest": {"digest_once_a_day"},
    "membership_cataloguealias": {"alias_means_one_entry"},
    "candidates_candidateevent": {"event_sequence_once_per_candidate", "event_sequence_starts_at_one"},
    "candidates_admission": {"admission_one_current_per_candidate", "admission_ceremony_after_decision"},
    "reports_quota": {"quota_once_per_year", "quota_year_plausible"},
    "reports_run": {"run_one_published_per_key", "run_days_in_order"},
    "reports_row": {"row_once_per_run"},
}
# Rows that belong to another row and may vanish with it: half-done work that is made again.
MAY_VANISH = {("reports.Row", "run")}


def constraints(table: str) -> dict:
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, table)


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "names"), GUARANTEES.items(), ids=GUARANTEES)
def test_guarantees_are_in_the_database(table, names):
    assert names <= set(constraints(table))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("membership_organisation", "path"),
        ("membership_organisation", "code"),
        ("membership_job", "key"),
        ("membership_user", "username"),
        ("membership_holiday", "day"),
        ("membership_holidayyear", "year"),
        ("membership_calendarfeed", "token_hash"),
        ("membership_calendarfeed", "user_id"),
    ],
)
def test_what_must_be_unique_is(table, column):
    assert any(found["unique"] and found["columns"] == [column] for found in constraints(table).values())


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_nothing_is_deleted_along_with_something_else(model):
    for field in model._meta.local_fields:
        if isinstance(field, models.ForeignKey) and (model._meta.label, field.name) not in MAY_VANISH:
            assert field.remote_field.on_delete in (models.PROTECT, models.SET_NULL), field.name


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_located_rows_are_found_by_a_range_of_their_path(model):
    """A copy of the path is worth nothing without an index that begins with it."""
    if not any(field.name == "organisation_path" for field in model._meta.local_fields):
        return
    if model._meta.label in ("membership.Job", "reports.Run"):
        return  # few rows, read by state and by period
    found = constraints(model._meta.db_table).values()
    assert any(entry["index"] and entry["columns"][:1] == ["organisation_path"] for entry in found)


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_people_are_read_in_the_order_of_their_names(model):
    """First page of a long list: the first rows of an index, which also tells whether they lie in the subtree."""
    if not {"sort_key", "organisation_path"} <= {field.name for field in model._meta.local_fields}:
        return
    found = constraints(model._meta.db_table).values()
    assert any(entry["columns"] == ["sort_key", "id", "organisation_path"] for entry in found if entry["index"])


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_paths_and_sort_keys_compare_byte_by_byte(model):
    columns = [field.column for field in model._meta.local_fields if isinstance(field, BinaryTextField)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND collation_name = 'C'",
                [model._meta.db_table],
            )
            assert set(columns) <= {name for (name,) in cursor.fetchall()}
    for field in model._meta.local_fields:
        if field.name in ("path", "organisation_path", "sort_key"):
            assert isinstance(field, BinaryTextField), field.name
