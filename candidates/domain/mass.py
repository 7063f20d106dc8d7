"""Mass organisations that introduce people to the Party: keep them, set a number to reach, count what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.mass_accounts import end_mass_account, grant_mass_account
from candidates.domain.mass_introductions import introduce, introductions_of
from candidates.domain.mass_links import link_nominations, unlinked_names
from candidates.models import Admission, Body, CandidateEvent, EventKind, MassOrganisation, MassQuota, Nomination
from membership.base import paths
from membership.base.dates import format_date
from membership.base.numbers import ratio_percent
from membership.base.text import fold, normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.models import Action, Organisation

__all__ = [
    "Funnel",
    "end_mass_account",
    "end_mass_organisation",
    "found_mass_organisation",
    "funnels",
    "give_mass_quota",
    "grant_mass_account",
    "introduce",
    "introduced",
    "introductions_of",
    "link_nominations",
    "masses_above",
    "masses_for",
    "rename_mass_organisation",
    "total",
    "unlinked_names",
]

YEARS = (1990, 2100)
MOST = 100_000
MOST_OFFERED = 100


@dataclass(frozen=True)
class Funnel:
    """People introduced in a year by one mass organisation; of these recognised as cảm tình Đảng; admitted.

    `quota` None: none was given. Whoever was introduced twice counts once.
    """

    quota: int | None = None
    introduced: int = 0
    accepted: int = 0
    admitted: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Introduced against the number to reach."""
        return ratio_percent(self.introduced, self.quota) if self.quota else None

    def __add__(self, other: "Funnel") -> "Funnel":
        quotas = [each.quota for each in (self, other) if each.quota is not None]
        return Funnel(
            sum(quotas) if quotas else None,
            self.introduced + other.introduced,
            self.accepted + other.accepted,
            self.admitted + other.admitted,
        )


def introduced(mass_organisation: MassOrganisation, year: int) -> Funnel:
    """What one mass organisation did in a year."""
    return funnels([mass_organisation.pk], year).get(mass_organisation.pk, Funnel())


def funnels(masses: Iterable[int], year: int) -> dict[int, Funnel]:
    """Mass organisation id -> its funnel of a year, in two queries for any number of them."""
    masses = list(masses)
    return {key: Funnel() for key in masses} | _counted(masses, year)


def total(masses, year: int) -> Funnel:
    """The funnels of a queryset of mass organisations added up: whoever two of them introduced counts for both."""
    found = _counted(masses.order_by().values("pk"), year)
    return sum(found.values(), Funnel())


def _counted(masses, year: int) -> dict[int, Funnel]:
    """Funnels of those that have a number or introduced somebody. `masses`: ids, or a query of them."""
    of_person = {"candidate": OuterRef("candidate")}
    recognised = CandidateEvent.objects.filter(kind=EventKind.RECOGNISED, reversed_by=None, **of_person)
    rows = (
        Nomination.objects.current()
        .filter(mass_organisation__in=masses, nominated_on__range=(date(year, 1, 1), date(year, 12, 31)))
        .annotate(is_recognised=Exists(recognised), is_admitted=Exists(Admission.objects.current().filter(**of_person)))
        .order_by()
        .values("mass_organisation")
        .annotate(
            introduced=Count("candidate", distinct=True),
            accepted=Count("candidate", distinct=True, filter=Q(is_recognised=True)),
            admitted=Count("candidate", distinct=True, filter=Q(is_admitted=True)),
        )
    )
    counted = {row.pop("mass_organisation"): row for row in rows}
    given = MassQuota.objects.filter(mass_organisation__in=masses, year=year).order_by()
    quotas = dict(given.values_list("mass_organisation", "quota"))
    return {key: Funnel(quotas.get(key), **counted.get(key, {})) for key in {*counted, *quotas}}


def masses_above(path: str) -> list[MassOrganisation]:
    """Mass organisations of the committees above a place, the nearest first: who may introduce people there."""
    rows = MassOrganisation.objects.current().filter(organisation__in=paths.ids(path)).select_related("organisation")
    return sorted(rows, key=lambda row: (-len(row.organisation_path), row.body, row.name))


def masses_for(user) -> list[MassOrganisation]:
    """Mass organisations that may introduce somewhere a person writes: those under and those above their places."""
    reach = user.reach(Action.EDIT_PERSON)
    above = {identifier for subtree in reach.subtrees for identifier in paths.ids(subtree)}
    rows = MassOrganisation.objects.current().filter(
        Q(reach.condition("organisation_path")) | Q(organisation__in=above)
    )
    return list(rows.select_related("organisation").order_by("organisation_path", "body", "name")[:MOST_OFFERED])


def found_mass_organisation(
    *, by, organisation: Organisation, body: str, name: str, note: str = ""
) -> MassOrganisation:
    """Follow a mass organisation that works beside a committee."""
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        require_mass_right(by, organisation.path)
        wrong: dict[str, list[str]] = {}
        if not organisation.is_open:
            wrong["organisation"] = [_("%(name)s đã kết thúc hoạt động.") % {"name": organisation.name}]
        if body not in Body.values:
            wrong["body"] = [_("Cần chọn loại đoàn thể.")]
        texts = _texts(name, note, wrong)
        _check_once(organisation.pk, body, texts["folded_name"], None, wrong)
        if wrong:
            raise Refused(messages=wrong)
        mass = MassOrganisation.objects.create(
            organisation=organisation, organisation_path=organisation.path, body=body, **texts
        )
        record("mass.founded", by=by, organisation=organisation, subject=mass, body=body)
    return mass


