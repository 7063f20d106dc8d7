"""Which Party member a row of a list of holders means: by the card number, else by name and birth in the commune."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from membership.base.bulk import chunks
from membership.base.text import fold, name_sort_key, normalise
from membership.domain.members import card_digits
from membership.models import MemberStatus, PartyMember, Precision, ResidentialUnit

CHUNK = 2000


class MembersMeant:
    """The members of the communes who may be meant, read at once for the whole list."""

    def __init__(self, rows: Sequence):
        self.by_card: dict[str, PartyMember] = {}
        self.by_name: dict[str, list[PartyMember]] = defaultdict(list)
        cards = {card_digits(row.card_number) for row in rows if row.card_number} - {""}
        names = {fold(row.full_name) for row in rows if row.is_member is not False}
        present = PartyMember.objects.exclude(status=MemberStatus.LEFT).order_by("pk")
        for chunk in chunks(sorted(cards), CHUNK):
            self.by_card.update((each.card_number, each) for each in present.filter(card_number__in=chunk))
        for chunk in chunks(sorted(names), CHUNK):
            for member in present.filter(folded_name__in=chunk):
                self.by_name[member.folded_name].append(member)

    def of(self, row, unit: ResidentialUnit) -> tuple[PartyMember | None, str]:
        """(the member a row means, or None; the doubt that only a person can settle, or "")"""
        if row.is_member is False:
            return None, ""
        if card := card_digits(row.card_number):
            member = self.by_card.get(card)
            if member is None or not member.organisation_path.startswith(unit.organisation_path):
                return None, _("Không thấy đảng viên có số thẻ này trong đảng bộ xã; chưa gắn với đảng viên nào.")
            if member.folded_name != fold(row.full_name):
                told = _("Số thẻ này là của %(name)s; chưa gắn với đảng viên nào.")
                return None, told % {"name": member.full_name}
            return member, ""
        alike = [
            member
            for member in self.by_name.get(fold(row.full_name), ())
            if member.organisation_path.startswith(unit.organisation_path) and _may_be(member, row)
        ]
        if row.is_member:
            return self._named(alike)
        if alike and row.attributes.get("born_on") is not None:
            told = _(
                "Trong đảng bộ xã có đảng viên cùng họ tên, ngày sinh; nếu là một người, hãy đánh dấu “là đảng viên”."
            )
            return None, told
        return None, ""

    def _named(self, alike: list[PartyMember]) -> tuple[PartyMember | None, str]:
        if len(alike) == 1:
            return alike[0], ""
        if alike:
            told = _("Có %(n)d đảng viên cùng tên trong đảng bộ xã; hãy ghi số thẻ. Chưa gắn với ai.")
            return None, told % {"n": len(alike)}
        return None, _("Ghi là đảng viên nhưng không thấy ai như vậy trong đảng bộ xã; chưa gắn với đảng viên nào.")


def _may_be(member: PartyMember, row) -> bool:
    born = row.attributes.get("born_on")
    if name_sort_key(normalise(row.full_name)) != member.sort_key:
        return False
    if born is None or member.born_on is None:
        return True
    if Precision.YEAR in (member.born_precision, row.attributes.get("born_precision")):
        return born.year == member.born_on.year
    return born == member.born_on
