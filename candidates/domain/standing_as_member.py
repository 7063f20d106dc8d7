"""What a candidate's steps do to the member they became: end it, restore it, take it along to another branch."""

from datetime import date

from django.utils.translation import gettext as _

from candidates.domain.ledger import Ledger
from membership.models import MemberSpell, MemberStatus, Organisation, PartyMember

NEVER_ADMITTED = "never_admitted"  # reason_out of a spell that a correction took back


def end(ledger: Ledger, member: PartyMember, on: date, reason: str) -> None:
    ledger.change_member(member, status=MemberStatus.LEFT, left_on=on, left_reason=reason[:120])
    for spell in _open_spells(member):
        ledger.change_spell(spell, valid_to=on, reason_out="left")


def restore(ledger: Ledger, member: PartyMember, left_on: date | None) -> None:
    """The leaving was recorded by mistake."""
    status = MemberStatus.OFFICIAL if member.official_on else MemberStatus.PROBATIONARY
    ledger.change_member(member, status=status, left_on=None, left_reason="")
    last = MemberSpell.objects.filter(member=member, valid_to=left_on, reason_out="left").order_by("-pk").first()
    if last is not None:
        ledger.change_spell(last, valid_to=None, reason_out="")


def take_back(ledger: Ledger, member: PartyMember) -> None:
    """The ceremony was recorded by mistake: the member stays readable, with a spell of no length."""
    reason = _("Đính chính: chưa làm lễ kết nạp")
    ledger.change_member(member, status=MemberStatus.LEFT, left_on=member.joined_on, left_reason=reason)
    for spell in _open_spells(member):
        ledger.change_spell(spell, valid_to=spell.valid_from, reason_out=NEVER_ADMITTED)


def was_taken_back(member: PartyMember) -> bool:
    return member.spells.order_by("-pk").values_list("reason_out", flat=True).first() == NEVER_ADMITTED


def admit_again(ledger: Ledger, member: PartyMember, on: date) -> None:
    ledger.change_member(member, status=MemberStatus.PROBATIONARY, joined_on=on, left_on=None, left_reason="")
    ledger.open_spell(member, on, "admitted")


def transfer(ledger: Ledger, member: PartyMember, organisation: Organisation, on: date) -> None:
    for spell in _open_spells(member):
        ledger.change_spell(spell, valid_to=on, reason_out="transferred")
    ledger.change_member(member, organisation=organisation, organisation_path=organisation.path)
    ledger.open_spell(member, on, "transferred")


def transfer_back(ledger: Ledger, member: PartyMember, organisation: Organisation, on: date) -> None:
    """The transfer was recorded by mistake: its spell gets no length, the one before goes on."""
    before = member.spells.filter(valid_to=on, reason_out="transferred").order_by("-pk").first()
    for spell in _open_spells(member):
        ledger.change_spell(spell, valid_to=spell.valid_from, reason_out="taken_back")
    ledger.change_member(member, organisation=organisation, organisation_path=organisation.path)
    if before is not None:
        ledger.change_spell(before, valid_to=None, reason_out="")


def _open_spells(member: PartyMember) -> list[MemberSpell]:
    return list(MemberSpell.objects.filter(member=member, valid_to=None)) if member.pk else []
