"""Every act of a person leaves one row that names it."""

from membership.models import Activity, Organisation


def record(action: str, *, by, organisation: Organisation | None = None, subject=None, label: str = "", **data) -> None:
    """Write that `by` did `action` to `subject` in the place of `organisation`; `data` must be JSON."""
    Activity.objects.create(
        by=by,
        action=action,
        organisation=organisation,
        organisation_path=organisation.path if organisation else "",
        subject_type=subject._meta.model_name if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject_label=(label or (str(subject) if subject is not None else ""))[:255],
        data=data,
    )
