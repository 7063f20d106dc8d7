"""The list of candidates with a box before each name, for those who may record a step for many at once."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.tables import CandidateTable

CHOOSING_FORM = "chon-nguoi"


class ChoosableCandidateTable(CandidateTable):
    full_name = tables.Column(verbose_name=gettext_lazy("Họ và tên"), order_by=("sort_key", "pk"))

    class Meta(CandidateTable.Meta):
        pass

    def render_full_name(self, value, record):
        return format_html(
            '<span class="choose-row"><label class="choose"><input type="checkbox" class="form-check-input" '
            'name="nguoi" value="{}" form="{}"><span class="visually-hidden">{}</span></label>'
            '<a href="{}">{}</a></span>',
            record.pk,
            CHOOSING_FORM,
            _("Chọn %(name)s") % {"name": value},
            reverse("candidates:candidate.detail", args=[record.pk]),
            value,
        )
