"""What the account of a mass organisation may do: see whom it introduced and how far they are, and introduce more."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.domain.nominations import NominationSaid
from candidates.domain.register import register
from candidates.models import Candidate, MassOrganisation, Nomination
from membership.base import paths
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.lookup import link
from membership.domain.worklist import WorkItem, provider
from membership.models import Action, Organisation


def own_masses(user) -> list[MassOrganisation]:
    """The mass organisations an account works for today: granted, not ended, and within its role's reach."""
    rows = MassOrganisation.objects.visible_to(user, Action.INTRODUCE).current()
    rows = rows.filter(accounts__user=user, accounts__ended_at=None).select_related("organisation")
    return list(rows.order_by("name", "pk"))


def introductions_of(user):
    """Nominations by the mass organisations of an account: the first of each person, as one person counts once."""
    rows = Nomination.objects.current().filter(mass_organisation__in=[mass.pk for mass in own_masses(user)])
    return rows.select_related("candidate__organisation", "mass_organisation")


def branches_of(mass: MassOrganisation, user):
    """Open branches under its committee, where it may put people forward."""
    rows = Organisation.objects.visible_to(user, Action.INTRODUCE).under(mass.organisation).current()
    return rows.filter(children=None).order_by("path")


def introduce(
    *,
    by,
    on: date | None,
    mass_organisation: MassOrganisation,
    organisation: Organisation,
    full_name: str,
    attributes: dict[str, Any],
    movement: str = "",
    achievements: str = "",
    document_number: str = "",
) -> Candidate:
    """A mass organisation puts a new person forward in a branch: they stand there as "được giới thiệu".

    The branch finds them in its list, recognises or removes them. Refused for whoever does not work for that mass
    organisation, and for a branch that does not lie under its committee.
    """
    mass = mass_organisation
    with transaction.atomic():
        if by is not None and mass.pk not in {own.pk for own in own_masses(by)}:
            raise Refused(_("Tài khoản này không làm việc cho đoàn thể ấy."))
        if not paths.contains(mass.organisation_path, organisation.path):
            words = {"branch": organisation.name, "place": mass.organisation.name}
            raise Refused(_("%(branch)s không thuộc %(place)s.") % words, field="organisation")
        candidate = register(
            by=by,
            on=on,
            organisation=organisation,
            full_name=full_name,
            attributes=attributes,
            document_number=document_number,
            nomination=NominationSaid(
                mass_organisation=mass, movement=movement, achievements=achievements, document_number=document_number
            ),
            right=Action.INTRODUCE,
        )
        record("mass.introduced", by=by, organisation=organisation, subject=candidate, mass=mass.pk)
    return candidate


@provider
def own_introductions(user):
    """The home page of such an account: one line that leads to its page."""
    if not user.may(Action.INTRODUCE):
        return
    count = introductions_of(user).order_by().values("candidate").distinct().count()
    if url := link("candidates:own"):
        yield WorkItem(
            _("Người đoàn thể mình giới thiệu"), url, count=count, detail=_("xem từng người đã đến bước nào")
        )
