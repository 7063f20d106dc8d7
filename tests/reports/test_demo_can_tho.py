"""The demo Cần Thơ 2011: the published figures come out by counting, and every screen has something to say."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from candidates.models import Admission, Candidate, CandidateEvent, Stage
from membership.base.text import fold
from membership.domain.errors import Refused
from membership.models import Action, MemberStatus, Organisation, PartyMember, User
from reports.demo import DEMO_ACCOUNTS
from reports.demo.loader import load, refuse_real_data
from reports.domain.engine import compute
from reports.models import Quota, Row, Run
from reports.periods import quarter
from tests.factories import CandidateFactory, OrganisationFactory

pytestmark = pytest.mark.xdist_group("demo")  # loaded by one process only

TODAY = date(2026, 7, 15)
# Named in the article of 15/01/2012: none of them may be met among the invented.
REAL_PEOPLE = (
    "Trần Thanh Mẫn", "Trần Quốc Trung", "Nguyễn Quang Vinh", "Huỳnh Minh Truyền", "Nguyễn Trọng Quảng",
    "Phạm Thị Thu Lan", "Nguyễn Thị Kim Thảo",
)  # fmt: skip
DISTRICTS = (
    "quận Ninh Kiều", "quận Bình Thủy", "quận Cái Răng", "quận Ô Môn", "quận Thốt Nốt", "huyện Phong Điền",
    "huyện Cờ Đỏ", "huyện Thới Lai", "huyện Vĩnh Thạnh",
)  # fmt: skip


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for this file, and taken back at its end."""
    moment = datetime(TODAY.year, TODAY.month, TODAY.day, 3, 0, tzinfo=UTC)
    with django_db_blocker.unblock(), time_machine.travel(moment), transaction.atomic():
        assert load("can-tho-2011")
        yield Organisation.objects.get(parent=None)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _with_database(demo, db):
    """Each test's own changes are undone before the next."""


@pytest.fixture(scope="module")
def recount(demo):
    """Counted again without the engine, from rows and parents alone: admitted in 2011 by name and by id."""
    parent = dict(Organisation.objects.values_list("pk", "parent_id"))
    names = dict(Organisation.objects.values_list("pk", "name"))
    by_id: Counter[int] = Counter()
    for organisation, decided in Admission.objects.values_list("organisation_id", "decision_date"):
        if decided.year == 2011:
            at = organisation
            while at is not None:
                by_id[at] += 1
                at = parent[at]
    counts = defaultdict(int)
    for identifier, count in by_id.items():
        counts[names[identifier]] += count
    return counts, by_id


def quota_of(name: str, year: int = 2011) -> int:
    return Quota.objects.get(organisation__name=name, year=year).admission_quota


@pytest.mark.parametrize(
    ("name", "admitted", "quota", "percent"),
    [
        ("Đảng bộ thành phố Cần Thơ", 2669, 2100, "127.1"),
        ("Đảng bộ Khối Cơ quan Dân Chính Đảng", 417, 250, "166.8"),
        ("Đảng bộ Khối Doanh nghiệp", 348, 260, "133.8"),
        ("Đảng bộ quận Bình Thủy", 146, 140, "104.3"),
    ],
)
def test_published_figures_come_out_by_counting(recount, name, admitted, quota, percent):
    counts, _by_id = recount
    assert counts[name] == admitted
    assert quota_of(name) == quota
    tenths = (Fraction(counts[name], quota_of(name)) * 1000 + Fraction(1, 2)).__floor__()
    assert f"{tenths // 10}.{tenths % 10}" == percent


def test_nine_of_nine_districts_are_over_their_quota(recount):
    counts, _by_id = recount
    over = [name for name in DISTRICTS if counts[f"Đảng bộ {name}"] > quota_of(f"Đảng bộ {name}")]
    assert len(over) == 9


@pytest.mark.parametrize(
    ("name", "admitted"),
    [
        ("Đảng bộ Sở Công Thương", 8),
        ("Đảng bộ Công ty Cổ phần Dược Hậu Giang", 47),
        ("Đảng bộ Viễn thông Cần Thơ", 18),
        ("Đảng bộ phường Bình Thủy", 16),
    ],
)
def test_figures_of_single_bases_are_as_published(recount, name, admitted):
    assert recount[0][name] == admitted


def test_three_of_the_trade_office_wait_for_a_decision_at_the_end_of_2011(demo):
    office = Organisation.objects.get(name="Đảng bộ Sở Công Thương")
    events = CandidateEvent.objects.filter(candidate__in=Candidate.objects.under(office))
    last = {}
    for event in events.filter(occurred_on__lte=date(2011, 12, 31)).order_by("candidate", "sequence"):
        last[event.candidate_id] = event.to_stage
    assert list(last.values()).count(Stage.BASE_PROPOSED) == 3
    assert Candidate.objects.under(office).filter(stage=Stage.BASE_PROPOSED).count() >= 3


def test_the_engine_agrees_with_the_recount_for_every_organisation(demo, recount):
    _counts, by_id = recount
    figures = compute(demo, quarter(2011, 4), "decision", datetime.now(UTC))
    assert {
        node.id: count for node, count in zip(figures.nodes, figures.admitted_to_date, strict=True) if count
    } == by_id
    assert figures.notes == []


