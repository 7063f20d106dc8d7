"""Old nominations that name a mass organisation in words: tie them to it, many at once."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import MassOrganisation, Nomination
from membership.base.bulk import insert
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.models import Action

MOST_NAMES = 200
_COPIED = (
    "candidate_id", "organisation_id", "organisation_path", "body", "nominated_on", "movement", "achievements",
    "document_number", "event_id",
)  # fmt: skip


def unlinked(mass: MassOrganisation):
    """Nominations by the same kind of mass organisation under its committee that are tied to none yet."""
    rows = Nomination.objects.current().filter(body=mass.body, mass_organisation=None, member=None)
    return rows.under(mass.organisation)


def unlinked_names(mass: MassOrganisation) -> list[dict]:
    """What they were called, how many of each, from which day to which: the most frequent first."""
    rows = unlinked(mass).order_by().values("body_name")
    rows = rows.annotate(n=Count("pk"), first=Min("nominated_on"), last=Max("nominated_on"))
    return list(rows.order_by("-n", "body_name")[:MOST_NAMES])


def link_nominations(*, by, mass_organisation: MassOrganisation, names: Iterable[str]) -> int:
    """Tie all nominations under these names to the mass organisation; how many. The old rows stay, replaced by new."""
    names = list(names)
    with transaction.atomic():
        mass = MassOrganisation.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
        mass = mass.get(pk=mass_organisation.pk)
        if by is not None and not by.may(Action.MANAGE_MASS, mass.organisation_path):
            raise Refused(_("Đồng chí không quản lý đoàn thể ở tổ chức này."))
        if mass.valid_to is not None:
            raise Refused(_("Đoàn thể này đã thôi theo dõi."))
        rows = list(unlinked(mass).filter(body_name__in=names).select_for_update(of=("self",)))
        if not rows:
            raise Refused(_("Cần chọn ít nhất một tên còn lượt giới thiệu chưa gắn."), field="names")
        already = set(
            Nomination.objects.current()
            .filter(mass_organisation=mass, candidate__in={row.candidate_id for row in rows})
            .values_list("candidate_id", flat=True)
        )
        now = timezone.now()
        fresh = []
        for row in rows:
            if row.candidate_id not in already:  # introduced twice by one organisation counts once
                already.add(row.candidate_id)
                fresh.append(row)
        Nomination.objects.filter(pk__in=[row.pk for row in fresh]).update(replaced_at=now)
        insert(
            Nomination,
            [
                Nomination(
                    mass_organisation=mass, body_name=mass.name, recorded_at=now, recorded_by=by,
                    **{name: getattr(row, name) for name in _COPIED},
                )
                for row in fresh
            ],
        )  # fmt: skip
        record("nominations.linked", by=by, organisation=mass.organisation, subject=mass, count=len(fresh), names=names)
    return len(fresh)
