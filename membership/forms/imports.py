from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from membership.base.numbers import format_integer
from membership.domain.tree import normalise_code
from membership.forms.organisations import RefusableForm
from membership.models import Action, Organisation

SUGGESTED = 100


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Loại danh sách"), widget=forms.RadioSelect)
    into = forms.CharField(
        label=gettext_lazy("Nhập vào tổ chức"),
        help_text=gettext_lazy(
            "Ghi mã hoặc tên tổ chức. Mọi dòng của danh sách phải thuộc tổ chức này hoặc tổ chức trực thuộc."
        ),
        widget=forms.TextInput(attrs={"list": "noi-nhap", "autocomplete": "off"}),
        max_length=255,
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp danh sách"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv"}),
        max_length=255,
    )

    def __init__(self, *args, user, kinds, **kwargs):
        """`kinds`: what the person may import somewhere; each names the action it needs beside that of importing."""
        super().__init__(*args, **kwargs)
        self.user = user
        self.kinds = {kind.code: kind for kind in kinds}
        self.fields["kind"].choices = [(kind.code, kind.name) for kind in kinds]
        size = format_integer(settings.IMPORT_MAX_BYTES // (1024 * 1024))
        help_text = _("Excel (.xlsx, .xls), OpenDocument (.ods) hoặc .csv; nhiều nhất %(size)s MB.")
        self.fields["file"].help_text = help_text % {"size": size}
        if not self.is_bound and self.suggestions:
            self.fields["into"].initial = self._way_to_say(self.suggestions[0])

    @property
    def reachable(self):
        return Organisation.objects.visible_to(self.user, Action.IMPORT)

    def _way_to_say(self, organisation: Organisation) -> str:
        """Its name, where only one has it; else its code."""
        namesakes = self.reachable.filter(name__iexact=organisation.name)[:2]
        return organisation.name if len(namesakes) == 1 else organisation.code

    @property
    def suggestions(self) -> list[Organisation]:
        """The person's own places and what lies right under them; any other may be typed."""
        if not hasattr(self, "_suggestions"):
            tops = self.user.reach(Action.IMPORT).subtrees
            near = self.reachable.current().filter(Q(path__in=tops) | Q(parent__path__in=tops)).order_by("path")
            self._suggestions = list(near[:SUGGESTED])
        return self._suggestions

    def clean_into(self) -> Organisation:
        text = self.cleaned_data["into"].strip()
        found = self.reachable.filter(code=normalise_code(text)).first()
        if found is None:
            named = list(self.reachable.filter(name__iexact=text)[:2])
            if len(named) > 1:
                raise forms.ValidationError(_("Có nhiều tổ chức cùng tên này; hãy ghi mã tổ chức."))
            found = named[0] if named else None
        if found is None:
            raise forms.ValidationError(_("Không thấy tổ chức này trong phạm vi được nhập; hãy xem lại mã hoặc tên."))
        return found

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(
                _("Tệp lớn hơn %(size)s MB; hãy tách thành nhiều tệp nhỏ hơn.")
                % {"size": format_integer(settings.IMPORT_MAX_BYTES // (1024 * 1024))}
            )
        return upload

    def clean(self):
        data = super().clean()
        kind, into = self.kinds.get(data.get("kind", "")), data.get("into")
        if kind and into and not self.user.may(kind.action, into.path):
            self.add_error("kind", _("Đồng chí không có quyền nhập loại danh sách này vào tổ chức đã chọn."))
        return data


class ColumnsForm(forms.Form):
    """Which column of the file holds which field; every field may also be left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sheet = forms.CharField(widget=forms.HiddenInput, required=False)  # a .csv has no name for its one sheet
    header_row = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100)

    def __init__(self, *args, columns, choices: list[tuple[int, str]], mapping: dict[str, int] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            self.fields[f"c_{column.key}"] = forms.TypedChoiceField(
                label=f"{column.title} *" if column.required else column.title,
                choices=[("", _("– không có –")), *choices],
                coerce=int,
                empty_value=None,
                required=False,
                initial=(mapping or {}).get(column.key, ""),
                help_text=column.help,
            )

    @property
    def column_fields(self):
        return [self[f"c_{column.key}"] for column in self.columns]

    @property
    def mapping(self) -> dict[str, int]:
        found = {column.key: self.cleaned_data.get(f"c_{column.key}") for column in self.columns}
        return {key: place for key, place in found.items() if place is not None}

    def clean(self):
        data = super().clean()
        taken: dict[int, str] = {}
        for column in self.columns:
            place = data.get(f"c_{column.key}")
            if place is None:
                continue
            if place in taken:
                self.add_error(f"c_{column.key}", _("Cột này đã được chọn cho “%(other)s”.") % {"other": taken[place]})
            taken.setdefault(place, column.title)
        return data


class UndoForm(RefusableForm):
    """Why a written list is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**8)
    reason = forms.CharField(
        label=gettext_lazy("Lý do thu hồi"),
        max_length=300,
        help_text=gettext_lazy("Ví dụ: nhập nhầm tệp của năm trước."),
    )
