"""What could still help a place with a warning: candidates near by, by stage, and who leads the branch."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import RowNumber

from candidates.domain.dossier import chains_of
from candidates.domain.radar_findings import Finding
from candidates.domain.radar_survey import WATCHED
from candidates.models import PIPELINE, Candidate, Stage
from membership.models import Assignment, RoleCode, within

MOST = 3  # names beside a place; the list behind them is one click away
_NEAREST = [*reversed(PIPELINE), Stage.SUSPENDED]


@dataclass
class Help:
    """`own`: people of the place itself, the nearest to admission first; `near`: of the same base organisation.

    `secretary`: who holds the account of the branch's secretary, as far as one is known.
    """

    own: list[Candidate] = field(default_factory=list)
    near: list[Candidate] = field(default_factory=list)
    secretary: str = ""


def help_for(user, places: Sequence[Finding], today: date) -> dict[tuple[int, int | None], Help]:
    """Help by (organisation, unit), with the names that the reader may see. A fixed number of queries for a page."""
    found = {(each.organisation_id, each.unit_id): Help() for each in places}
    people = Candidate.objects.visible_to(user).filter(stage__in=WATCHED)
    units = [each.unit_id for each in places if each.unit_id is not None]
    branches = {each.near_id if each.unit_id else each.organisation_id for each in places} - {None}
    of_branch = _first(people.filter(organisation__in=branches), "organisation_id")
    of_unit = _first(people.filter(unit__in=units), "unit_id") if units else {}
    bases = _bases([each.path for each in places], today)
    need = {bases[each.path] for each in places if not _own(each, of_branch, of_unit)}
    of_base = _near(people, need)
    leaders = _secretaries(branches, today)
    for each in places:
        help_ = found[each.organisation_id, each.unit_id]
        help_.own = _own(each, of_branch, of_unit)
        if not help_.own:
            help_.near = of_base.get(bases[each.path], [])[:MOST]
        help_.secretary = leaders.get(each.near_id if each.unit_id else each.organisation_id, "")
    return found


def _own(place: Finding, of_branch, of_unit) -> list[Candidate]:
    if place.unit_id is None:
        return of_branch.get(place.organisation_id, [])
    return of_unit.get(place.unit_id) or of_branch.get(place.near_id, [])


def _ranked(people):
    whens = [When(stage=stage, then=Value(rank)) for rank, stage in enumerate(_NEAREST)]
    return people.annotate(rank=Case(*whens, default=Value(len(whens)), output_field=IntegerField()))


def _first(people, column: str, most: int = MOST) -> dict[int, list[Candidate]]:
    """The nearest to admission of each place."""
    order = [F("rank").asc(), F("stage_since").asc(), F("pk").asc()]
    rows = _ranked(people).annotate(at=Window(RowNumber(), partition_by=F(column), order_by=order))
    grouped: dict[int, list[Candidate]] = defaultdict(list)
    for row in rows.filter(at__lte=most).select_related("organisation").order_by("rank", "stage_since", "pk"):
        grouped[getattr(row, column)].append(row)
    return grouped


def _near(people, bases: Iterable[str]) -> dict[str, list[Candidate]]:
    """Path of a base organisation -> people there, the nearest to admission first."""
    bases = sorted(set(bases))
    if not bases:
        return {}
    where = Q()
    for base in bases:
        where |= within(base, "organisation_path")
    grouped: dict[str, list[Candidate]] = defaultdict(list)
    for rows in _first(people.filter(where), "organisation_id").values():
        for row in rows:
            base = next(each for each in reversed(bases) if row.organisation_path.startswith(each))
            grouped[base].append(row)
    for rows in grouped.values():
        rows.sort(key=lambda row: (row.rank, row.stage_since or date.max, row.pk))
    return grouped


def _bases(all_paths: Iterable[str], today: date) -> dict[str, str]:
    return {path: chain.base(today).path for path, chain in chains_of(set(all_paths)).items()}


def _secretaries(branches: Iterable[int], today: date) -> dict[int, str]:
    held = Assignment.objects.current(today).filter(role=RoleCode.BRANCH_SECRETARY, organisation__in=list(branches))
    return {row.organisation_id: row.user.full_name for row in held.select_related("user").order_by("-valid_from")}
