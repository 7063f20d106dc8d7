"""What this part adds to the access matrix: its routes, the makers of what they are about, what grows in a list."""

from datetime import date

from membership.models import Action, UnitState
from tests.access.route import BOTH, Route
from tests.factories import MemberFactory, ResidenceFactory, UnitFactory

MANAGED = ("edit", "rename", "cover", "uncover", "merge", "split", "end", "state", "withdraw")

ROUTES: dict[str, Route] = {
    "membership:unit.list": Route(Action.VIEW_ORGANISATION),
    "membership:unit.grid": Route(Action.VIEW_ORGANISATION),
    "membership:unit.table": Route(Action.VIEW_ORGANISATION),
    "membership:unit.changes": Route(Action.VIEW_ORGANISATION),
    "membership:unit.confirm": Route(Action.MANAGE_UNIT, methods=BOTH),
    "membership:unit.suggest": Route(Action.EDIT_PERSON),
    "membership:unit.new": Route(Action.MANAGE_UNIT, methods=BOTH),
    "membership:unit.detail": Route(Action.VIEW_ORGANISATION, "unit"),
    **{f"membership:unit.{verb}": Route(Action.MANAGE_UNIT, "unit", methods=BOTH) for verb in MANAGED},
    "membership:unit.settle": Route(Action.EDIT_PERSON, "unit", methods=BOTH),
    "membership:member.settle": Route(Action.EDIT_PERSON, "member", methods=BOTH),
    "candidates:candidate.settle": Route(Action.EDIT_PERSON, "candidate", methods=BOTH),
}


def unit(world, place, word):
    """White again, with a member written down there now and another who could be."""
    made = UnitFactory(
        organisation=place, name=word, commune=word, state=UnitState.MEMBERS_ONLY, state_since=date(2012, 1, 1)
    )
    made.statuses.create(state=UnitState.NO_MEMBERS, since=date(2015, 1, 1))
    type(made).objects.filter(pk=made.pk).update(state=UnitState.NO_MEMBERS, state_since=date(2015, 1, 1))
    ResidenceFactory(unit=made, member__organisation=place, member__full_name=word)
    MemberFactory(organisation=place, full_name=word)
    return {"pk": made.pk}


# target -> maker(world, place, word) -> the arguments of the address
MAKERS = {"unit": unit}
# Targets that are made again and again when queries are counted.
GROWING: tuple[str, ...] = ("unit",)
