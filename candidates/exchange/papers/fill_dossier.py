"""What belongs to a person on papers: who helps and introduces, verification, moves, the folder's contents."""

from datetime import date

from candidates.domain.contents import contents
from candidates.domain.dossier import Dossier
from candidates.domain.transfers import LETTERS
from candidates.exchange.papers.context import Act, Filed, Helper, Relative, Request
from candidates.exchange.papers.words import day_in_words
from candidates.models import ClassKind, Enrolment, EnrolmentState, TransferState, VerificationResult
from membership.base.dates import format_date
from membership.models import Organisation, PartyMember


def mentors(dossier: Dossier, purpose: str) -> list:
    """Who helps now; once nobody does any more, who did last."""
    found = [each for each in dossier.mentorships if each.purpose == purpose]
    now = [each for each in found if each.valid_to is None]
    if now or not found:
        return now
    last = max(each.valid_to for each in found)
    return [each for each in found if each.valid_to == last]


def branches_of_members(dossiers: list[Dossier]) -> dict[int, str]:
    ids = {
        each.member.organisation_id
        for dossier in dossiers
        for each in (*dossier.mentorships, *dossier.introductions)
        if each.member is not None
    }
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def awareness_classes(dossiers: list[Dossier]) -> dict[int, dict[str, str]]:
    """Candidate -> what papers say of the awareness class they finished last. One query."""
    keys = [dossier.candidate.pk for dossier in dossiers]
    rows = Enrolment.objects.filter(
        candidate__in=keys, state=EnrolmentState.PASSED, training_class__kind=ClassKind.AWARENESS
    ).select_related("training_class")
    return {
        row.candidate_id: {
            "class_name": row.training_class.name,
            "class_from": format_date(row.training_class.opens_on),
            "class_to": format_date(row.training_class.closes_on),
            "training_centre": row.training_class.organiser,
            "grade": row.get_grade_display() if row.grade else "",
        }
        for row in rows.order_by("certificate_date", "pk")
    }


def helper(row, branches: dict[int, str], since: date | None = None) -> Helper:
    member: PartyMember = row.member
    return Helper(
        name=member.full_name,
        position=member.position,
        born_on=format_date(member.born_on, member.born_precision),
        joined_on=format_date(member.joined_on),
        official_on=format_date(member.official_on),
        branch=branches.get(member.organisation_id, ""),
        since=format_date(since or getattr(row, "valid_from", None)),
        together_since=format_date(row.together_since),
    )


def introduced(dossier: Dossier, branches: dict[int, str]) -> dict:
    bodies = {each.body: each for each in dossier.introductions if each.member is None}
    youth, union = bodies.get("youth_union"), bodies.get("trade_union")
    paper = youth or union
    return {
        "introducers": tuple(
            helper(each, branches, each.signed_on) for each in dossier.introductions if each.member is not None
        ),
        "youth_body": (youth.body_name or "Đoàn cơ sở") if youth else "",
        "trade_union_body": (union.body_name or "Công đoàn cơ sở") if union else "",
        "body_resolution": Act(
            number=paper.number, day=format_date(paper.signed_on), day_in_words=day_in_words(paper.signed_on)
        )
        if paper
        else Act(),
    }


# --- verification, moves, the folder -------------------------------------------------------------------------------
def verified(dossier: Dossier) -> dict:
    asked = [each for each in dossier.verifications if each.result != VerificationResult.NOT_NEEDED]
    still = [each for each in asked if each.is_open] or asked
    letters: dict[tuple, list] = {}
    for each in still:
        letters.setdefault((each.place_now or each.place, each.letter_number, each.sent_on), []).append(each)
    return {
        "relatives": tuple(_relative(each, dossier) for each in asked),
        "requests": tuple(
            Request(
                number=number,
                day_in_words=day_in_words(day),
                recipient=place,
                relatives=tuple(_relative(each, dossier) for each in rows),
            )
            for (place, number, day), rows in letters.items()
            if place
        ),
    }


def _relative(row, dossier: Dossier) -> Relative:
    own = row.relative == "self"
    return Relative(
        relation=str(row.get_relative_display()),
        name=row.relative_name or (dossier.candidate.full_name if own else ""),
        place=row.place_now or row.place,
        result=str(row.get_result_display()) if row.result else "",
        note=row.result_note,
    )


def moving(dossier: Dossier) -> dict[str, str]:
    open_states = (TransferState.OFFERED, TransferState.ACCEPTED)
    row = next((each for each in reversed(dossier.transfers) if each.state in open_states), None)
    if row is None:
        return {}
    return {
        "moves_to": row.target.name if row.target is not None else row.target_text,
        "move_form": LETTERS.get(row.moment, ""),
        "moves_on": format_date(row.offered_on),
        "move_letter": row.letter_number,
        "move_letter_in_words": day_in_words(row.offered_on),
        "move_reason": row.reason,
    }


def filed(dossier: Dossier, on: date) -> tuple[Filed, ...]:
    return tuple(
        Filed(
            position=str(number),
            code=line.form.code,
            title=str(line.form.title),
            number=line.number,
            day=format_date(line.signed_on),
            valid_until=format_date(line.valid_until),
            state="hết giá trị, phải làm lại" if line.stale else "sắp hết giá trị" if line.soon else line.label,
        )
        for number, line in enumerate(contents(dossier, on), start=1)
    )
