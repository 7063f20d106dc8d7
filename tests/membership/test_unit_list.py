"""The list of residential units: what a row may do, what it may not, and that twice is once."""

from datetime import date

import pytest

from membership.domain.imports import try_or_apply
from membership.domain.people import reference
from membership.domain.units import UnitRow, record_units, rename_unit
from membership.exchange.registry import KINDS
from membership.models import ResidentialUnit, RoleCode, UnitCause, UnitCoverage, UnitState, UnitStatus
from tests.factories import UnitFactory, UserFactory
from tests.membership.list_files import write_xlsx
from tests.membership.test_import_pages import client, private_folder  # noqa: F401
from tests.membership.test_import_undo import everything, imported, undo

pytestmark = pytest.mark.django_db

HEADER = (
    "TT", "Bản", "Xã", "Đảng ủy xã", "Chi bộ phụ trách", "Tình trạng", "Từ ngày", "Nguyên nhân", "Số hộ", "Mã bản"
)  # fmt: skip


def row(tree, number=2, code="B1", name="Bản Huổi Thử", **fields):
    fields = {"commune": "Xã Thử", "place": reference(tree.commune)} | fields
    return UnitRow(number, code, name, **fields)


def write(*rows, by=None):
    effect = record_units(rows, by=by, apply=True)
    assert effect.errors == []
    return effect


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (ResidentialUnit, UnitCoverage, UnitStatus))


def test_a_row_makes_the_unit_its_branch_and_its_state(tree, frozen_today):
    effect = write(
        row(tree, branch=reference(tree.branch), state=UnitState.OWN_BRANCH, since=date(2014, 5, 1), households=40),
        row(tree, 3, None, "Bản Không Mã", state=UnitState.NO_MEMBERS),
    )
    assert (effect.create, effect.update, effect.unchanged) == (2, 0, 0)
    unit = ResidentialUnit.objects.get(code="B1")
    assert (unit.state, unit.state_since, unit.households) == (UnitState.OWN_BRANCH, date(2014, 5, 1), 40)
    assert unit.coverages.get().valid_from == unit.statuses.get().since == date(2014, 5, 1)
    other = ResidentialUnit.objects.exclude(pk=unit.pk).get()
    assert other.code == f"DVDC{other.pk:06d}"
    assert other.state_since == date(2026, 7, 15)
    assert "từ ngày nào" in effect.questions[0].message


def test_the_same_list_twice_changes_nothing(tree, frozen_today):
    rows = [
        row(tree, branch=reference(tree.branch), state=UnitState.OWN_BRANCH, since=date(2014, 5, 1)),
        row(tree, 3, None, "Bản Không Mã", state=UnitState.NO_MEMBERS, valid_from=date(2012, 1, 1), kind="Bản"),
    ]
    write(*rows)
    before = counts()
    effect = write(*rows)
    assert (effect.create, effect.update, effect.unchanged) == (0, 0, 2)
    assert counts() == before


def test_another_state_is_one_from_a_later_day(tree, frozen_today):
    write(row(tree, state=UnitState.NO_MEMBERS, since=date(2014, 5, 1)))
    later = row(tree, state=UnitState.MEMBERS_ONLY, since=date(2016, 1, 1), cause=UnitCause.ADMISSION)
    assert write(later).update == 1
    assert [(s.state, s.cause) for s in UnitStatus.objects.all()] == [
        (UnitState.NO_MEMBERS, UnitCause.FIRST), (UnitState.MEMBERS_ONLY, UnitCause.ADMISSION),
    ]  # fmt: skip
    effect = record_units([row(tree, state=UnitState.OWN_BRANCH, since=date(2015, 1, 1))], by=None, apply=True)
    assert not effect.applied
    assert effect.errors[0].field == "since"
    assert "01/01/2016" in effect.errors[0].message


def test_another_branch_another_place(tree, frozen_today):
    write(row(tree, branch=reference(tree.branch), since=date(2014, 5, 1)))
    effect = write(row(tree, branch=reference(tree.sibling_branch), since=date(2018, 1, 1)))
    assert effect.update == 1
    assert [(c.branch_id, c.valid_to) for c in UnitCoverage.objects.order_by("pk")] == [
        (tree.branch.pk, date(2018, 1, 1)), (tree.sibling_branch.pk, None),
    ]  # fmt: skip
    effect = write(row(tree, place=reference(tree.sibling_commune)))
    assert "chuyển sang" in effect.questions[0].message
    assert ResidentialUnit.objects.get().organisation_path == tree.sibling_commune.path


