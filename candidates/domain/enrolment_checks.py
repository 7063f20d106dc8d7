"""What acts on learners have in common: whose business it is, on which day, from which state."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.dossier import chains_of
from candidates.models import Candidate, Enrolment
from membership.base.text import normalise
from membership.domain.errors import Refused
from membership.models import Action

REASON_LENGTH = Enrolment._meta.get_field("reason").max_length


class PeopleRefused(Refused):
    """`people`: candidate id -> sentences about that person. Nothing was written."""

    def __init__(self, people: dict[int, list[str]], messages: dict[str, list[str]] | None = None):
        self.people = people
        told = dict(messages or {})
        told[""] = [*told.get("", ()), *(sentence for one in people.values() for sentence in one)]
        super().__init__(messages=told)


class Doubtful(PeopleRefused):
    """Nothing forbids it, but somebody has to say that it is meant (`confirmed=True`)."""


def check_branches(by, people: list[Candidate]) -> None:
    if by is None:
        return
    reach = by.reach(Action.EDIT_PERSON)
    if not all(reach.covers(person.organisation_path) for person in people):
        raise Refused(_("Đồng chí không có quyền cử người của chi bộ khác."))


def check_base(by, on: date, rows: list[Enrolment]) -> None:
    if by is None:
        return
    chains = chains_of({row.organisation_path for row in rows})
    for row in rows:
        base = chains[row.organisation_path].base(on)
        if not by.may(Action.EDIT_PERSON, base.path):
            raise Refused(_("Việc này do %(base)s trả lời.") % {"base": base.name})


def check_day(on: date | None) -> None:
    if on is None:
        raise Refused(_("Cần ghi ngày."), field="on")
    if on > timezone.localdate():
        raise Refused(_("Ngày này ở sau ngày hôm nay."), field="on")


def not_in(rows: Iterable[Enrolment], states: tuple) -> dict[int, list[str]]:
    sentence = _("%(name)s nay là “%(state)s”; hãy xem lại danh sách.")
    return {
        row.candidate_id: [sentence % {"name": row.candidate.full_name, "state": row.get_state_display()}]
        for row in rows
        if row.state not in states
    }


def reason_said(text: str, missing: str) -> str:
    reason = normalise(text)
    if not reason:
        raise Refused(missing, field="reason")
    if len(reason) > REASON_LENGTH:
        raise Refused(_("Nội dung dài quá %(limit)d chữ.") % {"limit": REASON_LENGTH}, field="reason")
    return reason
