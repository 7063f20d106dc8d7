"""What the conditions ask beyond the form: what cannot be is refused, the log keeps names and no values."""

from datetime import date

import pytest
from django.urls import reverse

from candidates.domain.circumstances import FIELDS, set_circumstances
from candidates.models import Circumstances
from membership.domain.errors import Refused, Stale
from membership.models import Activity, RoleCode
from tests.factories import CandidateFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]


@pytest.fixture
def candidate(tree):
    return CandidateFactory(organisation=tree.branch, born_on=date(1990, 6, 1))


def put(candidate, by=None, version=None, **values):
    known = Circumstances.objects.filter(candidate=candidate).first()
    if version is None:
        version = known.version if known else 0
    return set_circumstances(
        by=by, candidate=candidate, version_of_candidate=candidate.version, version=version, values=values
    )


def refused(candidate, **values) -> dict:
    with pytest.raises(Refused) as caught:
        put(candidate, **values)
    return caught.value.messages


def test_what_is_said_is_kept_and_the_log_holds_names_only(tree, candidate):
    clerk = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    row = put(candidate, by=clerk, political_question=True, political_conclusion=" 12-KL/TU  ", children=2)
    assert (row.version, row.changed_by, row.political_conclusion) == (1, clerk, "12-KL/TU")
    act = Activity.objects.get(action="circumstances.set")
    assert set(act.data["changes"]) == {"political_question", "political_conclusion", "children"}
    assert set(act.data["changes"].values()) == {None}
    assert "12-KL" not in str(act.data)
    row = put(candidate, by=clerk, children=2)
    assert row.version == 1  # nothing new, nothing written
    row = put(candidate, by=clerk, political_question=None, political_conclusion="")
    assert (row.version, row.political_question, row.children) == (2, None, 2)


def test_two_clerks(candidate):
    put(candidate, children=1)
    with pytest.raises(Stale):
        put(candidate, version=0, children=2)
    candidate.version += 1
    with pytest.raises(Stale):
        put(candidate, children=2)
    assert Circumstances.objects.get().children == 1


@pytest.mark.parametrize(
    ("values", "field", "word"),
    [
        ({"former_member": True, "left_on": date(2026, 7, 16)}, "left_on", "sau ngày hôm nay"),
        ({"former_member": True, "left_on": date(1990, 6, 1)}, "left_on", "ngày sinh"),
        ({"former_member": False, "left_on": date(2020, 2, 29)}, "former_member", "đã từng là đảng viên"),
        ({"left_because": "expelled"}, "former_member", "đã từng là đảng viên"),
        ({"former_member": False, "readmitted_before": 1}, "former_member", "đã từng là đảng viên"),
        ({"former_member": True, "readmitted_before": -1}, "readmitted_before", "nhỏ hơn 0"),
        ({"conviction_cleared_on": date(2020, 1, 1)}, "convicted", "bị án"),
        ({"convicted": True, "conviction_cleared_on": date(2026, 7, 16)}, "conviction_cleared_on", "sau ngày hôm nay"),
        ({"children": -1}, "children", "từ 0"),
        ({"children": 21}, "children", "20"),
        ({"children": 0, "youngest_born_on": date(2020, 1, 1)}, "children", "ít nhất là 1"),
        ({"youngest_born_on": date(2020, 1, 1)}, "children", "ít nhất là 1"),
        ({"children": 1, "youngest_born_on": date(2026, 7, 16)}, "youngest_born_on", "sau ngày hôm nay"),
        ({"children": 1, "youngest_born_on": date(1990, 6, 1)}, "youngest_born_on", "chính người này"),
        ({"leaves_because": "graduation"}, "leaves_on", "ngày nào"),
        ({"left_because": "bored", "former_member": True}, "left_because", "bored"),
        ({"over_age_consent": "x" * 121}, "over_age_consent", "120"),
    ],
)
def test_what_cannot_be(candidate, values, field, word):
    messages = refused(candidate, **values)
    assert set(messages) == {field}
    assert word in messages[field][0]
    assert not Circumstances.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"former_member": True, "left_on": date(2026, 7, 15), "left_because": "hardship"},
        {"children": 1, "youngest_born_on": date(2026, 7, 15)},
        {"children": 1, "youngest_born_on": date(1990, 6, 2)},
        {"children": 0},
        {"leaves_on": date(2027, 6, 30), "leaves_because": "graduation"},
        {"leaves_on": date(2026, 6, 30)},
        {"convicted": True, "conviction_cleared_on": date(2020, 2, 29)},
    ],
)
def test_what_can_be(candidate, values):
    row = put(candidate, **values)
    assert {name: getattr(row, name) for name in values} == values


