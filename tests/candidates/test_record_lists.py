"""Lists of admissions and candidates: what a row may do, what it may not, and that twice is once."""

from datetime import date

import pytest

from candidates.domain.admissions import AdmissionRow, record_admissions
from candidates.domain.fold import fold
from candidates.domain.register import CandidateRow, record_candidates
from candidates.models import Admission, Candidate, CandidateEvent, EventKind, Stage
from membership.domain.people import reference
from membership.models import Activity, MemberSpell, MemberStatus, Organisation, PartyMember, RoleCode
from tests.factories import MemberFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def admission(organisation, row=2, name="Trần Thị Thử", born=date(1985, 6, 1), **fields) -> AdmissionRow:
    attributes = {"born_on": born, **fields.pop("attributes", {})} if born else fields.pop("attributes", {})
    fields.setdefault("decision_date", date(2011, 5, 10))
    fields.setdefault("decision_number", "12-QĐ/ĐU")
    return AdmissionRow(row, name, reference(organisation), attributes, **fields)


def write(*rows, by=None):
    effect = record_admissions(rows, by=by, apply=True)
    assert effect.errors == []
    return effect


def counts() -> tuple[int, ...]:
    models = (Candidate, CandidateEvent, Admission, PartyMember, MemberSpell, Activity)
    return tuple(model.objects.count() for model in models)


def test_a_row_makes_the_person_the_events_the_fact_and_the_member(tree):
    row = admission(
        tree.branch, ceremony_date=date(2011, 5, 19), attributes={"sex": "female", "religion": "catholic"},
        flags={"readmission": False},
    )  # fmt: skip
    effect = write(row)
    assert (effect.create, effect.update, effect.unchanged, effect.applied) == (1, 0, 0, True)
    fact = Admission.objects.current().get()
    assert (fact.age, fact.sex, fact.religion, fact.ethnic_group) == (25, "female", "catholic", "")
    assert (fact.readmission, fact.private_owner) == (False, None)
    candidate = fact.candidate
    assert candidate.stage == Stage.PROBATIONARY
    assert fold(candidate.events.all()) == candidate.stage
    kinds = [(event.kind, event.occurred_on) for event in candidate.events.all()]
    assert kinds == [("admission_decided", date(2011, 5, 10)), ("ceremony_held", date(2011, 5, 19))]
    assert candidate.member.status == MemberStatus.PROBATIONARY
    assert candidate.member.joined_on == date(2011, 5, 19)
    spell = candidate.member.spells.get()
    assert (spell.organisation, spell.valid_from, spell.valid_to) == (tree.branch, date(2011, 5, 19), None)


def test_without_a_ceremony_there_is_no_member_and_a_later_list_adds_it(tree):
    write(admission(tree.branch))
    assert Candidate.objects.get().stage == Stage.DECIDED
    assert PartyMember.objects.count() == 0
    effect = write(admission(tree.branch, ceremony_date=date(2011, 5, 20)))
    assert (effect.create, effect.update) == (0, 1)
    assert Candidate.objects.get().stage == Stage.PROBATIONARY
    assert PartyMember.objects.get().joined_on == date(2011, 5, 20)
    assert Admission.objects.current().get().ceremony_date == date(2011, 5, 20)


def test_a_list_written_twice_is_written_once(tree):
    rows = [admission(tree.branch, row=n, name=f"Lê Văn {n}", ceremony_date=date(2011, 5, 20)) for n in range(2, 12)]
    trial = record_admissions(rows, by=None, apply=False)
    assert counts() == (0,) * 6
    real = write(*rows)
    assert (trial.create, trial.update, trial.unchanged) == (real.create, real.update, real.unchanged) == (10, 0, 0)
    before = counts()
    again = write(*rows)
    assert (again.create, again.update, again.unchanged) == (0, 0, 10)
    assert counts() == before


