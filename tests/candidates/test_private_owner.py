"""Owners of private enterprises: appraised in a document before the branch resolves, counted as owners afterwards."""

from datetime import date

import pytest

from candidates.domain.circumstances import set_circumstances
from candidates.domain.guard import Unfulfilled, Waiver
from candidates.models import Admission, Circumstances, Override, Stage
from candidates.procedure.texts import PROCEDURES
from membership.domain.errors import Refused
from tests.candidates.test_conditions import BASE_VOTE, VOTE, at_dossier, go
from tests.factories import complete_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
REVIEW = "15-BC/BTC ngày 10/02/2025"


def verified(tree, **about):
    """Everything else that the branch's resolution asks for is there."""
    candidate = complete_dossier(at_dossier(tree), date(2025, 3, 3))
    Circumstances.objects.filter(candidate=candidate).update(**about)
    return go(candidate, "conclude_history", date(2025, 3, 1))


def resolve(candidate, **fields):
    return go(candidate, "branch_propose", date(2025, 3, 3), data={"ballot": VOTE}, **fields)


def decide(candidate, **flags):
    candidate = go(candidate, "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE})
    go(candidate, "decide", date(2025, 4, 8), data={"decided_by": candidate.organisation.parent.parent_id, **flags})
    return Admission.objects.current().get(candidate=candidate)


def test_an_owner_without_the_appraisal_is_refused_by_its_source(tree):
    candidate = verified(tree, private_owner=True)
    with pytest.raises(Unfulfilled, match="08-HD/BTCTW") as refused:
        resolve(candidate)
    assert [each.code for each in refused.value.unmet] == ["private_owner"]
    assert not refused.value.unmet[0].source.verified
    waiver = Waiver("Cấp trên đồng ý cho bổ sung sau", "12-CV/ĐU")
    assert resolve(candidate, waiver=waiver).stage == Stage.BRANCH_PROPOSED
    assert Override.objects.get().condition == "private_owner"


@pytest.mark.parametrize(
    "about", [{"private_owner": True, "owner_review": REVIEW}, {"private_owner": False}, {"private_owner": None}]
)
def test_appraised_or_no_owner_or_unknown(tree, about):
    assert resolve(verified(tree, **about)).stage == Stage.BRANCH_PROPOSED


@pytest.mark.parametrize(
    ("known", "said", "counted"),
    [
        ({"private_owner": True, "owner_review": REVIEW}, {}, True),
        ({"private_owner": False}, {}, False),
        ({"private_owner": None}, {}, None),
        ({"private_owner": True, "owner_review": REVIEW}, {"private_owner": False}, False),
        ({"private_owner": None}, {"private_owner": True}, True),
        ({"private_owner": True, "owner_review": REVIEW}, {"private_owner": None}, True),
    ],
)
def test_the_admission_says_what_was_known_unless_told_otherwise(tree, known, said, counted):
    assert decide(resolve(verified(tree, **known)), **said).private_owner is counted


def test_every_text_asks_for_it_and_says_it_was_not_read():
    for procedure in PROCEDURES:
        (condition,) = [each for each in procedure.conditions if each.code == "private_owner"]
        assert (condition.task, condition.source.verified) == ("branch_propose", False)


def test_an_appraisal_of_somebody_who_is_no_owner(tree):
    candidate = at_dossier(tree)
    values = {"owner_review": REVIEW}
    how = {"by": None, "candidate": candidate, "version_of_candidate": candidate.version, "version": 0}
    with pytest.raises(Refused) as refused:
        set_circumstances(**how, values=values)
    assert list(refused.value.messages) == ["private_owner"]
    row = set_circumstances(**how, values=values | {"private_owner": True})
    assert (row.private_owner, row.owner_review) == (True, REVIEW)