def test_everything_wrong_is_said_at_once(candidate):
    messages = refused(candidate, former_member=False, left_on=date(2027, 1, 1), children=-2, leaves_because="other")
    assert set(messages) == {"former_member", "left_on", "children", "leaves_on"}


def test_rights(tree, candidate):
    for role, place in ((RoleCode.LEADER, tree.commune), (RoleCode.TRAINING_STAFF, tree.province)):
        with pytest.raises(Refused, match="không có quyền"):
            put(candidate, by=UserFactory(role=role, organisation=place), citizen=True)
    with pytest.raises(ValueError, match="version"):
        put(candidate, version_=3)
    assert "version" not in FIELDS


# --- the page --------------------------------------------------------------------------------------------------------
def test_the_page_says_why_each_thing_is_asked_and_by_which_text(tree, as_role, candidate):
    secretary = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    url = reverse("candidates:circumstances.edit", args=[candidate.pk])
    page = secretary.get(url)
    text = page.content.decode()
    for name in FIELDS:
        assert f'name="{name}"' in text
    for word in ("58-QĐ/TW", "05-QĐi/TW", "mục 3.5", "chưa kiểm chứng"):
        assert word in text
    fields = {"version": 0, "version_of_candidate": candidate.version, "citizen": "true", "former_member": "unknown"}
    answer = secretary.post(url, fields | {"leaves_on": "30062027", "children": "hai"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"children"}
    assert secretary.post(url, fields | {"leaves_on": "30062027", "leaves_because": "graduation"}).status_code == 302
    row = Circumstances.objects.get()
    assert (row.citizen, row.former_member, row.leaves_on, row.readmitted_before) == (True, None, date(2027, 6, 30), 0)
    assert secretary.post(url, fields).status_code == 409


def test_readers_without_the_right_see_neither_page_nor_card(tree, as_role, candidate):
    put(candidate, former_member=True, left_on=date(2019, 5, 4), left_because="struck_off")
    url = reverse("candidates:circumstances.edit", args=[candidate.pk])
    training, leader = as_role(RoleCode.TRAINING_STAFF, tree.province), as_role(RoleCode.LEADER, tree.province)
    assert training.get(url).status_code == leader.get(url).status_code == 403
    detail = reverse("candidates:candidate.detail", args=[candidate.pk])
    assert "04/05/2019" not in training.get(detail).content.decode()


def test_the_card_shows_what_is_known_and_what_is_still_needed(tree, rf, candidate):
    from candidates.domain.dossier import load_dossier
    from candidates.views.cards.circumstances import circumstances

    def card(details=True, may_edit=True):
        return circumstances(rf.get("/"), load_dossier(candidate), may_edit=may_edit, details=details)

    assert card()["known"] == []
    assert card(may_edit=False) is None
    put(candidate, political_question=True, former_member=True, left_on=date(2024, 7, 15), children=3)
    shown = card()
    assert ("Số con", "3") in shown["known"]
    assert ("Ngày ra khỏi Đảng", "15/07/2024") in shown["known"]
    assert {unmet.code for unmet in shown["needed"]} == {"political_history", "readmission", "population_policy"}
    assert card(details=False) is None
