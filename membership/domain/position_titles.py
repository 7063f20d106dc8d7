"""The titles people hold in a residential unit: what is known from the start and what the administrator keeps.

A declared title is a row only once somebody writes about it (`stored`), so that a look writes nothing; `known_titles`
gives both alike, and titles are named by their code everywhere.
"""

from collections import defaultdict
from difflib import get_close_matches

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from membership.base.text import fold, normalise
from membership.catalogues.position_titles import POSITION_TITLES
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.models import Action, PositionTitle

_DECLARED = {title.code: title for title in POSITION_TITLES}
_STEP = 10  # room for the administrator's own titles in between
NEAR = 3


def known_titles(*, retired: bool = False) -> list[PositionTitle]:
    """Every title in its order; declared ones nobody wrote about are unsaved rows. `retired`: those too."""
    rows = list(PositionTitle.objects.all())
    titles = [*rows, *_missing(rows)]
    return sorted(
        (title for title in titles if retired or title.retired_at is None), key=lambda title: (title.order, title.name)
    )


def title_of(code: str, *, retired: bool = True) -> PositionTitle | None:
    return next((title for title in known_titles(retired=retired) if title.code == code), None)


def stored(code: str) -> PositionTitle:
    """The row of a title, made on its first use. Call inside the transaction that needs it."""
    ensure_titles()
    return PositionTitle.objects.get(code=code)


def ensure_titles() -> None:
    """Make rows of the declared titles that have none yet; any number of processes may do so at once."""
    missing = _missing(list(PositionTitle.objects.all()))
    if missing:
        PositionTitle.objects.bulk_create(missing, ignore_conflicts=True)


def _missing(rows: list[PositionTitle]) -> list[PositionTitle]:
    codes, names = {row.code for row in rows}, {row.folded_name for row in rows}
    return [
        PositionTitle(
            code=title.code, name=title.name, folded_name=fold(title.name), short=title.short, order=_STEP * place
        )
        for place, title in enumerate(POSITION_TITLES, start=1)
        if title.code not in codes and fold(title.name) not in names
    ]


def is_verified(title: PositionTitle) -> bool:
    """Whether the office named it itself, or it was read in a text; the declared list was put together by us."""
    return title.code not in _DECLARED or _DECLARED[title.code].verified


class TitleIndex:
    """Titles by what a list calls them."""

    def __init__(self):
        self.titles = known_titles()
        self._by_text: dict[str, PositionTitle] = {}
        for title in self.titles:
            declared = _DECLARED.get(title.code)
            for text in (title.name, title.short, title.code, *(declared.aliases if declared else ())):
                if folded := fold(text):
                    self._by_text.setdefault(folded, title)

    def find(self, text: str) -> PositionTitle | None:
        return self._by_text.get(fold(text))

    def near(self, text: str) -> list[str]:
        """Names of titles that are written much like it, for the sentence that refuses."""
        near = get_close_matches(fold(text), self._by_text, n=2 * NEAR, cutoff=0.5)
        return list(dict.fromkeys(self._by_text[each].name for each in near))[:NEAR]


@transaction.atomic
def add_title(*, by, name: str, short: str = "", order: int = 100, code: str = "") -> PositionTitle:
    """One more title for everybody's lists."""
    _require_right(by)
    ensure_titles()
    values = _cleaned(None, name, short, order)
    title = PositionTitle(code=code or _free_code(values["name"]), **values)
    title.save()
    record("title.added", by=by, subject=title)
    return title


@transaction.atomic
def amend_title(*, by, title: PositionTitle, version: int, name: str, short: str, order: int) -> PositionTitle:
    """Rename a title, move it in the order. Who held it under the old name holds it under the new one."""
    _require_right(by)
    row = _held(title, version)
    values = _cleaned(row, name, short, order)
    changes = {
        key: [getattr(row, key), value]
        for key, value in values.items()
        if key != "folded_name" and getattr(row, key) != value
    }
    if not changes:
        return row
    for key, value in values.items():
        setattr(row, key, value)
    row.version += 1
    row.save()
    record("title.amended", by=by, subject=row, changes=changes)
    return row


@transaction.atomic
def retire_title(*, by, title: PositionTitle, version: int) -> PositionTitle:
    """Nobody is appointed to it any more, and its share is not asked for; what was recorded stays."""
    _require_right(by)
    row = _held(title, version)
    if row.retired_at is not None:
        raise Refused(_("Chức danh này đã thôi dùng."))
    return _set_retired(by, row, timezone.now(), "title.retired")


@transaction.atomic
def restore_title(*, by, title: PositionTitle, version: int) -> PositionTitle:
    _require_right(by)
    row = _held(title, version)
    if row.retired_at is None:
        raise Refused(_("Chức danh này đang dùng."))
    return _set_retired(by, row, None, "title.restored")


def _set_retired(by, row: PositionTitle, moment, act: str) -> PositionTitle:
    row.retired_at = moment
    row.version += 1
    row.save()
    record(act, by=by, subject=row)
    return row


def _held(title: PositionTitle, version: int) -> PositionTitle:
    ensure_titles()
    row = PositionTitle.objects.select_for_update().get(code=title.code)
    if row.version != version:
        raise Stale(_("Người khác vừa sửa chức danh này. Hãy xem lại rồi làm tiếp."))
    return row


def _require_right(by) -> None:
    if by is not None and not by.may(Action.MANAGE_CATALOGUES):
        raise Refused(_("Đồng chí không có quyền quản lý danh mục."))


def _cleaned(row: PositionTitle | None, name: str, short: str, order: int) -> dict:
    name, short = normalise(name), normalise(short)
    wrong: dict[str, list[str]] = defaultdict(list)
    for field, text in (("name", name), ("short", short)):
        limit = PositionTitle._meta.get_field(field).max_length
        if len(text) > limit:
            wrong[field].append(_("Nội dung dài quá %(limit)d chữ.") % {"limit": limit})
    if not fold(name):
        wrong["name"].append(_("Cần ghi tên chức danh."))
    same = PositionTitle.objects.filter(folded_name=fold(name)).exclude(pk=row.pk if row else None).first()
    if same is not None:
        told = _("Đã có chức danh “%(name)s”.")
        if same.retired_at is not None:
            told = _("Chức danh “%(name)s” đã có, nay thôi dùng; hãy dùng lại chức danh ấy.")
        wrong["name"].append(told % {"name": same.name})
    if not 0 <= order <= 999:
        wrong["order"].append(_("Thứ tự là một số từ 0 đến 999."))
    if wrong:
        raise Refused(messages=dict(wrong))
    return {"name": name, "folded_name": fold(name), "short": short, "order": order}


def _free_code(name: str) -> str:
    stem = slugify(fold(name))[:34] or "chuc-danh"
    taken = set(PositionTitle.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if code not in taken)
