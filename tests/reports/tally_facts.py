"""Random facts of every family of tallies, at organisations of a tree: recorded early or late, some replaced."""

from datetime import UTC, date, datetime, timedelta

from candidates.models import (
    Body,
    CandidateEvent,
    ClassKind,
    ClassState,
    EnrolmentState,
    Nomination,
    Referral,
    ReferralDirection,
    Stage,
    TrainingClass,
)
from membership.base.text import fold, name_sort_key
from membership.models import (
    DECREASE,
    INCREASE,
    MemberMovement,
    MemberSpell,
    MovementKind,
    Organisation,
    PositionHolder,
    PositionTitle,
    ResidentialUnit,
    UnitState,
    UnitStatus,
)
from tests.factories import CandidateFactory, EnrolmentFactory, MemberFactory, TrainingClassFactory

RECORDED = datetime(2012, 3, 1, tzinfo=UTC)
YEARS = (2010, 2011)


def some_day(draw) -> date:
    return date(draw.choice(YEARS), 1, 1) + timedelta(days=draw.randrange(360))


def when(draw) -> datetime:
    """Some facts are recorded only after the first moment that is asked about."""
    return RECORDED if draw.random() < 0.8 else RECORDED + timedelta(days=5)


def fill(draw, organisations: list[Organisation]) -> None:
    members = [_member(draw, draw.choice(organisations)) for _ in range(40)]
    for member in draw.sample(members, 12):
        _move(draw, member, organisations)
    people = [_candidate(draw, draw.choice(organisations)) for _ in range(25)]
    for number in range(6):
        _class(draw, draw.choice(organisations), people, number)
    for person in draw.sample(people, 12):
        _nomination(draw, person, members)
    for person in draw.sample(people, 6):
        _referral(draw, person, draw.choice(organisations))
    title = PositionTitle.objects.create(code="front_head", name="Trưởng ban thử", folded_name="truong ban thu")
    other = PositionTitle.objects.create(code="khac", name="Chức danh thử", folded_name="chuc danh thu")
    for number in range(15):
        _unit(draw, draw.choice(organisations), number, [title, other], members)


def _member(draw, organisation):
    joined = draw.choice([None, some_day(draw), date(2001, 5, 3)])
    made = MemberFactory(
        organisation=organisation,
        sex=draw.choice(["", "male", "female"]),
        ethnic_group=draw.choice(["", "kinh", "thai", "foreign_origin"]),
        joined_on=joined,
        official_on=joined and draw.choice([None, joined + timedelta(days=365)]),
        status=draw.choice(["official", "probationary"]),
    )
    MemberSpell.objects.filter(member=made).update(valid_from=joined, recorded_at=when(draw))
    return made


def _move(draw, member, organisations):
    kind = draw.choice([*INCREASE, *DECREASE, MovementKind.MOVED, MovementKind.MOVED])
    origin = draw.choice(organisations)
    moved = _movement(member, kind, 1, some_day(draw), when(draw), origin if kind == MovementKind.MOVED else None)
    if draw.random() < 0.3:  # taken back
        back = _movement(member, MovementKind.REVERSED, 2, moved.occurred_on, moved.recorded_at + timedelta(days=3))
        MemberMovement.objects.filter(pk=back.pk).update(reverses=moved)


def _movement(member, kind, sequence, on, recorded_at, origin=None):
    return MemberMovement.objects.create(
        member=member, kind=kind, sequence=10 + sequence, occurred_on=on, recorded_at=recorded_at,
        from_organisation=origin,
        organisation=member.organisation, organisation_path=member.organisation.path,
    )  # fmt: skip


def _candidate(draw, organisation):
    person = CandidateFactory(organisation=organisation)
    CandidateEvent.objects.filter(candidate=person).update(occurred_on=date(2010, 1, 5), recorded_at=RECORDED)
    day = date(2010, 2, 1)
    for stage, kind in draw.choice([(), *_WAYS]):
        day += timedelta(days=draw.randrange(20, 250))
        CandidateEvent.objects.create(
            candidate=person, sequence=person.last_sequence + 1, kind=kind, from_stage=person.stage, to_stage=stage,
            organisation=organisation, occurred_on=day, recorded_at=when(draw),
        )  # fmt: skip
        person.last_sequence, person.stage = person.last_sequence + 1, stage
    person.save()
    return person


_WAYS = [
    ((Stage.SYMPATHISER, "recognised"),),
    ((Stage.SYMPATHISER, "recognised"), (Stage.TRAINED, "trained")),
    ((Stage.SYMPATHISER, "recognised"), (Stage.WITHDRAWN, "withdrew")),
]


def _class(draw, organisation, people, number):
    opens = some_day(draw)
    held = TrainingClassFactory(
        organisation=organisation, code=f"L{number}", kind=draw.choice(ClassKind.values), opens_on=opens,
        closes_on=opens + timedelta(days=20), state=draw.choice(ClassState.values),
    )  # fmt: skip
    TrainingClass.objects.filter(pk=held.pk).update(created_at=when(draw))
    for person in draw.sample(people, 5):
        passed = draw.random() < 0.5
        EnrolmentFactory(
            training_class=held, candidate=person, recorded_at=when(draw),
            state=EnrolmentState.PASSED if passed else draw.choice(EnrolmentState.values),
            certificate_number=f"{number}/{person.pk}" if passed else "",
            certificate_date=held.closes_on if passed else None,
        )  # fmt: skip


def _nomination(draw, person, members):
    by = {"body": draw.choice(Body.values)} if draw.random() < 0.6 else {"member": draw.choice(members)}
    made = Nomination.objects.create(
        candidate=person, nominated_on=some_day(draw), recorded_at=when(draw), organisation=person.organisation,
        organisation_path=person.organisation_path, **by,
    )  # fmt: skip
    if draw.random() < 0.3:
        Nomination.objects.filter(pk=made.pk).update(replaced_at=made.recorded_at + timedelta(days=2))


def _referral(draw, person, target):
    offered = some_day(draw)
    Referral.objects.create(
        candidate=person, target=target, direction=draw.choice(ReferralDirection.values), offered_on=offered,
        state="accepted", answered_on=draw.choice([offered + timedelta(days=40), date(2012, 2, 1)]), reason="thử",
        recorded_at=when(draw), organisation=person.organisation, organisation_path=person.organisation_path,
    )  # fmt: skip


def _unit(draw, organisation, number, titles, members):
    unit = ResidentialUnit.objects.create(
        code=f"B{number}", name=f"Bản {number}", folded_name=f"ban {number}", commune="Xã Thử",
        organisation=organisation, organisation_path=organisation.path, created_at=RECORDED,
        valid_to=draw.choice([None, None, some_day(draw)]),
    )  # fmt: skip
    for day in sorted({some_day(draw) for _ in range(draw.randrange(5))}):
        UnitStatus.objects.create(
            unit=unit, state=draw.choice(UnitState.values), since=day, recorded_at=when(draw),
            replaced_at=draw.choice([None, None, RECORDED + timedelta(days=8)]),
        )  # fmt: skip
    for title in titles:
        name = f"Lò Văn Thử {number}"
        PositionHolder.objects.create(
            full_name=name, folded_name=fold(name), sort_key=name_sort_key(name), title=title, unit=unit,
            organisation=organisation, organisation_path=organisation.path, recorded_at=when(draw),
            member=draw.choice([None, *members[:5]]), valid_from=draw.choice([None, some_day(draw)]),
            valid_to=draw.choice([None, date(2011, 12, 31)]),
        )  # fmt: skip
