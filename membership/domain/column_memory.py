"""What an office once said about the columns of its own layout, remembered for the next list of the same shape.

A layout is known by the words of its header, in their order, whatever the marks and capitals. What a committee said
holds for everything under it, until somebody nearer says otherwise or it is forgotten.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.text import fold
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.models import Action, ColumnMemory, Organisation

MOST_TITLES = 200


@dataclass(frozen=True)
class Remembered:
    """How a layout is read: field -> place. `said_by`, `said_at`: who last said so, for the page."""

    pk: int
    mapping: dict[str, int]
    said_by: str
    said_at: datetime


def fingerprint(titles: Mapping[int, str]) -> str:
    """Of a header, place -> text; "" where it says too little to be known again."""
    if len(titles) < 2 or len(titles) > MOST_TITLES:
        return ""
    words = "\n".join(f"{place}:{fold(text)}" for place, text in sorted(titles.items()))
    return hashlib.sha256(words.encode()).hexdigest()


def recall(kind: str, organisation: Organisation | None) -> dict[str, Remembered]:
    """Fingerprint -> how to read it, for lists of a kind that go into an organisation. One query."""
    if organisation is None:
        return {}
    rows = (
        ColumnMemory.objects.filter(
            kind=kind, forgotten_at=None, organisation__in=[*organisation.ancestor_ids(), organisation.pk]
        )
        .select_related("learnt_by")
        .order_by("organisation__path")
    )
    return {
        row.fingerprint: Remembered(
            row.pk, row.mapping, row.learnt_by.full_name if row.learnt_by else _("Hệ thống"), row.learnt_at
        )
        for row in rows
    }


def remember(
    *,
    by,
    kind: str,
    organisation: Organisation,
    titles: Mapping[int, str],
    mapping: dict[str, int],
    guess: dict[str, int],
) -> ColumnMemory | None:
    """Keep what a person said where the programme would have read it otherwise (`guess`: without any memory).

    A layout that was said before is amended; one that is now read rightly by itself is forgotten.
    """
    known = fingerprint(titles)
    if not known:
        return None
    with transaction.atomic():
        row = (
            ColumnMemory.objects.select_for_update()
            .filter(organisation=organisation, kind=kind, fingerprint=known, forgotten_at=None)
            .first()
        )
        if mapping == guess:
            if row is not None:
                ColumnMemory.objects.filter(pk=row.pk).update(forgotten_at=timezone.now())
            return None
        if row is None:
            words: Sequence[str] = [text for _place, text in sorted(titles.items())]
            return ColumnMemory.objects.create(
                organisation=organisation, kind=kind, fingerprint=known, titles=words, mapping=mapping, learnt_by=by
            )
        said_anew = {"mapping": mapping, "learnt_by": by, "learnt_at": timezone.now()} if row.mapping != mapping else {}
        ColumnMemory.objects.filter(pk=row.pk).update(uses=row.uses + 1, **said_anew)
    return row


def forget_columns(*, by, memory: ColumnMemory) -> None:
    """The office reads this layout differently now: the next list of it is guessed at again."""
    if by is not None and not by.may(Action.IMPORT, memory.organisation.path):
        raise Refused(_("Đồng chí không có quyền bỏ cách hiểu cột mà cấp trên đã lưu."))
    with transaction.atomic():
        done = ColumnMemory.objects.filter(pk=memory.pk, forgotten_at=None).update(forgotten_at=timezone.now())
        if done:
            record("columns.forgotten", by=by, organisation=memory.organisation, subject=memory, kind=memory.kind)
