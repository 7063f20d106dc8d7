"""What the home page reminds of: reports not made, quotas not given, organisations behind pace."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.domain.worklist import INFO, OVERDUE, SOON, WorkItem, provider
from membership.models import Action, Organisation
from reports.domain.progress import expected_now, lines_under
from reports.models import Quota, Run
from reports.periods import last_quarter_before

MOST_PLACES = 3


def _places(user, action: str) -> list[Organisation]:
    """The topmost organisations of a person for an action; somebody with many looks at the first ones."""
    tops = user.reach(action).subtrees[:MOST_PLACES]
    return list(Organisation.objects.filter(path__in=tops).current()) if tops else []


@provider
def quarter_without_report(user) -> Iterator[WorkItem]:
    today = timezone.localdate()
    period = last_quarter_before(today)
    for organisation in _places(user, Action.RUN_REPORT):
        reported = (
            Run.objects.published()
            .filter(organisation=organisation, first_day=period.first, last_day=period.last)
            .filter(known_at__date__gt=period.last)
        )
        founded_later = organisation.valid_from is not None and organisation.valid_from > period.last
        if founded_later or reported.exists():
            continue
        address = f"{reverse('reports:report.new')}?to-chuc={organisation.pk}&ky=q{period.number}&nam={period.year}"
        yield WorkItem(
            title=_("Chưa có báo cáo %(period)s") % {"period": period.label},
            detail=organisation.name,
            url=address,
            urgency=OVERDUE,
        )


@provider
def quotas_missing(user) -> Iterator[WorkItem]:
    year = timezone.localdate().year
    for organisation in _places(user, Action.SET_QUOTA):
        children = Organisation.objects.visible_to(user, Action.SET_QUOTA).filter(parent=organisation).current()
        given = Quota.objects.filter(year=year).exclude(admission_quota=None)
        without = children.exclude(pk__in=given.values("organisation_id")).count()
        nothing_yet = not given.filter(organisation__parent=organisation).exists()
        own = given.filter(organisation=organisation).exists()
        address = f"{reverse('reports:quota.list')}?to-chuc={organisation.pk}&nam={year}"
        if nothing_yet and not own:
            yield WorkItem(
                title=_("Chưa có chỉ tiêu kết nạp năm %(year)d") % {"year": year},
                detail=organisation.name,
                url=address,
                urgency=SOON,
            )
        elif without:
            yield WorkItem(
                title=_("Tổ chức trực thuộc chưa được giao chỉ tiêu năm %(year)d") % {"year": year},
                detail=organisation.name,
                url=address,
                urgency=INFO if nothing_yet else SOON,
                count=without,
            )


@provider
def behind_pace(user) -> Iterator[WorkItem]:
    today: date = timezone.localdate()
    expected = expected_now(today.year, today)
    for organisation in _places(user, Action.VIEW_FIGURES):
        seen = Organisation.objects.visible_to(user, Action.VIEW_FIGURES).current()
        lines = lines_under(organisation, today.year, seen=seen)
        if len(lines) == 1:
            behind, title = lines, _("Kết nạp chậm so với tiến độ năm %(year)d")
        else:
            behind, title = lines[1:], _("Tổ chức trực thuộc kết nạp chậm so với tiến độ năm %(year)d")
        behind = [line for line in behind if line.percent is not None and line.percent < min(expected, 100)]
        if behind:
            yield WorkItem(
                title=title % {"year": today.year},
                detail=organisation.name,
                url=f"{reverse('reports:quota.list')}?to-chuc={organisation.pk}&nam={today.year}",
                urgency=SOON,
                count=len(behind) if len(lines) > 1 else None,
            )
