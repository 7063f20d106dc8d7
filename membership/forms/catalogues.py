from django import forms
from django.utils.translation import gettext_lazy as _

from membership.domain.errors import Refused


class AliasForm(forms.Form):
    """One more spelling for an entry of a catalogue."""

    text = forms.CharField(
        label=_("Cách viết trong danh sách của cơ quan"),
        max_length=160,
        help_text=_("Ghi đúng như trong tệp Excel; hoa thường và dấu không quan trọng."),
    )
    code = forms.ChoiceField(label=_("Có nghĩa là"))

    def __init__(self, *args, catalogue, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("Chọn một mục…")), *catalogue.choices()]

    def refuse(self, refusal: Refused) -> None:
        for field, sentences in refusal.messages.items():
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)
