"""A person's own password."""

from django.db import transaction

from membership.domain.activity import record
from membership.models import User


@transaction.atomic
def change_own_password(*, by: User, password: str) -> None:
    """Set it, and lift the duty to change it. Every other session of the account ends with the old password."""
    by.set_password(password)
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    record("user.password_changed", by=by, subject=by)
