"""What the pages of candidates, admissions and members have in common."""

from datetime import date

from django.core.exceptions import FieldDoesNotExist
from django.shortcuts import render
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.catalogues import DEGREES, ETHNIC_GROUPS, GENERAL_EDUCATION, OCCUPATIONS, POLITICAL_THEORY, RELIGIONS
from membership.domain.errors import Stale
from membership.domain.phrases import phrase
from membership.models import Activity, MemberStatus, PartyMember, Precision, Sex
from membership.templatetags.present import born, moment, yes_no

CATALOGUED = {
    "ethnic_group": ETHNIC_GROUPS,
    "religion": RELIGIONS,
    "general_education": GENERAL_EDUCATION,
    "degree": DEGREES,
    "political_theory": POLITICAL_THEORY,
    "occupation": OCCUPATIONS,
}


CHOICES = {"sex": Sex, "born_precision": Precision, "status": MemberStatus}


def facts_of(person) -> list[tuple[str, str]]:
    """Label and value of every attribute; what is not known says so."""
    unknown = _("chưa rõ")
    rows = [
        (_("Ngày sinh"), born(person) if person.born_on else unknown),
        (_("Giới tính"), Sex(person.sex).label if person.sex else unknown),
    ]
    for name, catalogue in CATALOGUED.items():
        label = str(person._meta.get_field(name).verbose_name)
        value, words = catalogue.name_of(getattr(person, name)), getattr(person, f"{name}_text", "")
        if value and words and words.casefold() != value.casefold():
            value = f"{value} ({words})"
        rows.append((label[0].upper() + label[1:], value or words or unknown))
        if name == "religion":
            rows.append((_("Đoàn viên"), yes_no(person.youth_union)))
    rows += [
        (_("Chức vụ, đơn vị công tác"), person.position or unknown),
        (_("Quê quán"), person.hometown or unknown),
        (_("Nơi cư trú"), person.residence or unknown),
    ]
    return rows


def trace_entries(activities: list[Activity], *models) -> list[dict]:
    """The log of one record as entries of a timeline; `models` name the fields that changed."""
    return [
        {
            "title": _sentence(phrase(activity.action)),
            "detail": "; ".join(_change(*change, models) for change in _changes(activity).items()),
            "when": moment(activity.at),
            "by": activity.by.full_name if activity.by else _("hệ thống"),
            "icon": "edit" if _changes(activity) else "history",
        }
        for activity in activities
    ]


def _changes(activity: Activity) -> dict:
    return activity.data.get("changes") or {}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _change(name: str, pair, models) -> str:
    label = _label(name, models)
    if pair is None:
        return _("%(field)s đã thay đổi") % {"field": label}
    old, new = (_value(name, value) for value in pair)
    return _("%(field)s: %(old)s → %(new)s") % {"field": label, "old": old, "new": new}


def _label(name: str, models) -> str:
    if name == "born_precision":
        return _("Ngày sinh biết đến")
    for model in (*models, PartyMember):
        try:
            return _sentence(str(model._meta.get_field(name).verbose_name))
        except FieldDoesNotExist:
            continue
    return name


def _value(name: str, value) -> str:
    if value is None or value == "":
        return _("chưa rõ")
    if isinstance(value, bool):
        return yes_no(value)
    if name in CATALOGUED:
        return CATALOGUED[name].name_of(value) or str(value)
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    return format_date(date.fromisoformat(value)) if name.endswith(("_on", "_date", "_from", "_to")) else str(value)


def answer(request, template: str, form, context: dict, refused=None):
    """A form page: 200 when it is opened, 422 with what is wrong, 409 when somebody else was faster."""
    status = 200
    if request.method == "POST":
        status = 409 if isinstance(refused, Stale) else 422
    return render(request, template, {"form": form, "stale": status == 409, **context}, status=status)
