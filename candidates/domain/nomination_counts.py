"""How many each official member, and each mass organisation, has put forward, and what became of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from candidates.models import Admission, Body, CandidateEvent, EventKind, Nomination


@dataclass
class Outcome:
    """People put forward; of these recognised as cảm tình Đảng; of these with a decision of admission."""

    nominated: int = 0
    recognised: int = 0
    admitted: int = 0


def with_given(members, nominations):
    """Members with `given`: how many people each has put forward by these nominations (article 003: at least one)."""
    mine = nominations.filter(member=OuterRef("pk")).order_by().values("member")
    count = mine.annotate(n=Count("candidate", distinct=True)).values("n")
    return members.annotate(given=Coalesce(Subquery(count, output_field=IntegerField()), 0))


def outcomes(members: Iterable[int], nominations) -> dict[int, Outcome]:
    """Outcome by member id, in three queries for any number of members."""
    people: dict[int, set[int]] = defaultdict(set)
    rows = nominations.filter(member__in=list(members)).order_by().values_list("member_id", "candidate_id")
    for member, candidate in rows:
        people[member].add(candidate)
    everybody = set().union(*people.values())
    recognised = set(_recognised().filter(candidate__in=everybody).values_list("candidate_id", flat=True))
    admitted = set(Admission.objects.current().filter(candidate__in=everybody).values_list("candidate_id", flat=True))
    return {
        member: Outcome(len(theirs), len(theirs & recognised), len(theirs & admitted))
        for member, theirs in people.items()
    }


def by_body(nominations) -> list[tuple[str, str, Outcome]]:
    """(body, its name, outcome) of every mass organisation, with 0 too; official members ("") come first."""
    of_person = {"candidate": OuterRef("candidate")}
    rows = (
        nominations.annotate(
            is_recognised=Exists(_recognised().filter(**of_person)),
            is_admitted=Exists(Admission.objects.current().filter(**of_person)),
        )
        .order_by()
        .values("body")
        .annotate(
            nominated=Count("candidate", distinct=True),
            recognised=Count("candidate", distinct=True, filter=Q(is_recognised=True)),
            admitted=Count("candidate", distinct=True, filter=Q(is_admitted=True)),
        )
    )
    found = {row["body"]: Outcome(row["nominated"], row["recognised"], row["admitted"]) for row in rows}
    names = [("", _("Đảng viên chính thức")), *((body.value, str(body.label)) for body in Body)]
    return [(body, name[:1].upper() + name[1:], found.get(body, Outcome())) for body, name in names]


def _recognised():
    """Recognitions that stand."""
    return CandidateEvent.objects.filter(kind=EventKind.RECOGNISED, reversed_by=None)


def nominator_of(nomination: Nomination) -> str:
    """The member, or the mass organisation with its name, as one reads it."""
    if nomination.member is not None:
        return nomination.member.full_name
    label = str(nomination.get_body_display())
    label = label[:1].upper() + label[1:]
    return f"{label}: {nomination.body_name}" if nomination.body_name else label
