"""How values look on a page: 1.234, 127,1 %, 05/06/2026, icons, lengths of bars. A builtin of every template."""

from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.base.numbers import format_integer, format_percent

register = template.Library()

UNKNOWN = "–"
BAR_END = 150  # a bar ends at 150 %, so that what lies beyond the quota is still seen


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("app/icons.svg")


@register.simple_tag
def icon(name: str, css: str = "") -> str:
    """{% icon "users" %}: a picture beside a word, never instead of one (screen readers skip it)."""
    return format_html(
        '<svg class="icon {}" width="24" height="24" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css,
        _sprite(),
        name,
    )


@register.filter
def number(value) -> str:
    """1234 -> 1.234; nothing -> –"""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, Decimal | float):
        whole = f"{value:,.1f}".translate(str.maketrans(",.", ".,"))
        return whole.removesuffix(",0")
    return format_integer(int(value))


@register.filter
def percent(value) -> str:
    """Decimal("127.05") -> 127,1 %; nothing -> –"""
    return UNKNOWN if value is None or value == "" else f"{format_percent(value)}\u00a0%"


@register.filter
def code(value) -> str:
    """An organisation, or its code as text: M1.M2.M3.M4.M5 for the 14-digit code, others as they are."""
    text = str(getattr(value, "code", value) or "")
    if len(text) == 14 and text.isdigit():
        return ".".join((text[:2], text[2:5], text[5:8], text[8:11], text[11:]))
    return text


@register.filter
def initials(name) -> str:
    """Nguyễn Văn Ánh -> NÁ"""
    words = str(name or "").split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


@register.filter
def day(value) -> str:
    """dd/mm/yyyy; nothing -> –"""
    if value is None or value == "":
        return UNKNOWN
    if hasattr(value, "hour"):
        value = timezone.localtime(value).date()
    return format_date(value)


@register.filter
def born(person) -> str:
    """A birth date as far as it is known: 05/06/1990, 06/1990 or 1990."""
    return format_date(person.born_on, person.born_precision) or UNKNOWN


@register.filter
def moment(value) -> str:
    """14:05 05/06/2026; today only the hour is said."""
    if not value:
        return UNKNOWN
    local = timezone.localtime(value)
    if local.date() == timezone.localdate():
        return _("%(time)s hôm nay") % {"time": f"{local:%H:%M}"}
    return f"{local:%H:%M} {format_date(local.date())}"


@register.filter
def duration(value) -> str:
    """A length of time in words for a person who waits."""
    if value is None:
        return UNKNOWN
    seconds = int(value.total_seconds() if isinstance(value, timedelta) else value)
    if seconds < 60:
        return _("%(n)d giây") % {"n": max(seconds, 1)}
    if seconds < 3600:
        return _("%(n)d phút") % {"n": (seconds + 30) // 60}
    return _("%(h)d giờ %(m)d phút") % {"h": seconds // 3600, "m": seconds % 3600 // 60}


@register.filter
def yes_no(value) -> str:
    """Có / Không / chưa rõ: unknown is never no."""
    return _("chưa rõ") if value is None else _("Có") if value else _("Không")


@register.filter
def svg_length(value) -> str:
    """A percentage as a length inside the drawing of parts/bar.html, with a point whatever the language."""
    return f"{min(max(float(value or 0), 0.0), BAR_END):.2f}"


@register.filter
def pace(value, expected) -> str:
    """Where an attainment stands: attained (100 % and more), on (at the expected pace), behind, or none."""
    if value is None or value == "":
        return "none"
    if float(value) >= 100:
        return "attained"
    if expected is None or expected == "":
        return "on"
    return "on" if float(value) >= float(expected) else "behind"


@register.filter
def pace_word(standing) -> str:
    return {"attained": _("Đạt"), "on": _("Đúng tiến độ"), "behind": _("Chậm")}.get(standing, _("Không có chỉ tiêu"))


@register.filter
def pace_icon(standing) -> str:
    return {"attained": "circle-check", "on": "progress-check", "behind": "alert-triangle"}.get(standing, "minus")


@register.filter
def lookup(mapping, key):
    """A value by a key that is no identifier."""
    return mapping.get(key) if mapping is not None else None


@register.simple_tag(takes_context=True)
def address(context, *pairs) -> str:
    """{% address "trang" 2 "xuat" None %}: this page's address with some parameters changed (None: taken out)."""
    query = context["request"].GET.copy()
    for name, value in zip(pairs[::2], pairs[1::2], strict=True):
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"
