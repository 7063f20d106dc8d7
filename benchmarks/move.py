"""Moving a committee with everything under it, against the bare UPDATE of the rows that carry its path."""

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from benchmarks.measure import Measured, against, interleaved
from membership.domain.copies import copies
from membership.domain.reorganise import move
from membership.models import Organisation, within


def run(*, rows: int) -> list[Measured]:
    root = Organisation.objects.get(parent=None)
    committees = list(Organisation.objects.filter(parent=root).order_by("pk"))
    largest = max(committees, key=lambda each: Organisation.objects.under(each).count())
    target = next(each for each in committees if each.pk != largest.pk)
    today = timezone.localdate()

    def moved() -> None:
        with transaction.atomic():
            move(by=None, on=today, organisation=largest, parent=target, version=largest.version)
            transaction.set_rollback(True)
        largest.refresh_from_db()

    carrying = [(Organisation, "path"), *((copy.model, copy.column) for copy in copies())]
    carried = sum(model._base_manager.filter(within(largest.path, column)).count() for model, column in carrying)

    def bare() -> None:
        with transaction.atomic(), connection.cursor():
            for model, column in carrying:
                # Another value of the same length in a column of no index would be no floor: indexes are what costs.
                touched = model._base_manager.filter(within(largest.path, column))
                touched.update(**{column: F(column)})
            transaction.set_rollback(True)

    seconds = interleaved({"floor": bare, "move": moved})
    what = f"moving a committee: {carried} rows with its path"
    return [against(what, "UPDATE of the same rows to themselves", seconds, 3, name="move", floor="floor")]
