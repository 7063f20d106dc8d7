"""The branch reviews its source list: one resolution, a verdict for everybody, all of it or nothing."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.domain.dossier import load_dossier
from candidates.domain.progress import advance
from candidates.domain.progress import reverse as take_back
from candidates.domain.reviews import (
    Line,
    ReviewRefused,
    additions_of,
    hold_review,
    last_reviewed,
    missing_reviews,
    withdraw_review,
)
from candidates.domain.source_list import add_what_is_known, branch_numbers, branches_to_review, source_list
from candidates.models import Candidate, CandidateEvent, EventKind, MentorNote, Review, ReviewLine, Stage, Verdict
from candidates.views.cards.reviews import reviews
from membership.domain.errors import Refused
from membership.models import Activity, RoleCode
from tests.factories import AdmissionFactory, CandidateFactory, MentorshipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
DAY = date(2026, 6, 30)
KEEP, READY, REMOVE = Verdict.KEEP, Verdict.READY, Verdict.REMOVE


def sympathiser(organisation, *, since=date(2026, 1, 10), **fields) -> Candidate:
    candidate = CandidateFactory(organisation=organisation, stage_since=since - timedelta(days=90), **fields)
    return advance(
        by=None, on=since, candidate=candidate, step="recognise", version=candidate.version, document_number="1-NQ/CB"
    )


@pytest.fixture
def branch(tree):
    """Three on the list, two who wait for it."""
    tree.listed = [sympathiser(tree.branch, full_name=name) for name in ("Lê Thị An", "Lê Thị Bình", "Lê Thị Cúc")]
    tree.waiting = [CandidateFactory(organisation=tree.branch, full_name=name) for name in ("Vũ Thị Dung", "Vũ Thị Én")]
    return tree


def hold(tree, verdicts=(KEEP, READY, REMOVE), *, added=0, **fields):
    said = {
        "by": None,
        "on": DAY,
        "organisation": tree.branch,
        "kind": "year",
        "resolution_number": "12-NQ/CB",
        "lines": [
            Line(candidate, candidate.version, verdict, f"Nhận xét {candidate.full_name}")
            for candidate, verdict in zip(tree.listed, verdicts, strict=False)
        ],
        "additions": [(candidate, candidate.version) for candidate in tree.waiting[:added]],
    }
    return hold_review(**said | fields)


def refused(call, *args, **fields) -> ReviewRefused:
    with pytest.raises(ReviewRefused) as caught:
        call(*args, **fields)
    return caught.value


def stages(people) -> list[str]:
    return [Candidate.objects.get(pk=person.pk).stage for person in people]


def nothing_written(tree) -> bool:
    kinds = CandidateEvent.objects.filter(data__has_key="review")
    return not (Review.objects.exists() or ReviewLine.objects.exists() or kinds.exists())


# --- the act ---------------------------------------------------------------------------------------------------------
def test_one_resolution_keeps_puts_forward_removes_and_adds(branch):
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=branch.branch)
    review = hold(branch, added=1, by=secretary)
    assert stages(branch.listed) == [Stage.SYMPATHISER, Stage.SYMPATHISER, Stage.REMOVED]
    assert stages(branch.waiting) == [Stage.SYMPATHISER, Stage.NOMINATED]
    removal = branch.listed[2].events.get(kind=EventKind.REMOVED)
    assert (removal.occurred_on, removal.document_number) == (DAY, "12-NQ/CB")
    assert removal.data == {"note": "Nhận xét Lê Thị Cúc", "review": review.pk}
    assert [event.candidate for event in additions_of(review)] == branch.waiting[:1]
    assert list(review.lines.values_list("verdict", flat=True)) == [KEEP, READY, REMOVE]
    told = Activity.objects.get(action="review.held")
    assert (told.by, told.data["keep"], told.data["remove"], told.data["recognise"]) == (secretary, 1, 1, 1)


def test_a_trial_writes_nothing(branch):
    assert hold(branch, added=2, apply=False) is None
    assert nothing_written(branch)
    assert stages(branch.listed + branch.waiting) == [Stage.SYMPATHISER] * 3 + [Stage.NOMINATED] * 2


def test_everybody_on_the_list_needs_a_verdict(branch):
    wrong = refused(hold, branch, (KEEP,))
    assert "Lê Thị Bình, Lê Thị Cúc" in wrong.messages["lines"][0]
    assert nothing_written(branch)


def test_a_year_and_every_change_need_the_resolution(branch):
    keep_all = (KEEP, KEEP, KEEP)
    assert list(refused(hold, branch, keep_all, resolution_number=" ").messages) == ["resolution_number"]
    wrong = refused(hold, branch, kind="half_year", resolution_number="")
    assert list(wrong.messages) == ["resolution_number"]
    wrong = refused(hold, branch, keep_all, added=1, kind="half_year", resolution_number="")
    assert list(wrong.messages) == ["resolution_number"]
    assert hold(branch, keep_all, kind="half_year", resolution_number="").resolution_number == ""


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"on": None}, "on"),
        ({"on": date(2026, 7, 16)}, "on"),
        ({"kind": "quarter"}, "kind"),
        ({"resolution_number": "x" * 61}, "resolution_number"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_what_is_wrong_with_the_review_itself(branch, fields, where):
    assert list(refused(hold, branch, **fields).messages) == [where]
    assert nothing_written(branch)


def test_each_person_who_cannot_be_written_is_named_and_nobody_is_written(branch):
    late = branch.listed[2]
    advance(by=None, on=DAY + timedelta(days=5), candidate=late, step="train", version=late.version)
    late.refresh_from_db()
    admitted = Candidate.objects.get(admissions=AdmissionFactory(organisation=branch.branch))
    wrong = refused(hold, branch, added=2)
    assert set(wrong.people) == {late.pk}
    assert "ở trước việc đã ghi gần nhất" in wrong.people[late.pk][0]
    wrong = refused(hold, branch, additions=[(admitted, 1), (branch.listed[0], branch.listed[0].version)])
    assert set(wrong.people) == {admitted.pk, branch.listed[0].pk}
    assert nothing_written(branch)
    assert stages(branch.waiting) == [Stage.NOMINATED] * 2


def test_what_somebody_else_recorded_meanwhile_is_noticed(branch):
    seen = Candidate.objects.get(pk=branch.listed[0].pk)
    advance(by=None, on=date(2026, 6, 1), candidate=seen, step="train", version=seen.version)
    advance(
        by=None, on=date(2026, 6, 1), candidate=Candidate.objects.get(pk=branch.waiting[0].pk), step="train", version=1
    )
    wrong = refused(hold, branch, added=1)
    assert set(wrong.people) == {branch.listed[0].pk, branch.waiting[0].pk}
    assert nothing_written(branch)


def test_a_verdict_once_and_one_that_exists(branch):
    person = branch.listed[0]
    lines = [Line(each, each.version, "perhaps", "x" * 501) for each in branch.listed]
    wrong = refused(hold, branch, lines=[*lines, Line(person, person.version, KEEP)])
    assert len(wrong.people[person.pk]) == 3
    assert len(wrong.people[branch.listed[1].pk]) == 2


def test_only_who_may_write_in_the_branch(branch):
    for role, place in ((RoleCode.LEADER, branch.root), (RoleCode.BRANCH_SECRETARY, branch.sibling_branch)):
        with pytest.raises(Refused):
            hold(branch, by=UserFactory(role=role, organisation=place))
    assert nothing_written(branch)


def test_once_a_day(branch):
    keep_all = (KEEP, KEEP, KEEP)
    hold(branch, keep_all)
    assert list(refused(hold, branch, keep_all).messages) == ["on"]
    hold(branch, keep_all, kind="half_year")


def test_who_was_recognised_after_the_meeting_is_left_out(branch):
    later = sympathiser(branch.branch, since=DAY + timedelta(days=1))
    assert [each.candidate for each in source_list(branch.branch, DAY).later] == [later]
    hold(branch)
    assert last_reviewed([later.pk, branch.listed[0].pk]) == {branch.listed[0].pk: DAY}


def test_a_branch_with_nobody_may_say_so(tree):
    review = hold_review(by=None, on=DAY, organisation=tree.branch, kind="year", resolution_number="3-NQ/CB")
    assert review.lines.count() == 0


def test_trained_but_not_recognised_waits_for_the_list(branch):
    trained = branch.waiting[0]
    trained = advance(by=None, on=date(2026, 6, 1), candidate=trained, step="train", version=1)
    assert trained.pk in {each.candidate.pk for each in source_list(branch.branch, DAY).waiting}
    assert branch_numbers([branch.branch.pk])[branch.branch.pk].waiting == 2
    branch.waiting[0] = trained
    hold(branch, added=1)
    assert stages([trained]) == [Stage.TRAINED]
    assert trained.pk in {each.candidate.pk for each in source_list(branch.branch, DAY).listed}


# --- taken back ------------------------------------------------------------------------------------------------------
def test_a_mistaken_review_is_taken_back_with_what_it_did(branch):
    review = hold(branch, added=1)
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=branch.branch)
    withdraw_review(by=secretary, review=review, reason="Ghi nhầm chi bộ")
    review.refresh_from_db()
    assert review.replaced_at is not None
    assert stages(branch.listed + branch.waiting) == [Stage.SYMPATHISER] * 3 + [Stage.NOMINATED] * 2
    assert last_reviewed([branch.listed[0].pk]) == {}
    assert Activity.objects.get(action="review.withdrawn").data["reason"] == "Ghi nhầm chi bộ"
    with pytest.raises(Refused):
        withdraw_review(by=secretary, review=review, reason="Lần nữa")
    branch.listed = [Candidate.objects.get(pk=person.pk) for person in branch.listed]
    hold(branch)  # the day is free again


def test_what_followed_must_be_taken_back_first(branch):
    review = hold(branch, added=1)
    removed = Candidate.objects.get(pk=branch.listed[2].pk)
    advance(by=None, on=DAY, candidate=removed, step="nominate_again", version=removed.version)
    wrong = refused(withdraw_review, by=None, review=review, reason="Ghi nhầm")
    assert set(wrong.people) == {removed.pk}
    assert "Lê Thị Cúc" in wrong.messages[""][0]
    assert Review.objects.current().count() == 1
    assert stages(branch.waiting) == [Stage.SYMPATHISER, Stage.NOMINATED]
    with pytest.raises(Refused):
        withdraw_review(by=None, review=review, reason="")


def test_a_removal_taken_back_by_hand_does_not_stand_in_the_way(branch):
    review = hold(branch)
    removed = Candidate.objects.get(pk=branch.listed[2].pk)
    event = removed.events.get(kind=EventKind.REMOVED)
    take_back(by=None, candidate=removed, event=event, reason="Nhầm", version=removed.version)
    withdraw_review(by=None, review=review, reason="Ghi nhầm")
    assert stages(branch.listed) == [Stage.SYMPATHISER] * 3


# --- what the branch sees --------------------------------------------------------------------------------------------
def test_what_is_known_of_each(branch):
    person = branch.listed[0]
    Candidate.objects.filter(pk=person.pk).update(certificate_date=date(2021, 7, 1))
    mentorship = MentorshipFactory(candidate=person)
    for month in (4, 5, 6):
        MentorNote.objects.create(
            mentorship=mentorship, month=date(2026, month, 1), written_on=date(2026, month, 28), progress="good"
        )
    hold(branch, (READY, KEEP, KEEP))
    (seen, other, *_rest) = people = source_list(branch.branch, DAY).listed
    add_what_is_known(people)
    assert [each.member for each in seen.mentors] == [mentorship.member]
    assert [note.month.month for note in seen.notes] == [6, 5]
    assert (seen.certificate_until, seen.certificate_expired) == (date(2026, 7, 1), True)
    assert seen.quiet_days == 17  # since the mentor wrote on 28 June
    assert seen.last_line.verdict == READY
    assert (other.mentors, other.certificate_until, other.quiet_days) == ([], None, 186)


def test_from_november_on_the_missing_reviews_are_told(branch, frozen_today):
    sympathiser(branch.other_branch)
    clerk = UserFactory(role=RoleCode.BASE_STAFF, organisation=branch.province)
    leader = UserFactory(role=RoleCode.LEADER, organisation=branch.province)
    hold(branch)
    assert list(missing_reviews(clerk)) == []
    frozen_today.move_to(datetime(2026, 11, 1, 3, tzinfo=UTC))
    (item,) = missing_reviews(clerk)
    assert item.count == 1
    assert list(branches_to_review(clerk).filter(reviewed=False)) == [branch.other_branch]
    assert list(missing_reviews(leader)) == []


# --- pages -----------------------------------------------------------------------------------------------------------
def seen(tree) -> str:
    return " ".join(f"{each.pk}:{each.version}" for each in tree.listed + tree.waiting)


def form(tree, **fields) -> dict:
    an, binh, cuc = (person.pk for person in tree.listed)
    return {
        "kind": "year", "on": "30/06/2026", "resolution_number": "12-NQ/CB", "seen": seen(tree),
        f"verdict-{an}": "keep", f"verdict-{binh}": "ready", f"verdict-{cuc}": "remove", f"remark-{cuc}": "Đi làm xa",
        f"add-{tree.waiting[0].pk}": "on",
    } | fields  # fmt: skip


def hidden(html: str) -> dict:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html.partition("form-buttons")[2]))


def test_a_secretary_reviews_the_own_branch_on_one_screen(branch, as_role):
    client, url = as_role(RoleCode.BRANCH_SECRETARY, branch.branch), reverse("candidates:review.new")
    page = client.get(url).content.decode()
    assert all(person.full_name in page for person in branch.listed + branch.waiting)
    answer = client.post(url, form(branch))
    shown = answer.content.decode()
    assert answer.status_code == 200
    for effect in ("Giữ trong danh sách: 1", "Đề nghị kết nạp trong kỳ tới: 1", "Đưa ra khỏi danh sách: 1"):
        assert effect in shown
    assert "Đưa vào danh sách cảm tình Đảng: 1" in shown
    assert nothing_written(branch)
    carried = hidden(shown)
    back = client.post(url, carried | {"sua-lai": "1"})
    assert back.status_code == 200
    assert "Đi làm xa" in back.content.decode()
    assert nothing_written(branch)
    changed = client.post(url, carried | {f"verdict-{branch.listed[0].pk}": "ready"})
    assert "Đề nghị kết nạp trong kỳ tới: 2" in changed.content.decode()  # shown again, as it is another act
    assert nothing_written(branch)
    answer = client.post(url, carried)
    review = Review.objects.get()
    assert answer.url == reverse("candidates:review.detail", args=[review.pk])
    assert stages(branch.listed) == [Stage.SYMPATHISER, Stage.SYMPATHISER, Stage.REMOVED]
    detail = client.get(answer.url).content.decode()
    assert "12-NQ/CB" in detail
    assert "Đi làm xa" in detail
    assert "12-NQ/CB" in client.get(reverse("candidates:review.list")).content.decode()
    answer = client.post(reverse("candidates:review.withdraw", args=[review.pk]), {"reason": "Ghi nhầm"})
    assert answer.status_code == 302
    assert stages(branch.listed) == [Stage.SYMPATHISER] * 3


def test_what_was_typed_survives_what_was_wrong(branch, as_role):
    client, url = as_role(RoleCode.BRANCH_SECRETARY, branch.branch), reverse("candidates:review.new")
    answer = client.post(url, form(branch, resolution_number="", note="Họp mở rộng"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Rà soát hằng năm cần ghi số nghị quyết" in page
    assert "Đi làm xa" in page
    assert "Họp mở rộng" in page
    assert page.count("checked") == 4
    missing = form(branch) | {f"verdict-{branch.listed[0].pk}": ""}
    answer = client.post(url, missing)
    assert answer.status_code == 422
    assert "Cần chọn kết luận." in answer.content.decode()
    assert client.post(url, missing | {"rest": "on"}).status_code == 200
    stale = form(branch, seen=seen(branch).replace(":", ":9"))
    answer = client.post(url, stale)
    assert answer.status_code == 422
    assert "Người khác vừa ghi nhận" in answer.content.decode()
    assert nothing_written(branch)


def test_who_works_for_many_branches_chooses_one(branch, as_role):
    sympathiser(branch.sibling_branch)
    sympathiser(branch.foreign_branch)
    hold(branch)
    client, url = as_role(RoleCode.BASE_STAFF, branch.commune), reverse("candidates:review.new")
    page = client.get(url).content.decode()
    assert branch.branch.name in page
    assert branch.sibling_branch.name in page
    assert branch.foreign_branch.name not in page
    missing = client.get(url, {"ra-soat": "chua"}).content.decode()
    assert branch.branch.name not in missing.partition('id="ket-qua"')[2]
    assert branch.listed[0].full_name in client.get(url, {"chi-bo": branch.branch.pk}).content.decode()
    assert client.get(url, {"chi-bo": branch.foreign_branch.pk}).status_code == 404


def test_the_screen_reads_no_more_for_more_people(branch, as_role, django_assert_max_num_queries):
    client, url = as_role(RoleCode.BRANCH_SECRETARY, branch.branch), reverse("candidates:review.new")
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for person in [sympathiser(branch.branch) for _ in range(5)]:
        MentorshipFactory(candidate=person)
        CandidateFactory(organisation=branch.branch)
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_remarks_are_for_who_may_read_details(branch, as_role):
    review = hold(branch)
    url = reverse("candidates:review.detail", args=[review.pk])
    assert "Nhận xét Lê Thị Cúc" in as_role(RoleCode.LEADER, branch.commune).get(url).content.decode()
    assert "Nhận xét Lê Thị Cúc" not in as_role(RoleCode.TRAINING_STAFF, branch.commune).get(url).content.decode()


def test_the_last_verdicts_stand_on_the_page_of_the_person(branch, as_role):
    hold(branch)
    card = reviews(None, load_dossier(branch.listed[1]), may_edit=True, details=True)
    assert [line.verdict for line in card["rows"]] == [READY]
    assert reviews(None, load_dossier(branch.waiting[0]), may_edit=True, details=True) is None
