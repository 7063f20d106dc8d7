"""A candidate's page and the form of a step: where the person stands, what is missing, who acts, and no silent pass."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.domain.admissions import AdmissionRow, record_admissions
from candidates.domain.check import mismatches
from candidates.models import Candidate, Deadline, EventKind, LocalRule, Override, Stage
from membership.domain.people import reference
from membership.models import RoleCode
from tests.candidates.test_conditions import BASE_VOTE, REASON, VOTE, at_dossier, go, probationer, proposed, start
from tests.factories import AdmissionFactory, MemberFactory, complete_dossier, complete_probation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]


@pytest.fixture
def secretary(tree, as_role):
    return as_role(RoleCode.BRANCH_SECRETARY, tree.branch)


@pytest.fixture
def clerk(tree, as_role):
    return as_role(RoleCode.BASE_STAFF, tree.commune, full_name="Phạm Thị Ghi")


def page_of(client, candidate) -> str:
    return client.get(reverse("candidates:candidate.detail", args=[candidate.pk])).content.decode()


def step_url(candidate, step: str) -> str:
    return reverse("candidates:candidate.step", args=[candidate.pk, step])


def ready(tree):
    """Everything the branch's proposal asks for is there, but for the vote."""
    candidate = start(tree.branch)
    for step, day in (
        ("recognise", date(2025, 6, 2)),
        ("train", date(2025, 11, 3)),
        ("open_dossier", date(2026, 4, 6)),
    ):
        candidate = go(candidate, step, day)
    return go(complete_dossier(candidate, date(2026, 7, 1)), "conclude_history", date(2026, 6, 25))


def vote(candidate, **fields):
    said = {
        "version": candidate.version, "on": "01/07/2026", "document_number": "9-NQ/CB", "members": 3, "in_favour": 3,
    }  # fmt: skip
    return said | fields


# --- the page --------------------------------------------------------------------------------------------------------
def test_the_page_says_where_what_who_and_until_when(tree, secretary):
    candidate = at_dossier(tree)
    go(complete_dossier(candidate, date(2025, 3, 3)), "conclude_history", date(2025, 3, 1))
    candidate.introductions.update(replaced_at="2025-03-02T00:00Z")
    Deadline.objects.filter(candidate=candidate).delete()
    answer = secretary.get(reverse("candidates:candidate.detail", args=[candidate.pk]))
    now = answer.context["now"]
    assert (now["step"].code, now["actor"].name) == ("branch_propose", tree.branch.name)
    assert {row["item"].condition.code for row in now["missing"]} >= {"introduced"}
    shown = answer.content.decode()
    assert "Cần 2 đảng viên chính thức giới thiệu, mới có 0." in shown
    assert "mục 3.2" in shown  # the paragraph
    assert shown.count('class="btn btn-primary" href=') == 1
    assert step_url(candidate, "branch_propose") in shown


def test_who_may_not_record_reads_who_must(tree, secretary, clerk):
    candidate = proposed(tree)
    url = step_url(candidate, "decide")  # in July 2026 a commune stands directly above the base
    mine, theirs = page_of(secretary, candidate), page_of(clerk, candidate)
    assert f"Chờ {tree.commune.name} ghi việc này." in mine
    assert f'class="btn btn-primary" href="{url}"' not in mine
    assert f'class="btn btn-primary" href="{url}"' in theirs
    form = secretary.get(url).content.decode()
    assert f"là việc của {tree.commune.name}" in form
    assert 'type="submit" class="btn btn-primary"' not in form
    assert 'name="document_number"' not in form  # nothing to fill in, only who acts and what comes of it
    assert "tự cập nhật" in form
    assert 'name="document_number"' in clerk.get(url).content.decode()


def test_conditions_are_judged_by_the_day_that_was_asked_about(tree, clerk):
    candidate = proposed(tree)
    url = step_url(candidate, "decide")
    today, before = clerk.get(url).context, clerk.get(url, {"on": "20/03/2025"}).context
    assert today["terms"].procedure.text.code == "20-QĐ/TW"
    assert (before["terms"].procedure.text.code, before["terms"].on) == ("232-QĐ/TW", date(2025, 3, 20))
    assert before["form"]["on"].value() == date(2025, 3, 20)
    page = clerk.get(url, {"on": "20/03/2025"}).content.decode()
    assert "văn bản có hiệu lực ngày 20/03/2025" in page
    assert clerk.get(url, {"on": "hôm kia"}).context["terms"].on == date(2026, 7, 15)


