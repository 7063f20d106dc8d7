"""What the log says about one record, for the page of that record."""

from membership.models import Activity


def changes_of(record, most: int = 30) -> list[Activity]:
    """The latest acts on a record, newest first. The reader must already be allowed to read the record."""
    return list(
        Activity.objects.filter(subject_type=record._meta.model_name, subject_id=str(record.pk))
        .select_related("by")
        .order_by("-at", "-pk")[:most]
    )
