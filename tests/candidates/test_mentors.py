"""Who helps whom: assigned under the law, changed at one act, ended, taken back; and what they tell every month."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.domain.dossier import official_members
from candidates.domain.guard import Unfulfilled, Waiver
from candidates.domain.introductions import may_introduce
from candidates.domain.mentor_loads import MOST_HELPED, load_of, lost, mentors_seen_by, overloaded
from candidates.domain.mentor_notes import (
    NoteRow,
    field_of,
    missing_months,
    missing_of,
    months_open,
    with_missing,
    with_missing_counted,
    without_note,
    write_note,
    write_notes,
)
from candidates.domain.mentors import assign_mentor, end_mentorship, reason_in_words, told
from candidates.domain.progress import advance, move, reverse
from candidates.models import Candidate, Deadline, EventKind, MentorNote, MentorPurpose, Mentorship, Override, Stage
from membership.domain.errors import Refused, Stale
from membership.domain.member_acts import leave, transfer
from membership.domain.worklist import work_of
from membership.models import MemberStatus, RoleCode
from tests.candidates.test_conditions import probationer
from tests.factories import AdmissionFactory, CandidateFactory, MemberFactory, MentorshipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
TODAY = date(2026, 7, 15)
LONG_AGO = date(2015, 1, 1)


@pytest.fixture
def helped(tree):
    """A sympathiser of the branch since February 2026."""
    candidate = CandidateFactory(organisation=tree.branch, full_name="Lê Thị Mẫu", stage_since=date(2026, 1, 10))
    return advance(
        by=None, on=date(2026, 2, 3), candidate=candidate, step="recognise", version=1, document_number="2-NQ/CB"
    )


@pytest.fixture
def mentor(tree):
    return MemberFactory(organisation=tree.branch, full_name="Phạm Văn Giúp")


def assign(candidate, member, on=date(2026, 3, 2), by=None, **fields):
    fields.setdefault("together_since", LONG_AGO)
    candidate.refresh_from_db()
    return assign_mentor(by=by, on=on, candidate=candidate, version=candidate.version, member=member, **fields)


def end(mentorship, on=date(2026, 6, 1), reason="chuyển công tác"):
    version = Candidate.objects.get(pk=mentorship.candidate_id).version
    return end_mentorship(by=None, on=on, mentorship=mentorship, version=version, reason=reason)


def undo_last(candidate):
    candidate.refresh_from_db()
    event = candidate.events.order_by("-sequence").first()
    return reverse(by=None, candidate=candidate, event=event, reason="Ghi nhầm", version=candidate.version)


# --- who is helped is gone -------------------------------------------------------------------------------------------
def test_help_ends_with_the_person_and_goes_on_when_that_is_reversed(helped, mentor):
    mentorship = assign(helped, mentor)
    helped.refresh_from_db()
    gone = advance(by=None, on=date(2026, 6, 1), candidate=helped, step="withdraw", version=helped.version)
    mentorship.refresh_from_db()
    assert (mentorship.valid_to, reason_in_words(mentorship)) == (
        date(2026, 6, 1), "không còn theo dõi người được giúp đỡ",
    )  # fmt: skip
    undo_last(gone)
    mentorship.refresh_from_db()
    assert (mentorship.valid_to, mentorship.end_reason) == (None, "")


def test_a_decision_to_be_done_again_leaves_the_help(tree):
    candidate = probationer(tree)
    kept = MentorshipFactory(candidate=candidate)
    advance(
        by=None, on=date(2025, 6, 1), candidate=candidate, step="cancel", version=candidate.version,
        document_number="9-QĐ", data={"ground": "procedure"},
    )  # fmt: skip
    kept.refresh_from_db()
    assert kept.valid_to is None


def test_help_left_open_before_is_ended_by_the_check_and_may_still_go_on(helped, mentor):
    gone = advance(by=None, on=date(2026, 6, 1), candidate=helped, step="withdraw", version=helped.version)
    left = MentorshipFactory(candidate=gone, member=mentor)
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_candidates", stdout=told, stderr=StringIO())
    assert f"{gone.pk} mentorship {left.pk}: – -> 01/06/2026" in told.getvalue()
    call_command("check_candidates", "--repair", stdout=StringIO())
    call_command("check_candidates", stdout=StringIO())
    left.refresh_from_db()
    assert left.valid_to == date(2026, 6, 1)
    undo_last(gone)
    left.refresh_from_db()
    assert left.valid_to is None


# --- assigned --------------------------------------------------------------------------------------------------------
def test_an_assignment_leaves_an_event_and_a_row(helped, mentor):
    mentorship = assign(helped, mentor, resolution_number=" 5-NQ/CB ")
    helped.refresh_from_db()
    event = mentorship.event
    assert (event.kind, event.to_stage, event.document_number) == (EventKind.MENTOR_ASSIGNED, helped.stage, "5-NQ/CB")
    assert helped.stage == Stage.SYMPATHISER
    assert event.rules == "294-QĐ/TW"
    assert told(event) == "Phạm Văn Giúp"
    mentorship.refresh_from_db()
    assert (mentorship.purpose, mentorship.valid_to) == (MentorPurpose.CANDIDATE, None)
    assert mentorship.resolution_number == "5-NQ/CB"


@pytest.mark.parametrize(
    ("since", "on", "enough"),
    [
        (date(2025, 3, 2), date(2026, 3, 2), True),  # twelve months on the day
        (date(2025, 3, 3), date(2026, 3, 2), False),  # one day less
        (date(2025, 2, 28), date(2026, 2, 28), True),
        (date(2025, 3, 1), date(2026, 2, 28), False),
        (None, date(2026, 3, 2), False),
    ],
)
def test_twelve_months_in_the_same_place(helped, mentor, since, on, enough):
    if enough:
        assert assign(helped, mentor, on, together_since=since).pk
        return
    with pytest.raises(Unfulfilled, match=r"mục 3\.2\.1") as refused:
        assign(helped, mentor, on, together_since=since)
    assert [each.code for each in refused.value.unmet] == ["mentor_fits"]
    assert not Mentorship.objects.exists()


def test_a_member_whose_day_is_not_known_counts_by_their_status(tree, helped):
    undated = MemberFactory(organisation=tree.branch, official_on=None, status=MemberStatus.OFFICIAL)
    assert assign(helped, undated).member == undated
    assert undated in may_introduce(helped, TODAY)
    assert official_members([tree.branch.pk], TODAY)[tree.branch.pk] == 1
    undated.status = MemberStatus.PROBATIONARY
    undated.save()
    assert official_members([tree.branch.pk], TODAY)[tree.branch.pk] == 0


@pytest.mark.parametrize(("on", "enough"), [(date(2025, 2, 27), False), (date(2025, 2, 28), True)])
def test_twelve_months_from_a_leap_day_end_on_the_last_of_february(tree, on, enough):
    candidate = CandidateFactory(organisation=tree.branch, stage_since=date(2024, 1, 10))
    advance(by=None, on=date(2024, 2, 5), candidate=candidate, step="recognise", version=1, document_number="1")
    member = MemberFactory(organisation=tree.branch)
    if enough:
        assert assign(candidate, member, on, together_since=date(2024, 2, 29)).valid_from == on
    else:
        with pytest.raises(Unfulfilled, match="12 tháng"):
            assign(candidate, member, on, together_since=date(2024, 2, 29))


def test_who_moved_while_helped_need_not_wait_again(tree, helped, mentor):
    assign(helped, mentor)
    helped.refresh_from_db()
    moved = move(
        by=None, on=date(2026, 5, 4), candidate=helped, organisation=tree.foreign_branch, version=helped.version
    )
    new = MemberFactory(organisation=tree.foreign_branch)
    assert assign(moved, new, date(2026, 5, 11), together_since=None).member == new
    with pytest.raises(Refused, match="chuyển đến chi bộ ngày 04/05/2026"):
        assign(moved, MemberFactory(organisation=tree.foreign_branch), date(2026, 4, 30))


@pytest.mark.parametrize(
    ("fields", "place", "said"),
    [
        ({"official_on": None, "status": MemberStatus.PROBATIONARY}, "branch", "chưa phải là đảng viên chính thức"),
        ({"official_on": date(2026, 3, 3)}, "branch", "chính thức từ ngày 03/03/2026, sau ngày phân công"),
        ({"status": MemberStatus.LEFT, "left_on": date(2025, 1, 1)}, "branch", r"không còn sinh hoạt đảng"),
        ({}, "sibling_commune", "không sinh hoạt trong cùng tổ chức cơ sở đảng"),
    ],
)
def test_who_cannot_help(tree, helped, fields, place, said):
    member = MemberFactory(organisation=getattr(tree, place), **fields)
    with pytest.raises(Refused, match=said) as refused:
        assign(helped, member)
    assert "QĐ/TW" in str(refused.value)
    assert not Mentorship.objects.exists()


def test_a_member_of_another_branch_of_the_same_base_may_help(tree, helped):
    assert assign(helped, MemberFactory(organisation=tree.sibling_branch)).pk


def test_nobody_oneself_and_who_is_out_of_sight(tree, helped):
    with pytest.raises(Refused, match="Chưa chọn"):
        assign(helped, None, waiver=Waiver("x", "1-CV"))
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    with pytest.raises(Refused, match="Không tìm thấy đảng viên này"):
        assign(helped, MemberFactory(organisation=tree.sibling_branch), by=secretary)
    fact = AdmissionFactory(organisation=tree.branch, decision_date=date(2026, 1, 5))
    with pytest.raises(Refused, match="chính mình"):
        assign(fact.candidate, fact.candidate.member, date(2026, 2, 20))


@pytest.mark.parametrize(
    ("on", "said"),
    [(date(2026, 1, 9), "trước việc đầu tiên"), (date(2026, 7, 16), "sau ngày hôm nay"), (None, "Cần ghi ngày")],
)
def test_days_that_cannot_be(helped, mentor, on, said):
    with pytest.raises(Refused, match=said):
        assign(helped, mentor, on)


def test_it_may_be_recorded_later_than_what_happened_since(helped, mentor):
    helped = advance(
        by=None, on=date(2026, 6, 1), candidate=helped, step="train", version=helped.version, document_number="1/GCN"
    )
    assert assign(helped, mentor, date(2026, 2, 10)).valid_from == date(2026, 2, 10)
    helped.refresh_from_db()
    assert (helped.stage, helped.stage_since) == (Stage.TRAINED, date(2026, 6, 1))


def test_a_person_only_nominated_is_not_helped_yet(tree, mentor):
    candidate = CandidateFactory(organisation=tree.branch, stage_since=date(2026, 1, 10))
    with pytest.raises(Refused, match="Không ghi được"):
        assign(candidate, mentor)


def test_two_help_at_once_not_three_and_nobody_twice(tree, helped, mentor):
    assign(helped, mentor)
    with pytest.raises(Refused, match="đang giúp đỡ người này"):
        assign(helped, mentor)
    assign(helped, MemberFactory(organisation=tree.branch))
    with pytest.raises(Refused, match="Đang có 2 đồng chí"):
        assign(helped, MemberFactory(organisation=tree.branch))
    assert Mentorship.objects.open().count() == 2


def test_an_unmet_condition_passes_only_with_right_reason_and_document(tree, helped, mentor):
    waiver = Waiver("Chi bộ mới thành lập", "7-CV/ĐU")
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    recent = {"together_since": date(2026, 1, 1)}
    with pytest.raises(Refused, match="không có quyền cho qua"):
        assign(helped, mentor, by=secretary, waiver=waiver, **recent)
    with pytest.raises(Refused) as refused:
        assign(helped, mentor, by=staff, waiver=Waiver("", ""), **recent)
    assert set(refused.value.messages) == {"waiver_reason", "waiver_number"}
    assign(helped, mentor, by=staff, waiver=waiver, **recent)
    assert Override.objects.standing().get().condition == "mentor_fits"
    undo_last(helped)
    assert not Override.objects.standing().exists()


def test_without_the_right_or_of_an_old_version(tree, helped, mentor):
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.branch)
    with pytest.raises(Refused, match="không có quyền"):
        assign(helped, mentor, by=leader)
    with pytest.raises(Stale):
        assign_mentor(
            by=None, on=date(2026, 3, 2), candidate=helped, version=helped.version - 1, member=mentor,
            together_since=LONG_AGO,
        )  # fmt: skip


# --- changed, ended, taken back --------------------------------------------------------------------------------------
def test_a_change_is_one_act_that_names_both(tree, helped, mentor):
    old = assign(helped, mentor)
    other = MemberFactory(organisation=tree.branch, full_name="Vũ Thị Thay")
    with pytest.raises(Refused, match="lý do thay"):
        assign(helped, other, date(2026, 4, 6), replaces=old)
    with pytest.raises(Refused, match="được phân công từ ngày 02/03/2026"):
        assign(helped, other, date(2026, 3, 1), replaces=old, end_reason="bận việc")
    new = assign(helped, other, date(2026, 4, 6), replaces=old, end_reason="bận việc")
    assert told(new.event) == "Phạm Văn Giúp → Vũ Thị Thay"
    old.refresh_from_db()
    assert (old.valid_to, old.end_reason) == (date(2026, 4, 6), "bận việc")
    with pytest.raises(Refused, match="đã kết thúc"):
        assign(helped, mentor, date(2026, 5, 6), replaces=old, end_reason="x")
    undo_last(helped)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.valid_to, old.end_reason) == (None, "")
    assert new.taken_back_at is not None
    assert list(Mentorship.objects.open()) == [old]


def test_an_end_needs_a_reason_and_a_day_and_can_be_taken_back(helped, mentor):
    mentorship = assign(helped, mentor)
    for on, reason, said in (
        (date(2026, 6, 1), " ", "lý do"),
        (date(2026, 3, 1), "x", "từ ngày 02/03/2026"),
        (date(2026, 8, 1), "x", "sau ngày hôm nay"),
    ):
        with pytest.raises(Refused, match=said):
            end(mentorship, on, reason)
    end(mentorship)
    event = helped.events.last()
    assert (event.kind, told(event)) == (EventKind.MENTOR_ENDED, "Phạm Văn Giúp")
    with pytest.raises(Refused, match="đã kết thúc"):
        end(mentorship)
    undo_last(helped)
    assert Mentorship.objects.open().get().pk == mentorship.pk


def test_a_reversed_assignment_never_was(helped, mentor):
    assign(helped, mentor)
    undo_last(helped)
    assert not Mentorship.objects.standing().exists()
    assert assign(helped, mentor).pk


def test_after_the_ceremony_help_begins_anew_without_twelve_months(tree):
    candidate = probationer(tree)
    before = Mentorship.objects.open().get(candidate=candidate)
    with pytest.raises(Refused, match="từ ngày kết nạp 29/04/2025"):
        assign(candidate, before.member, date(2025, 4, 28))
    new = assign(candidate, before.member, date(2025, 5, 5), together_since=None)
    assert new.purpose == MentorPurpose.PROBATIONER
    before.refresh_from_db()
    assert before.valid_to == date(2025, 5, 5)
    assert "đã kết nạp" in before.end_reason
    assert told(new.event) == before.member.full_name
    with pytest.raises(Refused, match="giúp đỡ đảng viên dự bị"):
        assign(candidate, MemberFactory(organisation=tree.branch), date(2025, 5, 6), purpose=MentorPurpose.CANDIDATE)
    undo_last(candidate)
    assert Mentorship.objects.open().get() == before


# --- notes -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def mentorship(helped, mentor):
    return assign(helped, mentor)  # from 02/03/2026


def note(mentorship, month, written_on=TODAY, progress="good", **fields):
    return write_note(by=None, mentorship=mentorship, month=month, written_on=written_on, progress=progress, **fields)


def test_one_note_a_month_and_a_correction_keeps_what_was_said(mentorship):
    first = note(mentorship, date(2026, 6, 20), text="Tích cực  hơn")
    assert (first.month, first.text) == (date(2026, 6, 1), "Tích cực hơn")
    assert note(mentorship, date(2026, 6, 1), text="Tích cực hơn") == first  # the same again
    better = note(mentorship, date(2026, 6, 1), progress="steady", text="Giữ vững")
    first.refresh_from_db()
    assert first.replaced_at is not None
    assert MentorNote.objects.current().get() == better


def test_a_note_moves_what_is_due_to_the_next_month(mentorship):
    def due():
        return list(Deadline.objects.filter(code="mentor_note").values_list("since_on", flat=True))

    note(mentorship, date(2026, 7, 1))
    assert due() == [date(2026, 8, 1)]
    assert mentorship.candidate.deadlines.filter(subject=str(mentorship.pk)).exists()
    end(mentorship)
    assert due() == []


def test_two_clerks_write_about_the_same_month(mentorship):
    first = note(mentorship, date(2026, 6, 1), version=0)
    with pytest.raises(Stale):
        note(mentorship, date(2026, 6, 1), progress="weak", version=0)
    assert note(mentorship, date(2026, 6, 1), version=0) == first  # but saying the same is no quarrel
    assert note(mentorship, date(2026, 6, 1), progress="weak", version=first.pk).progress == "weak"


@pytest.mark.parametrize(
    ("month", "written_on", "progress", "field"),
    [
        (date(2026, 8, 1), TODAY, "good", "month"),
        (date(2026, 2, 1), TODAY, "good", "progress"),  # before the assignment
        (date(2026, 6, 1), date(2026, 7, 16), "good", "written_on"),
        (date(2026, 6, 1), date(2026, 5, 31), "good", "written_on"),
        (date(2026, 6, 1), None, "good", "written_on"),
        (date(2026, 6, 1), TODAY, "", "progress"),
        (date(2026, 6, 1), TODAY, "splendid", "progress"),
    ],
)
def test_notes_that_cannot_be(mentorship, month, written_on, progress, field):
    with pytest.raises(Refused) as refused:
        note(mentorship, month, written_on, progress)
    assert field in refused.value.messages
    assert not MentorNote.objects.exists()


def test_months_that_are_missing(helped, mentorship):
    # helped from 2 March: March may be told of, but is not asked for; July is not over
    assert months_open(mentorship, TODAY) == [date(2026, month, 1) for month in (3, 4, 5, 6, 7)]
    assert missing_months(mentorship, TODAY) == [date(2026, month, 1) for month in (4, 5, 6)]
    note(mentorship, date(2026, 5, 1))
    note(mentorship, date(2026, 3, 1))
    assert missing_months(mentorship, TODAY) == [date(2026, 4, 1), date(2026, 6, 1)]
    ended = end(mentorship, on=date(2026, 6, 1))  # June was not theirs any more
    assert missing_months(ended, TODAY) == [date(2026, 4, 1)]
    with pytest.raises(Refused, match="không nằm trong thời gian"):
        note(mentorship, date(2026, 6, 1))


def test_who_left_the_way_is_told_of_no_longer(helped, mentorship):
    helped.refresh_from_db()
    advance(by=None, on=date(2026, 5, 20), candidate=helped, step="withdraw", version=helped.version)
    mentorship.refresh_from_db()
    assert missing_months(mentorship, TODAY) == [date(2026, 4, 1), date(2026, 5, 1)]
    assert not with_missing(Mentorship.objects, TODAY).exists()
    assert load_of([mentorship.member]) == {mentorship.member_id: 0}


def test_the_database_counts_missing_months_as_we_do(tree):
    days = (date(2026, 4, 1), date(2026, 4, 2), date(2026, 6, 1), date(2026, 6, 2), date(2026, 7, 1), date(2025, 7, 31))
    rows = []
    for day in days:
        for told_of in ((), (1,), (1, 2, 3)):
            candidate = CandidateFactory(organisation=tree.branch, stage_since=date(2025, 1, 1))
            mentorship = MentorshipFactory(candidate=candidate, valid_from=day)
            opened = months_open(mentorship, TODAY)
            for number in told_of:
                if number <= len(opened):
                    note(mentorship, opened[-number])
            rows.append(mentorship)
    missing = missing_of(rows, TODAY)
    counted = with_missing_counted(Mentorship.objects, TODAY)
    assert {each.pk: each.missing for each in counted} == {pk: len(months) for pk, months in missing.items()}
    assert {each.pk for each in with_missing(Mentorship.objects, TODAY)} == {pk for pk in missing if missing[pk]}
    june = date(2026, 6, 1)
    assert {each.pk for each in without_note(Mentorship.objects, june)} == {pk for pk in missing if june in missing[pk]}


def test_the_notes_of_a_branch_are_all_or_none_and_said_twice_count_once(tree):
    people = [CandidateFactory(organisation=tree.branch, stage_since=date(2025, 1, 1)) for _ in range(3)]
    rows = [MentorshipFactory(candidate=candidate) for candidate in people]
    said = [NoteRow(each, "good", "Tốt") for each in rows]
    june = date(2026, 6, 1)
    with pytest.raises(Refused) as refused:
        write_notes(by=None, month=june, written_on=TODAY, rows=[*said[:2], NoteRow(rows[2], "", "Thiếu mức")])
    assert list(refused.value.messages) == [field_of(rows[2])]
    assert not MentorNote.objects.exists()
    first = write_notes(by=None, month=june, written_on=TODAY, rows=said)
    assert write_notes(by=None, month=june, written_on=TODAY, rows=said) == first
    assert MentorNote.objects.count() == 3


def test_notes_of_a_foreign_branch_are_refused(tree, mentorship):
    secretary = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.sibling_branch)
    with pytest.raises(Refused, match="không có quyền"):
        write_note(by=secretary, mentorship=mentorship, month=date(2026, 6, 1), written_on=TODAY, progress="good")


# --- loads and losses ------------------------------------------------------------------------------------------------
def test_loads_count_people_and_say_when_it_is_too_many(tree, mentor):
    others = MemberFactory.create_batch(3, organisation=tree.branch)
    for _ in range(MOST_HELPED):
        MentorshipFactory(candidate=CandidateFactory(organisation=tree.branch), member=mentor)
    assert not overloaded(mentors_seen_by(UserFactory(role=RoleCode.LEADER, organisation=tree.root))).exists()
    MentorshipFactory(candidate=CandidateFactory(organisation=tree.sibling_branch), member=mentor)
    with CaptureQueriesContext(connection) as captured:
        loads = load_of([mentor, *others])
    assert len(captured) == 1
    assert loads == {mentor.pk: MOST_HELPED + 1, **{member.pk: 0 for member in others}}
    seen = mentors_seen_by(UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch))
    assert list(overloaded(seen)) == [mentor]


def test_a_mentor_who_is_gone_waits_on_the_work_list(tree, helped, mentor):
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    other = MemberFactory(organisation=tree.branch)
    assign(helped, mentor)
    assign(helped, other)

    def said():
        return [item.count for item in work_of(staff) if "không còn sinh hoạt" in item.title]

    assert said() == []
    transfer(by=None, on=date(2026, 6, 1), member=mentor, organisation=tree.sibling_branch, version=1)
    assert said() == []  # still of the same base organisation
    mentor.refresh_from_db()
    transfer(by=None, on=date(2026, 6, 8), member=mentor, organisation=tree.foreign_branch, version=mentor.version)
    assert said() == [1]
    leave(by=None, on=date(2026, 7, 1), member=other, reason="từ trần", version=1)
    assert said() == [2]


def test_losses_are_found_with_the_same_number_of_queries(tree):
    def make(number):
        for _ in range(number):
            gone = MemberFactory(organisation=tree.foreign_branch)
            MentorshipFactory(candidate=CandidateFactory(organisation=tree.branch), member=gone)

    def count():
        with CaptureQueriesContext(connection) as captured:
            found = lost(Mentorship.objects, TODAY)
        return len(found), len(captured)

    make(1)
    assert count() == (1, 2)
    make(7)
    assert count() == (8, 2)
