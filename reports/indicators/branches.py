"""Branches that need help: under five members, or years without an admission (article 000)."""

from django.db.models import Max

from candidates.domain.radar_survey import MANY_YEARS, Area, Settings, is_branch
from candidates.models import Admission
from membership.base.dates import add_months
from membership.models import Organisation
from reports.indicators.declarations import Ask, Indicator, Tallied, Tally
from reports.indicators.members import read_stock
from reports.indicators.registry import REGISTRY

FEW = 5  # article 000: "không còn chi bộ dưới 5 đảng viên"


def read(ask: Ask) -> dict[str, Tallied]:
    """The branches of the tree of the last day, as the radar takes them: with nothing under them, and not called a
    committee. One of which no member is on record is not "under five"; who was founded within the years of the place
    (a local rule) has not had the time. Ends of spells and local rules are those of today, admissions as known."""
    committees = _committees(ask)
    branches = {
        pk: path
        for pk, path in zip(ask.branches.tolist(), ask.branch_paths, strict=True)
        if pk not in committees
    }  # fmt: skip
    stock = ask.once(read_stock)["members"]
    members = dict(zip(stock.organisations.tolist(), stock.weights.tolist(), strict=True))
    return {
        "branches": Tallied.of(list(branches)),
        "branches_few": Tallied.of([branch for branch in branches if 0 < members.get(branch, 0) < FEW]),
        "branches_without_admission": Tallied.of(_idle(ask, branches)),
    }


def _committees(ask: Ask) -> set[int]:
    """Organisations whose label says that they are more than a branch, whatever lies under them."""
    labelled = Organisation.objects.exclude(kind="").exclude(kind__startswith="Chi bộ")
    rows = ask.here(labelled, "path").order_by().values_list("pk", "kind")
    return {pk for pk, kind in rows if not is_branch(kind, ask.period.last)}


def _idle(ask: Ask, branches: dict[int, str]) -> list[int]:
    """Those with neither an admission nor their founding within the years that count as many at their place."""
    last = ask.period.last
    settings = Settings(Area(), last)
    since = {years: add_months(last, -12 * years) for years in settings.all_values(MANY_YEARS)}
    earliest = min(since.values())
    recent = Admission.objects.known_at(ask.known_at).filter(decision_date__gt=earliest, decision_date__lte=last)
    latest = dict(ask.here(recent).order_by().values_list("organisation_id").annotate(Max("decision_date")))
    young = Organisation.objects.filter(valid_from__gt=earliest).order_by().values_list("pk", "valid_from")
    for branch, founded in ask.here(young, "path"):
        latest[branch] = max(founded, latest.get(branch, founded))
    return [
        branch
        for branch, path in branches.items()
        if branch not in latest or latest[branch] <= since[settings.value(MANY_YEARS, path)]
    ]


REGISTRY.group("branches", "Chi bộ cuối kỳ", note="Tổ chức không có tổ chức nào trực thuộc, không tính cấp ủy.")
REGISTRY.add(Indicator("branches", "Chi bộ", "branches", Tally(read, "branches")))
REGISTRY.group("branches_among", "Trong số chi bộ", of="branches")
REGISTRY.add(
    Indicator("branches_few", "Dưới 5 đảng viên", "branches_among", Tally(read, "branches_few")),
    Indicator(
        "branches_without_admission",
        "Nhiều năm liền chưa kết nạp (số năm đặt theo địa phương, mặc định 3)",
        "branches_among",
        Tally(read, "branches_without_admission"),
    ),
)
