"""People by the loại hình of the organisation they belong to: enterprises by ownership, schools, any other type."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from membership.catalogues import ORGANISATION_TYPES, OWNERSHIP, OWNERSHIP_NAMES
from membership.models import Action, Organisation

ENTERPRISES, SCHOOLS, OWNED = "dn", "truong", "dn-"
# No form has a type of its own for schools (they are đơn vị sự nghiệp): what the office wrote tells.
_SCHOOL_WORDS = (
    "truong dai hoc", "truong cao dang", "truong trung cap", "truong trung hoc", "truong pho thong", "truong thpt",
    "truong thcs", "truong tieu hoc", "truong mam non", "truong mau giao", "truong pt", "hoc vien",
)  # fmt: skip
_UP = ("", "parent__", "parent__parent__")


def type_choices() -> list[tuple[str, str]]:
    """Groups of types first, then each."""
    return [
        (ENTERPRISES, _("Mọi doanh nghiệp, hợp tác xã")),
        *((f"{OWNED}{code}", name) for code, name in OWNERSHIP_NAMES.items()),
        (SCHOOLS, _("Trường học")),
        *ORGANISATION_TYPES.choices(),
    ]


class OrganisationTypeFilter(django_filters.ChoiceFilter):
    """The nearest loại hình counts: a branch without one has that of its base organisation (at most two levels up)."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", _("Loại hình tổ chức"))
        kwargs.setdefault("empty_label", _("Tất cả"))
        kwargs["choices"] = type_choices()
        super().__init__(*args, **kwargs)

    def filter(self, queryset, value):
        if value in (None, ""):
            return queryset
        reachable = Organisation.objects.visible_to(self.parent.request.user, Action.VIEW_PERSON)
        return queryset.filter(organisation__in=reachable.filter(self.condition(value)).order_by().values("pk"))

    @staticmethod
    def condition(value: str) -> Q:
        """Of organisations: what they are, or what stands above them is."""
        if value == SCHOOLS:
            return _schools()
        if value == ENTERPRISES:
            return _nearest(list(OWNERSHIP))
        if value.startswith(OWNED):
            return _nearest([code for code, owned in OWNERSHIP.items() if owned == value.removeprefix(OWNED)])
        return _nearest([value])


def _nearest(codes: list[str]) -> Q:
    found, without = Q(), Q()
    for up in _UP:
        found |= without & Q(**{f"{up}type_code__in": codes})
        without &= Q(**{f"{up}type_code": ""})
    return found


def _schools() -> Q:
    found = Q()
    for up in _UP:
        found |= Q(**{f"{up}type_text__icontains": "trường học"})
        for words in _SCHOOL_WORDS:
            found |= Q(**{f"{up}folded_name__contains": words})
    return found
