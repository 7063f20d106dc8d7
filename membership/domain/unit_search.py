"""Residential units in the quick search, by the name of today or one of before."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from membership.domain.lookup import MOST_OF_A_KIND, Found, finder, link
from membership.domain.unit_states import once_called
from membership.models import ResidentialUnit


@finder(_("Thôn, bản, tổ dân phố"))
def units(user, words):
    named = Q()
    for word in words:
        named &= Q(folded_name__contains=word)
    rows = ResidentialUnit.objects.visible_to(user).filter(named | Q(pk__in=once_called(words)))
    for row in rows.order_by(F("valid_to").asc(nulls_first=True), "folded_name", "pk")[:MOST_OF_A_KIND]:
        if url := link("membership:unit.detail", row.pk):
            yield Found(row.name, url, f"{row.commune} · {row.get_state_display() or _('chưa xác nhận')}", "home-2")
