"""The folder of one person: days of papers, several at once; what is there, missing, too old; nothing is lost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from candidates.domain.contents import current_part, summary
from candidates.domain.dossier import load_dossier
from candidates.domain.papers import Said, contents, record_papers, withdraw_paper
from candidates.domain.progress import advance
from candidates.domain.progress import reverse as take_back
from candidates.domain.register import register
from candidates.models import CandidateEvent, EventKind, LocalRule, Paper, Stage
from membership.domain.errors import Refused, Stale
from membership.models import Activity, RoleCode
from tests.factories import (
    AdmissionFactory,
    CandidateFactory,
    IntroductionFactory,
    MemberFactory,
    OrganisationFactory,
    PaperFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
TODAY = date(2026, 7, 15)


def at(tree, stage=Stage.DOSSIER, **fields):
    fields = {"born_on": date(1995, 4, 2), "stage_since": date(2025, 1, 6)} | fields
    candidate = CandidateFactory(organisation=fields.pop("organisation", tree.branch), **fields)
    if stage != Stage.NOMINATED:
        CandidateEvent.objects.create(
            candidate=candidate, sequence=2, kind=EventKind.DOSSIER_OPENED, from_stage=Stage.NOMINATED, to_stage=stage,
            organisation=candidate.organisation, occurred_on=candidate.stage_since,
        )  # fmt: skip
        type(candidate).objects.filter(pk=candidate.pk).update(stage=stage, last_sequence=2)
        candidate.refresh_from_db()
    return candidate


def say(candidate, *papers, by=None):
    candidate.refresh_from_db()
    return record_papers(by=by, candidate=candidate, version=candidate.version, papers=papers)


def lines(candidate, on=TODAY):
    candidate.refresh_from_db()
    return contents(load_dossier(candidate), on)


def line(candidate, form, on=TODAY):
    return next(each for each in lines(candidate, on) if each.form.code == form)


# --- recording -------------------------------------------------------------------------------------------------------
def test_several_papers_at_once_then_a_better_day(tree):
    candidate = at(tree)
    clerk = UserFactory(role=RoleCode.BRANCH_SECRETARY, organisation=tree.branch)
    done = say(
        candidate, Said("1-KNĐ", signed_on=date(2026, 1, 5)), Said("2-KNĐ", signed_on=date(2026, 1, 20)),
        ("5-KNĐ", "", " 12-TH  ", date(2026, 2, 1), "Chi ủy  thôn 1", ""), by=clerk,
    )  # fmt: skip
    assert len(done.papers) == 3
    assert done.warnings == []
    third = candidate.papers.get(form="5-KNĐ")
    assert (third.number, third.issued_by, third.recorded_by) == ("12-TH", "Chi ủy thôn 1", clerk)

    again = say(
        candidate, Said("1-KNĐ", signed_on=date(2026, 1, 5)), Said("2-KNĐ", signed_on=date(2026, 1, 21)), by=clerk
    )
    assert [paper.form for paper in again.papers] == ["2-KNĐ"]  # what is the same is not written again
    rows = candidate.papers.filter(form="2-KNĐ").order_by("pk")
    assert [(row.signed_on.day, row.replaced_at is None) for row in rows] == [(20, False), (21, True)]
    acts = Activity.objects.filter(action="papers.recorded").order_by("pk")
    assert [[each["form"] for each in act.data["papers"]] for act in acts] == [["1-KNĐ", "2-KNĐ", "5-KNĐ"], ["2-KNĐ"]]


def test_copies_of_one_form_stand_side_by_side(tree):
    candidate = at(tree)
    say(
        candidate, Said("5-KNĐ", "Đoàn", signed_on=date(2026, 1, 5)), Said("5-KNĐ", "Nơi ở", signed_on=date(2026, 2, 5))
    )
    say(candidate, Said("5-KNĐ", "Đoàn", signed_on=date(2026, 3, 5)))
    assert {(row.copy, row.signed_on.month) for row in candidate.papers.current()} == {("Đoàn", 3), ("Nơi ở", 2)}


def test_everything_wrong_is_said_at_once_and_nothing_is_written(tree):
    candidate = at(tree)
    with pytest.raises(Refused) as refused:
        say(
            candidate, Said("1-KNĐ"), Said("2-KNĐ", signed_on=TODAY + timedelta(days=1)),
            Said("5-KNĐ", signed_on=date(1995, 4, 2), number="x" * 61), Said("99-KNĐ", signed_on=TODAY),
            Said("5-KNĐ", signed_on=TODAY),
        )  # fmt: skip
    messages = refused.value.messages
    assert set(messages) == {"1-KNĐ.signed_on", "2-KNĐ.signed_on", "5-KNĐ.signed_on", "5-KNĐ.number", "99-KNĐ.form"}
    assert "02/04/1995" in messages["5-KNĐ.signed_on"][0]
    assert "hai lần" in messages["5-KNĐ.signed_on"][1]
    assert "20-QĐ/TW" in messages["99-KNĐ.form"][0]
    assert not Paper.objects.exists()


def test_today_and_the_day_after_birth_are_possible_days(tree):
    candidate = at(tree)
    done = say(candidate, Said("1-KNĐ", signed_on=date(1995, 4, 3)), Said("5-KNĐ", signed_on=TODAY))
    assert len(done.papers) == 2


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("6-KNĐ", "Chi bộ ra nghị quyết"), ("7-KNĐ", "thẩm định"), ("8-KNĐ", "Đảng ủy cơ sở"),
        ("9-KNĐ", "Có quyết định kết nạp"), ("13-KNĐ", "Chi bộ đề nghị công nhận"), ("14-KNĐ", "thẩm định"),
        ("15-KNĐ", "Đảng ủy cơ sở"), ("16-KNĐ", "Công nhận đảng viên chính thức"), ("CN-NTVĐ", "lớp bồi dưỡng"),
        ("17B-KNĐ", "Chuyển đi"), ("3-KNĐ", "người giới thiệu"), ("4-KNĐ", "người giới thiệu"),
        ("4A-KNĐ", "người giới thiệu"), ("10-KNĐ", "sau khi kết nạp"),
    ],
)  # fmt: skip
def test_papers_of_acts_point_to_their_act(tree, form, word):
    with pytest.raises(Refused) as refused:
        say(at(tree), Said(form, signed_on=date(2026, 3, 3)))
    assert word in refused.value.messages[f"{form}.form"][0]


def test_an_application_after_the_curriculum_vitae_is_warned_about_with_its_paragraph(tree):
    candidate = at(tree)
    assert say(candidate, Said("2-KNĐ", signed_on=date(2026, 3, 1))).warnings == []
    done = say(candidate, Said("1-KNĐ", signed_on=date(2026, 3, 2)))
    assert len(done.papers) == 1
    (warning,) = done.warnings
    assert "01/03/2026" in warning and "02/03/2026" in warning and "mục 3" in warning
    assert say(candidate, Said("1-KNĐ", signed_on=date(2026, 3, 1))).warnings == []  # one day for both is in order


def test_a_paper_too_old_already_is_written_and_said(tree):
    candidate = at(tree)
    assert say(candidate, Said("5-KNĐ", signed_on=date(2025, 7, 15))).warnings == []
    done = say(candidate, Said("5-KNĐ", signed_on=date(2025, 7, 14)))
    assert "14/07/2026" in done.warnings[0]
    assert "làm lại" in done.warnings[0]


def test_papers_of_the_probation_after_the_ceremony_only(tree):
    fact = AdmissionFactory(organisation=tree.branch, decision_date=date(2025, 8, 1), born_on=date(1990, 1, 1))
    done = say(fact.candidate, Said("10-KNĐ", signed_on=date(2026, 7, 1)), Said("1-KNĐ", signed_on=date(2025, 3, 1)))
    assert {paper.form for paper in done.papers} == {"10-KNĐ", "1-KNĐ"}


def test_nothing_is_added_for_who_has_left_the_way(tree):
    with pytest.raises(Refused, match="xin rút"):
        say(at(tree, Stage.WITHDRAWN), Said("1-KNĐ", signed_on=TODAY))


def test_who_was_slower_and_who_has_no_right(tree):
    candidate = at(tree)
    seen = candidate.version
    say(candidate, Said("1-KNĐ", signed_on=date(2026, 5, 4)))
    with pytest.raises(Stale):
        record_papers(by=None, candidate=candidate, version=seen, papers=[Said("1-KNĐ", signed_on=date(2026, 5, 6))])
    leader = UserFactory(role=RoleCode.LEADER, organisation=tree.commune)
    with pytest.raises(Refused, match="không có quyền"):
        say(candidate, Said("1-KNĐ", signed_on=date(2026, 5, 6)), by=leader)
    assert candidate.papers.current().get().signed_on == date(2026, 5, 4)


# --- taking out ------------------------------------------------------------------------------------------------------
def test_taking_a_paper_out_needs_a_reason_and_keeps_the_row(tree):
    candidate = at(tree)
    (paper,) = say(candidate, Said("5-KNĐ", signed_on=date(2026, 5, 4))).papers
    candidate.refresh_from_db()
    with pytest.raises(Refused) as refused:
        withdraw_paper(by=None, candidate=candidate, version=candidate.version, paper=paper, reason="  ")
    assert set(refused.value.messages) == {"reason"}
    withdraw_paper(by=None, candidate=candidate, version=candidate.version, paper=paper, reason="Ghi nhầm người")
    assert not candidate.papers.current().exists()
    assert candidate.papers.get().signed_on == date(2026, 5, 4)
    assert Activity.objects.get(action="paper.withdrawn").data["reason"] == "Ghi nhầm người"
    candidate.refresh_from_db()
    with pytest.raises(Refused, match="đã được thay hoặc bỏ"):
        withdraw_paper(by=None, candidate=candidate, version=candidate.version, paper=paper, reason="Nữa")


def test_a_paper_of_an_act_goes_with_the_act(tree):
    candidate = register(
        by=None, on=date(2025, 3, 1), organisation=tree.branch, full_name="Trần Thị Thử",
        attributes={"born_on": date(1995, 4, 2)},
    )  # fmt: skip
    for step, on in (("recognise", date(2025, 4, 1)), ("open_dossier", date(2026, 1, 6))):
        candidate = advance(by=None, on=on, candidate=candidate, step=step, version=candidate.version)
    paper = candidate.papers.current().get(form="1-KNĐ")
    with pytest.raises(Refused, match="đính chính việc ấy"):
        withdraw_paper(by=None, candidate=candidate, version=candidate.version, paper=paper, reason="Nhầm")
    event = candidate.events.get(kind=EventKind.DOSSIER_OPENED)
    take_back(by=None, candidate=candidate, event=event, reason="Nhầm", version=candidate.version)
    assert not candidate.papers.current().exists()


# --- the table of contents -------------------------------------------------------------------------------------------
def test_what_belongs_to_the_dossier_while_it_is_made(tree):
    states = [(each.form.code, each.state.value) for each in lines(at(tree))]
    assert states == [
        ("CN-NTVĐ", "missing"), ("1-KNĐ", "missing"), ("2-KNĐ", "missing"), ("3-KNĐ", "missing"),
        ("3-KNĐ", "missing"), ("4-KNĐ", "not_needed"), ("4A-KNĐ", "not_needed"), ("5-KNĐ", "missing"),
        ("6-KNĐ", "later"), ("7-KNĐ", "not_needed"), ("8-KNĐ", "not_needed"), ("9-KNĐ", "later"),
    ]  # fmt: skip


def test_nothing_is_missing_before_the_dossier_is_begun(tree):
    candidate = at(tree, Stage.NOMINATED)
    assert {each.state for each in lines(candidate)} == {"later", "not_needed"}
    say(candidate, Said("5-KNĐ", signed_on=date(2026, 5, 4)))
    assert line(candidate, "5-KNĐ").state == "present"


def test_the_appraisal_of_a_section_only_where_there_is_one(tree):
    section = OrganisationFactory(parent=tree.commune, name="Đảng bộ bộ phận Thử", kind="Đảng bộ bộ phận")
    branch = OrganisationFactory(parent=section)
    assert line(at(tree, organisation=branch), "7-KNĐ").state == "later"
    assert line(at(tree), "7-KNĐ").state == "not_needed"


def test_a_base_committee_that_decides_itself_proposes_to_nobody(tree):
    base = OrganisationFactory(parent=tree.commune, name="Đảng bộ Công ty Thử", kind="Đảng bộ cơ sở")
    candidate = at(tree, organisation=OrganisationFactory(parent=base))
    assert line(candidate, "8-KNĐ").state == "later"
    LocalRule.objects.create(
        organisation=base, organisation_path=base.path, code="may_admit", value=True,
        in_force_from=date(2026, 1, 1), document_number="1-QĐ", document_date=date(2026, 1, 1),
    )  # fmt: skip
    assert line(candidate, "8-KNĐ").state == "not_needed"


def test_a_mass_organisation_stands_for_one_member(tree):
    candidate = at(tree)
    IntroductionFactory(candidate=candidate, signed_on=date(2026, 5, 4))
    assert [each.state.value for each in lines(candidate) if each.form.code == "3-KNĐ"] == ["present", "missing"]
    IntroductionFactory(
        candidate=candidate, member=None, body="trade_union", body_name="Công đoàn Thử", signed_on=date(2026, 5, 4)
    )
    assert [each.state.value for each in lines(candidate) if each.form.code == "3-KNĐ"] == ["present"]
    union = line(candidate, "4A-KNĐ")
    assert (union.state.value, union.copy) == ("present", "Công đoàn Thử")
    assert line(candidate, "4-KNĐ").state == "not_needed"


# day on the paper, last day it may be used (12 months: same day, or the last of the month)
TERMS = [
    (date(2025, 7, 15), date(2026, 7, 15)),
    (date(2025, 8, 31), date(2026, 8, 31)),
    (date(2024, 2, 29), date(2025, 2, 28)),
    (date(2023, 2, 28), date(2024, 2, 28)),
    (date(2025, 1, 1), date(2026, 1, 1)),
]


@pytest.mark.parametrize(("signed", "last"), TERMS)
def test_twelve_months_to_the_day(tree, signed, last):
    candidate = at(tree)
    PaperFactory(candidate=candidate, signed_on=signed)
    on_last, after = line(candidate, "5-KNĐ", last), line(candidate, "5-KNĐ", last + timedelta(days=1))
    assert (on_last.valid_until, on_last.stale, on_last.soon) == (last, False, True)
    assert (after.stale, after.soon) == (True, False)


def test_soon_is_sixty_days(tree):
    candidate = at(tree)
    PaperFactory(candidate=candidate, signed_on=date(2025, 9, 13))  # used until 13/09/2026, 60 days from today
    assert line(candidate, "5-KNĐ").soon
    assert not line(candidate, "5-KNĐ", TODAY - timedelta(days=1)).soon


@pytest.mark.parametrize(
    ("issued", "last"), [(date(2021, 7, 15), date(2026, 7, 15)), (date(2020, 2, 29), date(2025, 2, 28))]
)
def test_a_certificate_lasts_sixty_months(tree, issued, last):
    candidate = at(tree, certificate_date=issued, certificate_number="7/GCN")
    found = line(candidate, "CN-NTVĐ", last)
    assert (found.state, found.number, found.valid_until, found.stale) == ("present", "7/GCN", last, False)
    assert line(candidate, "CN-NTVĐ", last + timedelta(days=1)).stale


def test_after_the_decision_no_paper_of_the_admission_is_called_stale(tree):
    fact = AdmissionFactory(organisation=tree.branch, decision_date=date(2025, 8, 1))
    PaperFactory(candidate=fact.candidate, signed_on=date(2025, 1, 1))
    assert not line(fact.candidate, "5-KNĐ").stale
    decision = line(fact.candidate, "9-KNĐ")  # from the event, as old lists leave no paper
    assert (decision.state, decision.signed_on) == ("present", date(2025, 8, 1))


def test_papers_of_the_probation_are_asked_for_when_it_nears_its_end(tree):
    fact = AdmissionFactory(organisation=tree.branch, decision_date=date(2025, 9, 1), ceremony_date=date(2025, 9, 12))
    candidate = fact.candidate
    assert current_part(load_dossier(candidate)) == "official"
    # 12 months end on 12/09/2026; the branch considers from the day after, papers from 60 days before that.
    assert line(candidate, "10-KNĐ", date(2026, 7, 14)).state == "later"
    assert "15/07/2026" in line(candidate, "10-KNĐ", date(2026, 7, 14)).remark
    assert line(candidate, "10-KNĐ", date(2026, 7, 15)).state == "missing"
    assert line(candidate, "14-KNĐ").state == "not_needed"


def test_a_day_without_known_rules_has_no_table(tree):
    assert lines(at(tree), date(2021, 7, 29)) == []
    assert lines(at(tree), date(2021, 7, 30)) != []


def test_missing_and_stale_papers_come_first_in_the_summary(tree):
    candidate = at(tree, certificate_date=date(2024, 1, 1))
    say(candidate, Said("1-KNĐ", signed_on=date(2025, 1, 1)), Said("2-KNĐ", signed_on=date(2026, 1, 2)))
    counted = summary(lines(candidate))
    assert (counted.there, counted.wanted) == (2, 6)
    assert [each.form.code for each in counted.care] == ["1-KNĐ", "3-KNĐ", "3-KNĐ", "5-KNĐ"]
    IntroductionFactory(candidate=candidate, signed_on=TODAY, together_since=date(2026, 1, 1))
    (doubtful,) = summary(lines(candidate)).doubtful
    assert "01/01/2027" in doubtful.remark


def test_the_card_says_how_many_and_what_wants_care_and_nothing_to_who_may_not_read(tree, as_role):
    candidate = at(tree)
    say(candidate, Said("1-KNĐ", signed_on=date(2025, 1, 1)))
    page = reverse("candidates:candidate.detail", args=[candidate.pk])
    shown = as_role(RoleCode.BRANCH_SECRETARY, tree.branch).get(page).content.decode()
    assert "<strong>0</strong> trên <strong>6</strong>" in shown
    assert "chỉ dùng đến hết ngày 01/01/2026" in shown
    assert f'{url("detail", candidate.pk)}?mau=1-KNĐ"' in shown
    hidden = as_role(RoleCode.TRAINING_STAFF, tree.province).get(page).content.decode()
    assert url("detail", candidate.pk) not in hidden


# --- the page --------------------------------------------------------------------------------------------------------
def url(name, *args):
    return reverse(f"candidates:dossier.{name}", args=args)


def test_a_secretary_types_the_days_without_signs(tree, as_role):
    secretary, candidate = as_role(RoleCode.BRANCH_SECRETARY, tree.branch), at(tree)
    page = secretary.get(url("detail", candidate.pk) + "?mau=5-KNĐ").content.decode()
    assert "có 0 trên 6" in page
    assert "autofocus" in page
    # A fragment in the address would take the cursor out of the field again.
    assert f'href="{url("detail", candidate.pk)}?mau=1-KNĐ"' in page
    fields = {"version": candidate.version, "day0": "05062026", "number0": "", "there1": "on", "day1": "6/6/2026"}
    answer = secretary.post(url("record", candidate.pk), fields, follow=True)
    assert "Đã ghi vào hồ sơ: 1-KNĐ, 2-KNĐ." in answer.content.decode()
    assert {(row.form, row.signed_on) for row in Paper.objects.all()} == {
        ("1-KNĐ", date(2026, 6, 5)), ("2-KNĐ", date(2026, 6, 6)),
    }  # fmt: skip


def test_what_is_wrong_stands_beside_its_row_and_what_was_typed_stays(tree, as_role):
    secretary, candidate = as_role(RoleCode.BRANCH_SECRETARY, tree.branch), at(tree)
    fields = {"version": candidate.version, "day0": "16/07/2026", "there1": "on", "number2": "3-TH", "note2": "giữ lại"}
    answer = secretary.post(url("record", candidate.pk), fields)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"day1", "day2"}  # form first; what the domain says comes with it
    assert "giữ lại" in answer.content.decode()
    fields = {"version": candidate.version, "day0": "16/07/2026"}
    answer = secretary.post(url("record", candidate.pk), fields)
    assert answer.context["form"].errors["day0"] == ["Ngày này ở sau ngày hôm nay."]
    assert not Paper.objects.exists()


def test_a_day_that_is_there_is_not_wiped_out_by_emptying_the_field(tree, as_role):
    secretary, candidate = as_role(RoleCode.BRANCH_SECRETARY, tree.branch), at(tree)
    say(candidate, Said("1-KNĐ", signed_on=date(2026, 5, 4)))
    candidate.refresh_from_db()
    answer = secretary.post(url("record", candidate.pk), {"version": candidate.version, "day0": ""})
    assert "ghi lý do" in answer.context["form"].errors["day0"][0]
    stale = secretary.post(url("record", candidate.pk), {"version": 1, "day0": "05/05/2026"})
    assert stale.status_code == 409


def test_old_papers_stay_readable_with_the_reason(tree, as_role):
    secretary, candidate = as_role(RoleCode.BRANCH_SECRETARY, tree.branch), at(tree)
    say(candidate, Said("5-KNĐ", signed_on=date(2026, 5, 4)))
    (second,) = say(candidate, Said("5-KNĐ", signed_on=date(2026, 5, 9))).papers
    candidate.refresh_from_db()
    where = url("withdraw", candidate.pk, second.pk)
    assert "09/05/2026" in secretary.get(where).content.decode()
    assert secretary.post(where, {"version": candidate.version, "reason": ""}).status_code == 422
    answer = secretary.post(where, {"version": candidate.version, "reason": "Trả lại để ký"}, follow=True)
    page = answer.content.decode()
    assert "Trả lại để ký" in page
    assert "04/05/2026" in page
    assert secretary.get(where).status_code == 404


def test_readers_see_the_table_and_no_form(tree, as_role):
    candidate = at(tree)
    MemberFactory(organisation=tree.branch)
    page = as_role(RoleCode.LEADER, tree.province).get(url("detail", candidate.pk)).content.decode()
    assert "Đơn xin vào Đảng" in page
    assert url("record", candidate.pk) not in page
    assert as_role(RoleCode.TRAINING_STAFF, tree.province).get(url("detail", candidate.pk)).status_code == 403
