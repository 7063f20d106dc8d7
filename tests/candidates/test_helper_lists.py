"""Who helps whom and who put whom forward, taken out as workbooks: what the page shows, within the right to export."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from membership.models import Activity, RoleCode
from tests.candidates.test_nominations import put_forward
from tests.factories import CandidateFactory, MemberFactory, MentorshipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]


@pytest.fixture
def staff(tree, as_role):
    return as_role(RoleCode.BASE_STAFF, tree.commune)


def lines(client, name, **query) -> list[list]:
    """The rows below the heading."""
    answer = client.get(reverse(f"candidates:{name}"), {"xuat": "xlsx"} | query)
    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert Activity.objects.filter(action="list.exported").exists()
    return rows[next(n for n, row in enumerate(rows) if sum(bool(cell) for cell in row) > 3) + 1 :]


def test_mentors_one_line_for_each_person_helped(tree, staff):
    mentor = MemberFactory(organisation=tree.branch, full_name="Phạm Văn Giúp")
    places = {"Lê Thị Mẫu": tree.branch, "Ngô Văn Ba": tree.sibling_branch, "Kẻ Lạ": tree.foreign_branch}
    for name, place in places.items():
        candidate = CandidateFactory(organisation=place, full_name=name)
        MentorshipFactory(candidate=candidate, member=mentor, valid_from=date(2026, 4, 1))
    found = lines(staff, "mentor.list")
    assert [(row[0], row[2], row[6]) for row in found] == [
        ("Phạm Văn Giúp", "Ngô Văn Ba", 3), ("Phạm Văn Giúp", "Lê Thị Mẫu", 3),
    ]  # fmt: skip
    assert lines(staff, "mentor.list", q="khac") == []


def test_nominators_and_nominations(tree, staff):
    member = MemberFactory(organisation=tree.branch, full_name="Lê Văn Bình")
    put_forward(CandidateFactory(organisation=tree.branch, full_name="Trần Thị Một"), member)
    put_forward(CandidateFactory(organisation=tree.foreign_branch, full_name="Kẻ Lạ"), body="women")
    assert [row[:4] for row in lines(staff, "nomination.list")] == [["Lê Văn Bình", 1, 0, 0]]
    assert [(row[0], row[2]) for row in lines(staff, "nomination.records")] == [("Trần Thị Một", "Lê Văn Bình")]
