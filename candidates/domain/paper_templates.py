"""Templates of papers that an administrator puts in the place of the built-in ones. Nothing is deleted."""

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import PaperTemplate
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.models import Action

NAME_LENGTH = 160
NOTE_LENGTH = 300


def active_templates(codes: list[str] | None = None) -> dict[str, PaperTemplate]:
    """Code -> the template in use, the newest that is not withdrawn; without its content. One query."""
    rows = PaperTemplate.objects.filter(withdrawn_at=None).defer("content").select_related("uploaded_by")
    if codes is not None:
        rows = rows.filter(code__in=codes)
    return {row.code: row for row in rows.order_by("pk")}


def active_contents(codes: list[str]) -> dict[str, bytes]:
    """Code -> the file in use; codes whose built-in template is in use are absent. Two queries."""
    keys = [row.pk for row in active_templates(codes).values()]
    if not keys:
        return {}
    return {
        code: bytes(content)
        for code, content in PaperTemplate.objects.filter(pk__in=keys).values_list("code", "content")
    }


def versions_of(code: str, most: int = 20) -> list[PaperTemplate]:
    """What was uploaded for a paper, the newest first, without the files."""
    rows = PaperTemplate.objects.filter(code=code).defer("content").select_related("uploaded_by", "withdrawn_by")
    return list(rows.order_by("-pk")[:most])


def upload_template(
    *,
    by,
    code: str,
    filename: str,
    content: bytes,
    check: Callable[[bytes], list[str]],
    replaces: int | None,
    note: str = "",
) -> PaperTemplate:
    """Use this file for the paper from now on.

    `check` says all that is wrong with it (candidates/exchange/papers/render.py); a file with problems is not kept.
    `replaces`: the template that was in use when its owner looked (None: the built-in one); Stale if it is another now.
    """
    _allowed(by)
    if problems := check(content):
        raise Refused(messages={"file": problems})
    note = normalise(note)
    if len(note) > NOTE_LENGTH:
        raise Refused(_("Ghi chú dài quá %(n)d chữ.") % {"n": NOTE_LENGTH}, field="note")
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        current = _current(code, replaces)
        if current is not None and current.sha256 == digest:
            raise Refused(_("Tệp này chính là mẫu đang dùng."), field="file")
        row = PaperTemplate.objects.create(
            code=code, filename=normalise(filename)[-NAME_LENGTH:], content=content, sha256=digest, note=note,
            uploaded_by=by,
        )  # fmt: skip
        record("template.uploaded", by=by, subject=row, label=code, code=code, sha256=digest, size=len(content))
    return row


def withdraw_template(*, by, code: str, replaces: int) -> None:
    """Back to the built-in template; what was uploaded stays on record."""
    _allowed(by)
    with transaction.atomic():
        current = _current(code, replaces)
        if current is None:
            raise Refused(_("Giấy này đang dùng mẫu có sẵn."))
        PaperTemplate.objects.filter(code=code, withdrawn_at=None).update(withdrawn_at=timezone.now(), withdrawn_by=by)
        record("template.withdrawn", by=by, subject=current, label=code, code=code)


def _allowed(by) -> None:
    if by is not None and not by.may(Action.MANAGE_CATALOGUES):
        raise Refused(_("Đồng chí không có quyền thay mẫu giấy tờ."))


def _current(code: str, replaces: int | None) -> PaperTemplate | None:
    """The template in use, held until the end of the transaction; Stale if it is not the one that was looked at."""
    rows = PaperTemplate.objects.select_for_update().filter(code=code, withdrawn_at=None).defer("content")
    current = rows.order_by("-pk").first()
    if (current.pk if current else None) != replaces:
        raise Stale(_("Người khác vừa thay mẫu này. Hãy tải lại trang rồi xem lại."))
    return current
