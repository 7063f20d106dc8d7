"""Classes held, their learners and what they were given (articles 002 and 004)."""

from collections import defaultdict

from django.db.models import Count

from candidates.models import ClassKind, ClassState, Enrolment, TrainingClass
from candidates.models.training import SEATED
from reports.indicators.declarations import Ask, Indicator, Tallied, Tally, sentence
from reports.indicators.registry import REGISTRY

_HELD = (ClassState.RUNNING, ClassState.CLOSED)


def read(ask: Ask) -> dict[str, Tallied]:
    """Classes lie with who holds them, learners and certificates with the learner's own branch.

    A class counts in the period in which it opens, with all its learners; a certificate in that of its own day. What
    became of a class or of a learner is not kept as known at a moment: only what was not yet recorded is left out.
    """
    period = ask.period
    opened = {"opens_on__gte": period.first, "opens_on__lte": period.last}
    classes = ask.here(TrainingClass.objects.filter(created_at__lte=ask.known_at, state__in=_HELD, **opened))
    found: dict[str, tuple[list, list]] = defaultdict(lambda: ([], []))

    def add(key: str, organisation: int, count: int) -> None:
        found[key][0].append(organisation)
        found[key][1].append(count)

    for organisation, kind, count in _counted(classes, "organisation_id", "kind"):
        add(f"classes_{kind}", organisation, count)
        add("classes", organisation, count)
    known = ask.here(Enrolment.objects.filter(recorded_at__lte=ask.known_at))
    learners = known.filter(
        state__in=SEATED,
        training_class__state__in=_HELD,
        **{f"training_class__{name}": day for name, day in opened.items()},
    )
    for organisation, kind, count in _counted(learners, "organisation_id", "training_class__kind"):
        add(f"learners_{kind}", organisation, count)
        add("learners", organisation, count)
    given = known.filter(certificate_date__gte=period.first, certificate_date__lte=period.last)
    for organisation, kind, count in _counted(given, "organisation_id", "training_class__kind"):
        add(f"certificates_{kind}", organisation, count)
        add("certificates", organisation, count)
    return {key: Tallied.of(*columns) for key, columns in found.items()}


def _counted(rows, *columns: str):
    return rows.order_by().values_list(*columns).annotate(Count("pk"))


def _family(code: str, whole: str, parts: str, note: str) -> None:
    REGISTRY.group(code, whole, note=note)
    REGISTRY.add(Indicator(code, whole, code, Tally(read, code)))
    REGISTRY.group(f"{code}_by_kind", parts, splits=code)
    REGISTRY.add(
        *(
            Indicator(
                f"{code}_{kind.value}", sentence(kind.label), f"{code}_by_kind", Tally(read, f"{code}_{kind.value}")
            )
            for kind in ClassKind
        )
    )


_family("classes", "Lớp mở trong kỳ", "Lớp theo loại", "Theo ngày khai giảng; tính cho nơi mở lớp.")
_family("learners", "Học viên của các lớp mở trong kỳ", "Học viên theo loại lớp", "Tính cho chi bộ của người học.")
_family("certificates", "Giấy chứng nhận cấp trong kỳ", "Giấy chứng nhận theo loại lớp", "Theo ngày cấp.")
