"""Tallies against an independent recount in plain Python, over trees that change: every fact carried up by hand."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from candidates.models import (
    CandidateEvent,
    Enrolment,
    Nomination,
    Referral,
    TrainingClass,
)
from candidates.models.training import SEATED
from membership.base.dates import add_months
from membership.models import (
    DECREASE,
    INCREASE,
    MemberMovement,
    MemberSpell,
    MovementKind,
    Organisation,
    PositionHolder,
    ResidentialUnit,
    UnitStatus,
)
from reports.domain.engine import compute
from reports.indicators import REGISTRY
from reports.periods import Period, quarter
from tests.factories import AdmissionFactory, MemberFactory
from tests.reports.builders import plant, shake
from tests.reports.tally_facts import RECORDED, fill, some_day
from tests.reports.test_engine import parent_on

pytestmark = pytest.mark.django_db
LATER = RECORDED + timedelta(days=30)
FOREVER = RECORDED + timedelta(days=9999)


# --- the recount -----------------------------------------------------------------------------------------------------
def facts(period: Period, known_at: datetime) -> list[tuple[str, int, int | None]]:
    """(indicator, organisation, the other organisation of a move), read anew from the words of each figure."""
    return [*_classes(period, known_at), *_people(period, known_at), *_units(period, known_at)] + [
        *_members(period, known_at),
        *_holders(period, known_at),
    ]


def _classes(period, known_at):
    for each in TrainingClass.objects.filter(created_at__lte=known_at):
        if each.state in ("running", "closed") and period.first <= each.opens_on <= period.last:
            yield from (("classes", each.organisation_id, None), (f"classes_{each.kind}", each.organisation_id, None))
    for each in Enrolment.objects.filter(recorded_at__lte=known_at).select_related("training_class"):
        of, place = each.training_class, each.organisation_id
        if each.state in SEATED and of.state in ("running", "closed") and period.first <= of.opens_on <= period.last:
            yield from (("learners", place, None), (f"learners_{of.kind}", place, None))
        if each.certificate_date and period.first <= each.certificate_date <= period.last:
            yield from (("certificates", place, None), (f"certificates_{of.kind}", place, None))


def _people(period, known_at):
    recognised = {}
    for event in CandidateEvent.objects.filter(recorded_at__lte=known_at, occurred_on__lte=period.last).order_by(
        "candidate", "sequence"
    ):
        recognised.setdefault(event.candidate_id, []).append(event)
    for events in recognised.values():
        stage = events[-1].to_stage
        if stage in ("nominated", "sympathiser", "trained"):
            yield from ((key, events[-1].organisation_id, None) for key in ("on_the_way", f"stage_{stage}"))
    for each in Nomination.objects.filter(nominated_on__gte=period.first, nominated_on__lte=period.last):
        if each.recorded_at > known_at or (each.replaced_at and each.replaced_at <= known_at):
            continue
        kinds = {event.kind for event in recognised.get(each.candidate_id, ())}
        keys = ["introduced", f"introduced_by_{each.body or 'member'}"]
        if each.body:
            keys += ["introduced_by_bodies"] + ["introduced_accepted"] * ("recognised" in kinds)
        yield from ((key, each.organisation_id, None) for key in keys)
    for each in Referral.objects.filter(recorded_at__lte=known_at, offered_on__lte=period.last):
        if each.answered_on > period.last:
            yield from ((k, each.organisation_id, None) for k in ("referrals_open", f"referrals_{each.direction}"))


def _units(period, known_at):
    keys = {"own_branch": "own_branch", "joint_branch": "without_branch", "members_only": "without_branch",
            "no_members": "no_members"}  # fmt: skip
    for unit in ResidentialUnit.objects.all():
        if unit.valid_to and unit.valid_to <= period.last:
            continue
        states = [
            row
            for row in UnitStatus.objects.filter(unit=unit, since__lte=period.last).order_by("since")
            if row.recorded_at <= known_at and not (row.replaced_at and row.replaced_at <= known_at)
        ]
        found = ["units", f"units_{keys[states[-1].state]}" if states else "units_unstated"]
        found += ["units_joint_branch"] * bool(states and states[-1].state == "joint_branch")
        white = [row.state == "no_members" for row in states]
        before = [is_white for row, is_white in zip(states, white, strict=True) if row.since < period.first]
        found += ["units_white_before"] * (
            before[-1] if before else bool(states and states[0].since == period.first and white[0])
        )
        for number in range(1, len(states)):
            if states[number].since >= period.first and white[number] != white[number - 1]:
                found.append("units_white_again" if white[number] else "units_left_white")
        yield from ((key, unit.organisation_id, None) for key in found)


def _members(period, known_at):
    for spell in MemberSpell.objects.filter(recorded_at__lte=known_at).select_related("member"):
        start, member = spell.valid_from or date.min, spell.member
        place = spell.organisation_id
        if start < period.first:
            yield "members_before", place, None
        if start > period.last:
            continue
        minority = member.ethnic_group not in ("", "kinh", "foreign_origin")
        joined = member.joined_on and member.joined_on <= period.last
        waits = member.official_on > period.last if member.official_on else member.status == "probationary"
        flags = {
            "members": True, "members_women": member.sex == "female", "members_sex_unknown": not member.sex,
            "members_minority": minority, "members_ethnicity_unknown": not member.ethnic_group,
            "members_probationary": bool(joined and waits),
        }  # fmt: skip
        yield from ((key, place, None) for key, holds in flags.items() if holds)
    taken = dict(MemberMovement.objects.exclude(reverses=None).values_list("reverses", "recorded_at"))
    for each in MemberMovement.objects.filter(recorded_at__lte=known_at).exclude(kind="reversed"):
        if not period.first <= each.occurred_on <= period.last or taken.get(each.pk, FOREVER) <= known_at:
            continue
        if each.kind == "moved":
            yield "arrived", each.organisation_id, each.from_organisation_id
            yield "departed", each.from_organisation_id, each.organisation_id
        else:
            yield f"moved_{each.kind}", each.organisation_id, None
            yield ("increase" if each.kind in INCREASE else "decrease"), each.organisation_id, None


def _holders(period, known_at):
    for each in PositionHolder.objects.filter(recorded_at__lte=known_at).select_related("title", "member"):
        if (each.valid_from and each.valid_from > period.last) or (each.valid_to and each.valid_to <= period.last):
            continue
        code = each.title.code if each.title.code == "front_head" else "other"
        member = each.member and (each.member.joined_on is None or each.member.joined_on <= period.last)
        keys = ["holders", f"holders_{code}"]
        keys += ["holders_members", f"holders_members_{code}"] if member else []
        yield from ((key, each.organisation_id, None) for key in keys)


def recount(root, period, known_at) -> dict[str, Counter]:
    parents = {each.pk: parent_on(each.pk, period.last) for each in Organisation.objects.all()}

    def chain(place):
        up = []
        while place:
            up.append(place)
            place = parents[place]
        return up

    counts: dict[str, Counter] = {}
    for code, place, other in facts(period, known_at):
        up = chain(place)
        if root.pk in up:
            shared = set(chain(other)) if other else set()
            counts.setdefault(code, Counter()).update(
                each for each in up[: up.index(root.pk) + 1] if each not in shared
            )
    return counts


@pytest.mark.parametrize("seed", (0, 1, 3, 4, 5))  # others found under what is not founded yet
def test_tallies_equal_a_recount_by_hand(seed):
    draw = random.Random(seed)
    root, other = plant(draw), plant(draw, name="S", width=2)
    shake(draw, root, 2011)
    everyone = list(Organisation.objects.all())
    fill(draw, everyone)
    inner = draw.choice([each for each in everyone if each.parent_id == root.pk])
    for start in (root, other, inner):
        start.refresh_from_db()
        for period in (quarter(2011, 4), Period(date(2010, 6, 1), date(2011, 5, 20))):
            for known_at in (RECORDED + timedelta(days=1), LATER):
                check(start, period, known_at)


_BY_TREE = ("branches", "branches_few", "branches_without_admission", "introduced_admitted")


def check(root, period, known_at):
    figures = compute(root, period, "decision", known_at)
    counts = recount(root, period, known_at)
    for position, node in enumerate(figures.nodes):
        found = figures.breakdowns(position)
        for indicator in REGISTRY.tallies:
            if indicator.code not in _BY_TREE:
                wanted = counts.get(indicator.code, {}).get(node.id, 0)
                assert found[indicator.code] == wanted, (indicator.code, node.name, period, known_at)
        for group in REGISTRY.about_sources:
            if group.splits:
                assert sum(found[each.code] for each in REGISTRY.of(group.code)) == found[group.splits], group.code


def test_form_1_adds_up_at_every_level_when_each_move_is_recorded():
    draw = random.Random(11)
    root = plant(draw, width=3, depth=3)
    leaves = [each for each in Organisation.objects.under(root) if not each.children.exists()]
    for number in range(40):
        _whole_life(draw, leaves, number)
    for period in (quarter(2011, 1), quarter(2011, 3), Period(date(2010, 2, 1), date(2011, 11, 30))):
        figures = compute(root, period, "decision", LATER)
        for position in range(len(figures.nodes)):
            found = figures.breakdowns(position)
            change = found["increase"] - found["decrease"] + found["arrived"] - found["departed"]
            assert found["members"] == found["members_before"] + change
        assert figures.breakdowns(0)["arrived"] == figures.breakdowns(0)["departed"] == 0


def _whole_life(draw, leaves, number):
    """A member who joins, moves and goes: each time a spell ends or begins and a movement says so."""
    days = sorted({some_day(draw) for _ in range(draw.randint(1, 4))})
    here = draw.choice(leaves)
    member = MemberFactory(organisation=here, full_name=f"Vàng A Thử {number}", joined_on=days[0])
    MemberSpell.objects.filter(member=member).delete()
    _tell(member, 1, MovementKind.ADMITTED, days[0], here, None)
    for sequence, day in enumerate(days[1:], start=2):
        MemberSpell.objects.filter(member=member, valid_to=None).update(valid_to=day)
        if day == days[-1] and draw.random() < 0.5:
            _tell(member, sequence, draw.choice(DECREASE), day, here, None, leaves=True)
        else:
            origin, here = here, draw.choice(leaves)
            _tell(member, sequence, MovementKind.MOVED, day, here, origin)


def _tell(member, sequence, kind, day, here, origin, *, leaves=False):
    MemberMovement.objects.create(
        member=member, kind=kind, sequence=10 + sequence, occurred_on=day, recorded_at=RECORDED,
        from_organisation=origin, organisation=here, organisation_path=here.path,
    )  # fmt: skip
    if not leaves:
        MemberSpell.objects.create(member=member, organisation=here, valid_from=day, recorded_at=RECORDED)


def test_branches_under_five_and_without_admission(tree):
    for branch, count in ((tree.branch, 4), (tree.sibling_branch, 3)):  # and one admitted in each
        for _ in range(count):
            MemberFactory(organisation=branch, joined_on=date(2000, 1, 1))
    Organisation.objects.filter(pk=tree.other_branch.pk).update(valid_from=date(2010, 1, 1))
    AdmissionFactory(organisation=tree.branch, decision_date=add_months(date(2011, 12, 31), -36))
    AdmissionFactory(organisation=tree.sibling_branch, decision_date=date(2009, 1, 1))
    now = datetime.now(UTC)
    figures = compute(tree.root, quarter(2011, 4), "decision", now)
    found = {node.id: figures.breakdowns(place) for place, node in enumerate(figures.nodes)}
    assert found[tree.commune.pk]["branches"] == 2
    assert found[tree.commune.pk]["branches_few"] == 1  # 5 members are not "under 5"
    assert found[tree.commune.pk]["branches_without_admission"] == 1  # three years ago to the day is too long ago
    assert found[tree.branch.pk]["branches_without_admission"] == 1
    assert found[tree.sibling_commune.pk]["branches_without_admission"] == 1  # the other was founded two years ago
    assert found[tree.root.pk]["branches"] == 8
