"""Filters of the list of verifications."""

import django_filters
from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.domain.verification_hold import WHILE_VERIFIED
from candidates.models import Verification, VerificationResult
from membership.filters import FoldedSearch, ListFilterSet, OrganisationFilter
from membership.models import Action

ALL, UNSENT, WAITING, OVERDUE, QUESTION = "tat-ca", "chua-gui", "cho-tra-loi", "qua-han", "co-van-de"


class VerificationFilterSet(ListFilterSet):
    """By default what is still open of people on the way; the queryset is `with_reminder_day`."""

    q = FoldedSearch(field_name="candidate__folded_name", label=_("Tìm theo tên quần chúng"))
    to_chuc = OrganisationFilter(field_name="candidate__organisation_path", action=Action.VIEW_PERSON_DETAILS)
    tinh_trang = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Tình trạng"),
        empty_label=_("Chưa xong"),
        choices=[
            (UNSENT, _("Chưa gửi")),
            (WAITING, _("Chờ trả lời")),
            (OVERDUE, _("Quá hạn nhắc")),
            (QUESTION, _("Có vấn đề")),
            (ALL, _("Tất cả")),
        ],
    )
    noi = django_filters.CharFilter(
        method="by_place", label=_("Nơi thẩm tra"), widget=forms.TextInput(attrs={"placeholder": _("Tên xã, tỉnh")})
    )

    advanced = ("noi",)

    class Meta:
        model = Verification
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("tinh-trang") else of_state(queryset, "")

    def by_state(self, queryset, name, value):
        return of_state(queryset, value)

    def by_place(self, queryset, name, value):
        return queryset.filter(Q(place__icontains=value) | Q(place_now__icontains=value))


def of_state(queryset, state: str):
    """Rows (with_reminder_day) of one state of the list; "" is everything still open."""
    if state == ALL:
        return queryset
    if state == QUESTION:
        return queryset.filter(result=VerificationResult.QUESTION)
    queryset = queryset.filter(result="", candidate__stage__in=WHILE_VERIFIED)
    if state == UNSENT:
        return queryset.filter(sent_on=None)
    if state == WAITING:
        return queryset.filter(sent_on__isnull=False)
    if state == OVERDUE:
        return queryset.filter(sent_on__isnull=False, asked_on__lt=F("remind_before"))
    return queryset
