"""Read a published run: one organisation and what lies under it, and the people behind each figure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import ExpressionWrapper, F, FloatField, Q
from django.db.models.functions import NullIf
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import Admission
from membership.base import paths
from membership.base.text import fold
from membership.models import Organisation, within
from reports.domain.attainment import exact_percent
from reports.domain.facts import acts_let_pass, between
from reports.indicators import REGISTRY, Indicator
from reports.models import Row, Run
from reports.periods import Period

TO_DATE = "to_date"
# What a number on the page counts: its code in addresses, its words.
FIGURES = {
    TO_DATE: gettext_lazy("Kết nạp từ đầu năm"),
    "admitted": gettext_lazy("Kết nạp trong kỳ"),
    "same_period": gettext_lazy("Cùng kỳ năm trước"),
    "last_year_to_date": gettext_lazy("Từ đầu năm trước đến cùng kỳ"),
}
ORDERS = {
    "ma": F("code"),
    "ten": F("name"),
    "chi-tieu": F("quota"),
    "trong-ky": F("admitted"),
    "tu-dau-nam": F("admitted_to_date"),
    "ty-le": ExpressionWrapper(F("admitted_to_date") * 1.0 / NullIf(F("quota"), 0), output_field=FloatField()),
    "cung-ky": F("same_period_last_year"),
    "tang-giam": ExpressionWrapper(F("admitted") * 1.0 - F("same_period_last_year"), output_field=FloatField()),
}


def period_of(run: Run) -> Period:
    return Period(run.first_day, run.last_day)


def expected_percent(period: Period, known_on: date) -> Fraction:
    """What share of the year's quota would be reached at an even pace."""
    return period.expected_pace(known_on) * 100


@dataclass
class Line:
    """A row as a page shows it."""

    row: Row
    level: int = 0

    @property
    def percent(self) -> Fraction | None:
        return exact_percent(self.row.admitted_to_date, self.row.quota)

    @property
    def change(self) -> int:
        return self.row.admitted - self.row.same_period_last_year

    @property
    def change_size(self) -> int:
        return abs(self.change)


@dataclass
class Standing:
    """How a set of organisations stands: over, exactly at, under their quota, or without one."""

    label: str = ""
    over: int = 0
    reached: int = 0
    under: int = 0
    without: int = 0

    @property
    def with_quota(self) -> int:
        return self.over + self.reached + self.under

    def add(self, row: Row) -> None:
        if not row.quota:
            self.without += 1
        elif row.admitted_to_date > row.quota:
            self.over += 1
        elif row.admitted_to_date == row.quota:
            self.reached += 1
        else:
            self.under += 1


