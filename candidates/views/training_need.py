"""Who must be sent to a class, and what came of the classes that were held."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from candidates.domain import training_need
from candidates.domain.training_outcomes import MONTHS, outcomes_by_class, outcomes_by_place, total, trained
from candidates.exchange.need_list import export_need
from candidates.filters import recent_years
from candidates.filters_learning import NeedFilterSet, OutcomeFilterSet
from candidates.models import Candidate, ClassKind, Enrolment
from candidates.tables_learning import NeedTable, OutcomePeopleTable
from membership.base.numbers import whole_in_address
from membership.catalogues import OCCUPATIONS
from membership.domain.lookup import link
from membership.models import Action, Organisation, within
from membership.people_filters import UNKNOWN
from membership.views.access import requires
from membership.views.lists import EXPORT_PARAMETER, list_page

MOST_GROUPS = 20
# As the filter of free time has them.
SHIFTS = (
    ("ca", True, gettext_lazy("làm theo ca, cần lớp chủ nhật hoặc buổi tối")),
    ("gio", False, gettext_lazy("không làm theo ca")),
    ("chua-ro", None, gettext_lazy("chưa rõ có làm theo ca không")),
)


@requires(Action.VIEW_PERSON)
@require_safe
def need(request):
    """Who lacks a valid certificate; by place, and person by person with what tells when they can learn."""
    user, today = request.user, timezone.localdate()
    chosen = request.GET.get("lop", "")
    kind = ClassKind.NEW_MEMBER if chosen == ClassKind.NEW_MEMBER else ClassKind.AWARENESS
    people = training_need.with_need(Candidate.objects.visible_to(user), kind, today)
    may_export = user.may(Action.EXPORT)
    if may_export and request.GET.get(EXPORT_PARAMETER) == "xlsx":
        found = NeedFilterSet(request.GET, queryset=people, request=request)
        rows = found.qs if found.is_valid() else people.none()
        return export_need(request, rows.order_by("organisation_path", "sort_key", "pk"))
    only_results = request.htmx and request.htmx.target == "ket-qua"
    return list_page(
        request,
        queryset=people.select_related("organisation__parent", "circumstances"),
        filterset_class=NeedFilterSet,
        table_class=NeedTable,
        template="candidates/need_list.html",
        title=_("Nhu cầu học lớp bồi dưỡng"),
        context={
            **({} if only_results else _overview(request, people, kind, today)),
            "tab": "nhu-cau",
            "kind": ClassKind(kind),
            "export_url": _export_url(request) if may_export else "",
            "empty_icon": "certificate",
            "empty_title": _("Không ai cần học lớp này"),
            "empty_text": _("Ai trong danh sách cũng có giấy chứng nhận còn giá trị trên 6 tháng."),
        },
    )


def _overview(request, people, kind: str, today) -> dict:
    user = request.user
    place, tops, reachable = _place(request)
    here = people.filter(within(place.path, "organisation_path")) if place is not None else people
    counted = training_need.counts(here)
    reach = user.reach(Action.VIEW_PERSON_DETAILS)
    work, shifts = training_need.by_group(here.filter(reach.condition("organisation_path"))) if reach else ([], {})
    return {
        "work": [(code or UNKNOWN, OCCUPATIONS.name_of(code) or _("chưa rõ"), n) for code, n in work[:MOST_GROUPS]],
        "shifts": [(key, label, shifts[value]) for key, value, label in SHIFTS if shifts.get(value)],
        "place": place,
        "numbers": [(each, counted[each]) for each in (*training_need.LACKING, training_need.Need.VALID)],
        "places": training_need.by_place(here, place, tops, reachable)[:30],
        "classes": list(training_need.open_classes(user, kind, today)) if user.may(Action.EDIT_PERSON) else [],
    }


def _place(request) -> tuple[Organisation | None, tuple, object]:
    """The place that was asked for, or the reader's own where it is one; their places; what they may see."""
    reachable = Organisation.objects.visible_to(request.user, Action.VIEW_PERSON)
    tops = request.user.reach(Action.VIEW_PERSON).subtrees
    number = whole_in_address(request.GET.get("to-chuc", ""))
    place = reachable.filter(pk=number).first() if number is not None else None
    if place is None and len(tops) == 1:
        place = reachable.filter(path=tops[0]).first()
    return place, tops, reachable


def _export_url(request) -> str:
    query = request.GET.copy()
    query.pop("trang", None)
    query[EXPORT_PARAMETER] = "xlsx"
    return f"{request.path}?{query.urlencode()}"


@requires(Action.VIEW_PERSON)
@require_safe
def outcomes(request):
    """Trained, then admitted within so many months: class by class, place by place, and the people behind."""
    today = timezone.localdate()
    given = request.GET.get("thang", "")
    months = int(given) if given in {str(each) for each in MONTHS} else MONTHS[1]
    learners = trained(Enrolment.objects.visible_to(request.user))
    year = request.GET.get("nam", "")
    if year in dict(recent_years()):
        learners = learners.filter(certificate_date__year=int(year))
    place, tops, reachable = _place(request)
    here = learners.filter(within(place.path, "organisation_path")) if place is not None else learners
    only_results = request.htmx and request.htmx.target == "ket-qua"
    by_class = [] if only_results else outcomes_by_class(here, months, today)
    return list_page(
        request,
        queryset=learners.select_related("candidate", "training_class", "organisation__parent"),
        filterset_class=OutcomeFilterSet,
        table_class=OutcomePeopleTable,
        template="candidates/need_outcomes.html",
        title=_("Học rồi có được kết nạp không"),
        context={
            "tab": "ket-qua",
            "months": months,
            "choices": MONTHS,
            "by_class": by_class,
            "by_place": []
            if only_results
            else outcomes_by_place(here, months, today, place=place, tops=tops, reachable=reachable),
            "total": total(by_class),
            "class_page": link("candidates:class.list"),
            "empty_icon": "school",
            "empty_title": _("Chưa có ai hoàn thành lớp nhận thức về Đảng"),
            "empty_text": _("Kết thúc một lớp thì học viên hoàn thành hiện ở đây."),
        },
    )
