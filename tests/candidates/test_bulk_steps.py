"""One document, many names: chosen from the list, shown before it is done, all or nobody, once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.domain.register import register
from candidates.models import Candidate, CandidateEvent, EventKind, Stage, Submission
from membership.models import RoleCode
from tests.candidates.test_conditions import go
from tests.factories import CandidateFactory, MemberFactory, complete_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
CHOOSE = reverse("candidates:bulk")


def form_at(step: str) -> str:
    return reverse("candidates:bulk.step", args=[step])


@pytest.fixture
def secretary(tree, as_role):
    return as_role(RoleCode.BRANCH_SECRETARY, tree.branch)


@pytest.fixture
def twelve(tree):
    return CandidateFactory.create_batch(12, organisation=tree.branch, stage_since=date(2026, 3, 1))


def said(page, people, **fields):
    """What the browser would send back of a page with this form."""
    form = page.context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields() if field.value() is not None}
    return {**hidden, "nguoi": [each.pk for each in people], **fields}


def chosen(people) -> str:
    return "?" + "&".join(f"nguoi={each.pk}" for each in people)


def test_one_resolution_for_twelve_names(secretary, twelve):
    url = form_at("recognise")
    assert url in secretary.get(CHOOSE + chosen(twelve)).content.decode()
    page = secretary.get(url + chosen(twelve))
    fields = said(page, twelve, on="10/07/2026", document_number="5-NQ/CB")
    shown = secretary.post(url, fields)
    assert shown.status_code == 200
    assert "12 người chuyển sang “cảm tình Đảng”" in shown.content.decode()
    assert set(Candidate.objects.values_list("stage", flat=True)) == {Stage.NOMINATED}  # nothing was written yet
    confirmed = said(shown, twelve, on="10/07/2026", document_number="5-NQ/CB")
    assert secretary.post(url, confirmed).status_code == 302
    events = CandidateEvent.objects.filter(kind=EventKind.RECOGNISED)
    assert {(event.document_number, event.occurred_on) for event in events} == {("5-NQ/CB", date(2026, 7, 10))}
    assert events.count() == 12
    # The same page sent again, by an impatient hand or a slow line, changes nothing.
    assert secretary.post(url, confirmed).status_code == 302
    assert events.count() == 12
    assert Submission.objects.count() == 1


def test_a_change_after_the_preview_is_shown_again(secretary, twelve):
    url = form_at("recognise")
    shown = secretary.post(url, said(secretary.get(url + chosen(twelve)), twelve, on="10/07/2026"))
    answer = secretary.post(url, said(shown, twelve, on="11/07/2026"))
    assert answer.status_code == 200
    assert not CandidateEvent.objects.filter(kind=EventKind.RECOGNISED).exists()


def test_only_steps_open_to_all_are_offered_for_all(tree, secretary, twelve):
    go(twelve[0], "recognise", date(2026, 5, 1))
    context = secretary.get(CHOOSE + chosen(twelve)).context
    for_all = {each["step"].code for each in context["for_all"]}
    for_some = {each["step"].code: each["count"] for each in context["for_some"]}
    assert "recognise" not in for_all
    assert for_some["recognise"] == 11
    assert "train" in for_all
    page = secretary.get(form_at("recognise") + chosen(twelve))
    assert len(page.context["people"]) == 11


def test_everybody_who_cannot_is_named_and_the_others_go_on_only_when_asked(tree, secretary):
    MemberFactory.create_batch(3, organisation=tree.branch)
    good = [prepared(tree, "Lê Thị An"), prepared(tree, "Lê Thị Bình")]
    poor = prepared(tree, "Lê Thị Chưa", complete=False)
    people, url = [*good, poor], form_at("branch_propose")
    vote = {"on": "01/07/2026", "document_number": "9-NQ/CB", "members": 7, "in_favour": 7, "confirmed": "on"}
    answer = secretary.post(url, said(secretary.get(url + chosen(people)), people, **vote))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert [each["person"] for each in answer.context["refused"]["people"]] == [poor]
    assert "Chưa có kết luận thẩm tra" in shown
    assert "ghi tiếp 2 người" in shown
    assert not CandidateEvent.objects.filter(kind=EventKind.BRANCH_PROPOSED).exists()
    preview = secretary.post(url, said(answer, people, drop=str(poor.pk), **vote))
    assert [each.pk for each in preview.context["people"]] == sorted(each.pk for each in good)
    assert secretary.post(url, said(preview, good, **vote)).status_code == 302
    assert CandidateEvent.objects.filter(kind=EventKind.BRANCH_PROPOSED).count() == 2


def prepared(tree, name: str, complete=True):
    """Somebody whose dossier waits for the vote of the branch, or for everything."""
    candidate = register(
        by=None, on=date(2025, 3, 1), organisation=tree.branch, full_name=name,
        attributes={"born_on": date(1995, 4, 2), "sex": "female"},
    )  # fmt: skip
    for step, day in (
        ("recognise", date(2025, 6, 2)),
        ("train", date(2025, 11, 3)),
        ("open_dossier", date(2026, 4, 6)),
    ):
        candidate = go(candidate, step, day)
    if not complete:
        return candidate
    return go(complete_dossier(candidate, date(2026, 7, 1)), "conclude_history", date(2026, 6, 25))


def test_a_vote_of_their_own_stands_beside_the_common_one(tree, secretary):
    MemberFactory.create_batch(3, organisation=tree.branch)
    people, url = [prepared(tree, "Lê Thị An"), prepared(tree, "Lê Thị Bình")], form_at("branch_propose")
    first, second = people
    vote = {
        "on": "01/07/2026", "document_number": "9-NQ/CB", "members": 9, "in_favour": 9, "confirmed": "on",
        f"in_favour-{second.pk}": 7,
    }  # fmt: skip
    preview = secretary.post(url, said(secretary.get(url + chosen(people)), people, **vote))
    assert preview.status_code == 200, preview.context["form"].errors
    assert secretary.post(url, said(preview, people, **vote)).status_code == 302
    votes = {event.candidate_id: event.data["ballot"]["in_favour"] for event in
             CandidateEvent.objects.filter(kind=EventKind.BRANCH_PROPOSED)}  # fmt: skip
    assert votes == {first.pk: 9, second.pk: 7}


def test_what_is_wrong_for_everybody_stands_beside_its_field(secretary, twelve):
    url = form_at("recognise")
    answer = secretary.post(url, said(secretary.get(url + chosen(twelve)), twelve, on="16/07/2026"))
    assert answer.status_code == 422
    assert "sau ngày hôm nay" in str(answer.context["form"].errors["on"])


def test_somebody_elses_people_do_not_come_along(tree, secretary, twelve):
    foreign = CandidateFactory(organisation=tree.foreign_branch, full_name="Lý Người Lạ")
    shown = secretary.get(CHOOSE + chosen([*twelve, foreign])).content.decode()
    assert "Lý Người Lạ" not in shown
    assert "không còn trong phạm vi" in shown
    url = form_at("recognise")
    preview = secretary.post(url, said(secretary.get(url + chosen(twelve)), [*twelve, foreign], on="10/07/2026"))
    secretary.post(url, said(preview, [*twelve, foreign], on="10/07/2026"))
    foreign.refresh_from_db()
    assert foreign.stage == Stage.NOMINATED


def test_all_of_the_filter_up_to_a_limit(tree, secretary, twelve, monkeypatch):
    monkeypatch.setattr("candidates.views.bulk.MOST", 10)
    page = secretary.get(CHOOSE + "?tat-ca=1&giai-doan=nominated")
    assert len(page.context["people"]) == 10
    assert page.context["more"]


def test_the_list_offers_boxes_to_those_who_record_only(tree, secretary, as_role, twelve):
    url = reverse("candidates:candidate.list")
    assert 'name="nguoi"' in secretary.get(url).content.decode()
    leader = as_role(RoleCode.LEADER, tree.province)
    assert 'name="nguoi"' not in leader.get(url).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_people(tree, secretary, twelve):
    def count(address):
        secretary.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert secretary.get(address).status_code == 200
        return len(captured)

    for address in (CHOOSE, form_at("recognise")):
        assert count(address + chosen(twelve)) <= count(address + chosen(twelve[:2]))
