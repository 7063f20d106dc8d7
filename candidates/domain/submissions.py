"""A form that may arrive twice is done once: a phone with a weak signal sends it again under the same key."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Submission
from membership.domain.errors import Refused
from membership.domain.nightly import nightly

KEPT_DAYS = 90
ANSWER_LENGTH = 300

Outcome = TypeVar("Outcome")


def once(key: UUID, user, what: str, do: Callable[[], str]) -> tuple[str, bool]:
    """The answer of `do()`, and whether it was done just now; the first answer, if the key was used before.

    A refusal leaves the key unused, so that the mended form may come under it again. Two that arrive together wait for
    one another at the key.
    """
    try:
        with transaction.atomic():
            row = Submission.objects.create(key=key, user=user, what=what)
            row.answer = str(do())[:ANSWER_LENGTH]
            row.save(update_fields=["answer"])
        return row.answer, True
    except IntegrityError:
        before = Submission.objects.filter(key=key).first()
        if before is None:
            raise
    if before.user_id != user.pk or before.what != what:
        raise Refused(_("Biểu mẫu này không dùng lại được. Xin mở lại trang."))
    return before.answer, False


def trial(do: Callable[[], Outcome]) -> Outcome:
    """What `do()` would answer or refuse; everything it wrote is taken back."""
    with transaction.atomic():
        try:
            return do()
        finally:
            transaction.set_rollback(True)


@nightly("submissions.prune", "Bỏ khóa của những biểu mẫu đã gửi từ lâu")
def forget_submissions() -> str:
    """Keys so old that no phone sends their form any more."""
    gone: tuple[int, Any] = Submission.objects.filter(at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    return f"{gone[0]}"