REFUSED = {
    "no commune": ({"commune": None}, "commune"),
    "no committee": ({"place": None}, "place"),
    "the future": ({"valid_from": date(2026, 7, 16)}, "valid_from"),
    "a state of tomorrow": ({"state": UnitState.NO_MEMBERS, "since": date(2026, 7, 16)}, "since"),
    "a branch from elsewhere": ({"branch": "foreign_branch"}, "branch"),
    "a name known there under another code": ({"name": "BẢN ĐÃ CÓ"}, "name"),
    "a code from elsewhere": ({"code": "X9"}, "code"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_refused(tree, frozen_today, case):
    fields, field = REFUSED[case]
    fields = dict(fields)
    if fields.get("branch"):
        fields["branch"] = reference(getattr(tree, fields["branch"]))
    UnitFactory(organisation=tree.commune, name="Bản Đã Có", code="B7", commune="Xã Thử")
    UnitFactory(organisation=tree.foreign_commune, name="Bản Lạ", code="X9")
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    effect = record_units([row(tree, **fields)], by=clerk, into=tree.commune, apply=True)
    assert [error.field for error in effect.errors] == [field]
    assert ResidentialUnit.objects.count() == 2


def test_one_row_for_one_unit(tree):
    rows = [row(tree), row(tree, 3, "b2", "bản huổi thử"), row(tree, 4, "B1", "Bản Khác")]
    effect = record_units(rows, by=None, apply=False)
    assert [(error.row, error.field) for error in effect.errors] == [(3, "name"), (4, "code")]


def test_a_corrected_name_is_asked_about(tree, frozen_today):
    write(row(tree))
    effect = write(row(tree, name="Bản Huổi Mới"))
    assert (effect.update, len(effect.questions)) == (1, 1)
    unit = ResidentialUnit.objects.get()
    assert unit.names.get().name == unit.name == "Bản Huổi Mới"
    rename_unit(by=None, on=date(2020, 1, 1), unit=unit, version=unit.version, name="Bản Nữa")


def test_a_workbook_as_offices_make_it(tree, tmp_path, frozen_today):
    path = write_xlsx(
        tmp_path / "ban.xlsx",
        ("DANH SÁCH BẢN",),
        HEADER,
        (1, "Huổi Một", "Xã An Bình 1", None, "Chi bộ thôn 1 An Bình 1", "Có chi bộ", "01/05/2014", None, 40, "B1"),
        (2, "Huổi Hai", "xã an bình 1", None, None, "Trắng đảng viên", "31/12/2015", "Chuyển cơ học", "25", None),
        (3, "Huổi Ba", "Xã An Bình 2", "Đảng ủy xã An Bình 2", None, "chưa có chi bộ", None, None, None, "B3"),
    )
    clerk = UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.province)

    def run():
        return try_or_apply(KINDS["residential_units"], path, into=tree.province, by=clerk, apply=True)

    outcome = run()
    assert [problem.message for problem in outcome.errors] == []
    assert (outcome.create, outcome.applied) == (3, True)
    one, two, three = ResidentialUnit.objects.order_by("name").in_bulk().values()
    found = {unit.name: unit for unit in (one, two, three)}
    assert found["Huổi Một"].coverages.get().branch == tree.branch
    assert found["Huổi Hai"].statuses.get().cause == UnitCause.MOVED_OUT
    assert found["Huổi Ba"].organisation == tree.sibling_commune
    again = run()
    assert (again.create, again.update, again.unchanged) == (0, 0, 3)


def test_cells_that_cannot_be_read_are_named(tree, tmp_path):
    path = write_xlsx(
        tmp_path / "ban.xlsx",
        HEADER,
        (1, "Huổi Một", None, "Đảng ủy xã Không Có", None, "xanh", "32/13/2014", None, -1, "B1"),
        (2, "Huổi Hai", "Xã An Bình 1", None, "Chi bộ không có", None, None, None, None, "B2"),
    )
    outcome = try_or_apply(KINDS["residential_units"], path, into=tree.province, by=None, apply=True)
    assert not outcome.applied
    assert sorted((problem.cell[0], problem.cell[1:]) for problem in outcome.errors) == [
        ("D", "2"), ("E", "3"), ("F", "2"), ("G", "2"), ("I", "2"),
    ]  # fmt: skip


def test_without_the_commune_column_the_file_is_refused(tree, tmp_path):
    path = write_xlsx(tmp_path / "ban.xlsx", ("Bản", "Tình trạng"), ("Huổi Một", "Trắng"))
    outcome = try_or_apply(KINDS["residential_units"], path, into=tree.province, by=None, apply=True)
    assert "Xã, phường" in outcome.errors[0].message


def test_a_list_taken_back_leaves_every_table_as_it_was(client, tree, tmp_path):  # noqa: F811
    known = UnitFactory(organisation=tree.commune, name="Huổi Cũ", commune="Xã Thử", code="B0", state="no_members")
    UnitCoverage.objects.create(unit=known, branch=tree.sibling_branch, valid_from=date(2012, 1, 1))
    before = everything()
    path = write_xlsx(
        tmp_path / "ban.xlsx",
        HEADER,
        (1, "Huổi Một", "Xã An Bình 1", None, "Chi bộ thôn 1 An Bình 1", "Có chi bộ", "01/05/2014", None, 40, "B1"),
        (2, "Huổi Mới", "Xã Thử", None, "Chi bộ thôn 1 An Bình 1", "Ghép", "01/05/2014", None, 7, "B0"),
    )
    batch = imported(client, tree, path, kind="residential_units")
    known.refresh_from_db()
    assert (known.name, known.state, known.coverages.count()) == ("Huổi Mới", UnitState.JOINT_BRANCH, 2)
    undo(client, batch)
    assert everything() == before
