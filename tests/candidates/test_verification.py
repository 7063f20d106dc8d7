"""Verification of an applicant's history: whom to ask where, letters, reminders, answers, and what they open."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.domain.conditions import facts_of
from candidates.domain.dossier import load_dossier
from candidates.domain.guard import Unfulfilled
from candidates.domain.local_rules import rules_for
from candidates.domain.progress import advance
from candidates.domain.verification import (
    Asked,
    Done,
    accept_place,
    plan_verification,
    record_answer,
    remind,
    send_letters,
    still_to_ask,
    take_back,
    withdraw,
)
from candidates.domain.verification_lists import overdue, usual_reply_days, with_reminder_day
from candidates.models import Candidate, Circumstances, LocalRule, Relative, Stage, Verification, VerificationResult
from candidates.procedure.texts import procedure_on
from membership.domain.errors import Refused, Stale
from membership.models import Activity, RoleCode
from tests.candidates.test_conditions import at_dossier
from tests.factories import CandidateFactory, UserFactory, VerificationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]

PLACE = "Xã Thử, huyện Mẫu, tỉnh Ví Dụ"
OPENED = date(2025, 1, 6)  # at_dossier


@pytest.fixture
def person(tree):
    return Candidate.objects.select_related("organisation").get(pk=at_dossier(tree).pk)


@pytest.fixture
def staff(tree):
    return UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)


def plan(person, *asked, by=None):
    person.refresh_from_db()
    return plan_verification(by=by, candidate=person, version=person.version, persons=asked)


def sent(person, relative=Relative.FATHER, name="Trần Văn Bố", on=date(2026, 5, 4)):
    (row,) = plan(person, Asked(relative, name, (PLACE,)))
    return send_letters(by=None, on=on, verifications=[row], letter_number="5-CV/ĐU")[0]


def answered(row, result=VerificationResult.CLEAR, on=date(2026, 6, 1), **said):
    return record_answer(
        by=None, verification=row, version=row.version, result=result, answered_on=on, **said
    )  # fmt: skip


def messages_of(refused) -> dict:
    return refused.value.messages


# --- whom ------------------------------------------------------------------------------------------------------------
def test_a_row_for_each_person_and_place(person, staff):
    rows = plan(
        person,
        Asked(Relative.SELF, places=(PLACE, "Phường Khác, tỉnh Ví Dụ")),
        Asked(Relative.FATHER, "Trần Văn Bố", (PLACE,), now={PLACE: "Xã Mới, tỉnh Ví Dụ"}),
        Asked(Relative.MOTHER, "Lê Thị Mẹ", exempt_reason="Là đảng viên, đã có lý lịch đảng viên"),
        by=staff,
    )
    assert [(row.relative, row.relative_name, row.place, row.place_now, row.result) for row in rows] == [
        ("self", person.full_name, PLACE, "", ""),
        ("self", person.full_name, "Phường Khác, tỉnh Ví Dụ", "", ""),
        ("father", "Trần Văn Bố", PLACE, "Xã Mới, tỉnh Ví Dụ", ""),
        ("mother", "Lê Thị Mẹ", "", "", "not_needed"),
    ]
    told = Activity.objects.get(action="verification.planned")
    assert (told.by, told.subject_id, told.data) == (staff, str(person.pk), {"letters": 4, "exempt": 1})


def test_everything_wrong_with_a_plan_is_said_at_once(person):
    plan(person, Asked(Relative.FATHER, "Trần Văn Bố", (PLACE,)))
    with pytest.raises(Refused) as refused:
        plan(
            person,
            Asked(Relative.FATHER, "TRẦN VĂN BỐ", ("xã thử, huyện mẫu, tỉnh ví dụ",)),
            Asked(Relative.MOTHER, "", ()),
            Asked(Relative.SELF, exempt_reason="Là đảng viên"),
            Asked("cousin", "Ai Đó", (PLACE,)),
            Asked(Relative.CHILD, "Con", ("x" * 256,)),
        )
    assert {field: len(sentences) for field, sentences in messages_of(refused).items()} == {
        "place": 3, "relative_name": 1, "exempt_reason": 1, "relative": 1,
    }  # fmt: skip
    assert person.verifications.count() == 1


def test_whoever_may_not_write_is_refused_and_so_is_an_old_page(person, tree):
    stranger = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.foreign_commune)
    reader = UserFactory(role=RoleCode.LEADER, organisation=tree.commune)
    row = sent(person)
    for user in (stranger, reader):
        with pytest.raises(Refused):
            plan(person, Asked(Relative.MOTHER, "Lê Thị Mẹ", (PLACE,)), by=user)
        with pytest.raises(Refused):
            remind(by=user, on=date(2026, 6, 1), verifications=[row])
        with pytest.raises(Refused):
            record_answer(
                by=user, verification=row, version=row.version, result="clear", answered_on=date(2026, 6, 1)
            )  # fmt: skip
    old = Verification.objects.get(pk=row.pk)
    remind(by=None, on=date(2026, 6, 1), verifications=[row])
    with pytest.raises(Stale):
        remind(by=None, on=date(2026, 6, 2), verifications=[old])
    with pytest.raises(Stale):
        answered(old)
    assert Verification.objects.get(pk=row.pk).reminders == 1


def test_nobody_is_verified_after_the_way_has_ended(person):
    row = plan(person, Asked(Relative.FATHER, "Trần Văn Bố", (PLACE,)))[0]
    Candidate.objects.filter(pk=person.pk).update(stage=Stage.WITHDRAWN)
    with pytest.raises(Refused, match="xin rút"):
        plan(person, Asked(Relative.MOTHER, "Lê Thị Mẹ", (PLACE,)))
    with pytest.raises(Refused, match="Không còn ở giai đoạn"):
        send_letters(by=None, on=date(2026, 5, 4), verifications=[row], letter_number="1")
    assert answered(row).result == "clear"  # what still comes in is kept


def test_what_the_law_lists_is_shown_and_what_is_unknown_is_asked(person):
    def missing(about=None):
        return [(each.relative, each.certain) for each in still_to_ask(person.verifications.current(), about)]

    assert missing() == [
        ("self", True), ("father", True), ("mother", True), ("spouse", False), ("child", False),
    ]  # fmt: skip
    plan(person, Asked(Relative.SELF, places=(PLACE,)), Asked(Relative.SPOUSE, "Phạm Thị Vợ", (PLACE,)))
    about = Circumstances(candidate=person, children=0)
    assert missing(about) == [
        ("father", True), ("mother", True), ("father_in_law", False), ("mother_in_law", False),
    ]  # fmt: skip
    plan(person, Asked(Relative.FOSTER, "Phạm Thị Cô", (PLACE,)))
    about.children = 2
    assert missing(about) == [("father", True), ("mother", True), ("child", False)]


# --- letters ---------------------------------------------------------------------------------------------------------
def test_one_letter_asks_about_several_people(person, tree):
    other = CandidateFactory(organisation=tree.sibling_branch, stage="dossier")
    rows = plan(person, Asked(Relative.SELF, places=(PLACE,)), Asked(Relative.FATHER, "Trần Văn Bố", (PLACE,)))
    rows += plan(other, Asked(Relative.SELF, places=(PLACE,)))
    with pytest.raises(Refused, match="Chưa ghi ngày nộp đơn"):
        send_letters(by=None, on=date(2026, 5, 4), verifications=rows, letter_number="12-CV/ĐU")
    done = send_letters(
        by=None, on=date(2026, 5, 4), verifications=rows, letter_number="12-CV/ĐU", confirmed=True
    )  # fmt: skip
    assert [(row.sent_on, row.letter_number, row.version) for row in done] == [(date(2026, 5, 4), "12-CV/ĐU", 2)] * 3
    told = Activity.objects.get(action="verification.sent")
    assert told.data["letters"] == 3
    assert told.data["people"] == sorted([person.pk, other.pk])
    assert person.full_name not in str(told.data)


def test_a_bulk_act_takes_as_many_queries_for_many_as_for_few(tree):
    def cost(count):
        rows = [
            VerificationFactory(candidate=CandidateFactory(organisation=tree.branch, stage="dossier"), result="")
            for _ in range(count)
        ]
        with CaptureQueriesContext(connection, ) as taken:  # fmt: skip
            send_letters(by=None, on=date(2026, 5, 4), verifications=rows, letter_number="1", confirmed=True)
        return len(taken)

    assert cost(12) <= cost(2)


def test_everything_wrong_with_a_letter_is_said_at_once(person):
    away, done, nowhere = plan(
        person,
        Asked(Relative.SELF, places=(PLACE,)),
        Asked(Relative.FATHER, "Trần Văn Bố", (PLACE,)),
        Asked(Relative.MOTHER, "Lê Thị Mẹ", (PLACE,)),
    )
    (away,) = send_letters(by=None, on=date(2026, 5, 4), verifications=[away], letter_number="1")
    done = answered(done)
    Verification.objects.filter(pk=nowhere.pk).update(place="")
    with pytest.raises(Refused) as refused:
        send_letters(by=None, on=date(2026, 7, 16), verifications=[away, done, nowhere], letter_number=" ")
    wrong = messages_of(refused)
    assert set(wrong) == {"", "on", "letter_number"}
    assert [sentence.split(":")[0] for sentence in wrong[""]] == [
        "Đã có kết quả, không gửi nữa", "Đã gửi rồi", "Chưa ghi nơi thẩm tra",
    ]  # fmt: skip
    with pytest.raises(Refused, match="Chưa chọn"):
        send_letters(by=None, on=date(2026, 5, 4), verifications=[], letter_number="1")


def test_a_letter_before_the_dossier_is_asked_back(person):
    (row,) = plan(person, Asked(Relative.SELF, places=(PLACE,)))
    early = date(2024, 12, 31)
    with pytest.raises(Refused, match="06/01/2025") as refused:
        send_letters(by=None, on=early, verifications=[row], letter_number="1")
    assert set(messages_of(refused)) == {"confirmed"}
    (row,) = send_letters(by=None, on=early, verifications=[row], letter_number="1", confirmed=True)
    assert row.sent_on == early
    assert sent(person, on=OPENED).sent_on == OPENED


def test_days_keep_their_order(person):
    row = sent(person, on=date(2026, 5, 4))
    with pytest.raises(Refused, match="trước ngày gửi"):
        remind(by=None, on=date(2026, 5, 3), verifications=[row])
    (row,) = remind(by=None, on=date(2026, 6, 8), verifications=[row])
    assert (row.reminded_on, row.reminders) == (date(2026, 6, 8), 1)
    with pytest.raises(Refused, match="lần nhắc trước"):
        remind(by=None, on=date(2026, 6, 7), verifications=[row])
    with pytest.raises(Refused, match="trước ngày gửi 04/05/2026"):
        answered(row, on=date(2026, 5, 3))
    with pytest.raises(Refused) as refused:  # the answer crossed the reminder
        answered(row, on=date(2026, 6, 7))
    assert set(messages_of(refused)) == {"confirmed"}
    assert answered(row, on=date(2026, 6, 7), confirmed=True).answered_on == date(2026, 6, 7)
    with pytest.raises(Refused, match="Đã có kết quả"):
        remind(by=None, on=date(2026, 6, 9), verifications=person.verifications.all())


def test_a_reminder_needs_a_letter(person):
    rows = plan(person, Asked(Relative.SELF, places=(PLACE,)))
    with pytest.raises(Refused, match="Chưa gửi thư"):
        remind(by=None, on=date(2026, 6, 8), verifications=rows)


def test_sending_by_mistake_is_taken_back_as_a_whole(person):
    rows = plan(person, Asked(Relative.SELF, places=(PLACE,)), Asked(Relative.FATHER, "Trần Văn Bố", (PLACE,)))
    rows = send_letters(by=None, on=date(2026, 5, 4), verifications=rows, letter_number="9-CV")
    back = take_back(by=None, done=[Done(row.pk, row.version) for row in rows], reminder=False)
    assert [(row.sent_on, row.letter_number) for row in back] == [(None, "")] * 2
    assert {row.pk for row in person.verifications.current()} == {row.pk for row in back}
    assert person.verifications.filter(withdrawn_at__isnull=False, letter_number="9-CV").count() == 2  # still readable


def test_a_reminder_by_mistake_leaves_the_one_before(person):
    row = sent(person)
    (row,) = remind(by=None, on=date(2026, 6, 8), verifications=[row])
    before = row.reminded_on
    (row,) = remind(by=None, on=date(2026, 7, 8), verifications=[row])
    (back,) = take_back(by=None, done=[Done(row.pk, row.version, before)], reminder=True)
    assert (back.sent_on, back.reminded_on, back.reminders) == (row.sent_on, date(2026, 6, 8), 1)


def test_nothing_is_taken_back_once_somebody_went_on(person):
    row = sent(person)
    done = [Done(row.pk, row.version)]
    answered(row)
    with pytest.raises(Stale):
        take_back(by=None, done=done, reminder=False)


def test_a_row_is_withdrawn_with_a_reason_and_may_go_on_unsent(person):
    row = sent(person)
    with pytest.raises(Refused, match="Cần ghi lý do"):
        withdraw(by=None, verification=row, version=row.version, reason=" ")
    fresh = withdraw(by=None, verification=row, version=row.version, reason="Nhầm số công văn", keep=True)
    assert (fresh.relative_name, fresh.place, fresh.sent_on, fresh.letter_number) == ("Trần Văn Bố", PLACE, None, "")
    assert withdraw(by=None, verification=fresh, version=fresh.version, reason="Nhầm người") is None
    assert not person.verifications.current().exists()


def test_the_name_of_today_stands_beside_what_was_written(person):
    row = sent(person)
    row = accept_place(by=None, verification=row, version=row.version, place_now="Xã Mới, tỉnh Ví Dụ")
    assert (row.place, row.place_now) == (PLACE, "Xã Mới, tỉnh Ví Dụ")


# --- answers ---------------------------------------------------------------------------------------------------------
def test_a_problem_needs_words_and_opens_the_question_of_political_history(person):
    row = sent(person)
    with pytest.raises(Refused) as refused:
        answered(row, "question")
    assert set(messages_of(refused)) == {"result_note"}
    answered(row, "question", result_note="Chưa rõ thời gian ở nước ngoài")
    about = Circumstances.objects.get(candidate=person)
    assert about.political_question is True
    assert facts_of(
        load_dossier(person), procedure_on(date(2026, 7, 1)), date(2026, 7, 1), {}, None
    ).political_question_open
    told = Activity.objects.get(action="verification.answered")
    assert "nước ngoài" not in str(told.data)
    assert "question" not in str(told.data.values())


def test_an_answer_without_a_problem_opens_nothing(person):
    answered(sent(person), "unknown")
    assert not Circumstances.objects.filter(candidate=person).exists()


def test_a_concluded_question_is_opened_anew_only_when_confirmed(person):
    Circumstances.objects.create(candidate=person, political_question=True, political_conclusion="8-KL/TU", children=2)
    row = sent(person)
    with pytest.raises(Refused, match="8-KL/TU"):
        answered(row, "question", result_note="Việc khác")
    answered(row, "question", result_note="Việc khác", confirmed=True)
    about = Circumstances.objects.get(candidate=person)
    assert (about.political_question, about.political_conclusion, about.children, about.version) == (True, "", 2, 2)


def test_a_result_can_be_corrected_and_an_exempt_person_has_none(person):
    row = answered(sent(person), "unknown")
    assert answered(row, "clear").result == "clear"
    assert Activity.objects.filter(action="verification.answered").latest("pk").data["corrected"] is True
    (exempt,) = plan(person, Asked(Relative.MOTHER, "Lê Thị Mẹ", exempt_reason="Là đảng viên"))
    with pytest.raises(Refused, match="không phải thẩm tra"):
        answered(exempt)


# --- the step it serves ----------------------------------------------------------------------------------------------
def test_the_conclusion_waits_for_every_answer_and_for_the_applicant(person):
    def conclude():
        person.refresh_from_db()
        return advance(by=None, on=date(2026, 7, 1), candidate=person, step="conclude_history", version=person.version)

    with pytest.raises(Unfulfilled, match="Chưa ghi việc thẩm tra người nào"):
        conclude()
    row = sent(person)
    with pytest.raises(Unfulfilled, match="cha đẻ Trần Văn Bố"):
        conclude()
    answered(row)
    with pytest.raises(Unfulfilled, match="Chưa thẩm tra bản thân"):
        conclude()
    (own,) = plan(person, Asked(Relative.SELF, places=(PLACE,)))
    with pytest.raises(Unfulfilled, match="chưa gửi thư"):
        conclude()
    withdrawn = plan(person, Asked(Relative.CHILD, "Nhầm", (PLACE,)))[0]
    withdraw(by=None, verification=withdrawn, version=1, reason="Ghi nhầm")
    answered(own)
    conclude()


# --- what waits too long ---------------------------------------------------------------------------------------------
def test_the_nearest_committee_says_after_how_many_days_to_remind(tree):
    today = date(2026, 7, 15)
    for number, (place, value, since) in enumerate((
        (tree.root, 50, date(2026, 1, 1)), (tree.commune, 10, date(2026, 1, 1)), (tree.commune, 20, date(2026, 3, 1)),
        (tree.commune, 5, date(2026, 8, 1)),
    )):  # fmt: skip
        LocalRule.objects.create(
            organisation=place, organisation_path=place.path, code="reply_days", value=value, in_force_from=since,
            document_number=f"{number}-QĐ",
        )  # fmt: skip
    rows = {}
    for branch in (tree.branch, tree.other_branch):
        for day in (date(2026, 5, 25), date(2026, 5, 26), date(2026, 6, 24), date(2026, 6, 25)):
            person = CandidateFactory(organisation=branch, stage="dossier")
            rows[branch, day] = VerificationFactory(candidate=person, result="", sent_on=day)
    for row in with_reminder_day(Verification.objects.select_related("candidate"), today):
        path = row.candidate.organisation_path
        assert (today - row.remind_before).days == rules_for([path])[path].on(today)["reply_days"]
    late = set(overdue(Verification.objects.all(), today).values_list("pk", flat=True))
    assert late == {rows[tree.branch, day].pk for day in (date(2026, 5, 25), date(2026, 5, 26), date(2026, 6, 24))} | {
        rows[tree.other_branch, date(2026, 5, 25)].pk
    }
    Verification.objects.update(reminded_on=today)
    assert not overdue(Verification.objects.all(), today).exists()


def test_without_a_rule_it_is_what_the_procedure_says(tree):
    assert usual_reply_days(date(2026, 7, 15)) == procedure_on(date(2026, 7, 15)).setting_values()["reply_days"]
    assert usual_reply_days(date(2015, 1, 1)) == 30


# --- pages -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def office(as_role, tree):
    return as_role(RoleCode.BASE_STAFF, tree.commune)


def page(client, name, *args, **query):
    return client.get(reverse(f"candidates:verification.{name}", args=args), query).content.decode()


def test_the_list_shows_what_is_open_by_place(office, tree, person):
    sent(person, on=date(2026, 5, 4))
    plan(person, Asked(Relative.MOTHER, "Lê Thị Mẹ", ("Xã Anh, tỉnh Ví Dụ",)))
    stranger = CandidateFactory(organisation=tree.foreign_branch, stage="dossier", full_name="Người Ngoài")
    VerificationFactory(candidate=stranger, result="")
    shown = page(office, "list")
    assert shown.index("Xã Anh") < shown.index("Xã Thử")
    assert "chờ 72 ngày, quá hạn nhắc" in shown
    assert "Người Ngoài" not in shown
    assert "Trần Văn Bố" not in page(office, "list", **{"tinh-trang": "chua-gui"})
    assert "Lê Thị Mẹ" not in page(office, "list", **{"tinh-trang": "qua-han"})
    assert "Trần Văn Bố" not in page(office, "list", **{"tinh-trang": "co-van-de"})
    answered(person.verifications.get(relative="father"), "question", result_note="Chưa rõ")
    assert "Trần Văn Bố" in page(office, "list", **{"tinh-trang": "co-van-de"})
    assert "Trần Văn Bố" not in page(office, "list")


def test_many_letters_are_sent_from_the_list_and_taken_back_with_one_button(office, person):
    rows = plan(person, Asked(Relative.SELF, places=(PLACE,)), Asked(Relative.FATHER, "Trần Văn Bố", (PLACE,)))
    done = plan(person, Asked(Relative.MOTHER, "Lê Thị Mẹ", (PLACE,)))
    answered(done[0])
    asked = page(office, "send", thu=[row.pk for row in [*rows, *done]])
    assert "2 dòng, về 1 quần chúng, ở 1 nơi" in asked
    assert "1 dòng đã chọn không ghi được" in asked
    send = reverse("candidates:verification.send")
    wrong = office.post(send, {"on": "16/07/2026", "letter_number": "", "dong": [f"{row.pk}:1" for row in rows]})
    assert wrong.status_code == 422
    told = {"on": "04/05/2026", "letter_number": "7-CV", "dong": [f"{row.pk}:1" for row in rows]}
    assert office.post(send, told).status_code == 302
    assert person.verifications.filter(letter_number="7-CV", sent_on=date(2026, 5, 4)).count() == 2
    assert office.post(send, told).status_code == 409  # sent twice by an impatient hand
    shown = page(office, "list")
    assert "Vừa ghi gửi 2 dòng" in shown
    office.post(reverse("candidates:verification.undo"))
    assert person.verifications.current().filter(sent_on=None, result="").count() == 2
    assert "Vừa ghi gửi" not in page(office, "list")


def test_the_whole_filtered_list_can_be_reminded(office, person):
    sent(person)
    sent(person, Relative.MOTHER, "Lê Thị Mẹ", on=date(2026, 7, 10))
    query = {"ca-danh-sach": "1", "tinh-trang": "qua-han"}
    asked = page(office, "remind", **query)
    assert "Trần Văn Bố" in asked
    assert "Lê Thị Mẹ" not in asked
    row = person.verifications.get(relative="father")
    office.post(reverse("candidates:verification.remind"), {"on": "15/07/2026", "dong": [f"{row.pk}:{row.version}"]})
    row.refresh_from_db()
    assert (row.reminded_on, row.reminders) == (date(2026, 7, 15), 1)


def test_rows_of_others_are_not_sent_by_their_number(office, tree):
    stranger = CandidateFactory(organisation=tree.foreign_branch, stage="dossier")
    row = VerificationFactory(candidate=stranger, result="")
    told = {"on": "04/05/2026", "letter_number": "7-CV", "dong": [f"{row.pk}:1"]}
    assert office.post(reverse("candidates:verification.send"), told).status_code in (409, 422)
    row.refresh_from_db()
    assert row.sent_on is None


def test_one_persons_page_asks_for_what_is_missing_and_adds_it(office, person):
    shown = page(office, "person", person.pk)
    assert "Chưa ghi việc thẩm tra cha đẻ." in shown
    assert "Đã có vợ hoặc chồng chưa?" in shown
    add = reverse("candidates:verification.add", args=[person.pk])
    told = {"relative": "father", "relative_name": "Trần Văn Bố", "place": PLACE, "version": person.version}
    assert office.post(add, {**told, "relative_name": ""}).status_code == 422
    assert office.post(add, told).status_code == 302
    shown = page(office, "person", person.pk)
    assert "Trần Văn Bố" in shown
    assert "Chưa ghi việc thẩm tra cha đẻ." not in shown
    assert office.post(add, {**told, "version": 99}).status_code == 409


def test_an_unlikely_answer_is_asked_back_once(office, person):
    (row,) = remind(by=None, on=date(2026, 6, 8), verifications=[sent(person)])
    where = reverse("candidates:verification.answer", args=[row.pk])
    told = {"result": "clear", "answered_on": "01/06/2026", "result_note": "", "version": row.version}
    first = office.post(where, told)
    assert first.status_code == 422
    assert 'type="checkbox" name="confirmed"' in first.content.decode()
    assert 'type="checkbox" name="confirmed"' not in office.get(where).content.decode()
    assert office.post(where, {**told, "confirmed": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.result == "clear"


def test_a_problem_is_said_aloud_when_it_is_recorded(office, person):
    row = sent(person)
    where = reverse("candidates:verification.answer", args=[row.pk])
    told = {"result": "question", "answered_on": "01/06/2026", "result_note": "Chưa rõ", "version": row.version}
    assert "Phần mềm đã đặt câu hỏi về lịch sử" in office.post(where, told, follow=True).content.decode()


def test_results_are_for_those_who_may_read_details(as_role, tree, person):
    answered(sent(person), "question", result_note="Chưa rõ")
    trainer = as_role(RoleCode.TRAINING_STAFF, tree.commune)
    for name, args in (("list", ()), ("person", (person.pk,))):
        assert trainer.get(reverse(f"candidates:verification.{name}", args=args)).status_code == 403
    leader = as_role(RoleCode.LEADER, tree.commune)
    shown = page(leader, "person", person.pk)
    assert "Chưa rõ" in shown
    assert "Ghi kết quả" not in shown
    assert 'name="thu"' not in page(leader, "list", **{"tinh-trang": "tat-ca"})


def test_the_list_goes_out_as_a_workbook(office, person, tmp_path):
    from membership.base.sheets.reader import read_workbook

    sent(person)
    answer = office.get(reverse("candidates:verification.list"), {"xuat": "xlsx"})
    path = tmp_path / "thu.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    header, row = read_workbook(path).sheets[0].rows
    found = dict(zip(header, row, strict=True))
    assert (found["Người được thẩm tra"], found["Ngày gửi"], found["Chờ, ngày"]) == (
        "Trần Văn Bố", date(2026, 5, 4), 72,
    )  # fmt: skip
    assert Activity.objects.filter(action="list.exported", data__rows=1).exists()
