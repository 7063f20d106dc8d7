"""How the state of a residential unit looks: a colour, a letter and the words, so that none of them stands alone."""

from dataclasses import dataclass

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from membership.models import UnitCause, UnitState

register = template.Library()


@dataclass(frozen=True)
class Mark:
    letter: str
    css: str
    label: str


MARKS = {
    UnitState.OWN_BRANCH.value: Mark("C", "is-own", UnitState.OWN_BRANCH.label),
    UnitState.JOINT_BRANCH.value: Mark("G", "is-joint", UnitState.JOINT_BRANCH.label),
    UnitState.MEMBERS_ONLY.value: Mark("Đ", "is-members", UnitState.MEMBERS_ONLY.label),
    UnitState.NO_MEMBERS.value: Mark("T", "is-none", UnitState.NO_MEMBERS.label),
    "": Mark("?", "is-unknown", gettext_lazy("chưa xác nhận")),
}
AGAIN = Mark("T!", "is-again", gettext_lazy("tái trắng"))
CLOSED = Mark("×", "is-closed", gettext_lazy("không còn"))


def mark_of(state: str, again: bool = False) -> Mark:
    return AGAIN if again and state == UnitState.NO_MEMBERS else MARKS.get(state or "", CLOSED)


@register.simple_tag
def unit_state(state: str, again: bool = False) -> str:
    """{% unit_state unit.state %}: the square with its letter, then the words."""
    mark = mark_of(state, again)
    label = _("chưa có đảng viên (tái trắng)") if mark is AGAIN else mark.label
    return format_html(
        '<span class="unit-state"><span class="unit-square {}" aria-hidden="true">{}</span>{}</span>',
        mark.css, mark.letter, label,
    )  # fmt: skip


@register.filter
def unit_cause(cause: str) -> str:
    return UnitCause(cause).label if cause else ""
