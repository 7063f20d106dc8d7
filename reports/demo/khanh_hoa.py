"""The demo “Khánh Hòa 2021”: the ways of working that article 003 asks for, as they would run today.

The article gives no figures, so the days are counted back from the day of loading: nominations, monthly notes, talks,
referrals and classes are alive. The places are those of today, without districts.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from membership.base.dates import add_months
from membership.models import RoleCode
from reports.demo.accounts import DEMO_PASSWORD, DemoAccount
from reports.demo.data import DemoData, PlannedAdmission, PlannedCandidate, PlannedMember, PlannedQuota, PlannedStep
from reports.demo.khanh_hoa_books import Plan, further
from reports.demo.khanh_hoa_places import PROVINCE
from reports.demo.khanh_hoa_places import build as build_places
from reports.demo.planning import (
    People,
    Place,
    Sketch,
    accounts_of,
    by_year,
    day_between,
    number_cards,
    number_decisions,
    recognised,
)
from reports.periods import last_quarter_before, quarter

CODE = "khanh-hoa-2021"
MEMBERS, CANDIDATES = 9, 8  # of each branch
DOSSIERS = 12
COMMUNE = ("56000003000000", "Đảng bộ xã Diên Khánh")
_BRANCH = ("56000003000001", "chi bộ thôn Phú Lộc, xã Diên Khánh")
ACCOUNTS = (
    *accounts_of(PROVINCE, _BRANCH),
    DemoAccount("canbo.xa", DEMO_PASSWORD, "cán bộ Đảng ủy xã Diên Khánh", RoleCode.BASE_STAFF, COMMUNE[0],
                "Cán bộ Đảng ủy xã (dùng thử)"),
    DemoAccount("doan.xa", DEMO_PASSWORD, "Đoàn xã Diên Khánh: chỉ thấy người do Đoàn giới thiệu",
                RoleCode.MASS_ORGANISATION, COMMUNE[0], "Bí thư Đoàn xã (dùng thử)"),
)  # fmt: skip
PEOPLE = People(
    CODE,
    ("Khánh Hòa", "Khánh Hòa", "Khánh Hòa", "Phú Yên", "Bình Định", "Thanh Hóa", "Nghệ An", "Lạng Sơn"),
    {"kinh": 95, "ra_glai": 4, "hoa": 1},
)


def build(today: date) -> DemoData:
    sketch, communes, companies = build_places()
    rng = PEOPLE.rng("people")
    branches = sketch.branches
    members = [
        PEOPLE.member(rng, place, until=add_months(today, -36)) for place in branches for _ in range(MEMBERS)
    ]  # fmt: skip
    candidates = [_candidate(rng, place, number, today) for place in branches for number in range(CANDIDATES)]
    _open_dossiers(rng, candidates, today)
    admissions = number_decisions(_admissions(rng, branches, today), "TU")
    plan = Plan(communes, companies, branches, members, candidates)
    return DemoData(
        code=CODE,
        title="Khánh Hòa 2021",
        root_code=PROVINCE[0],
        organisations=sketch.rows,
        accounts=ACCOUNTS,
        quotas=_quotas(sketch, [*communes, *companies], today),
        members=number_cards([*members, *_due_ones_left_out(recognised(admissions, today), today)]),
        candidates=candidates,
        admissions=by_year(admissions),
        periods=[last_quarter_before(today), quarter(today.year, (today.month + 2) // 3)],
        further=further(plan, today),
    )


def _candidate(rng: Random, place: Place, number: int, today: date) -> PlannedCandidate:
    """Five of eight are cảm tình Đảng with somebody who helps them, three have only been put forward."""
    nominated = day_between(rng, add_months(today, -20), add_months(today, -8))
    planned = PlannedCandidate(place.code, PEOPLE.person(rng, place, nominated, general_education="upper_secondary"),
                               nominated)  # fmt: skip
    if number < 5:
        planned.recognised_on = nominated + timedelta(days=rng.randint(20, 70))
    else:
        planned.nominated_on = day_between(rng, add_months(today, -6), today - timedelta(days=6))
    return planned


def _open_dossiers(rng: Random, candidates: Sequence[PlannedCandidate], today: date) -> None:
    """Some have been to a class and are at work on the dossier: letters are out to places far away."""
    for planned in [each for each in candidates if each.recognised_on][:: len(candidates) // DOSSIERS // 2][:DOSSIERS]:
        planned.certificate_date = add_months(today, -4)
        planned.certificate_number = f"{rng.randint(1, 480)}/GCN-NTVĐ"
        planned.steps = [PlannedStep("open_dossier", today - timedelta(days=rng.randint(30, 80)))]


def _admissions(rng: Random, branches: Sequence[Place], today: date) -> list[PlannedAdmission]:
    """Two years of them: the probation of the older ones is over, that of the younger runs."""
    made = []
    for place in branches:
        for first, last in ((-30, -13), (-12, -1)):
            if rng.random() < 0.6:
                decided = day_between(rng, add_months(today, first), add_months(today, last))
                person = PEOPLE.person(rng, place, decided)
                made.append(PlannedAdmission(place.code, person, decided, decided + timedelta(days=7)))
    return made


def _due_ones_left_out(official: Sequence[PlannedMember], today: date) -> list[PlannedMember]:
    """All are recognised in the end; those whose twelve months ended just now still wait for the branch to meet."""
    return [each for each in official if each.official_on <= today - timedelta(days=21)]


def _quotas(sketch: Sketch, bases: Sequence[str], today: date) -> list[PlannedQuota]:
    day = date(today.year, 1, 12) if today >= date(today.year, 1, 31) else add_months(today, -1)
    return [PlannedQuota(PROVINCE[0], today.year, 46, 90, "02-QĐ/TU", day)] + [
        PlannedQuota(code, today.year, 6, 11, "04-QĐ/TU", day) for code in bases
    ]
