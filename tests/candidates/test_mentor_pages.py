"""The pages about mentors: who may be chosen, what was said wrong, the month of a whole branch, the list."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.domain.dossier import load_dossier
from candidates.models import Candidate, MentorNote, Mentorship, Override, Stage
from candidates.views.cards.mentors import mentors
from membership.models import RoleCode
from tests.factories import AdmissionFactory, CandidateFactory, MemberFactory, MentorshipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def helped(tree):
    candidate = CandidateFactory(organisation=tree.branch, full_name="Lê Thị Mẫu", stage_since=date(2026, 1, 10))
    Candidate.objects.filter(pk=candidate.pk).update(stage=Stage.SYMPATHISER)
    return candidate


@pytest.fixture
def mentor(tree):
    return MemberFactory(organisation=tree.branch, full_name="Phạm Văn Giúp")


@pytest.fixture
def secretary(tree, as_role):
    return as_role(RoleCode.BRANCH_SECRETARY, tree.branch)


@pytest.fixture
def staff(tree, as_role):
    return as_role(RoleCode.BASE_STAFF, tree.commune)


def said(member, **fields):
    return {
        "member": member.pk, "on": "02/03/2026", "together_since": "01/01/2020", "resolution_number": "5-NQ/CB",
        "version": 1, **fields,
    }  # fmt: skip


def assign_url(candidate):
    return reverse("candidates:mentor.assign", args=[candidate.pk])


def month_url(month, **query):
    more = "".join(f"&{name}={value}" for name, value in query.items())
    return f"{reverse('candidates:mentor.month')}?thang={month}{more}"


# --- assign, change, end ---------------------------------------------------------------------------------------------
def test_the_members_of_the_branch_come_first_each_with_what_they_do(tree, helped, mentor, staff):
    near = MemberFactory(organisation=tree.sibling_branch, full_name="An Thị Gần")
    MemberFactory(organisation=tree.foreign_branch, full_name="Bùi Văn Xa")
    MemberFactory(organisation=tree.branch, full_name="Cao Thị Dự Bị", status="probationary", official_on=None)
    for _ in range(3):
        MentorshipFactory(candidate=CandidateFactory(organisation=tree.branch), member=near)
    page = text(staff.get(assign_url(helped)))
    assert page.index("Phạm Văn Giúp") < page.index("An Thị Gần")
    assert "đang giúp đỡ 3 người, thêm nữa là nhiều" in page
    assert "từ 26/03/2010" in page
    assert "Bùi Văn Xa" not in page
    assert "Cao Thị Dự Bị" not in page
    page = text(staff.get(assign_url(helped) + "?tim=gan"))
    assert "An Thị Gần" in page
    assert "Phạm Văn Giúp" not in page


def test_a_secretary_chooses_within_sight_only(tree, helped, mentor, secretary):
    hidden = MemberFactory(organisation=tree.sibling_branch, full_name="An Thị Gần")
    assert "An Thị Gần" not in text(secretary.get(assign_url(helped)))
    assert secretary.post(assign_url(helped), said(hidden)).status_code == 422
    assert not Mentorship.objects.exists()


def card_of(candidate, user, may_edit=True) -> str:
    """The card on the person's page."""
    candidate.refresh_from_db()
    dossier = load_dossier(Candidate.objects.select_related("organisation").get(pk=candidate.pk))
    shown = mentors(SimpleNamespace(user=user), dossier, may_edit=may_edit, details=True)
    return "" if shown is None else render_to_string("candidates/cards/mentors.html", {"card": shown})


def test_assigning_leads_back_to_the_person_whose_card_names_the_mentor(helped, mentor, secretary):
    assert "Chưa phân công ai giúp đỡ" in card_of(helped, secretary.user)
    answer = secretary.post(assign_url(helped), said(mentor))
    assert answer.status_code == 302
    assert "Đã phân công đồng chí Phạm Văn Giúp" in text(secretary.get(answer.url))
    card = card_of(helped, secretary.user)
    assert "04/2026, 05/2026, 06/2026" in card  # months without a note
    assert "5-NQ/CB" in card
    for route in ("change", "end", "note"):
        address = reverse(f"candidates:mentor.{route}", args=[Mentorship.objects.get().pk])
        assert address in card
        assert address not in card_of(helped, secretary.user, may_edit=False)


def test_nobody_helps_and_nobody_may_be_assigned_yet(tree, secretary):
    assert card_of(CandidateFactory(organisation=tree.branch), secretary.user) == ""