class RunReader:
    """What a person sees of a run, from one organisation of it down."""

    def __init__(self, run: Run, rows):
        """`rows`: the rows of the run that the person may see."""
        self.run, self.rows = run, rows
        self.period = period_of(run)
        self.expected = expected_percent(self.period, timezone.localdate(run.known_at))

    def line(self, row: Row, *, top: int = 0) -> Line:
        return Line(row, paths.depth(row.path) - top)

    def ancestors(self, row: Row) -> list[Row]:
        """From the root of the run down to the parent."""
        return list(self.rows.filter(organisation__in=paths.ids(row.path)[:-1]).order_by("path"))

    def children(self, row: Row, order: str = "") -> list[Row]:
        name, down = order.lstrip("-"), order.startswith("-")
        rows = self.rows.filter(parent=row.organisation_id).select_related("organisation")
        if name not in ORDERS:
            return list(rows.order_by("pk"))
        by = ORDERS[name].desc(nulls_last=True) if down else ORDERS[name].asc(nulls_last=True)
        return list(rows.order_by(by, "pk"))

    def in_order(self, row: Row):
        """The row and everything under it, parents before children, siblings by code."""
        return self.rows.filter(within(row.path, "path")).order_by("pk")

    def breakdown(self, row: Row) -> list["BreakdownGroup"]:
        """The people admitted, by the groups of Biểu 2."""
        return [self._group(group, row, row.admitted_to_date) for group in REGISTRY.about_admissions]

    def sources(self, row: Row) -> list["BreakdownGroup"]:
        """Where members come from, and the members: the tallies. Parts of nothing are left out, and figures that the
        run did not count yet."""
        groups = [group for group in REGISTRY.about_sources if not group.whole or row.breakdowns.get(group.whole)]
        shown = [self._group(group, row, None) for group in groups]
        return [group for group in shown if any(figure.value is not None for figure in group.figures)]

    def _group(self, group, row: Row, total: int | None) -> "BreakdownGroup":
        """Shares are of the figure the group splits or names, else of `total`."""
        counted = self._counted_codes()
        figures = []
        for indicator in REGISTRY.of(group.code):
            value = row.breakdowns.get(indicator.code, 0 if indicator.is_whole else None)
            known = indicator.code in counted
            of = indicator.of or group.whole
            whole = row.breakdowns.get(of, 0) if of else total
            shared = known and indicator.is_whole and whole is not None and indicator.code != of
            figures.append(
                Figure(
                    indicator,
                    value if known else None,
                    exact_percent(value, whole) if shared else None,
                    row.breakdowns.get(indicator.unknown, 0) if indicator.unknown else None,
                )
            )
        return BreakdownGroup(group.label, figures, group.note)

    def _counted_codes(self) -> set[str]:
        """Which figures this run counted: the row of its root holds them all, zeros included."""
        if not hasattr(self, "_codes"):
            root = self.run.rows.filter(parent=None).first()
            self._codes = set(root.breakdowns) if root else set()
        return self._codes


@dataclass(frozen=True)
class Figure:
    indicator: Indicator
    value: int | float | None
    percent: Fraction | None
    unknown: int | None


@dataclass(frozen=True)
class BreakdownGroup:
    label: str
    figures: list[Figure]
    note: str = ""


def standings(rows: Iterable[Row]) -> tuple[Standing, list[Standing]]:
    """How organisations stand against their quotas, together and by kind ("quận, huyện")."""
    together, kinds = Standing(), {}
    for row in rows:
        together.add(row)
        label = kind_label(row.organisation)
        if label:
            kinds.setdefault(label, Standing(label)).add(row)
    return together, [standing for standing in kinds.values() if standing.with_quota > 1]


_DISTRICTS = re.compile(r"\b(quan|huyen|thi xa)( uy)?$")


def kind_label(organisation: Organisation) -> str:
    """The kind as offices count it: quận, huyện and thị xã together, others under their own name."""
    return _("quận, huyện") if _DISTRICTS.search(fold(organisation.kind)) else organisation.kind


def people_behind(run: Run, row: Row, *, figure: str = TO_DATE, indicator: str = ""):
    """The very facts that a figure of a run counts: its period, its tree, and what was known then."""
    period = period_of(run)
    windows = {
        "admitted": period,
        TO_DATE: period.year_to_date,
        "same_period": period.same_period_last_year,
        "last_year_to_date": period.same_period_last_year.year_to_date,
    }
    condition = between(windows[figure], run.counting)
    if indicator:
        condition &= REGISTRY.indicators[indicator].measure.where
    return Admission.objects.known_at(run.known_at).filter(condition, _placed_under(run, row))


def let_pass_behind(run: Run, row: Row):
    """The conditions let pass that a run counts: a row of each, by act."""
    rows = acts_let_pass(period_of(run), known_at=run.known_at)
    return rows.filter(_placed_under(run, row))


def _placed_under(run: Run, row: Row) -> Q:
    if row.is_leaf:
        return Q(organisation_id=row.organisation_id)
    if row.parent_id is None and not Organisation.objects.filter(parent=None).exclude(pk=row.organisation_id).exists():
        return Q()  # the whole of the only tree there is
    under = Row.objects.filter(within(row.path, "path"), run=run)
    return Q(organisation_id__in=under.values("organisation_id"))
