"""What is on record about many branches at once: members, last admission, candidates. A fixed number of queries.

A branch is an organisation without others under it whose label does not say that it is a committee. Members are those
who take part on the day (MemberSpell); a branch of which no member is on record is unknown, never small.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Min, Q

from candidates.models import Admission, BaseWithoutMasses, Candidate, LocalRule, RadarLine
from candidates.models.candidate import BEFORE_DECISION, Stage
from candidates.procedure.levels import level_of
from candidates.procedure.schema import Level
from candidates.procedure.texts import PROCEDURES
from membership.base import paths
from membership.base.dates import add_months
from membership.models import (
    HandoverState,
    MemberHandover,
    MemberSpell,
    MemberStatus,
    Organisation,
    PartyMember,
    Residence,
    ResidentialUnit,
    UnitCoverage,
    UnitState,
    within,
)

WATCHED = (*BEFORE_DECISION, Stage.DECIDED, Stage.SUSPENDED)
MANY_YEARS, OLD_AGE = "many_years", "old_age"
LEAVES_WITHIN = 12  # months ahead in which somebody who said so counts as about to leave


@dataclass(frozen=True)
class Area:
    """Which organisations are looked at: a subtree, or those of fixed lists wherever they stand now."""

    path: str = ""
    listed: tuple[int, ...] | None = None

    @classmethod
    def of(cls, organisation: Organisation) -> "Area":
        return cls(path=organisation.path)

    def organisations(self) -> Q:
        return within(self.path, "path") if self.listed is None else Q(pk__in=self._lines())

    def rows(self) -> Q:
        """Rows that carry a copy of the path."""
        return within(self.path, "organisation_path") if self.listed is None else Q(organisation__in=self._lines())

    def joined(self, name: str = "organisation") -> Q:
        return within(self.path, f"{name}__path") if self.listed is None else Q(**{f"{name}__in": self._lines()})

    def _lines(self):
        return RadarLine.objects.filter(radar_list__in=self.listed).order_by().values("organisation")


class Settings:
    """The numbers that committees set for themselves, for any place; the nearest committee above decides."""

    def __init__(self, area: Area, day: date):
        self.defaults = {
            each.code: each.default for each in PROCEDURES[-1].settings if each.code in (MANY_YEARS, OLD_AGE)
        }
        rules = LocalRule.objects.current().filter(code__in=self.defaults, in_force_from__lte=day)
        if area.listed is None:
            rules = rules.filter(within(area.path, "organisation_path") | Q(organisation__in=paths.ids(area.path)))
        self.rules: dict[str, dict[int, int]] = defaultdict(dict)
        for code, identifier, value in rules.order_by("in_force_from", "pk").values_list(
            "code", "organisation_id", "value"
        ):
            self.rules[code][identifier] = value

    def value(self, code: str, path: str) -> int:
        known = self.rules.get(code)
        if known:
            for identifier in reversed(paths.ids(path)):
                if identifier in known:
                    return known[identifier]
        return self.defaults[code]

    def all_values(self, code: str) -> set[int]:
        return {self.defaults[code], *self.rules.get(code, {}).values()}


@dataclass(frozen=True, slots=True)
class Branch:
    """`members` None: nobody is on record. `old`, `leaving`: of the official members."""

    id: int
    path: str
    name: str
    type_code: str
    founded: date | None
    members: int | None = None
    official: int = 0
    old: int = 0
    leaving: int = 0
    last_admission: date | None = None
    candidates: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A residential unit with the members who live there. `alone_old`, `alone_leaves`: of the only one."""

    id: int
    name: str
    commune: str
    organisation_id: int
    path: str
    state: str
    branch_id: int | None
    members: int
    alone_old: bool
    alone_leaves: bool
    old_age: int


@dataclass
class Survey:
    day: date
    settings: Settings
    branches: list[Branch] = field(default_factory=list)

    @property
    def unknown(self) -> int:
        """Branches of which no member is on record: nothing can be said of their size."""
        return sum(branch.members is None for branch in self.branches)

    @property
    def by_id(self) -> dict[int, Branch]:
        return {branch.id: branch for branch in self.branches}


def survey(area: Area, day: date) -> Survey:
    """Every branch of the area: members, admissions and founding as of the day, candidates and moves as of today."""
    settings = Settings(area, day)
    rows = list(
        Organisation.objects.open_on(day)
        .filter(area.organisations())
        .order_by("path")
        .values_list("pk", "path", "name", "kind", "type_code", "valid_from", "parent_id")
    )
    parents = {row[6] for row in rows} if area.listed is None else set()
    members = _members(area, day, settings)
    leaving = _leaving(area, day)
    last = dict(
        Admission.objects.current()
        .filter(area.rows(), decision_date__lte=day)
        .order_by()
        .values_list("organisation_id")
        .annotate(last=Max("decision_date"))
    )
    people = dict(
        Candidate.objects.filter(area.rows(), stage__in=WATCHED)
        .order_by()
        .values_list("organisation_id")
        .annotate(n=Count("pk"))
    )
    found = Survey(day, settings)
    for pk, path, name, kind, type_code, founded, _parent in rows:
        if pk in parents or (area.listed is None and not is_branch(kind, day)):
            continue
        counts = members.get(pk, {})
        found.branches.append(
            Branch(
                pk, path, name, type_code, founded,
                members=counts.get("everybody"),
                official=counts.get("official", 0),
                old=counts.get(f"old{settings.value(OLD_AGE, path)}", 0),
                leaving=len(leaving.get(pk, ())),
                last_admission=last.get(pk),
                candidates=people.get(pk, 0),
            )
        )  # fmt: skip
    return found


