"""Lists of candidates: the stage a list names becomes events, and never goes back."""

from datetime import date

import pytest

from candidates.domain.fold import fold
from candidates.domain.register import CandidateRow, record_candidates
from candidates.models import Candidate, CandidateEvent, Stage
from membership.domain.people import reference
from membership.models import Activity

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Candidate, CandidateEvent, Activity))


def listed(organisation, row=2, name="Trần Thị Thử", born=date(1995, 6, 1), **fields) -> CandidateRow:
    return CandidateRow(row, name, reference(organisation), {"born_on": born, **fields.pop("attributes", {})}, **fields)


STAGES = {
    "nothing said": ({}, Stage.NOMINATED, 1),
    "nominated": ({"nominated_on": date(2025, 1, 1)}, Stage.NOMINATED, 1),
    "recognised": ({"nominated_on": date(2025, 1, 1), "recognised_on": date(2025, 3, 1)}, Stage.SYMPATHISER, 2),
    "trained": ({"recognised_on": date(2025, 3, 1), "certificate_date": date(2025, 9, 1)}, Stage.TRAINED, 2),
    "trained before recognised": (
        {"recognised_on": date(2025, 9, 1), "certificate_date": date(2025, 3, 1)}, Stage.TRAINED, 2,
    ),
    "a stage without dates": ({"stage": Stage.DOSSIER}, Stage.DOSSIER, 1),
    "a stage beyond": ({"nominated_on": date(2025, 1, 1), "stage": Stage.BRANCH_PROPOSED}, Stage.BRANCH_PROPOSED, 2),
    "the list says less than the certificate": (
        {"certificate_date": date(2025, 3, 1), "stage": Stage.SYMPATHISER}, Stage.SYMPATHISER, 1,
    ),
    "removed": ({"nominated_on": date(2025, 1, 1), "stage": Stage.REMOVED}, Stage.REMOVED, 2),
}  # fmt: skip


@pytest.mark.parametrize("case", STAGES)
def test_the_stage_of_a_list_becomes_events(tree, case):
    fields, stage, events = STAGES[case]
    effect = record_candidates([listed(tree.branch, **fields)], by=None, apply=True)
    assert (effect.create, effect.errors, effect.questions) == (1, [], [])
    candidate = Candidate.objects.get()
    assert candidate.stage == stage == fold(candidate.events.all())
    assert candidate.events.count() == events == candidate.last_sequence
    before = counts()
    assert record_candidates([listed(tree.branch, **fields)], by=None, apply=True).unchanged == 1
    assert counts() == before


def test_a_later_list_moves_on_and_never_back(tree):
    record_candidates([listed(tree.branch, stage=Stage.TRAINED)], by=None, apply=True)
    effect = record_candidates([listed(tree.branch, stage=Stage.SYMPATHISER)], by=None, apply=True)
    assert (effect.unchanged, len(effect.questions)) == (1, 1)
    effect = record_candidates([listed(tree.branch, stage=Stage.DOSSIER, note="Đủ hồ sơ")], by=None, apply=True)
    assert effect.update == 1
    candidate = Candidate.objects.get()
    assert (candidate.stage, candidate.note, candidate.version) == (Stage.DOSSIER, "Đủ hồ sơ", 2)
    trace = Activity.objects.get(subject_type="candidate", subject_id=str(candidate.pk))
    assert trace.data["changes"]["note"] == ["", "Đủ hồ sơ"]


def test_religion_changes_are_named_but_not_kept_in_the_log(tree):
    record_candidates([listed(tree.branch)], by=None, apply=True)
    record_candidates([listed(tree.branch, attributes={"religion": "catholic"})], by=None, apply=True)
    trace = Activity.objects.get(subject_type="candidate")
    assert trace.data["changes"] == {"religion": None}


def test_admitted_people_belong_on_the_other_list(tree):
    effect = record_candidates([listed(tree.branch, stage=Stage.PROBATIONARY)], by=None, apply=True)
    assert [(error.row, error.field) for error in effect.errors] == [(2, "stage")]
    assert counts() == (0,) * 3
