"""The list of holders of titles from a workbook: what a row does, what it may not, and that twice is once."""

from datetime import date

import pytest

from membership.domain.positions import HolderRow, ensure_titles, record_holders, retire_title, title_of
from membership.exchange.holder_list import HolderResource
from membership.models import Activity, PositionHolder, PositionTitle, RoleCode
from tests.factories import HolderFactory, MemberFactory, UnitFactory, UserFactory
from tests.membership.list_files import write_xlsx
from tests.membership.test_import_pages import client, private_folder  # noqa: F401  (fixtures)
from tests.membership.test_import_undo import everything, imported, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
HEADERS = (
    "title", "unit_code", "unit_name", "commune", "full_name", "born_on", "sex", "is_member", "card_number", "since",
)  # fmt: skip


@pytest.fixture
def units(tree):
    return [
        UnitFactory(code="B01", name="Bản Nà Pheo", commune="Xã Mường Thử", organisation=tree.commune),
        UnitFactory(code="B02", name="Bản Hua Ngài", commune="Xã Mường Thử", organisation=tree.commune),
        UnitFactory(code="B03", name="Bản Nà Pheo", commune="Xã Nậm Thử", organisation=tree.sibling_commune),
    ]


def line(**said) -> list:
    row = {"title": "Trưởng bản", "unit_name": "Nà Pheo", "commune": "Mường Thử", "full_name": "Lò Văn Thử"} | said
    return [row.get(key) for key in HEADERS]


def read(into, *lines):
    return HolderResource(into).read(
        [(number, row) for number, row in enumerate(lines, start=2)],
        {key: place for place, key in enumerate(HEADERS)},
    )


def write(into, *lines, by=None, apply=True):
    reading = read(into, *lines)
    assert reading.errors == []
    return record_holders(reading.rows, by=by, into=into, apply=apply)


def test_a_list_twice_is_written_once(tree, units):
    rows = [
        line(born_on="1979", sex="Nam", since="01/02/2024"),
        line(title="Chi hội trưởng PN", unit_code="B02", unit_name="", full_name="Vàng Thị Thử"),
    ]
    trial = write(tree.commune, *rows, apply=False)
    assert (trial.create, PositionHolder.objects.count(), PositionTitle.objects.count()) == (2, 0, 0)
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    assert (write(tree.commune, *rows, by=clerk).create, PositionHolder.objects.count()) == (2, 2)
    made = PositionHolder.objects.get(full_name="Lò Văn Thử")
    assert (made.title.code, made.unit, made.sex, made.born_precision) == ("village_head", units[0], "male", "year")
    assert (made.valid_from, made.organisation, made.recorded_by) == (date(2024, 2, 1), tree.commune, clerk)
    again = write(tree.commune, *rows, by=clerk)
    assert (again.create, again.update, again.unchanged) == (0, 0, 2)
    better = write(tree.commune, line(born_on="05/06/1979"), by=clerk)
    assert (better.update, PositionHolder.objects.count()) == (1, 2)
    made.refresh_from_db()
    assert (made.born_on, made.born_precision, made.sex, made.version) == (date(1979, 6, 5), "day", "male", 2)
    assert Activity.objects.filter(action="holder.corrected_by_list").count() == 1


def test_who_is_meant_by_a_card_or_by_name_and_birth(tree, units):
    member = MemberFactory(
        organisation=tree.branch, full_name="Lò Văn Thử", card_number="12345678", born_on=date(1979, 1, 5), sex="male"
    )
    MemberFactory(organisation=tree.other_branch, full_name="Vàng Thị Thử")
    rows = [
        line(card_number="12.345678"),
        line(title="Thôn đội trưởng", is_member="x", born_on="1979"),
        line(title="Bí thư chi đoàn", full_name="Vàng Thị Thử", is_member="x"),
        line(title="Công an viên", card_number="87654321"),
        line(title="Y tế thôn", born_on="05/01/1979"),
        line(title="CHT CCB", is_member="không", born_on="05/01/1979"),
    ]
    effect = write(tree.commune, *rows)
    found = dict(PositionHolder.objects.values_list("title__code", "member"))
    assert (found["village_head"], found["militia_head"]) == (member.pk, member.pk)
    assert {found[code] for code in ("youth_secretary", "security_team", "health_worker", "veterans_head")} == {None}
    assert [(question.row, question.message[:30]) for question in effect.questions] == [
        (4, "Ghi là đảng viên nhưng không t"),
        (5, "Không thấy đảng viên có số thẻ"),
        (6, "Trong đảng bộ xã có đảng viên "),
    ]
    assert PositionHolder.objects.get(title__code="village_head").born_on == date(1979, 1, 5)
    later = write(tree.commune, line(title="Y tế thôn", is_member="x"))
    assert later.update == 1
    assert PositionHolder.objects.get(title__code="health_worker").member == member
    assert write(tree.commune, line(title="Y tế thôn", is_member="không")).questions[0].field == "is_member"


def test_two_members_of_one_name_are_a_question(tree, units):
    for _ in range(2):
        MemberFactory(organisation=tree.branch, full_name="Lò Văn Thử")
    effect = write(tree.commune, line(is_member="x"))
    assert "Có 2 đảng viên" in effect.questions[0].message
    assert PositionHolder.objects.get().member is None