def test_a_blank_leaves_what_is_on_record_and_a_difference_replaces_the_fact(tree):
    write(admission(tree.branch, ceremony_date=date(2011, 5, 20), attributes={"sex": "female", "degree": "university"}))
    first = Admission.objects.get()
    effect = write(admission(tree.branch, decision_number="", attributes={"sex": "", "degree": None}))
    assert effect.unchanged == 1
    write(admission(tree.branch, attributes={"degree": "master"}))
    old, new = Admission.objects.order_by("pk")
    assert (old.pk, old.degree, new.degree, new.sex) == (first.pk, "university", "master", "female")
    assert old.replaced_at == new.recorded_at
    assert new.replaces == old
    assert Candidate.objects.get().degree == PartyMember.objects.get().degree == "master"


def test_what_was_known_at_a_moment_is_not_changed_by_later_corrections(tree):
    write(admission(tree.branch, attributes={"sex": "female"}))
    moment = Admission.objects.get().recorded_at
    write(admission(tree.branch, attributes={"sex": "male"}))
    write(admission(tree.branch, decision_date=date(2011, 6, 1)))
    assert Admission.objects.current().get().sex == "male"
    known = Admission.objects.known_at(moment).get()
    assert (known.sex, known.decision_date) == ("female", date(2011, 5, 10))


def test_a_corrected_date_replaces_the_event_in_its_place(tree):
    write(admission(tree.branch, ceremony_date=date(2011, 5, 20)))
    write(admission(tree.branch, decision_date=date(2011, 5, 9), ceremony_date=date(2011, 5, 21)))
    candidate = Candidate.objects.get()
    assert fold(candidate.events.all()) == candidate.stage == Stage.PROBATIONARY
    assert candidate.stage_since == date(2011, 5, 21) == candidate.member.joined_on
    assert candidate.member.spells.get().valid_from == date(2011, 5, 21)
    assert Admission.objects.current().get().age == 25
    assert candidate.events.count() == 4


def test_a_person_on_the_list_of_candidates_is_advanced(tree):
    said = {"born_on": date(1985, 6, 1), "ethnic_group": "hoa"}
    listed = CandidateRow(2, "Trần Thị Thử", reference(tree.branch), said)
    record_candidates([listed], by=None, apply=True)
    write(admission(tree.branch))
    candidate = Candidate.objects.get()
    assert candidate.stage == Stage.DECIDED
    assert Admission.objects.get().ethnic_group == "hoa"
    assert [event.kind for event in candidate.events.all()] == [EventKind.NOMINATED, EventKind.ADMISSION_DECIDED]


def test_a_member_already_on_record_is_not_made_twice(tree):
    member = MemberFactory(full_name="Trần Thị Thử", organisation=tree.branch, joined_on=date(2011, 5, 20),
                           official_on=date(2012, 5, 20))  # fmt: skip
    write(admission(tree.branch, ceremony_date=date(2011, 5, 20)))
    assert PartyMember.objects.get() == member
    candidate = Candidate.objects.get()
    assert (candidate.member, candidate.stage) == (member, Stage.OFFICIAL)
    assert fold(candidate.events.all()) == Stage.OFFICIAL


def test_the_ownership_is_that_of_the_nearest_organisation_with_a_type(tree):
    Organisation.objects.filter(pk=tree.commune.pk).update(type_code="limited")
    Organisation.objects.filter(pk=tree.sibling_branch.pk).update(type_code="ward")
    write(admission(tree.branch), admission(tree.sibling_branch, row=3), admission(tree.foreign_branch, row=4))
    kinds = dict(Admission.objects.values_list("organisation_id", "enterprise_kind"))
    assert kinds == {tree.branch.pk: "non_state", tree.sibling_branch.pk: "", tree.foreign_branch.pk: ""}


