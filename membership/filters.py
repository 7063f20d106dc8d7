"""Filters of lists: search without marks, a subtree, days as dd/mm/yyyy. Names in the address carry hyphens."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from membership.base.numbers import whole_in_address
from membership.base.text import fold
from membership.catalogues import ORGANISATION_TYPES
from membership.domain.phrases import PHRASES
from membership.domain.tree import normalise_code, once_called
from membership.models import (
    Action,
    Activity,
    Assignment,
    Job,
    JobState,
    Organisation,
    RoleCode,
    User,
    within,
)

MOST_CHOICES = 200
FIRST_YEAR, LAST_YEAR = 1800, 2200


class FoldedSearch(django_filters.CharFilter):
    """Every word typed occurs in the folded name, whatever the marks and the order."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("field_name", "folded_name")
        kwargs.setdefault("label", _("Tìm theo tên"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": _("Gõ không dấu cũng được")}))
        super().__init__(*args, **kwargs)

    def filter(self, queryset, value):
        for word in fold(value).split():
            queryset = queryset.filter(**{f"{self.field_name}__contains": word})
        return queryset


class DayRangeWidget(django_filters.widgets.DateRangeWidget):
    template_name = "parts/date_range.html"
    suffixes = ["tu", "den"]

    def __init__(self, attrs=None):
        ends = [
            forms.DateInput(attrs={"aria-label": word, "placeholder": word}) for word in (_("từ ngày"), _("đến ngày"))
        ]
        super(django_filters.widgets.RangeWidget, self).__init__(ends, attrs)


class DayRangeField(django_filters.fields.DateRangeField):
    widget = DayRangeWidget

    def compress(self, data_list):
        """Days that no calendar of ours reaches would not survive the change of time zones."""
        if any(day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR for day in data_list or ()):
            message = _("Năm phải từ %(first)d đến %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise forms.ValidationError(message, code="invalid")
        return super().compress(data_list)


class DateRangeFilter(django_filters.DateFromToRangeFilter):
    """From one day to another, both included: <name>_tu, <name>_den."""

    field_class = DayRangeField


class OrganisationField(forms.ModelChoiceField):
    """An organisation within reach by its number. The choices are a short way down the tree, not all of it."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        number = whole_in_address(value)
        row = self.queryset.filter(pk=number).first() if number is not None else None
        if row is None:
            raise forms.ValidationError(_("Không có tổ chức này trong phạm vi được xem."), code="invalid_choice")
        return row


class OrganisationFilter(django_filters.ModelChoiceFilter):
    """An organisation and everything under it; column `field_name` holds the path."""

    field_class = OrganisationField

    def __init__(self, *args, action: str = Action.VIEW_ORGANISATION, **kwargs):
        self.action = action
        kwargs.setdefault("field_name", "organisation_path")
        kwargs.setdefault("label", _("Tổ chức"))
        kwargs.setdefault("empty_label", _("Tất cả"))
        kwargs.setdefault("queryset", self._within_reach)
        super().__init__(*args, **kwargs)

    def _within_reach(self, request):
        if request is None:
            return Organisation.objects.none()
        return Organisation.objects.visible_to(request.user, self.action)

    def filter(self, queryset, value):
        return queryset if value is None else queryset.filter(within(value.path, self.field_name))


class ListFilterSet(django_filters.FilterSet):
    """Base of every list's filters. Subclasses add theirs and `Meta: model, fields = []`.

    `advanced` names filters that stay folded away until asked for. A filter declared as `tu_ngay` is `tu-ngay` in the
    address. `to-chuc` shows the way down from what is chosen; any organisation within reach may stand in the address.
    """

    advanced: tuple[str, ...] = ()

    q = FoldedSearch()
    to_chuc = OrganisationFilter()

    @classmethod
    def get_filters(cls):
        return {name.replace("_", "-"): one for name, one in super().get_filters().items()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "to-chuc" in self.form.fields and self.request is not None:
            field = self.form.fields["to-chuc"]
            field.choices = [("", field.empty_label), *self._way_down(field.queryset)]

    def _way_down(self, reachable) -> list[tuple[int, str]]:
        """The chosen organisation (or the topmost within reach), what lies above it within reach, and its children."""
        number = whole_in_address(self.data.get("to-chuc", ""))
        chosen = reachable.filter(pk=number).first() if number is not None else None
        if chosen is not None:
            above = reachable.filter(pk__in=chosen.ancestor_ids()).order_by("path")
            line = [*above, chosen]
        else:
            reach = self.request.user.reach(self.filters["to-chuc"].action)
            line = list(reachable.filter(path__in=reach.subtrees).order_by("path")[:MOST_CHOICES])
        rows = [(row.pk, row.name) for row in line]
        if chosen is not None or len(line) == 1:
            children = reachable.filter(parent=line[-1]).order_by("code").only("pk", "name")[:MOST_CHOICES]
            rows += [(row.pk, f"\u2003{row.name}") for row in children]
        return rows

    @property
    def shown_fields(self):
        """Bound fields beside the search box, those always shown first."""
        return [field for field in self.form if field.name != "q" and field.name not in self.advanced]

    @property
    def folded_fields(self):
        return [field for field in self.form if field.name in self.advanced]

    @property
    def folded_open(self) -> bool:
        given = [name for name in self.data if self.data[name]]
        return any(name == one or name.startswith(f"{one}_") for name in given for one in self.advanced)


class OrganisationFilterSet(ListFilterSet):
    """Organisations by code, by the name of today or one of before, by kind of base organisation."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Tìm theo tên hoặc mã"),
        widget=forms.TextInput(attrs={"placeholder": _("Tên, tên cũ hoặc mã; gõ không dấu cũng được")}),
    )
    to_chuc = OrganisationFilter(field_name="path", label=_("Trong tổ chức"))
    loai_hinh = django_filters.ChoiceFilter(
        field_name="type_code", label=_("Loại hình"), empty_label=_("Tất cả"), choices=ORGANISATION_TYPES.choices
    )
    tinh_trang = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Tình trạng"),
        empty_label=_("Tất cả"),
        choices=[("dang-hoat-dong", _("Đang hoạt động")), ("da-ket-thuc", _("Đã kết thúc"))],
    )

    class Meta:
        model = Organisation
        fields = []

    def by_words(self, queryset, name, value):
        code = normalise_code(value)
        words = fold(value).split()
        if not words:
            return queryset
        named = Q()
        for word in words:
            named &= Q(folded_name__contains=word)
        if code[0].isdigit():
            named |= Q(code__startswith=code)
        return queryset.filter(named | Q(pk__in=once_called(words)))

    def by_state(self, queryset, name, value):
        return queryset.filter(valid_to=None) if value == "dang-hoat-dong" else queryset.exclude(valid_to=None)