def rename_mass_organisation(
    *, by, mass_organisation: MassOrganisation, version: int, name: str, note: str = ""
) -> MassOrganisation:
    """Its name and note as they are from now on; people introduced under the old name stay with it."""
    with transaction.atomic():
        mass = hold_mass(mass_organisation, by, version)
        wrong: dict[str, list[str]] = {}
        texts = _texts(name, note, wrong)
        _check_once(mass.organisation_id, mass.body, texts["folded_name"], mass.pk, wrong)
        if wrong:
            raise Refused(messages=wrong)
        before = mass.name
        for field, value in texts.items():
            setattr(mass, field, value)
        mass.version += 1
        mass.save()
        record("mass.renamed", by=by, organisation=mass.organisation, subject=mass, before=before)
    return mass


def end_mass_organisation(
    *, by, on: date | None, mass_organisation: MassOrganisation, version: int
) -> MassOrganisation:
    """Followed no longer from a day on: nobody introduces in its name any more, its accounts see nothing."""
    with transaction.atomic():
        mass = hold_mass(mass_organisation, by, version)
        if on is None or on > timezone.localdate():
            raise Refused(_("Cần ghi ngày, không sau ngày hôm nay."), field="on")
        mass.valid_to = on
        mass.version += 1
        mass.save()
        mass.accounts.filter(ended_at=None).update(ended_at=timezone.now())
        record("mass.ended", by=by, organisation=mass.organisation, subject=mass, on=on.isoformat())
    return mass


def give_mass_quota(
    *,
    by,
    mass_organisation: MassOrganisation,
    year: int,
    quota: int,
    version: int | None = None,
    decision_number: str = "",
    decision_date: date | None = None,
    note: str = "",
) -> MassQuota:
    """How many people it is to introduce in a year. Given anew it is amended: `version` is that of the known number."""
    with transaction.atomic():
        mass = hold_mass(mass_organisation, by, None)
        known = MassQuota.objects.filter(mass_organisation=mass, year=year).first()
        wrong: dict[str, list[str]] = {}
        number, note = normalise(decision_number), normalise(note)
        if not YEARS[0] <= year <= YEARS[1]:
            wrong["year"] = [_("Năm phải từ %(first)d đến %(last)d.") % {"first": YEARS[0], "last": YEARS[1]}]
        if not 0 <= quota <= MOST:
            wrong["quota"] = [_("Chỉ tiêu là một số từ 0 đến %(most)d.") % {"most": MOST}]
        for field, text in (("decision_number", number), ("note", note)):
            limit = MassQuota._meta.get_field(field).max_length
            if len(text) > limit:
                wrong[field] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": limit}]
        if decision_date is not None and decision_date > timezone.localdate():
            wrong["decision_date"] = [_("Ngày văn bản ở sau ngày hôm nay.")]
        if wrong:
            raise Refused(messages=wrong)
        if version is not None and version != (known.version if known else 0):
            raise Stale(_("Người khác vừa giao chỉ tiêu này. Hãy xem lại rồi làm tiếp."))
        before = known.quota if known else None
        row = known or MassQuota(mass_organisation=mass, year=year, version=0)
        row.quota, row.decision_number, row.decision_date, row.note = quota, number, decision_date, note
        row.recorded_at, row.recorded_by = timezone.now(), by
        row.version += 1
        row.save()
        record(
            "mass.quota_given", by=by, organisation=mass.organisation, subject=mass,
            year=year, quota=quota, before=before, document=number,
        )  # fmt: skip
    return row


# --- inside an act ---------------------------------------------------------------------------------------------------
def require_mass_right(by, path: str) -> None:
    if by is not None and not by.may(Action.MANAGE_MASS, path):
        raise Refused(_("Đồng chí không quản lý đoàn thể ở tổ chức này."))


def hold_mass(mass: MassOrganisation, by, version: int | None) -> MassOrganisation:
    rows = MassOrganisation.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    mass = rows.get(pk=mass.pk)
    require_mass_right(by, mass.organisation_path)
    if version is not None and mass.version != version:
        raise Stale(_("Người khác vừa sửa đoàn thể này. Hãy xem lại rồi làm tiếp."))
    if mass.valid_to is not None:
        raise Refused(_("Đoàn thể này đã thôi theo dõi từ ngày %(day)s.") % {"day": format_date(mass.valid_to)})
    return mass


def _texts(name: str, note: str, wrong: dict[str, list[str]]) -> dict[str, str]:
    name, note = normalise(name), normalise(note)
    if not fold(name):
        wrong["name"] = [_("Cần ghi tên đoàn thể.")]
    for field, text in (("name", name), ("note", note)):
        limit = MassOrganisation._meta.get_field(field).max_length
        if len(text) > limit:
            wrong[field] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": limit}]
    return {"name": name, "folded_name": fold(name), "note": note}


def _check_once(organisation: int, body: str, folded: str, own: int | None, wrong: dict[str, list[str]]) -> None:
    same = MassOrganisation.objects.current().filter(organisation=organisation, body=body, folded_name=folded)
    if same.exclude(pk=own).exists():
        wrong.setdefault("name", []).append(_("Cấp ủy này đã có đoàn thể cùng loại, cùng tên."))