REFUSED = {
    "no decision date": ({"decision_date": None}, "decision_date"),
    "decision in the future": ({"decision_date": date(2026, 7, 16)}, "decision_date"),
    "ceremony in the future": ({"ceremony_date": date(2026, 7, 16)}, "ceremony_date"),
    "ceremony before the decision": ({"ceremony_date": date(2011, 5, 9)}, "ceremony_date"),
    "seventeen at the decision": ({"born": date(1993, 6, 30)}, "born_on"),
    "born after the decision": ({"born": date(2012, 1, 1)}, "born_on"),
    "born in the future": ({"born": date(2027, 1, 1)}, "born_on"),
    "no name": ({"name": " . "}, "full_name"),
    "a name beyond measure": ({"name": "A" * 121}, "full_name"),
    "a text beyond measure": ({"attributes": {"position": "x" * 256}}, "position"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(tree, frozen_today, case):
    fields, field = REFUSED[case]
    rows = [admission(tree.branch, row=7, **fields), admission(tree.branch, row=8, name="Lê Văn Thử")]
    effect = record_admissions(rows, by=None, apply=True)
    assert {(error.row, error.field) for error in effect.errors} == {(7, field)}
    assert (effect.create, effect.rows_in_error, effect.applied) == (1, 1, False)
    assert counts() == (0,) * 6


def test_eighteen_is_counted_to_the_month(tree):
    assert record_admissions([admission(tree.branch, born=date(1993, 5, 31))], by=None, apply=False).errors == []


def test_today_is_the_day_in_ha_noi(tree, frozen_today):
    frozen_today.move_to("2026-07-15T17:30:00+00:00")
    row = admission(tree.branch, decision_date=date(2026, 7, 16))
    assert record_admissions([row], by=None, apply=False).errors == []


def test_the_same_person_twice_names_the_other_row(tree):
    rows = [admission(tree.branch, row=5), admission(tree.branch, row=9, name="TRẦN  THỊ thử")]
    (error,) = record_admissions(rows, by=None, apply=True).errors
    assert (error.row, error.field) == (9, "full_name")
    assert "5" in error.message


def test_a_closed_organisation_refuses_and_a_young_one_asks(tree):
    closed = OrganisationFactory(parent=tree.commune, valid_to=date(2011, 5, 1), name="Chi bộ đã giải thể")
    young = OrganisationFactory(parent=tree.commune, valid_from=date(2012, 1, 1), name="Chi bộ lập lại")
    effect = record_admissions([admission(closed), admission(young, row=3)], by=None, apply=False)
    assert [(error.row, error.field) for error in effect.errors] == [(2, "decision_date")]
    assert "01/05/2011" in effect.errors[0].message
    assert [(question.row, question.field) for question in effect.questions] == [(3, "decision_date")]


def test_a_namesake_elsewhere_is_a_question_only_within_ones_reach(tree):
    write(admission(tree.foreign_branch))
    for by, asked in (
        (None, 1),
        (UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.root), 1),
        (UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.province), 0),
    ):
        effect = record_admissions([admission(tree.branch)], by=by, apply=False)
        assert (effect.create, len(effect.questions), effect.errors) == (1, asked, [])


def test_who_may_not_write_there_is_refused(tree):
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.province)
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    assert record_admissions([admission(tree.branch)], by=leader, apply=True).rows_in_error == 1
    assert record_admissions([admission(tree.foreign_branch)], by=clerk, apply=True).rows_in_error == 1
    write(admission(tree.branch), by=clerk)
    assert Activity.objects.get().organisation == tree.branch


def test_the_number_of_statements_does_not_grow_with_the_rows(tree, django_assert_max_num_queries):
    rows = [
        admission(tree.branch, row=n, name=f"Lê Văn Số {n}", ceremony_date=date(2011, 5, 20)) for n in range(2, 802)
    ]
    with django_assert_max_num_queries(165):  # SQLite inserts a few hundred values at a time; the ninth table takes ten
        write(*rows)
    with django_assert_max_num_queries(20):
        assert write(*rows).unchanged == 800
