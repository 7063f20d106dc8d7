"""What this part adds to the access matrix: its routes, the makers of what they are about, what grows in a list."""

from datetime import date

from candidates.models import RadarLine, RadarList
from membership.models import Action
from tests.access.route import BOTH, Route

ROUTES: dict[str, Route] = {
    "candidates:radar": Route(Action.VIEW_FIGURES),
    "candidates:radar.findings": Route(Action.VIEW_FIGURES),
    "candidates:radar.fix": Route(Action.SET_QUOTA, "organisation", methods=BOTH),
    "candidates:radar.list": Route(Action.VIEW_FIGURES, "radar_list"),
    "candidates:radar.end": Route(Action.SET_QUOTA, "radar_list", methods=BOTH),
    "candidates:radar.masses": Route(Action.SET_QUOTA, "organisation", methods=BOTH),
}


def radar_list(world, place, word):
    made = RadarList.objects.create(
        organisation=place, organisation_path=place.path, warning="no_admission", name=word,
        fixed_on=date(2026, 1, 1), due_on=date(2026, 12, 31), target=1,
    )  # fmt: skip
    RadarLine.objects.create(radar_list=made, organisation=place)
    return {"pk": made.pk}


# target -> maker(world, place, word) -> the arguments of the address
MAKERS = {"radar_list": radar_list}
# Targets that are made again and again when queries are counted.
GROWING: tuple[str, ...] = ("radar_list",)