@pytest.mark.parametrize(
    ("said", "field", "word"),
    [
        ({"title": "Trưởng ban công tác mặt tran thon ban"}, "title", "Gần giống: Trưởng ban công tác mặt trận"),
        ({"title": "Giám đốc"}, "title", "nhờ người quản trị"),
        ({"unit_name": "Nà Phèo 2"}, "unit_name", "Gần giống: Bản Nà Pheo"),
        ({"unit_name": "Phố Núi"}, "unit_name", "Không có thôn, bản"),
        ({"unit_name": "", "unit_code": "B99"}, "unit_code", "mã “B99”"),
        ({"unit_name": ""}, "unit_name", "còn trống"),
        ({"unit_name": "Nà Pheo", "commune": ""}, "unit_name", "Có 2 nơi"),
    ],
)
def test_what_cannot_be_read_names_what_is_near(tree, units, said, field, word):
    (error,) = read(tree.province, line(**said)).errors
    assert (error.row, error.field) == (2, field)
    assert word in error.message


def test_a_code_beside_another_name_is_a_question(tree, units):
    reading = read(tree.commune, line(unit_code="B02"))
    assert reading.rows[0].unit == units[1].pk
    assert "đã theo mã" in reading.questions[0].message


def row(unit, **said) -> HolderRow:
    said = {"row": 2, "title": "village_head", "unit": unit.pk, "full_name": "Lò Văn Thử"} | said
    return HolderRow(**said)


def errors_of(*rows, by=None) -> list[tuple[int, str]]:
    effect = record_holders(rows, by=by, apply=True)
    assert not effect.applied
    return [(error.row, error.field) for error in effect.errors]


def test_what_the_records_refuse(tree, units):
    retire_title(by=None, title=title_of("militia_head"), version=1)
    ended = UnitFactory(organisation=tree.commune, valid_to=date(2026, 1, 1))
    first, second = units[0], units[1]
    assert errors_of(row(first), row(first, row=3, full_name="Khác")) == [(3, "title")]
    assert errors_of(row(first, title="militia_head")) == [(2, "title")]
    assert errors_of(row(ended)) == [(2, "unit")]
    assert errors_of(row(second, since=date(2026, 7, 16))) == [(2, "since")]
    assert errors_of(row(second, attributes={"born_on": date(2026, 7, 16)})) == [(2, "born_on")]
    born = {"born_on": date(2024, 1, 2), "born_precision": "day"}
    assert errors_of(row(second, attributes=born, since=date(2024, 1, 1))) == [(2, "since")]
    assert record_holders([row(first)], by=None, apply=True).create == 1
    (error,) = record_holders([row(first, full_name="Người Khác")], by=None, apply=True).errors
    assert "đang là Lò Văn Thử" in error.message
    stranger = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.sibling_commune)
    assert errors_of(row(second), by=stranger) == [(2, "unit")]
    assert PositionHolder.objects.count() == 1


def test_an_export_reads_back_as_nothing_new(tree, units):
    member = MemberFactory(organisation=tree.branch, full_name="Lò Văn Thử", card_number="12345678")
    write(
        tree.commune, line(card_number="12345678", since="01/02/2024"), line(title="CHT PN", full_name="Vàng Thị Thử")
    )
    resource = HolderResource()
    columns = resource.columns
    writers = resource.writers(columns)
    lines = [
        [str(cell) if column.key == "born_on" and cell else cell for column, cell in zip(columns, cells, strict=True)]
        for cells in ([one(holder) for one in writers] for holder in resource.queryset(PositionHolder.objects.all()))
    ]
    reading = HolderResource(tree.commune).read(
        list(enumerate(lines, start=2)), {column.key: place for place, column in enumerate(columns)}
    )
    assert reading.errors == []
    assert record_holders(reading.rows, by=None, apply=True).unchanged == 2
    assert PositionHolder.objects.filter(member=member).count() == 1


def test_a_list_taken_back_leaves_every_table_as_it_was(client, tree, units, tmp_path):  # noqa: F811
    ensure_titles()
    title = PositionTitle.objects.get(code="village_head")
    known = HolderFactory(title=title, unit=units[0], full_name="Lò Văn Thử", born_on=date(1979, 1, 1))
    before = everything()
    path = write_xlsx(
        tmp_path / "chuc-danh.xlsx",
        ("STT", "Chức danh", "Bản", "Xã", "Họ và tên", "Giới tính", "Giữ chức từ ngày"),
        (1, "Trưởng bản", "Nà Pheo", "Mường Thử", "Lò Văn Thử", "Nữ", "01/02/2024"),
        (2, "Bí thư chi đoàn", "Hua Ngài", "Mường Thử", "Vàng A Thử", "Nam", "01/02/2024"),
    )
    batch = imported(client, tree, path, kind="position_holders")
    known.refresh_from_db()
    assert (known.sex, known.valid_from, PositionHolder.objects.count()) == ("female", date(2024, 2, 1), 2)
    assert PositionHolder.objects.get(full_name="Vàng A Thử").batch == batch
    undo(client, batch)
    assert everything() == before