def test_the_last_day_is_said_with_how_it_stands(tree, clerk):
    candidate = proposed(tree)
    Deadline.objects.filter(candidate=candidate).delete()
    Deadline.objects.create(
        candidate=candidate, code="decide", actor="authority", since_on=date(2026, 6, 1), due_on=date(2026, 7, 12),
        organisation=candidate.organisation, organisation_path=candidate.organisation_path,
    )  # fmt: skip
    shown = page_of(clerk, candidate)
    assert "12/07/2026" in shown
    assert "quá hạn 3 ngày" in shown


def test_the_number_of_queries_does_not_grow_with_the_history(tree, clerk):
    candidate = ready(tree)
    url = reverse("candidates:candidate.detail", args=[candidate.pk])
    clerk.get(url)
    with CaptureQueriesContext(connection) as few:
        clerk.get(url)
    for number in range(4):
        candidate.refresh_from_db()
        go(candidate, "fail_vote", date(2026, 7, 1 + number), data={"ballot": {**VOTE, "in_favour": 1}})
        candidate.refresh_from_db()
    with CaptureQueriesContext(connection) as many:
        clerk.get(url)
    assert len(many) <= len(few)


def test_the_timeline_says_votes_committees_texts_and_helpers(tree, clerk):
    candidate = ready(tree)
    candidate = go(candidate, "fail_vote", date(2026, 6, 28), data={"ballot": {**VOTE, "in_favour": 1}})
    candidate = go(candidate, "branch_propose", date(2026, 7, 1), data={"ballot": VOTE})
    candidate = go(candidate, "base_propose", date(2026, 7, 8), data={"ballot": BASE_VOTE})
    shown = page_of(clerk, candidate)
    assert "1/3 tán thành, cần 2" in shown
    assert "3/3 tán thành, cần 2" in shown
    assert "8/9 tán thành, cần 6" in shown
    assert f"{tree.commune.name} · số 1-NQ" in shown
    assert "theo 20-QĐ/TW" in shown


def test_the_folder_of_who_is_gone_or_on_probation_says_so(tree, clerk):
    gone = go(start(tree.sibling_branch), "withdraw", date(2024, 5, 6))
    assert "Không còn theo dõi người này" in page_of(clerk, gone)
    young = AdmissionFactory(organisation=tree.branch, decision_date=date(2026, 6, 1)).candidate
    assert "Chưa đến lúc làm giấy tờ công nhận chính thức" in page_of(clerk, young)


def test_criteria_of_a_committee_are_shown_confirmed_and_kept(tree, secretary):
    candidate = ready(tree)
    for place, words in ((tree.province, "Nơi xa hơn"), (tree.commune, "Đạt <b>khá</b> trở lên")):
        LocalRule.objects.create(
            code="local_criteria", value=words, in_force_from=date(2026, 1, 1), organisation=place,
            organisation_path=place.path, document_number="03-HD/ĐU",
        )  # fmt: skip
    url = step_url(candidate, "branch_propose")
    shown = secretary.get(url).content.decode()
    assert "“Đạt &lt;b&gt;khá&lt;/b&gt; trở lên” (03-HD/ĐU)" in shown
    assert "Nơi xa hơn" not in shown  # the nearest committee decides
    refused = secretary.post(url, vote(candidate))
    assert [each["unmet"].code for each in refused.context["unmet"]] == ["local_criteria"]
    assert str(refused.context["unmet"][0]["unmet"].source) == "03-HD/ĐU"
    assert "tiêu chí riêng của đảng bộ" in page_of(secretary, candidate)
    assert secretary.post(url, vote(candidate, criteria_met="on")).status_code == 302
    assert "· đạt tiêu chí riêng của đảng bộ" in page_of(secretary, candidate)


def test_every_kind_of_event_has_its_picture():
    from candidates.views.story import ICONS

    assert set(EventKind) == set(ICONS)


def test_what_was_let_pass_is_a_warning_with_reason_document_and_who(tree, clerk):
    candidate = go(
        at_dossier(tree), "branch_propose", date(2025, 9, 3), by=clerk.user, waiver=REASON, data={"ballot": VOTE}
    )
    shown = page_of(clerk, candidate)
    assert "Đã cho qua điều kiện" in shown
    for said in (REASON.reason, REASON.document_number, "Phạm Thị Ghi", "Chưa có kết luận thẩm tra"):
        assert shown.count(said) >= 2  # in the box, and at the event
    event = candidate.events.get(kind=EventKind.BRANCH_PROPOSED)
    clerk.post(
        reverse("candidates:candidate.reverse", args=[candidate.pk]),
        {"version": candidate.version, "reason": "Ghi nhầm", "event": event.pk},
    )
    assert "Đã cho qua điều kiện" not in page_of(clerk, candidate)


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        (date(2024, 5, 10), "theo danh sách, chưa đối chiếu điều kiện"),
        (date(2015, 5, 10), "chưa có quy định của thời gian này"),
    ],
)
def test_what_came_from_a_list_is_marked(tree, clerk, decided, said):
    row = AdmissionRow(2, "Lê Trong Sổ", reference(tree.branch), {"born_on": date(1990, 1, 1)}, decision_date=decided)
    assert record_admissions([row], by=None, apply=True).create == 1
    assert said in page_of(clerk, Candidate.objects.get())


