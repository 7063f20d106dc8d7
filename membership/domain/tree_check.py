"""Recompute the tree from its parents and its history, and say what differs from what is stored."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.bulk import chunks
from membership.base.dates import format_date
from membership.domain import copies
from membership.models import Organisation, OrganisationName, Placement

FEW = 500


@dataclass(frozen=True)
class Difference:
    """`code` names the organisation; `mendable` where `mend` puts it right."""

    code: str
    message: str
    mendable: bool = False


@dataclass(frozen=True)
class _Node:
    id: int
    parent_id: int | None
    path: str
    code: str
    name: str
    kind: str
    valid_from: date | None
    valid_to: date | None


def differences() -> Iterator[Difference]:
    """Everything that is not as it must be. A constant number of queries."""
    nodes = _nodes()
    yield from _paths(nodes)
    yield from _ends(nodes)
    placed = Placement.objects.values_list("organisation_id", "valid_from", "valid_to", "parent_id", "parent_id")
    named = OrganisationName.objects.values_list("organisation_id", "valid_from", "valid_to", "name", "kind")
    yield from _history(nodes, placed, "cấp trên", lambda node: (node.parent_id, node.parent_id))
    yield from _history(nodes, named, "tên", lambda node: (node.name, node.kind))
    for copy in copies.copies():
        if count := copies.differing(copy).count():
            title = copy.model._meta.verbose_name
            yield Difference("", _("%(count)d dòng “%(title)s” ghi sai nơi.") % {"count": count, "title": title}, True)


@transaction.atomic
def mend() -> int:
    """Write the recomputed paths and copies; returns how many rows changed. Histories are for people to mend."""
    nodes = _nodes()
    right = computed_paths(nodes)
    wrong = {key: path for key, path in right.items() if path != nodes[key].path}
    for some in chunks(list(wrong), FEW):  # out of the way first, as a wrong path may be another's right one
        Organisation.objects.bulk_update([Organisation(pk=key, path=f"~{key}") for key in some], ["path"])
    for some in chunks(list(wrong), FEW):
        Organisation.objects.bulk_update([Organisation(pk=key, path=wrong[key]) for key in some], ["path"])
    return len(wrong) + copies.refresh_all()


def computed_paths(nodes: dict[int, _Node]) -> dict[int, str]:
    """The path of every organisation that hangs from a root; one in a circle has none."""
    below = defaultdict(list)
    for node in nodes.values():
        below[node.parent_id].append(node.id)
    found: dict[int, str] = {}
    level = [(key, paths.step(key)) for key in below[None]]
    while level:
        found.update(level)
        level = [(child, paths.child(path, child)) for key, path in level for child in below.get(key, ())]
    return found


def _nodes() -> dict[int, _Node]:
    columns = ("id", "parent_id", "path", "code", "name", "kind", "valid_from", "valid_to")
    rows = Organisation.objects.order_by("path").values_list(*columns)
    return {row[0]: _Node(*row) for row in rows.iterator(chunk_size=5000)}


def _paths(nodes: dict[int, _Node]) -> Iterator[Difference]:
    right = computed_paths(nodes)
    for node in nodes.values():
        if node.id not in right:
            yield Difference(node.code, _("Chuỗi cấp trên không lên tới gốc (vòng hoặc mất cấp trên)."))
        elif node.path != right[node.id]:
            told = {"stored": node.path, "right": right[node.id]}
            yield Difference(node.code, _("Đường dẫn là %(stored)s, phải là %(right)s.") % told, True)


def _ends(nodes: dict[int, _Node]) -> Iterator[Difference]:
    for node in nodes.values():
        above = nodes.get(node.parent_id)
        if above and above.valid_to and (node.valid_to is None or node.valid_to > above.valid_to):
            told = {"code": above.code, "day": format_date(above.valid_to)}
            yield Difference(node.code, _("Còn hoạt động sau khi cấp trên %(code)s kết thúc ngày %(day)s.") % told)


def _history(nodes: dict[int, _Node], rows, what: str, present) -> Iterator[Difference]:
    """Rows of one organisation after another, by day: they join without gap or overlap, the last is what is now."""
    last: dict[int, tuple] = {}
    for key, start, end, *value in rows.iterator(chunk_size=5000):
        node = nodes[key]
        before = last.get(key)
        if before is None:
            if start != node.valid_from:
                yield Difference(node.code, _("Lịch sử %s không bắt đầu từ ngày thành lập.") % what)
        elif before[0] is None or start is None or start < before[0]:
            yield Difference(node.code, _("Lịch sử %s có hai dòng chồng lên nhau.") % what)
        elif start > before[0]:
            yield Difference(node.code, _("Lịch sử %s bị hở một khoảng.") % what)
        if start is not None and end is not None and end <= start:
            yield Difference(node.code, _("Lịch sử %s có dòng kết thúc trước khi bắt đầu.") % what)
        last[key] = (end, tuple(value))
    for node in nodes.values():
        if node.id not in last:
            yield Difference(node.code, _("Không có lịch sử %s.") % what)
        elif last[node.id] != (node.valid_to, present(node)):
            yield Difference(node.code, _("Dòng cuối của lịch sử %s khác với hiện tại.") % what)