def test_what_is_unmet_is_said_with_its_paragraph_and_what_was_typed_stays(helped, mentor, secretary, staff):
    short = said(mentor, together_since="01/01/2026")
    answer = secretary.post(assign_url(helped), short)
    assert answer.status_code == 422
    page = text(answer)
    assert "chưa cùng công tác" in page
    assert "mục 3.2.1" in page
    assert f'value="{mentor.pk}" checked' in page
    assert "waiver_reason" not in page  # a secretary may not let it pass
    assert "waiver_reason" in text(staff.post(assign_url(helped), short))
    waived = {"waiver_reason": "Chi bộ mới thành lập", "waiver_number": "7-CV/ĐU"}
    assert staff.post(assign_url(helped), short | waived).status_code == 302
    assert Override.objects.standing().count() == 1


def test_nothing_chosen_and_somebody_faster(helped, mentor, secretary):
    answer = secretary.post(assign_url(helped), {"on": "02/03/2026", "version": 1})
    assert answer.status_code == 422
    assert "Chưa chọn đảng viên giúp đỡ" in text(answer)
    assert secretary.post(assign_url(helped), said(mentor, version=7)).status_code == 409


def test_who_is_only_nominated_is_sent_back(tree, secretary):
    candidate = CandidateFactory(organisation=tree.branch)
    answer = secretary.get(assign_url(candidate))
    assert answer.status_code == 302
    assert "Không ghi được" in text(secretary.get(answer.url))


def test_a_probationer_is_not_asked_for_twelve_months(tree, secretary, mentor):
    fact = AdmissionFactory(organisation=tree.branch, decision_date=date(2026, 1, 5))
    page = text(secretary.get(assign_url(fact.candidate)))
    assert "không phải tính lại 12 tháng" in page
    assert "together_since" not in page


def test_changing_and_ending(tree, helped, mentor, secretary):
    mentorship = MentorshipFactory(candidate=helped, member=mentor, valid_from=date(2026, 2, 1))
    other = MemberFactory(organisation=tree.branch, full_name="Vũ Thị Thay")
    change = reverse("candidates:mentor.change", args=[mentorship.pk])
    assert "đang giúp đỡ người này" in text(secretary.get(change))
    assert secretary.post(change, said(other)).status_code == 422  # why?
    assert secretary.post(change, said(other, end_reason="bận việc")).status_code == 302
    assert secretary.get(change).status_code == 302  # it is over
    new = Mentorship.objects.open().get()
    assert new.member == other
    end = reverse("candidates:mentor.end", args=[new.pk])
    version = Candidate.objects.get(pk=helped.pk).version
    said_end = {"on": "01/06/2026", "reason": "chuyển công tác", "version": version}
    assert secretary.post(end, said_end | {"on": "01/08/2026"}).status_code == 422
    assert secretary.post(end, said_end).status_code == 302
    card = card_of(helped, secretary.user)
    assert "Phạm Văn Giúp: 01/02/2026 – 02/03/2026 (bận việc)" in card
    assert "Vũ Thị Thay: 02/03/2026 – 01/06/2026 (chuyển công tác)" in card
    assert secretary.get(end).status_code == 302
    assert not Mentorship.objects.open().exists()


# --- notes -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def mentorship(helped, mentor):
    return MentorshipFactory(candidate=helped, member=mentor, valid_from=date(2026, 4, 1))


def note_url(mentorship, query=""):
    return reverse("candidates:mentor.note", args=[mentorship.pk]) + query


def test_the_oldest_month_without_a_note_is_proposed(mentorship, secretary):
    month = {"progress": "good", "text": "Tốt", "written_on": "15/07/2026", "version": 0}
    for wanted in ("2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01"):
        page = text(secretary.get(note_url(mentorship)))
        assert page.count("<option") >= 1
        assert page.index(f'<option value="{wanted}"') == page.index("<option")
        assert secretary.post(note_url(mentorship), month | {"month": wanted}).status_code == 302
    assert secretary.get(note_url(mentorship)).status_code == 302  # nothing left to write
    page = text(secretary.get(note_url(mentorship, "?thang=2026-05")))
    assert "Sửa nhận xét tháng" in page
    note = MentorNote.objects.current().get(month=date(2026, 5, 1))
    weak = month | {"month": "2026-05-01", "progress": "weak"}
    assert secretary.post(note_url(mentorship, "?thang=2026-05"), weak).status_code == 409
    assert secretary.post(note_url(mentorship, "?thang=2026-05"), weak | {"version": note.pk}).status_code == 302
    assert MentorNote.objects.current().get(month=date(2026, 5, 1)).progress == "weak"
    assert MentorNote.objects.count() == 5


@pytest.mark.parametrize("month", ["2026-13", "x", "2026-", "-07", "99999-01", "2027-01", "²-1"])
def test_months_that_are_none(mentorship, secretary, month):
    assert secretary.get(note_url(mentorship, f"?thang={month}")).status_code == 200
    assert secretary.get(month_url(month)).status_code == 200


