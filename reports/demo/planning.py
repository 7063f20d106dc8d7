"""What the demos of the articles share: a tree with codes, invented people, members by number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from membership.base.dates import add_months
from membership.domain.organisation_plan import OrganisationRow
from membership.models import RoleCode
from reports.demo.accounts import DEMO_PASSWORD, DemoAccount
from reports.demo.data import PlannedAdmission, PlannedMember
from reports.demo.people import Person, invent_person


@dataclass(frozen=True)
class Place:
    """An organisation of the plan. `milieu`: what kind of people its members are; empty for a committee."""

    code: str
    name: str
    kind: str
    parent: str
    milieu: str = ""
    type_code: str = ""
    where: str = ""


@dataclass
class Sketch:
    """A tree in the making, with the codes of 1361-CV/BTCTW: province, upper committee, base, 000, branch."""

    upper: str  # the five digits of the province and of the committee above the bases
    places: list[Place] = field(default_factory=list)
    _bases: int = 0
    _branches: dict[str, int] = field(default_factory=dict)

    def root(self, name: str, kind: str) -> str:
        return self._add(f"{self.upper}000000000", name, kind, "")

    def base(self, name: str, kind: str, *, milieu: str = "", type_code: str = "", where: str = "") -> str:
        self._bases += 1
        code = f"{self.upper}{self._bases:03}000000"
        return self._add(code, name, kind, self.places[0].code, milieu, type_code, where)

    def branch(self, base: str, name: str, milieu: str, *, where: str = "") -> str:
        number = self._branches[base] = self._branches.get(base, 0) + 1
        return self._add(f"{base[:11]}{number:03}", name, "Chi bộ trực thuộc", base, milieu, "", where)

    def _add(self, code, name, kind, parent, milieu="", type_code="", where="") -> str:
        self.places.append(Place(code, name, kind, parent, milieu, type_code, where))
        return code

    @property
    def rows(self) -> list[OrganisationRow]:
        ordered = sorted(self.places, key=lambda place: place.code)
        return [
            OrganisationRow(number, each.code, each.name, each.parent, each.kind, each.type_code, "")
            for number, each in enumerate(ordered, start=2)
        ]

    @property
    def by_code(self) -> dict[str, Place]:
        return {each.code: each for each in self.places}

    @property
    def branches(self) -> list[Place]:
        """Where members take part: what has a milieu."""
        return [each for each in self.places if each.milieu]


@dataclass(frozen=True)
class People:
    """How the people of a demo are invented: its seed, where they come from, the ethnic groups of the place."""

    seed: str
    hometowns: tuple[str, ...]
    ethnic_groups: dict[str, float]

    def rng(self, *about) -> Random:
        return Random("/".join(map(str, (self.seed, *about))))

    def person(self, rng: Random, place: Place, at: date, *, ethnic_group: str = "", **attributes) -> Person:
        groups = {ethnic_group: 1.0} if ethnic_group else self.ethnic_groups
        made = invent_person(
            rng, place.milieu, at, place.where, ethnic_groups=groups, hometowns=self.hometowns
        )  # fmt: skip
        made.attributes.update(attributes)
        return made

    def member(self, rng: Random, place: Place, *, until: date, ethnic_group: str = "", **attributes) -> PlannedMember:
        """An official member of long standing: joined between 1985 and two years before a day."""
        joined = day_between(rng, date(1985, 1, 5), add_months(until, -24))
        # A students' branch is carried by its teachers.
        milieu = "university" if place.milieu == "students" else place.milieu
        place = Place(place.code, place.name, place.kind, place.parent, milieu, place.type_code, place.where)
        person = self.person(rng, place, joined, ethnic_group=ethnic_group, **attributes)
        return PlannedMember(place.code, person, joined, add_months(joined, 12))


def day_between(rng: Random, first: date, last: date) -> date:
    """A working day."""
    day = first + timedelta(days=rng.randrange((last - first).days + 1))
    while day.weekday() > 4:
        day = first + timedelta(days=rng.randrange((last - first).days + 1))
    return day


def number_cards(members: Iterable[PlannedMember]) -> list[PlannedMember]:
    """Invented card numbers, of a province code that does not exist."""
    numbered = list(members)
    for number, member in enumerate(numbered, start=1):
        member.card_number = f"999{number:09}"
    return numbered


def number_decisions(admissions: Sequence[PlannedAdmission], letters: str) -> list[PlannedAdmission]:
    """By day, each year from one on, as a committee numbers its decisions."""
    ordered = sorted(admissions, key=lambda each: (each.decision_date, each.code, each.person.full_name))
    counts: dict[int, int] = {}
    for each in ordered:
        number = counts[each.decision_date.year] = counts.get(each.decision_date.year, 0) + 1
        each.decision_number = f"{number}-QĐ/{letters}"
    return ordered


def by_year(admissions: Sequence[PlannedAdmission]) -> list[list[PlannedAdmission]]:
    years = sorted({each.decision_date.year for each in admissions})
    return [[each for each in admissions if each.decision_date.year == year] for year in years]


def recognised(admissions: Iterable[PlannedAdmission], today: date) -> list[PlannedMember]:
    """Everyone whose twelve months have ended became official: the articles say 100 %."""
    return [
        PlannedMember(each.code, each.person, each.ceremony_date, add_months(each.ceremony_date, 12))
        for each in admissions
        if each.ceremony_date and add_months(each.ceremony_date, 12) <= today
    ]


def accounts_of(root: tuple[str, str], branch: tuple[str, str]) -> tuple[DemoAccount, ...]:
    """The accounts that every demo has. `root`, `branch`: code and name of the committee and of one branch."""
    code, name = root
    told = (
        ("bantochuc", f"Ban Tổ chức – {name}: mọi việc nghiệp vụ", RoleCode.ORGANISATION_STAFF, code, "Ban Tổ chức"),
        ("lanhdao", "lãnh đạo: chỉ đọc", RoleCode.LEADER, code, "Lãnh đạo"),
        ("bithu.chibo", f"bí thư {branch[1]}", RoleCode.BRANCH_SECRETARY, branch[0], f"Bí thư {branch[1]}"),
        ("trungtam", "trung tâm chính trị: mở lớp", RoleCode.TRAINING_STAFF, code, "Trung tâm Chính trị"),
        ("kiemtra", "cán bộ kiểm tra: chỉ đọc, và đọc nhật ký", RoleCode.INSPECTOR, code, "Ủy ban Kiểm tra"),
        ("quantri", "quản trị: tài khoản, danh mục", RoleCode.ADMINISTRATOR, code, "Quản trị hệ thống"),
    )
    return tuple(
        DemoAccount(username, DEMO_PASSWORD, purpose, role, where, f"{full_name} (dùng thử)")
        for username, purpose, role, where, full_name in told
    )
