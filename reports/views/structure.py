"""The structure of the people admitted (Biểu 2), where members come from, and the charts of a report."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from membership.models import Action
from membership.templatetags.present import number
from membership.views.access import requires
from reports.domain.attainment import exact_percent
from reports.domain.reading import BreakdownGroup
from reports.models import Row, Run
from reports.views.runs import chosen_row, frame_of, opened, reader_of

MOST_BARS = 40
# On a phone the names give way to the bars.
NARROW = [
    {
        "query": {"maxWidth": 520},
        "option": {
            "grid": {"right": 44},
            "yAxis": {"axisLabel": {"width": 112, "overflow": "break", "lineHeight": 14, "fontSize": 11}},
        },
    }
]
ATTAINED, ON_PACE, BEHIND, PLAIN = "#2f9e5a", "#e0a526", "#d6453b", "#9b1c1f"


@requires(Action.VIEW_FIGURES)
def report_structure(request, pk):
    run = opened(request, pk)
    row, reader = chosen_row(request, run), reader_of(request, run)
    groups = reader.breakdown(row)
    context = {
        "groups": groups,
        "sources": reader.sources(row),
        "charts": [_structure(run, row, group) for group in groups if len(group.figures) > 2],
    }
    return render(request, "reports/report_structure.html", context | frame_of(request, run, row, reader, "co-cau"))


@requires(Action.VIEW_FIGURES)
def report_charts(request, pk):
    run = opened(request, pk)
    row, reader = chosen_row(request, run), reader_of(request, run)
    children = [child for child in reader.children(row, "-ty-le") if child.quota]
    shown = children[:MOST_BARS]
    context = {
        "lines": [reader.line(child) for child in shown],
        "hidden": len(children) - len(shown),
        "bullet": _bullet(run, shown, float(reader.expected)) if shown else None,
        "tall": len(shown) > 12,
    }
    return render(request, "reports/report_charts.html", context | frame_of(request, run, row, reader, "bieu-do"))


def _bullet(run: Run, rows: list[Row], expected: float) -> dict:
    """Attainment as bars, the best at the top, with a line at the quota and one at the expected pace."""
    rows = rows[::-1]
    bars = []
    for row in rows:
        percent = float(exact_percent(row.admitted_to_date, row.quota))
        colour = ATTAINED if percent >= 100 else ON_PACE if percent >= expected else BEHIND
        bars.append(
            {
                "value": percent,
                "itemStyle": {"color": colour},
                "url": f"{reverse('reports:report.detail', args=[run.pk])}?to-chuc={row.organisation_id}",
            }
        )
    lines = [{"xAxis": 100, "name": _("Chỉ tiêu"), "label": {"formatter": _("chỉ tiêu")}}]
    if expected < 100:
        lines.append({"xAxis": expected, "name": _("Tiến độ cần đạt"), "label": {"formatter": _("tiến độ cần đạt")}})
    return {
        "media": NARROW,
        "grid": {"left": 8, "right": 64, "top": 32, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "min": 0, "name": "%", "splitNumber": 4, "axisLabel": {"hideOverlap": True}},
        "yAxis": {
            "type": "category",
            "data": [row.name for row in rows],
            "axisLabel": {"width": 220, "overflow": "truncate", "interval": 0},
        },
        "series": [
            {
                "name": _("Đạt so với chỉ tiêu (%)"),
                "type": "bar",
                "data": bars,
                "barMaxWidth": 22,
                "markLine": {
                    "symbol": "none",
                    "silent": True,
                    "lineStyle": {"color": "#22262e", "type": "dashed"},
                    "data": lines,
                },
            }
        ],
    }


def _structure(run: Run, row: Row, group: BreakdownGroup) -> dict:
    """Counts of one group as bars, in the order of the form."""
    people = f"{reverse('reports:report.people', args=[run.pk])}?to-chuc={row.organisation_id}&nhom="
    figures = [figure for figure in group.figures if figure.indicator.is_count][::-1]
    return {
        "id": f"bieu-do-{figures[0].indicator.group.replace('_', '-')}",
        "title": group.label,
        "tall": len(figures) > 10,
        "options": {
            "media": NARROW,
            "grid": {"left": 8, "right": 48, "top": 8, "bottom": 8, "containLabel": True},
            "tooltip": {"trigger": "item"},
            "xAxis": {"type": "value", "minInterval": 1, "splitNumber": 3, "axisLabel": {"hideOverlap": True}},
            "yAxis": {
                "type": "category",
                "data": [figure.indicator.label for figure in figures],
                "axisLabel": {"width": 230, "overflow": "truncate", "interval": 0},
            },
            "series": [
                {
                    "name": group.label,
                    "type": "bar",
                    "barMaxWidth": 22,
                    "data": [
                        {
                            "value": figure.value or 0,
                            "url": people + figure.indicator.code,
                            "label": {"show": True, "position": "right", "formatter": number(figure.value or 0)},
                            "itemStyle": {"color": "#9aa1ad" if figure.indicator.code.endswith("_unknown") else PLAIN},
                        }
                        for figure in figures
                    ],
                }
            ],
        },
    }
