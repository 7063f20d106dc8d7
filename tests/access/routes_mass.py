"""What this part adds to the access matrix: its routes, the makers of what they are about, what grows in a list."""

from django.utils import timezone

from candidates.models import MassAccount, Nomination
from membership.models import Action
from tests.access.route import BOTH, POST, Route
from tests.factories import CandidateFactory, MassOrganisationFactory

ROUTES: dict[str, Route] = {
    "candidates:mass.list": Route(Action.VIEW_FIGURES),
    "candidates:mass.new": Route(Action.MANAGE_MASS, methods=BOTH),
    "candidates:mass.detail": Route(Action.VIEW_FIGURES, "mass"),
    "candidates:mass.edit": Route(Action.MANAGE_MASS, "mass", methods=BOTH),
    "candidates:mass.end": Route(Action.MANAGE_MASS, "mass", methods=BOTH),
    "candidates:mass.quota": Route(Action.MANAGE_MASS, "mass_year", methods=BOTH),
    "candidates:mass.link": Route(Action.MANAGE_MASS, "mass", methods=BOTH),
    "candidates:mass.accounts": Route(Action.MANAGE_USERS),
    "candidates:mass.account": Route(Action.MANAGE_USERS, "mass", methods=BOTH),
    "candidates:mass.account_end": Route(Action.MANAGE_USERS, "mass_account", methods=POST),
    "candidates:own": Route(Action.INTRODUCE),
    "candidates:own.new": Route(Action.INTRODUCE, methods=BOTH),
}


def mass(world, place, word):
    """Who may nominate is read by everybody under the committee: to hide are the note and who was introduced."""
    made = MassOrganisationFactory(organisation=place, note=word)
    Nomination.objects.create(
        candidate=CandidateFactory(organisation=place, full_name=word), organisation=place,
        organisation_path=place.path, body="youth_union", body_name=word, mass_organisation=made,
        nominated_on=timezone.localdate(),
    )  # fmt: skip
    return {"pk": made.pk}


def mass_year(world, place, word):
    return mass(world, place, word) | {"year": 2026}


def mass_account(world, place, word):
    made = mass(world, place, word)
    row = MassAccount.objects.create(user=world.owner, mass_organisation_id=made["pk"])
    return made | {"account": row.pk}


# target -> maker(world, place, word) -> the arguments of the address
MAKERS = {maker.__name__: maker for maker in (mass, mass_year, mass_account)}
# Targets that are made again and again when queries are counted.
GROWING: tuple[str, ...] = ("mass", "mass_account")
