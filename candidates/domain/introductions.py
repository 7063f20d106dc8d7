"""Who stands for an applicant: official members, or the committee of Đoàn or Công đoàn and one member."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.conditions import introducer, moved_while_helped
from candidates.domain.contents import introduced_by
from candidates.domain.dossier import Dossier, chains_of, load_dossier
from candidates.domain.guard import hold
from candidates.domain.ledger import Ledger
from candidates.domain.papers import check_open, check_signed_on, checked_reason
from candidates.models import Body, Candidate, Introduction
from candidates.procedure.limits import earliest
from candidates.procedure.schema import Procedure, Source
from candidates.procedure.texts import NoRulesKnown, procedure_on
from membership.base import paths
from membership.base.dates import completed_years, format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.official import officials_on
from membership.models import MemberStatus, PartyMember

MAY_INTRODUCE = (Body.YOUTH_UNION, Body.TRADE_UNION)
UNION_AGE = 30  # Điều lệ Đoàn: 16 to 30; not compared with the text, so it is only asked about
_LENGTHS = {name: Introduction._meta.get_field(name).max_length for name in ("body_name", "number")}


@dataclass(frozen=True)
class Introduced:
    """`questions`: what was written all the same, but should be looked at."""

    introduction: Introduction
    questions: list[str] = field(default_factory=list)


def introduce(
    *,
    by,
    candidate: Candidate,
    version: int,
    signed_on: date | None,
    member: PartyMember | None = None,
    body: str = "",
    body_name: str = "",
    together_since: date | None = None,
    number: str = "",
    instead_of: Introduction | None = None,
) -> Introduced:
    """Somebody introduces the person, on the day of 3-, 4- or 4A-KNĐ (24-QĐ/TW, mục 3.2).

    `together_since`: working, studying or living in the same place. `instead_of`: the paper this one replaces, when it
    has become too old or names another body.
    """
    with transaction.atomic():
        candidate, _place = hold(candidate, by=by, version=version)
        check_open(candidate)
        dossier = load_dossier(candidate)
        others = [each for each in dossier.introductions if instead_of is None or each.pk != instead_of.pk]
        if instead_of is not None and len(others) == len(dossier.introductions):
            raise Refused(_("Giấy giới thiệu này đã được thay hoặc bỏ rồi."))
        try:
            procedure = procedure_on(timezone.localdate())
        except NoRulesKnown as unknown:
            raise Refused(str(unknown)) from None
        new = Introduction(
            candidate=candidate, member=member, body=body, body_name=normalise(body_name),
            together_since=together_since if member is not None else None, signed_on=signed_on,
            number=normalise(number), recorded_by=by,
        )  # fmt: skip
        _check(dossier, procedure, new, others)
        _replace(candidate, instead_of)
        new.save()
        _note_change(by, candidate)
        record(
            "introduction.recorded", by=by, organisation=candidate.organisation, subject=candidate,
            introducer=_name(new), day=signed_on.isoformat(),
        )  # fmt: skip
        return Introduced(new, _questions(dossier, procedure, new))


def withdraw_introduction(*, by, candidate: Candidate, version: int, introduction: Introduction, reason: str) -> None:
    """They do not introduce any more, or never did. The row stays."""
    with transaction.atomic():
        candidate, _place = hold(candidate, by=by, version=version)
        row = candidate.introductions.current().select_related("member").filter(pk=introduction.pk).first()
        if row is None:
            raise Refused(_("Giấy giới thiệu này đã được thay hoặc bỏ rồi."))
        why = checked_reason(reason)
        _replace(candidate, row)
        _note_change(by, candidate)
        record(
            "introduction.withdrawn", by=by, organisation=candidate.organisation, subject=candidate,
            introduction=row.pk, introducer=_name(row), reason=why,
        )  # fmt: skip


def may_introduce(candidate: Candidate, on: date, *, members=None):
    """Official members of the base organisation of the candidate, those of the branch among them.

    `members`: the members to choose from, by default all; a page gives those that its reader may see.
    """
    base = chains_of([candidate.organisation_path])[candidate.organisation_path].base(on)
    rows = PartyMember.objects.all() if members is None else members
    return (
        rows.filter(organisation_path__gte=base.path, organisation_path__lt=paths.upper(base.path))
        .filter(officials_on(on))
        .exclude(status=MemberStatus.LEFT)
        .exclude(pk=candidate.member_id)
        .select_related("organisation")
        .order_by("sort_key", "pk")
    )


def _check(dossier: Dossier, procedure: Procedure, new: Introduction, others: list[Introduction]) -> None:
    """Everything that is wrong at once."""
    wrong: dict[str, list[str]] = {}
    candidate = dossier.candidate
    if message := check_signed_on(candidate, new.signed_on):
        wrong["signed_on"] = [message]
    for name, most in _LENGTHS.items():
        if len(getattr(new, name)) > most:
            wrong.setdefault(name, []).append(_("Nội dung dài quá %(limit)d chữ.") % {"limit": most})
    if (new.member is None) == (not new.body):
        wrong.setdefault("member", []).append(_("Chọn một đảng viên, hoặc Đoàn, Công đoàn; không chọn cả hai."))
    elif new.member is not None:
        _check_member(dossier, procedure, new, others, wrong)
    else:
        _check_body(new, others, wrong)
    if wrong:
        raise Refused(messages=wrong)


def _check_member(dossier, procedure: Procedure, new: Introduction, others, wrong: dict[str, list[str]]) -> None:
    source, words = _source(procedure), {"name": new.member.full_name}
    most = introduced_by(procedure).members
    day = new.signed_on or timezone.localdate()
    person = introducer(new.member, dossier.chain.base(day), day, new.together_since)
    say = wrong.setdefault("member", [])
    if new.member.pk == dossier.candidate.member_id:
        say.append(_("Không ai tự giới thiệu mình."))
    elif any(each.member_id == new.member.pk for each in others):
        say.append(_("Đồng chí %(name)s đã giới thiệu người này rồi.") % words)
    elif sum(each.member is not None for each in others) >= most:
        message = _("Đã đủ %(n)d đảng viên giới thiệu; bỏ người không giới thiệu nữa trước. Căn cứ: %(source)s.")
        say.append(message % {"n": most, "source": source})
    if not person.official:
        words |= {"day": format_date(day), "source": source}
        message = _("Đồng chí %(name)s chưa phải là đảng viên chính thức ngày %(day)s. Căn cứ: %(source)s.")
        say.append(message % words)
    if not person.near and not moved_while_helped(dossier):
        message = _("Đồng chí %(name)s không sinh hoạt trong cùng tổ chức cơ sở đảng. Căn cứ: %(source)s.")
        say.append(message % (words | {"source": source}))
    if not say:
        del wrong["member"]
    if new.together_since is not None and new.signed_on is not None and new.together_since > new.signed_on:
        wrong["together_since"] = [_("Ngày này ở sau ngày ký giấy.")]


def _check_body(new: Introduction, others: list[Introduction], wrong: dict[str, list[str]]) -> None:
    if new.body not in MAY_INTRODUCE:
        wrong["body"] = [_("Chỉ ban chấp hành Đoàn hoặc Công đoàn cơ sở giới thiệu thay cho một đảng viên.")]
    elif any(each.body for each in others):
        wrong["body"] = [_("Đã có một tổ chức giới thiệu. Bỏ giấy ấy trước, nếu không còn dùng.")]
    if not new.body_name:
        wrong["body_name"] = [_("Cần ghi tên tổ chức, ví dụ: Đoàn phường Bình Thủy.")]


def _questions(dossier: Dossier, procedure: Procedure, new: Introduction) -> list[str]:
    """What is allowed but odd; asked, never refused."""
    born, found = dossier.candidate.born_on, []
    if new.body == Body.YOUTH_UNION and born is not None and completed_years(born, new.signed_on) > UNION_AGE:
        words = {"n": completed_years(born, new.signed_on), "source": _source(procedure)}
        found.append(
            _("Người này đã %(n)d tuổi khi Đoàn giới thiệu. Có còn trong tuổi đoàn không? Căn cứ: %(source)s.") % words
        )
    if new.member is None or moved_while_helped(dossier):
        return found
    words = {"name": new.member.full_name, "source": _source(procedure)}
    waiting = procedure.waiting(introduced_by(procedure).waiting)
    if new.together_since is None:
        message = _("Chưa ghi đồng chí %(name)s cùng công tác, học tập, cư trú từ ngày nào. Căn cứ: %(source)s.")
        found.append(message % words)
    elif timezone.localdate() < (first := earliest(procedure, waiting.code, new.together_since)):
        words |= {"length": waiting.length, "day": format_date(first)}
        message = _("Đến ngày %(day)s đồng chí %(name)s mới cùng nơi đủ %(length)s. Căn cứ: %(source)s.")
        found.append(message % words)
    return found


def _source(procedure: Procedure) -> Source:
    return next(each.source for each in procedure.conditions if each.code == "introduced")


def _replace(candidate: Candidate, row: Introduction | None) -> None:
    if row is not None:
        candidate.introductions.current().filter(pk=row.pk).update(replaced_at=timezone.now())


def _note_change(by, candidate: Candidate) -> None:
    """Whoever has the page open learns that something changed."""
    ledger = Ledger(by=by)
    ledger.change(candidate)
    ledger.write()


def _name(row: Introduction) -> str:
    return row.member.full_name if row.member is not None else f"{row.get_body_display()} {row.body_name}".strip()
