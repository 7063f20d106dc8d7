"""Who helps how many people, who can help no longer,."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.dossier import chains_of
from candidates.domain.mentor_notes import HELPED, helping
from candidates.models import Mentorship
from membership.base import paths
from membership.base.bulk import chunks
from membership.domain.lookup import link
from membership.domain.worklist import OVERDUE, WorkItem, provider
from membership.models import Action, MemberSpell, MemberStatus, PartyMember

# Practice, not law: offices speak of two or three. Nothing is refused above it, pages only say so.
MOST_HELPED = 3


def load_of(members: Iterable[PartyMember | int]) -> dict[int, int]:
    """How many people each member helps now, in the whole tree. One query for any number of members."""
    keys = [getattr(member, "pk", member) for member in members]
    loads: Counter[int] = Counter()
    for chunk in chunks(keys, 5000):
        rows = helping(Mentorship.objects.filter(member__in=chunk)).order_by().values("member")
        loads.update({row["member"]: row["n"] for row in rows.annotate(n=Count("candidate", distinct=True))})
    return {key: loads[key] for key in keys}


def since_of(members: Iterable[PartyMember]) -> dict[int, date | None]:
    """Since when each takes part in their branch of today; None where the day is not known."""
    spells = MemberSpell.objects.filter(member__in=[member.pk for member in members], valid_to=None)
    return dict(spells.order_by().values_list("member_id", "valid_from"))


def is_overloaded(helped: int) -> bool:
    return helped > MOST_HELPED


def overloaded(members):
    """Members who help more people than is sensible."""
    counted = Q(mentorships__valid_to=None, mentorships__taken_back_at=None, mentorships__candidate__stage__in=HELPED)
    counted = members.order_by().annotate(helped=Count("mentorships__candidate", filter=counted, distinct=True))
    return counted.filter(helped__gt=MOST_HELPED)


def lost(queryset, on: date) -> list[int]:
    """Ids of open mentorships whose mentor takes part no more, or outside the base organisation of the branch.

    Two queries: most mentors are of the branch itself, so only the others are looked at one by one.
    """
    elsewhere = Q(member__status=MemberStatus.LEFT) | ~Q(member__organisation=F("candidate__organisation"))
    rows = list(
        helping(queryset)
        .filter(elsewhere)
        .order_by()
        .values_list("pk", "member__status", "member__organisation_path", "candidate__organisation_path")
    )
    chains = chains_of({row[3] for row in rows}) if rows else {}
    return [
        pk
        for pk, status, mentor, person in rows
        if status == MemberStatus.LEFT or not paths.contains(chains[person].base(on).path, mentor)
    ]


def is_lost(mentorship: Mentorship, base_path: str) -> bool:
    """The same of one mentorship whose member is read; `base_path`: of the base organisation of the branch."""
    member = mentorship.member
    return member.status == MemberStatus.LEFT or not paths.contains(base_path, member.organisation_path)


def mentors_seen_by(user):
    """Members who help somebody whom the person may see, wherever those members take part."""
    seen = helping(Mentorship.objects.visible_to(user)).filter(member=OuterRef("pk"))
    return PartyMember.objects.filter(Exists(seen))


@provider
def mentor_work(user):
    """Mentors who are gone. Notes that are due stand among the deadlines."""
    if not user.may(Action.EDIT_PERSON):
        return
    mine = Mentorship.objects.visible_to(user, Action.EDIT_PERSON)
    if gone := len(lost(mine, timezone.localdate())):
        yield WorkItem(
            _("Người giúp đỡ không còn sinh hoạt ở đây"), link("candidates:mentor.list") + "?tinh-trang=khong-con",
            OVERDUE, _("Chi bộ phân công đảng viên khác giúp đỡ."), count=gone,
        )  # fmt: skip