class UserFilterSet(ListFilterSet):
    """Accounts by name or log-in name, by role held today, open or closed."""

    q = django_filters.CharFilter(method="by_words", label=_("Tìm theo họ tên hoặc tên đăng nhập"))
    to_chuc = OrganisationFilter(method="by_place", action=Action.MANAGE_USERS)
    vai_tro = django_filters.ChoiceFilter(
        method="by_role", label=_("Vai trò"), empty_label=_("Tất cả"), choices=RoleCode.choices
    )
    tinh_trang = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Tình trạng"),
        empty_label=_("Tất cả"),
        choices=[("dang-dung", _("Đang dùng")), ("da-khoa", _("Đã khóa"))],
    )

    class Meta:
        model = User
        fields = []

    def by_words(self, queryset, name, value):
        for word in value.split():
            queryset = queryset.filter(Q(full_name__icontains=word) | Q(username__icontains=word))
        return queryset

    def by_place(self, queryset, name, value):
        held = Assignment.objects.visible_to(self.request.user).current()
        held = held.filter(within(value.path, "organisation__path"))
        return queryset.filter(pk__in=held.order_by().values("user_id"))

    def by_role(self, queryset, name, value):
        held = Assignment.objects.visible_to(self.request.user).current().filter(role=value)
        return queryset.filter(pk__in=held.order_by().values("user_id"))

    def by_state(self, queryset, name, value):
        return queryset.filter(is_active=value == "dang-dung")


def acts() -> list[tuple[str, str]]:
    return sorted(((action, str(phrase)) for action, phrase in PHRASES.items()), key=lambda pair: fold(pair[1]))


class JobFilterSet(django_filters.FilterSet):
    """Jobs are found by their title and their state; they belong to people more than to places."""

    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Tìm theo tên việc"))
    state = django_filters.ChoiceFilter(choices=JobState.choices, label=_("Tình trạng"), empty_label=_("Tất cả"))

    class Meta:
        model = Job
        fields = []

    @property
    def shown_fields(self):
        return [self.form["state"]]


class ActivityFilterSet(ListFilterSet):
    """The log by words of what was touched, by day, person and kind of act."""

    q = django_filters.CharFilter(field_name="subject_label", lookup_expr="icontains", label=_("Tìm theo đối tượng"))
    to_chuc = OrganisationFilter(action=Action.VIEW_LOG)
    ngay = DateRangeFilter(field_name="at", label=_("Ngày"))
    nguoi = django_filters.CharFilter(method="by_person", label=_("Người làm"))
    viec = django_filters.ChoiceFilter(field_name="action", label=_("Việc"), empty_label=_("Tất cả"), choices=acts)

    advanced = ("ngay", "nguoi")

    class Meta:
        model = Activity
        fields = []

    def by_person(self, queryset, name, value):
        return queryset.filter(Q(by__full_name__icontains=value) | Q(by__username__icontains=value))