# --- the form --------------------------------------------------------------------------------------------------------
def test_the_form_shows_the_conditions_of_today_and_the_votes_needed(tree, secretary):
    candidate = ready(tree)
    answer = secretary.get(step_url(candidate, "branch_propose"))
    terms = answer.context["terms"]
    assert terms.missing == []
    assert answer.context["form"].initial["members"] == terms.members == 3
    shown = answer.content.decode()
    assert "Sổ đảng viên: 3 đảng viên chính thức ở chi bộ, tính ngày 15/07/2026." in shown
    assert "Cần ít nhất 2 người tán thành trên 3 người phải tính." in shown


def test_a_step_with_its_vote_is_recorded(tree, secretary):
    candidate = ready(tree)
    assert secretary.post(step_url(candidate, "branch_propose"), vote(candidate, present=3)).status_code == 302
    event = candidate.events.get(kind=EventKind.BRANCH_PROPOSED)
    assert event.data["ballot"] == {"members": 3, "in_favour": 3, "away": 0, "exempt_absent": 0, "present": 3}
    candidate.refresh_from_db()
    assert candidate.stage == Stage.BRANCH_PROPOSED


def test_a_count_that_differs_from_the_register_asks_once(tree, secretary):
    candidate = ready(tree)
    url, said = step_url(candidate, "branch_propose"), vote(candidate, members=4, in_favour=4)
    assert 'name="confirmed"' not in secretary.get(url).content.decode()
    answer = secretary.post(url, said)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Sổ đảng viên có 3 đảng viên chính thức ở chi bộ, đồng chí ghi 4." in shown
    assert 'name="confirmed"' in shown
    assert secretary.post(url, said | {"confirmed": "on"}).status_code == 302


def test_what_is_unmet_comes_back_with_its_paragraph_and_what_was_typed(tree, secretary):
    candidate = at_dossier(tree)
    MemberFactory.create_batch(3, organisation=tree.branch)
    answer = secretary.post(step_url(candidate, "branch_propose"), vote(candidate, note="giữ lại chữ này"))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert {row["unmet"].code for row in answer.context["unmet"]} >= {"history", "mentored", "introduced", "opinions"}
    for row in answer.context["unmet"]:
        assert row["unmet"].message in shown
        assert row["unmet"].mend in shown
    assert "giữ lại chữ này" in shown
    assert "9-NQ/CB" in shown
    assert "Vẫn ghi, có văn bản cho phép" not in shown  # a secretary may not
    candidate.refresh_from_db()
    assert candidate.stage == Stage.DOSSIER


def test_who_has_the_right_may_let_it_pass_by_reason_and_document(tree, clerk):
    candidate = at_dossier(tree)
    MemberFactory.create_batch(3, organisation=tree.branch)
    url = step_url(candidate, "branch_propose")
    assert "Vẫn ghi, có văn bản cho phép" not in clerk.get(url).content.decode()
    assert "Vẫn ghi, có văn bản cho phép" in clerk.post(url, vote(candidate)).content.decode()
    assert not Override.objects.exists()
    # Words in the box alone let nothing pass: the button says so.
    said = vote(candidate, waiver_reason="Cho bổ sung sau", waiver_number="12-CV/ĐU", waiver_date="01/07/2026")
    assert clerk.post(url, said).status_code == 422
    answer = clerk.post(url, vote(candidate, waive="1"))
    assert set(answer.context["form"].errors) == {"waiver_reason", "waiver_number"}
    assert clerk.post(url, said | {"waive": "1"}).status_code == 302
    assert {row.document_number for row in Override.objects.all()} == {"12-CV/ĐU"}


def test_nobody_waives_by_a_forged_field(tree, secretary):
    candidate = at_dossier(tree)
    said = vote(candidate, waive="1", waiver_reason="Tự cho qua", waiver_number="1-CV")
    assert secretary.post(step_url(candidate, "branch_propose"), said).status_code == 422
    assert not Override.objects.exists()


