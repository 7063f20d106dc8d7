"""What a candidate's steps do to the member they became: end it, restore it, take it along to another branch."""

from datetime import date

from django.utils.translation import gettext as _

from candidates.domain.ledger import Ledger
from membership.base.dates import format_date
from membership.domain.errors import Refused
from membership.domain.movement_log import movements_of
from membership.models import DECREASE, MemberSpell, MemberStatus, MovementKind, Organisation, PartyMember

NEVER_ADMITTED = "never_admitted"  # reason_out of a spell that a correction took back


def end(ledger: Ledger, member: PartyMember, on: date, reason: str, kind: str) -> None:
    """`kind`: the row of Biểu 1-BTCTW (MovementKind) that counts it."""
    open_ones = _open_spells(member)
    if open_ones:  # while the member still says that they are dự bị
        ledger.movements.add(member, kind, on, note=reason)
    ledger.change_member(member, status=MemberStatus.LEFT, left_on=on, left_reason=reason[:120])
    for spell in open_ones:
        ledger.change_spell(spell, valid_to=on, reason_out="left")


def restore(ledger: Ledger, member: PartyMember, left_on: date | None) -> None:
    """The leaving was recorded by mistake."""
    _must_be_last(member, DECREASE)
    status = MemberStatus.OFFICIAL if member.official_on else MemberStatus.PROBATIONARY
    ledger.change_member(member, status=status, left_on=None, left_reason="")
    ledger.movements.take_back(member, DECREASE, left_on)
    last = MemberSpell.objects.filter(member=member, valid_to=left_on, reason_out="left").order_by("-pk").first()
    if last is not None:
        ledger.change_spell(last, valid_to=None, reason_out="")


def take_back(ledger: Ledger, member: PartyMember) -> None:
    """The ceremony was recorded by mistake: the member stays readable, with a spell of no length."""
    _must_be_last(member, (MovementKind.ADMITTED,))
    reason = _("Đính chính: chưa làm lễ kết nạp")
    ledger.movements.take_back(member, (MovementKind.ADMITTED,), note=reason)
    ledger.change_member(member, status=MemberStatus.LEFT, left_on=member.joined_on, left_reason=reason)
    for spell in _open_spells(member):
        ledger.change_spell(spell, valid_to=spell.valid_from, reason_out=NEVER_ADMITTED)


def was_taken_back(member: PartyMember) -> bool:
    return member.spells.order_by("-pk").values_list("reason_out", flat=True).first() == NEVER_ADMITTED


def admit_again(ledger: Ledger, member: PartyMember, on: date) -> None:
    ledger.change_member(
        member, status=MemberStatus.PROBATIONARY, joined_on=on, official_on=None, left_on=None, left_reason=""
    )
    ledger.open_spell(member, on, "admitted")
    ledger.movements.admitted(member, on)


def make_probationary(ledger: Ledger, member: PartyMember) -> None:
    """The recognition was recorded by mistake."""
    if member.status == MemberStatus.LEFT:
        message = _("Đảng viên này đã được ghi là không còn sinh hoạt sau ngày %(day)s; hãy đính chính việc ấy trước.")
        raise Refused(message % {"day": format_date(member.official_on)})
    ledger.change_member(member, official_on=None, status=MemberStatus.PROBATIONARY)


def transfer(ledger: Ledger, member: PartyMember, organisation: Organisation, on: date) -> None:
    origin = member.organisation_id
    for spell in _open_spells(member):
        ledger.change_spell(spell, valid_to=on, reason_out="transferred")
    ledger.change_member(member, organisation=organisation, organisation_path=organisation.path)
    ledger.open_spell(member, on, "transferred")
    ledger.movements.add(member, MovementKind.MOVED, on, from_organisation_id=origin)


def transfer_back(ledger: Ledger, member: PartyMember, organisation: Organisation, on: date) -> None:
    """The transfer was recorded by mistake: its spell gets no length, the one before goes on."""
    _must_be_last(member, (MovementKind.MOVED,))
    before = member.spells.filter(valid_to=on, reason_out="transferred").order_by("-pk").first()
    for spell in _open_spells(member):
        ledger.change_spell(spell, valid_to=spell.valid_from, reason_out="taken_back")
    ledger.movements.take_back(member, (MovementKind.MOVED,), on)
    ledger.change_member(member, organisation=organisation, organisation_path=organisation.path)
    if before is not None:
        ledger.change_spell(before, valid_to=None, reason_out="")


def _must_be_last(member: PartyMember, kinds: tuple[str, ...]) -> None:
    """What was recorded of the member since then stands on it, and is corrected first."""
    movements = movements_of([member.pk]).get(member.pk, ())
    if movements and movements[-1].kind not in kinds:
        last = movements[-1]
        words = {"kind": MovementKind(last.kind).label, "day": format_date(last.occurred_on)}
        message = _("Đã ghi biến động của đảng viên này sau đó: “%(kind)s” ngày %(day)s; hãy đính chính việc ấy trước.")
        raise Refused(message % words)


def _open_spells(member: PartyMember) -> list[MemberSpell]:
    return list(MemberSpell.objects.filter(member=member, valid_to=None)) if member.pk else []