def test_a_whole_branch_on_one_screen(tree, mentorship, secretary):
    other = MentorshipFactory(candidate=CandidateFactory(organisation=tree.branch, full_name="Ngô Văn Hai"))
    MentorshipFactory(candidate=CandidateFactory(organisation=tree.sibling_branch, full_name="Ngô Văn Ba"))
    page = text(secretary.get(month_url("2026-06")))
    assert page.index("Ngô Văn Hai") < page.index("Lê Thị Mẫu")  # by the given name
    assert "Ngô Văn Ba" not in page
    said = {
        f"n{mentorship.pk}-progress": "good", f"n{mentorship.pk}-text": "Tốt", f"n{mentorship.pk}-version": 0,
        f"n{other.pk}-progress": "", f"n{other.pk}-text": "", f"n{other.pk}-version": 0, "written_on": "10/07/2026",
    }  # fmt: skip
    broken = said | {f"n{other.pk}-text": "Thiếu mức"}
    answer = secretary.post(month_url("2026-06"), broken)
    assert answer.status_code == 422
    assert "Cần chọn mức tiến bộ" in text(answer)
    assert not MentorNote.objects.exists()
    for _ in range(2):  # a second press changes nothing
        assert secretary.post(month_url("2026-06"), said).status_code == 302
    note = MentorNote.objects.get()
    assert (note.mentorship, note.text, note.written_on) == (mentorship, "Tốt", date(2026, 7, 10))
    assert secretary.post(month_url("2026-06"), said | {f"n{mentorship.pk}-text": "Khác"}).status_code == 409
    page = text(secretary.get(month_url("2026-06")))
    assert "đã có 1 trong 2" in page


def test_staff_choose_the_branch_first(tree, mentorship, staff):
    for _ in range(2):
        MentorshipFactory(candidate=CandidateFactory(organisation=tree.sibling_branch))
    page = text(staff.get(month_url("2026-06")))
    assert page.index(tree.sibling_branch.name) < page.index(tree.branch.name)  # where most is missing
    assert "Lê Thị Mẫu" in text(staff.get(month_url("2026-06", **{"to-chuc": tree.branch.pk})))
    assert tree.branch.name in text(staff.get(month_url("2026-06", **{"to-chuc": tree.commune.pk})))
    assert tree.branch.name not in text(staff.get(month_url("2026-06", tim="thon 2 an binh")))
    assert staff.get(month_url("2026-06", **{"to-chuc": tree.foreign_branch.pk})).status_code == 404


def test_the_month_of_a_branch_takes_the_same_number_of_queries_whatever_its_size(tree, mentorship, secretary):
    def count():
        secretary.get(month_url("2026-06"))
        with CaptureQueriesContext(connection) as captured:
            assert secretary.get(month_url("2026-06")).status_code == 200
        return len(captured)

    few = count()
    for _ in range(6):
        MentorshipFactory(candidate=CandidateFactory(organisation=tree.branch))
    assert count() == few <= 14


# --- the list --------------------------------------------------------------------------------------------------------
def list_page(client, query=""):
    return text(client.get(reverse("candidates:mentor.list") + query))


def test_the_list_names_whom_one_may_see(tree, mentorship, mentor, secretary, staff):
    MentorshipFactory(
        candidate=CandidateFactory(organisation=tree.sibling_branch, full_name="Ngô Văn Ba"), member=mentor
    )
    page = list_page(secretary)
    assert "Lê Thị Mẫu" in page
    assert "Ngô Văn Ba" not in page
    assert "và 1 người khác" in page
    assert "thiếu 3 tháng" in page
    assert "Ngô Văn Ba" in list_page(staff)
    assert "Phạm Văn Giúp" in list_page(staff, "?q=giup")
    assert "Phạm Văn Giúp" not in list_page(staff, f"?to-chuc={tree.commune.pk}&q=khac")


def test_what_is_wrong_can_be_filtered(tree, mentorship, mentor, secretary):
    gone = MemberFactory(organisation=tree.foreign_branch, full_name="Bùi Văn Xa")
    MentorshipFactory(candidate=CandidateFactory(organisation=tree.branch), member=gone, valid_from=date(2026, 7, 2))
    busy = MemberFactory(organisation=tree.branch, full_name="Cao Thị Bận")
    for _ in range(4):
        candidate = CandidateFactory(organisation=tree.branch)
        MentorshipFactory(candidate=candidate, member=busy, valid_from=date(2026, 7, 2))
    names = {"Phạm Văn Giúp", "Bùi Văn Xa", "Cao Thị Bận"}
    for state, wanted in (("thieu", "Phạm Văn Giúp"), ("khong-con", "Bùi Văn Xa"), ("qua-tai", "Cao Thị Bận")):
        page = list_page(secretary, f"?tinh-trang={state}")
        assert {name for name in names if name in page} == {wanted}, state
    page = list_page(secretary, "?tinh-trang=khong-con")
    assert "không còn sinh hoạt ở đây" in page
    assert tree.foreign_branch.name not in page  # where they went is not told
