"""What lies in the dossiers of a demo's candidates: who helps, who introduces, the papers, the letters of verification.

Written in bulk, as the offices' own books would bring it; the steps themselves then go through `advance`, so that the
demo obeys the law like everybody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from candidates.models import (
    Candidate,
    Circumstances,
    Introduction,
    MentorNote,
    Mentorship,
    Paper,
    Relative,
    Verification,
    VerificationResult,
)
from membership.base.bulk import insert, reserve_ids
from membership.base.dates import add_months
from membership.models import MemberStatus, PartyMember
from reports.demo.data import PlannedCandidate
from reports.demo.names import FEMALE, MALE, invent_name

_FAMILY = (Relative.SELF, Relative.FATHER, Relative.MOTHER)
_PROGRESS = ("good", "steady", "steady", "good", "weak")
_REMARKS = ("Tích cực tham gia phong trào của khu vực.", "Hoàn thành tốt nhiệm vụ được giao.", "", "")


class Cabinet:
    """Collects rows for many candidates and writes them at once."""

    def __init__(self, organisations: Iterable[int], by, today: date, seed: str):
        self.by, self.today, self.seed = by, today, seed
        self.members: dict[int, list[PartyMember]] = {}
        official = PartyMember.objects.filter(
            organisation_id__in=set(organisations), status=MemberStatus.OFFICIAL, official_on__isnull=False
        )
        for member in official.order_by("organisation_id", "joined_on", "pk"):
            self.members.setdefault(member.organisation_id, []).append(member)
        self.mentorships: list[Mentorship] = []
        self.notes: list[tuple[Mentorship, MentorNote]] = []
        self.rows: dict[type, list] = {Circumstances: [], Introduction: [], Paper: [], Verification: []}

    def open(self, candidate: Candidate, planned: PlannedCandidate) -> None:
        """Everything that the person's stage lets expect; of letters still out the last has no answer."""
        rng = Random(f"{self.seed}/{candidate.full_name}/{candidate.pk}")
        members = self.members.get(candidate.organisation_id, [])
        if planned.recognised_on is None or not members:
            return
        days = {step.step: step.on for step in planned.steps}
        since = planned.recognised_on + timedelta(days=rng.randint(2, 9))
        members = [member for member in members if member.official_on <= add_months(since, -14)]
        if not members:
            return
        self._help(candidate, rng.choice(members), since, rng)
        opened = days.get("open_dossier")
        if opened is None:
            return
        self.rows[Circumstances].append(Circumstances(candidate_id=candidate.pk, citizen=True, changed_by=self.by))
        closed = days.get("conclude_history", self.today)
        self._papers(candidate, members, opened, rng)
        self._letters(candidate, opened, closed, "conclude_history" in days, rng)

    def _help(self, candidate: Candidate, member: PartyMember, since: date, rng: Random) -> None:
        if since > self.today:
            return
        mentorship = Mentorship(
            candidate_id=candidate.pk, member=member, valid_from=since, together_since=add_months(since, -30),
            resolution_number=f"{rng.randint(1, 40)}-NQ/CB", recorded_by=self.by,
        )  # fmt: skip
        self.mentorships.append(mentorship)
        last = add_months(self.today.replace(day=1), -rng.choice((1, 1, 1, 2, 3)))
        month = max(add_months(since.replace(day=1), 1), add_months(self.today.replace(day=1), -8))
        while month <= last:
            note = MentorNote(
                month=month, written_on=min(add_months(month, 1) - timedelta(days=3), self.today),
                progress=rng.choice(_PROGRESS), text=rng.choice(_REMARKS), recorded_by=self.by,
            )  # fmt: skip
            self.notes.append((mentorship, note))
            month = add_months(month, 1)

    def _papers(self, candidate: Candidate, members: Sequence[PartyMember], opened: date, rng: Random) -> None:
        for form, after in (("2-KNĐ", 3), ("5-KNĐ", 25)):
            day = opened + timedelta(days=after)
            if day <= self.today:
                self.rows[Paper].append(Paper(candidate_id=candidate.pk, form=form, signed_on=day, recorded_by=self.by))
        introduced = opened + timedelta(days=20)
        if introduced > self.today:
            return
        for member in members[:2]:
            self.rows[Introduction].append(
                Introduction(
                    candidate_id=candidate.pk,
                    member=member,
                    together_since=add_months(introduced, -30),
                    signed_on=introduced,
                    recorded_by=self.by,
                )  # fmt: skip
            )

    def _letters(self, candidate: Candidate, opened: date, closed: date, done: bool, rng: Random) -> None:
        family = candidate.full_name.split()[0]
        for number, relative in enumerate(_FAMILY):
            sent = opened + timedelta(days=4 + 2 * number)
            if sent >= closed:
                continue
            answered = min(sent + timedelta(days=rng.randint(9, 26)), closed)
            waits = not done and number == len(_FAMILY) - 1
            name = candidate.full_name
            if relative != Relative.SELF:
                name = invent_name(rng, MALE if relative == Relative.FATHER else FEMALE)
                name = f"{family} {name.split(maxsplit=1)[1]}" if relative == Relative.FATHER else name
            self.rows[Verification].append(
                Verification(
                    candidate_id=candidate.pk,
                    relative=relative,
                    relative_name=name,
                    place=candidate.hometown or "Cần Thơ",
                    letter_number=f"{rng.randint(20, 300)}-CV/ĐU",
                    sent_on=sent,
                    answered_on=None if waits else answered,
                    result="" if waits else VerificationResult.CLEAR,
                    recorded_by=self.by,
                )  # fmt: skip
            )

    def write(self) -> None:
        for row, key in zip(self.mentorships, reserve_ids(Mentorship, len(self.mentorships)), strict=True):
            row.pk = key
        for mentorship, note in self.notes:
            note.mentorship_id = mentorship.pk
        self._insert(Mentorship, self.mentorships)
        self._insert(MentorNote, [note for _mentorship, note in self.notes])
        for model, rows in self.rows.items():
            self._insert(model, rows)

    @staticmethod
    def _insert(model: type, rows: list) -> None:
        if model is not Circumstances:
            unnumbered = [row for row in rows if row.pk is None]
            for row, key in zip(unnumbered, reserve_ids(model, len(unnumbered)), strict=True):
                row.pk = key
        insert(model, rows)


def ballot_of(counts: Mapping[int, int], candidate: Candidate) -> dict[str, int]:
    """A vote that carries: everybody is there, and one in seven abstains."""
    members = counts.get(candidate.organisation_id, 0)
    return {"members": members, "in_favour": members - members // 7, "present": members} if members else {}