def is_branch(kind: str, day: date) -> bool:
    """A label that names no committee: a branch, a base branch, or nothing that is known."""
    level = level_of(kind, day)
    return level in (None, Level.BRANCH) or kind.strip().lower().startswith("chi bộ")


def official_on(day: date) -> Q:
    """Of a spell: its member is official on the day; without a day of it, whoever is no probationer."""
    undated = Q(member__official_on=None) & ~Q(member__status=MemberStatus.PROBATIONARY)
    return Q(member__official_on__lte=day) | undated


def spells_on(day: date):
    return MemberSpell.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day)
    )


def _members(area: Area, day: date, settings: Settings) -> Mapping[int, Mapping[str, int]]:
    """Organisation -> how many take part, are official, are official and of the age that a committee calls old."""
    old = {
        f"old{age}": Count("pk", filter=official_on(day) & Q(member__born_on__lte=add_months(day, -12 * age)))
        for age in sorted(settings.all_values(OLD_AGE))
    }
    rows = (
        spells_on(day)
        .filter(area.joined())
        .order_by()
        .values("organisation_id")
        .annotate(everybody=Count("pk"), official=Count("pk", filter=official_on(day)), **old)
    )
    return {row["organisation_id"]: row for row in rows}


def _leaving(area: Area, day: date) -> Mapping[int, set[int]]:
    """Organisation -> official members who are being handed over, or told that they leave within a year."""
    found: dict[int, set[int]] = defaultdict(set)
    offered = MemberHandover.objects.filter(area.rows(), state=HandoverState.OFFERED)
    for organisation, member in offered.exclude(member__status=MemberStatus.PROBATIONARY).values_list(
        "organisation_id", "member_id"
    ):
        found[organisation].add(member)
    told = Candidate.objects.filter(area.joined("member__organisation"), member__status=MemberStatus.OFFICIAL)
    for organisation, member in told.filter(
        circumstances__leaves_on__range=(day, add_months(day, LEAVES_WITHIN))
    ).values_list("member__organisation_id", "member_id"):
        found[organisation].add(member)
    return found


def units_of(area: Area, day: date) -> list[Unit]:
    """Residential units with at most one member living there, of which something is to be feared or known."""
    settings = Settings(area, day)
    rows = ResidentialUnit.objects.open_on(day).filter(area.rows())
    living = {
        row["unit_id"]: row
        for row in Residence.objects.on(day)
        .filter(area.joined("unit__organisation"))
        .exclude(member__status=MemberStatus.LEFT)
        .order_by()
        .values("unit_id")
        .annotate(n=Count("pk"), who=Max("member_id"), born=Min("member__born_on"))
    }
    covered = dict(
        UnitCoverage.objects.on(day).filter(area.joined("unit__organisation")).values_list("unit_id", "branch_id")
    )
    leaving = _who_leaves(area, day)
    found = []
    for unit in rows.order_by("organisation_path", "name", "pk"):
        lives = living.get(unit.pk)
        members = lives["n"] if lives else 0
        if members > 1:
            continue
        age = settings.value(OLD_AGE, unit.organisation_path)
        one = lives if members == 1 else None
        found.append(
            Unit(
                unit.pk, unit.name, unit.commune, unit.organisation_id, unit.organisation_path, unit.state,
                covered.get(unit.pk), members,
                alone_old=bool(one and one["born"] and one["born"] <= add_months(day, -12 * age)),
                alone_leaves=bool(one and one["who"] in leaving),
                old_age=age,
            )
        )  # fmt: skip
    return [unit for unit in found if unit.members or unit.state == UnitState.MEMBERS_ONLY]


def _who_leaves(area: Area, day: date) -> set[int]:
    """Members living in units of the area who are being handed over, or told that they leave within a year."""
    told = Q(candidate__circumstances__leaves_on__range=(day, add_months(day, LEAVES_WITHIN)))
    offered = Q(handovers__state=HandoverState.OFFERED)
    rows = PartyMember.objects.filter(told | offered, area.joined("residences__unit__organisation"))
    return set(rows.order_by().values_list("pk", flat=True))


def without_masses(area: Area, day: date) -> list[BaseWithoutMasses]:
    """Declarations that hold on a day."""
    rows = BaseWithoutMasses.objects.filter(area.joined(), valid_from__lte=day)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=day))
    return list(rows.select_related("organisation").order_by("organisation__path"))
