"""The radar on the home page: warnings that came up within the last days, for leaders and staff. Few quick queries."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from candidates.domain.radar_findings import FEW
from candidates.domain.radar_survey import MANY_YEARS, Area, Settings, spells_on
from candidates.models import Admission
from membership.base.dates import add_months
from membership.domain.lookup import link
from membership.domain.worklist import INFO, WorkItem, provider
from membership.models import Action, MemberSpell, Organisation, RoleCode, within

LATELY = 30  # days
MOST_PLACES = 3
# Above so many organisations every spell would be read for one line; the radar itself still tells.
MOST_ORGANISATIONS = 20_000


def newly_without_admission(path: str, today: date) -> int:
    """Branches whose last admission became so many years old within the last days."""
    years = Settings(Area(path), today).value(MANY_YEARS, path)
    last = add_months(today, -12 * years)
    later = Admission.objects.current().filter(
        organisation=OuterRef("organisation"), decision_date__gt=OuterRef("decision_date"), decision_date__lte=today
    )
    rows = Admission.objects.current().filter(Area(path).rows(), organisation__valid_to=None)
    rows = rows.filter(decision_date__gt=last - timedelta(days=LATELY), decision_date__lte=last)
    return rows.filter(~Exists(later)).order_by().values("organisation").distinct().count()


def newly_under_five(path: str, today: date) -> int:
    """Branches which members left within the last days, so that fewer than five are there now."""
    many = Organisation.objects.filter(within(path, "path")).order_by("path")
    too_many = Exists(many[MOST_ORGANISATIONS : MOST_ORGANISATIONS + 1])
    gone = MemberSpell.objects.filter(valid_to__gt=today - timedelta(days=LATELY), valid_to__lte=today)
    gone = gone.filter(~too_many, Area(path).joined(), organisation__valid_to=None)
    left = dict(gone.order_by().values_list("organisation_id").annotate(n=Count("pk")))
    now = dict(
        spells_on(today)
        .filter(organisation__in=list(left))
        .order_by()
        .values_list("organisation_id")
        .annotate(n=Count("pk"))
    )
    return sum(0 < now.get(branch, 0) < FEW <= now.get(branch, 0) + n for branch, n in left.items())


@provider
def new_warnings(user) -> Iterator[WorkItem]:
    """One line a place, for who answers for more than a branch."""
    if not link("candidates:radar") or not user.may(Action.VIEW_FIGURES):
        return
    leads = {path for role, path in user.current_assignments() if role == RoleCode.LEADER}
    tops = [path for path in user.reach(Action.VIEW_FIGURES).subtrees if path in leads]
    tops += [path for path in user.reach(Action.SET_QUOTA).subtrees if path not in tops]
    today = timezone.localdate()
    for path in tops[:MOST_PLACES]:
        silent, small = newly_without_admission(path, today), newly_under_five(path, today)
        if silent + small:
            place = Organisation.objects.get(path=path)
            parts = [_("vừa đủ số năm không kết nạp: %(n)d") % {"n": silent}] if silent else []
            parts += [_("vừa còn dưới 5 đảng viên: %(n)d") % {"n": small}] if small else []
            yield WorkItem(
                _("Nơi cần chú ý mới có trong %(n)d ngày") % {"n": LATELY},
                f"{link('candidates:radar')}?{urlencode({'to-chuc': place.pk})}",
                INFO,
                f"{place.name}. {'; '.join(parts).capitalize()}",
                count=silent + small,
            )
