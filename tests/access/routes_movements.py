"""What this part adds to the access matrix: its routes, the makers of what they are about, what grows in a list."""

from datetime import date

from membership.domain.member_acts import leave
from membership.models import Action, MemberHandover, MemberMovement
from tests.access.route import BOTH, Route
from tests.factories import MemberFactory, OrganisationFactory

ROUTES: dict[str, Route] = {
    "membership:movement.list": Route(Action.VIEW_PERSON),
    "membership:movement.receive": Route(Action.EDIT_PERSON, methods=BOTH),
    "membership:movement.members": Route(Action.VIEW_PERSON),
    "membership:movement.stock": Route(Action.VIEW_FIGURES, "organisation"),
    "membership:movement.stock_file": Route(Action.EXPORT, "organisation"),
    "membership:movement.detail": Route(Action.VIEW_PERSON, "movement"),
    "membership:movement.reverse": Route(Action.EDIT_PERSON, "movement", BOTH),
    "membership:movement.return": Route(Action.EDIT_PERSON, "former_member", BOTH),
    "membership:probation.list": Route(Action.VIEW_PERSON),
    "membership:handover.new": Route(Action.EDIT_PERSON, "member", BOTH),
    "membership:handover.list": Route(Action.VIEW_PERSON),
    "membership:handover.detail": Route(Action.VIEW_PERSON, "handover"),
    "membership:handover.act": Route(Action.EDIT_PERSON, "handover_act", BOTH),
}


def former_member(world, place, word):
    member = MemberFactory(organisation=place, full_name=word)
    leave(by=None, on=date(2020, 1, 1), member=member, version=1, kind="died", reason=word)
    return {"pk": member.pk}


def movement(world, place, word):
    member = former_member(world, place, word)["pk"]
    return {"pk": MemberMovement.objects.get(member=member, kind="died").pk}


def handover(world, place, word):
    """A letter whose other end nobody asked here can see."""
    target = OrganisationFactory(code=f"99{OrganisationFactory._meta.model.objects.count():012d}", name=word)
    member = MemberFactory(organisation=place, full_name=word)
    made = MemberHandover.objects.create(
        member=member, organisation=place, organisation_path=place.path, target=target,
        offered_on=date(2026, 5, 4), letter_number="1-GGT",
    )  # fmt: skip
    return {"pk": made.pk}


def handover_act(world, place, word):
    return handover(world, place, word) | {"act": "nhac"}


# target -> maker(world, place, word) -> the arguments of the address
MAKERS = {maker.__name__: maker for maker in (former_member, movement, handover, handover_act)}
# Targets that are made again and again when queries are counted.
GROWING: tuple[str, ...] = ("movement", "handover")
