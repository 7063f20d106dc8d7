"""What this part adds to the access matrix: its routes, the makers of what they are about, what grows in a list."""

from datetime import date

from membership.models import Action, TitleTarget
from tests.access.route import BOTH, POST, Route
from tests.factories import HolderFactory, TitleFactory, UnitFactory

ROUTES: dict[str, Route] = {
    "membership:holder.list": Route(Action.VIEW_PERSON),
    "membership:holder.shares": Route(Action.VIEW_FIGURES),
    "membership:holder.next": Route(Action.VIEW_PERSON),
    "membership:holder.vacant": Route(Action.VIEW_PERSON),
    "membership:holder.new": Route(Action.MANAGE_UNIT, methods=BOTH),
    "membership:holder.detail": Route(Action.VIEW_PERSON, "holder"),
    "membership:holder.edit": Route(Action.MANAGE_UNIT, "holder", methods=BOTH),
    "membership:holder.end": Route(Action.MANAGE_UNIT, "holder", methods=BOTH),
    "membership:holder.replace": Route(Action.MANAGE_UNIT, "holder", methods=BOTH),
    "membership:title.list": Route(Action.VIEW_ORGANISATION),
    "membership:title.new": Route(Action.MANAGE_CATALOGUES, methods=BOTH),
    "membership:title.edit": Route(Action.MANAGE_CATALOGUES, "title", methods=BOTH),
    "membership:title.retire": Route(Action.MANAGE_CATALOGUES, "title", methods=POST),
    "membership:title.restore": Route(Action.MANAGE_CATALOGUES, "title", methods=POST),
    "membership:target.new": Route(Action.MANAGE_UNIT, "title", methods=BOTH),
    "membership:target.withdraw": Route(Action.MANAGE_UNIT, "title_target", methods=BOTH),
    "candidates:holder.candidate": Route(Action.EDIT_PERSON, "holder", methods=BOTH),
    "candidates:holder.untie": Route(Action.EDIT_PERSON, "holder", methods=POST),
}


def holder(world, place, word):
    unit = UnitFactory(organisation=place, name=word)
    return {"pk": HolderFactory(unit=unit, full_name=word, note=word).pk}


def title(world, place, word):
    return {"code": "front_head"}


def title_target(world, place, word):
    """What a committee asks is read by everybody under it: the word to hide is in the note."""
    made = TitleTarget.objects.create(
        organisation=place, organisation_path=place.path, title=TitleFactory(), percent=60,
        in_force_from=date(2026, 1, 1), decision_number="5-NQ", note=word,
    )  # fmt: skip
    return {"pk": made.pk}


# target -> maker(world, place, word) -> the arguments of the address
MAKERS = {maker.__name__: maker for maker in (holder, title, title_target)}
# Targets that are made again and again when queries are counted.
GROWING: tuple[str, ...] = ("holder", "title_target")