def test_a_vote_that_was_not_typed_is_asked_for_beside_its_field(tree, clerk):
    candidate = ready(tree)
    answer = clerk.post(step_url(candidate, "branch_propose"), vote(candidate, in_favour=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"in_favour"}
    assert "Vẫn ghi, có văn bản cho phép" not in answer.content.decode()


def test_only_committees_with_authority_are_offered_and_the_others_say_why(tree, as_role):
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.root)
    candidate = go(proposed(tree), "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE})
    url = step_url(candidate, "decide")
    offered = dict(staff.get(url).context["form"].fields["decided_by"].choices)
    assert tree.province.pk in offered
    assert tree.branch.pk not in offered
    shown = staff.get(url).content.decode()
    assert f"{tree.branch.name} không có thẩm quyền quyết định" in shown
    said = {
        "version": candidate.version, "on": "08/04/2025", "document_number": "6-QĐ", "decided_by": tree.commune.pk,
        "readmission": "unknown",
    }  # fmt: skip
    answer = staff.post(url, said)
    assert answer.status_code == 422
    assert "chưa được ủy quyền" in answer.content.decode()
    assert staff.post(url, said | {"decided_by": tree.province.pk}).status_code == 302
    assert candidate.events.get(kind=EventKind.ADMISSION_DECIDED).acted_by == tree.province


def test_a_late_ceremony_asks_for_the_consent(tree, secretary):
    candidate = go(proposed(tree), "base_propose", date(2025, 3, 20), data={"ballot": BASE_VOTE})
    candidate = go(candidate, "decide", date(2025, 4, 8), data={"decided_by": tree.province.pk})
    url = step_url(candidate, "hold_ceremony")
    said = {"version": candidate.version, "on": "20/04/2026"}
    assert "late_consent" in secretary.get(url).context["form"].fields
    assert secretary.post(url, said).status_code == 422
    assert secretary.post(url, said | {"late_consent": "77-CV/TU"}).status_code == 302
    assert candidate.events.get(kind=EventKind.CEREMONY_HELD).data["late_consent"] == "77-CV/TU"


def test_the_official_day_is_computed_not_typed(tree, as_role):
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.root)
    candidate = go(probationer(tree), "train_member", date(2026, 1, 9))
    complete_probation(candidate, date(2026, 4, 30))
    candidate = go(candidate, "propose_official", date(2026, 4, 30), data={"ballot": VOTE})
    candidate = go(candidate, "base_propose_official", date(2026, 5, 8))
    url = step_url(candidate, "make_official")
    assert "Chính thức từ ngày <strong>29/04/2026</strong>" in staff.get(url).content.decode()
    said = {
        "version": candidate.version, "on": "20/05/2026", "document_number": "8-QĐ", "decided_by": tree.province.pk,
    }  # fmt: skip
    assert staff.post(url, said).status_code == 302
    candidate.member.refresh_from_db()
    assert candidate.member.official_on == date(2026, 4, 29)
    answer = staff.get(reverse("candidates:candidate.detail", args=[candidate.pk]))
    page = answer.content.decode()
    assert "từ ngày 29/04/2026" in page  # the head says the same, not the day of the decision
    assert answer.context["steps"][-1]["date"] == "29/04/2026"
    assert "quyết định ngày 20/05/2026" in page  # which is named as such among what happened
    candidate.refresh_from_db()
    assert candidate.stage_since == date(2026, 4, 29)  # what the lists show
    assert not list(mismatches())
    Candidate.objects.filter(pk=candidate.pk).update(stage_since=date(2026, 5, 20))  # as it was kept before
    assert len(list(mismatches(repair=True))) == 1
    candidate.refresh_from_db()
    assert candidate.stage_since == date(2026, 4, 29)


def test_the_ground_of_a_cancellation_decides_whether_it_may_be_done_again(tree, as_role):
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.root)
    candidate = probationer(tree)
    url = step_url(candidate, "cancel")
    said = {"version": candidate.version, "on": "01/06/2025", "document_number": "9-QĐ"}
    assert set(staff.post(url, said).context["form"].errors) == {"ground"}
    assert staff.post(url, said | {"ground": "procedure"}).status_code == 302
    assert step_url(candidate, "redo") in page_of(staff, candidate)


def test_the_slower_clerk_sees_what_the_other_did(tree, secretary, clerk):
    candidate = ready(tree)
    url, said = step_url(candidate, "branch_propose"), vote(candidate)
    assert clerk.post(url, said).status_code == 302
    answer = secretary.post(url, said | {"note": "chữ của tôi"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Phạm Thị Ghi" in shown
    assert "chữ của tôi" in shown
    assert candidate.events.filter(kind=EventKind.BRANCH_PROPOSED).count() == 1


def test_a_day_before_the_texts_known_is_said(tree, secretary):
    candidate = start(tree.branch)
    Candidate.objects.filter(pk=candidate.pk).update(stage_since=date(2020, 1, 1))
    answer = secretary.post(step_url(candidate, "recognise"), {"version": candidate.version, "on": "01/02/2020"})
    assert "chưa có quy định có hiệu lực ngày 01/02/2020" in answer.content.decode()
