"""Forms of thematic talks."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.forms.organisations import PlaceField, RefusableForm


class TalkForm(RefusableForm):
    organisation = PlaceField(label=_("Tổ chức đảng mời nghe"))
    on = forms.DateField(label=_("Ngày nói chuyện"), initial=timezone.localdate)
    subject = forms.CharField(label=_("Chuyên đề"), max_length=200)
    speaker = forms.CharField(label=_("Báo cáo viên"), max_length=120)
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, reachable, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].reachable = reachable


class AttendForm(RefusableForm):
    """Who came: the keys of people, as many boxes as there are people."""

    people = forms.TypedMultipleChoiceField(required=False, coerce=int)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(person.pk, person.full_name) for person in known]
