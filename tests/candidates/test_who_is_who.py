"""Who a row of a list is: near is never taken for the same, and every doubt is asked about."""

from datetime import date

import pytest

from candidates.domain.admissions import AdmissionRow, record_admissions
from candidates.models import Admission
from membership.domain.people import reference

pytestmark = pytest.mark.django_db
BORN = date(1985, 6, 1)


def list_of(organisation, *people) -> list[AdmissionRow]:
    return [
        AdmissionRow(
            row, name, reference(organisation), {"born_on": born, **precision}, "12-QĐ/ĐU", date(2011, 5, 10), None, {}
        )
        for row, (name, born, precision) in enumerate(people, start=2)
    ]


def write(organisation, *people):
    effect = record_admissions(list_of(organisation, *people), by=None, apply=True)
    assert effect.errors == []
    return effect


def test_names_that_differ_in_their_marks_are_two_persons_and_a_question(tree):
    effect = write(tree.branch, ("Nguyễn Văn Anh", BORN, {}), ("Nguyễn Văn Ánh", BORN, {}))
    assert effect.create == 2
    assert [question.row for question in effect.questions] == [3]
    assert "khác dấu" in effect.questions[0].message


def test_a_name_on_record_with_other_marks_is_not_overwritten_but_asked_about(tree):
    write(tree.branch, ("Nguyễn Văn Anh", BORN, {}))
    effect = write(tree.branch, ("Nguyễn Văn Ánh", BORN, {}))
    assert (effect.create, effect.update) == (1, 0)
    assert "Nguyễn Văn Anh" in effect.questions[0].message
    assert sorted(Admission.objects.values_list("full_name", flat=True)) == ["Nguyễn Văn Anh", "Nguyễn Văn Ánh"]


def test_letters_in_brackets_tell_namesakes_apart(tree):
    effect = write(tree.branch, ("Nguyễn Văn An (A)", BORN, {}), ("Nguyễn Văn An (B)", BORN, {}))
    assert (effect.create, effect.questions) == (2, [])


@pytest.mark.parametrize("again", ["Trần Thị Hoà", "TRẦN THỊ HÒA", "Trần  Thị Hòa "])
def test_the_place_of_the_tone_mark_case_and_spaces_do_not_make_another_person(tree, again):
    write(tree.branch, ("Trần Thị Hòa", BORN, {}))
    assert write(tree.branch, (again, BORN, {})).create == 0
    assert Admission.objects.current().count() == 1


def test_a_birth_year_beside_a_full_date_is_asked_about(tree):
    write(tree.branch, ("Trần Thị Hòa", date(1985, 1, 1), {"born_precision": "year"}))
    effect = write(tree.branch, ("Trần Thị Hòa", BORN, {}))
    assert effect.create == 1
    assert "1985" in effect.questions[0].message


def test_another_year_is_another_person_and_no_question(tree):
    write(tree.branch, ("Trần Thị Hòa", BORN, {}))
    assert write(tree.branch, ("Trần Thị Hòa", date(1986, 6, 1), {})).questions == []