def test_reports_of_2011_and_of_this_year_are_published(demo):
    runs = {run.first_day: run for run in Run.objects.published().filter(organisation=demo)}
    assert set(runs) == {date(2011, 10, 1), date(2026, 4, 1), date(2026, 7, 1)}
    row = Row.objects.get(run=runs[date(2011, 10, 1)], organisation=demo)
    assert (row.quota, row.admitted_to_date, row.children_quota) == (2100, 2669, 2140)
    assert row.last_year_to_date == 2241


def test_a_district_has_reports_of_its_own(demo):
    run = Run.objects.published().get(organisation__name="Đảng bộ quận Bình Thủy", first_day=date(2011, 10, 1))
    assert Row.objects.get(run=run, organisation=run.organisation).admitted_to_date == 146


def test_the_secretary_has_something_to_do(demo):
    branch = Organisation.objects.get(code="92002001000003")
    over = PartyMember.objects.under(branch).filter(status=MemberStatus.PROBATIONARY, joined_on__lte=date(2025, 7, 15))
    expired = Candidate.objects.under(branch).filter(stage=Stage.TRAINED, certificate_date__lt=date(2021, 7, 1))
    assert over.exists() and expired.exists()


def test_quotas_of_parent_and_children_differ_somewhere(demo):
    this_year = Quota.objects.filter(year=TODAY.year)
    children = Counter()
    for quota in this_year.select_related("organisation"):
        children[quota.organisation.parent_id] += quota.admission_quota
    differing = [q for q in this_year if children[q.organisation_id] not in (0, q.admission_quota)]
    assert 2 <= len(differing) < len(children) / 2


def test_this_year_has_committees_ahead_and_behind(demo):
    figures = compute(demo, quarter(TODAY.year, 3), "decision", datetime.now(UTC))
    pace = Fraction(TODAY.timetuple().tm_yday, 365)
    rates = [
        Fraction(done, quota) / pace
        for node, done, quota in zip(figures.nodes, figures.admitted_to_date, figures.quotas, strict=True)
        if node.parent_id == demo.pk
    ]
    assert min(rates) < Fraction(8, 10) and max(rates) > 1
    assert sum(figures.admitted_to_date[:1]) == Admission.objects.filter(decision_date__year=TODAY.year).count() > 500


def test_every_stage_has_people_and_events_lead_there(demo):
    stages = Counter(Candidate.objects.values_list("stage", flat=True))
    for stage in (
        *("nominated", "sympathiser", "trained", "dossier", "branch_proposed", "base_proposed", "decided"),
        *("probationary", "official", "suspended", "removed", "withdrawn", "moved_away"),
    ):
        assert stages[stage] > 3, stage
    assert not CandidateEvent.objects.filter(occurred_on__gt=TODAY).exists()
    dated = CandidateEvent.objects.exclude(occurred_on=None).count() / CandidateEvent.objects.count()
    assert dated == 1


def test_members_are_a_stock_of_a_few_thousand_with_some_due(demo):
    assert 5_000 < PartyMember.objects.filter(status=MemberStatus.OFFICIAL).count() < 20_000
    due = PartyMember.objects.filter(status=MemberStatus.PROBATIONARY, joined_on__lte=date(2025, 7, 15))
    assert 5 < due.count() < 400
    assert Admission.objects.filter(ceremony_date=None).count() > 20


def test_a_mixed_people_with_some_occupations_unclear(demo):
    admitted = Admission.objects.filter(decision_date__year=2011)
    for column in ("sex", "ethnic_group", "religion", "degree", "occupation"):
        assert admitted.values(column).distinct().count() >= 2, column
    minority = admitted.exclude(ethnic_group="kinh").count()
    assert 50 < minority < 200
    unclear = admitted.filter(occupation="").exclude(occupation_text="")
    assert unclear.count() > 20
    youngest = max(admission.born_on for admission in admitted)
    assert youngest < date(1993, 12, 31)


def test_nobody_of_the_article_is_among_the_invented(demo):
    invented = set(Candidate.objects.values_list("folded_name", flat=True))
    invented |= set(PartyMember.objects.values_list("folded_name", flat=True))
    invented |= {fold(name) for name in User.objects.values_list("full_name", flat=True)}
    assert not invented & {fold(name) for name in REAL_PEOPLE}


def test_demo_accounts_log_in_and_reach_their_place(demo):
    for account in DEMO_ACCOUNTS:
        user = User.objects.get(username=account.username)
        assert user.check_password(account.password) and not user.must_change_password
        place = Organisation.objects.get(code=account.organisation_code)
        assert user.current_assignments() == [(account.role, place.path)]
    secretary = User.objects.get(username="bithu.chibo")
    assert Candidate.objects.visible_to(secretary).values("stage").distinct().count() >= 5
    assert not User.objects.get(username="quantri").may(Action.VIEW_PERSON)


def test_the_checks_of_the_house_find_nothing(demo):
    call_command("check_tree")
    call_command("check_candidates")


def test_loading_again_changes_nothing(demo, capsys):
    before = [model.objects.count() for model in (Organisation, User, Candidate, Admission, PartyMember, Run)]
    call_command("load_demo", "can-tho-2011")
    assert "đã có sẵn" in capsys.readouterr().out
    assert before == [model.objects.count() for model in (Organisation, User, Candidate, Admission, PartyMember, Run)]


@pytest.mark.parametrize("factory", [OrganisationFactory, CandidateFactory])
def test_what_a_person_adds_later_counts_as_real(demo, factory):
    refuse_real_data()
    factory(**({"organisation": demo} if factory is CandidateFactory else {"parent": demo}))
    with pytest.raises(Refused, match="dữ liệu thật"):
        refuse_real_data()
