"""Forms as pages draw them: classes, labels, errors beside their field, what was typed is kept."""

from django import forms
from django.template import Context, Template


class Form(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Ghi đúng như trong giấy khai sinh.")
    born = forms.DateField(label="Ngày sinh")
    sex = forms.ChoiceField(label="Giới tính", choices=[("m", "Nam"), ("f", "Nữ")], widget=forms.RadioSelect)
    member = forms.BooleanField(label="Là đoàn viên", required=False)
    number = forms.IntegerField(
        label="Số", required=False, widget=forms.NumberInput(attrs={"class": "short", "min": 1})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)


def draw(form) -> str:
    return Template('{% include "parts/form.html" with submit="Ghi lại" cancel_url="/" %}').render(
        Context({"form": form})
    )


def test_every_field_has_its_label_and_class():
    drawn = draw(Form())
    for label in ("Họ và tên", "Ngày sinh", "Giới tính", "Là đoàn viên", "Ghi lại", "Thôi"):
        assert label in drawn
    assert 'class="form-control short"' in drawn and 'min="1"' in drawn
    assert drawn.count('class="form-check-input"') == 3
    assert 'type="hidden" name="version" value="3"' in drawn
    assert "data-date" in drawn and 'placeholder="dd/mm/yyyy"' in drawn
    assert 'aria-describedby="id_name_helptext"' in drawn and 'id="id_name_helptext"' in drawn
    assert drawn.count("class=") >= 1 and 'class="form-control" class=' not in drawn


def test_errors_are_sentences_beside_their_field_and_typing_is_kept():
    form = Form({"name": "", "born": "31/02/2026", "sex": "x", "number": "ba", "version": "3"})
    drawn = draw(form)
    assert "Ô này còn để trống" in drawn
    assert "Không đọc được ngày này" in drawn and 'value="31/02/2026"' in drawn
    assert "Xin chọn một mục" in drawn
    assert "Xin ghi một số nguyên" in drawn
    assert 'id="id_name_error"' in drawn and 'aria-invalid="true"' in drawn


def test_dates_are_read_and_written_as_offices_write_them():
    form = Form({"name": "A", "born": "05062026", "sex": "f", "version": "3"})
    assert form.is_valid()
    assert form.cleaned_data["born"].isoformat() == "2026-06-05"
    assert 'value="05/06/2026"' in draw(Form(initial={"born": form.cleaned_data["born"]}))
