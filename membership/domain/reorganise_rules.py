"""What must hold before the tree may change; each sentence says what to do."""

from datetime import date

from django.db.models import Max
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.dates import format_date
from membership.base.numbers import format_integer
from membership.base.text import normalise
from membership.domain import occupants
from membership.domain.errors import Refused, Stale
from membership.domain.organisation_plan import DEEPEST
from membership.models import Action, Organisation, Placement


def locked(*organisations: Organisation) -> list[Organisation]:
    """The organisations as they are now, with the roots of their trees locked (in the order of ids)."""
    ids = [organisation.pk for organisation in organisations]
    roots = {paths.ids(path)[0] for path in Organisation.objects.filter(pk__in=ids).values_list("path", flat=True)}
    list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=roots).order_by("pk"))
    now = Organisation.objects.select_related("parent").in_bulk(ids)
    return [now[identifier] for identifier in ids]


def require_same(organisation: Organisation, version: int) -> None:
    if organisation.version != version:
        raise Stale(_("Người khác vừa thay đổi tổ chức này. Hãy mở lại trang, xem thay đổi rồi làm lại."))


def require_place(by, organisation: Organisation | None, *, field: str) -> None:
    """The person may change the tree at this place; a root is changed by who reaches everything, or by a command."""
    if by is None:
        return
    reach = by.reach(Action.MANAGE_ORGANISATION)
    if not (reach.covers(organisation.path) if organisation is not None else reach.everything):
        raise Refused(_("Đồng chí không có quyền thay đổi tổ chức ở cấp này."), field=field)


def require_open(organisation: Organisation, row) -> None:
    if not organisation.is_open or row is None:
        raise Refused(_("Tổ chức này đã kết thúc hoạt động."))


def text_problems(*, code: str, name: str, kind: str) -> dict[str, list[str]]:
    problems = {}
    for field, text, longest in (("code", code, 32), ("name", name, 255), ("kind", kind, 80)):
        if len(text) > longest:
            problems[field] = [_("Dài quá %(longest)d ký tự.") % {"longest": longest}]
    if not code:
        problems["code"] = [_("Cần ghi mã tổ chức.")]
    if not name:
        problems["name"] = [_("Cần ghi tên tổ chức.")]
    return problems


def day_problems(on: date | None, organisation: Organisation) -> dict[str, list[str]]:
    if on is None:
        return {"on": [_("Cần ghi ngày có hiệu lực.")]}
    if on > timezone.localdate():
        return {"on": [_("Ngày có hiệu lực không được sau hôm nay; hãy ghi khi đến ngày.")]}
    if organisation.valid_from and on < organisation.valid_from:
        day = format_date(organisation.valid_from)
        return {"on": [_("Tổ chức này thành lập ngày %(day)s; không thể ghi ngày sớm hơn.") % {"day": day}]}
    return {}


def levels(organisation: Organisation) -> int:
    """Levels of the organisation's own subtree, itself included."""
    deepest = Organisation.objects.under(organisation).aggregate(longest=Max(Length("path")))["longest"]
    return deepest // paths.STEP - organisation.depth + 1


def parent_problems(parent: Organisation, on: date | None, *, levels: int = 1) -> dict[str, list[str]]:
    if not parent.is_open:
        day = format_date(parent.valid_to)
        return {"parent": [_("“%(name)s” đã kết thúc hoạt động ngày %(day)s.") % {"name": parent.name, "day": day}]}
    if on is not None and parent.valid_from and on < parent.valid_from:
        told = {"name": parent.name, "day": format_date(parent.valid_from)}
        return {"parent": [_("“%(name)s” đến ngày %(day)s mới thành lập.") % told]}
    if parent.depth + levels > DEEPEST:
        return {"parent": [_("Cây tổ chức không được quá %d cấp.") % DEEPEST]}
    return {}


def decision_problems(number: str, day: date | None, note: str) -> dict[str, list[str]]:
    problems = {}
    for field, text, longest in (("decision_number", number, 60), ("note", note, 500)):
        if len(normalise(text)) > longest:
            problems[field] = [_("Dài quá %(longest)d ký tự.") % {"longest": longest}]
    if day is not None and day > timezone.localdate():
        problems["decision_date"] = [_("Ngày quyết định không được sau hôm nay.")]
    return problems


def was_under(organisation: Organisation, above: Organisation, *, since: date) -> bool:
    """Whether at any time from a day on `organisation` was somewhere under `above`."""
    seen, level = set(), {organisation.pk: [(since, None)]}
    while level:
        higher: dict[int, list] = {}
        rows = Placement.objects.filter(organisation__in=level).exclude(valid_to__lte=since)
        for child, parent, first, last in rows.values_list("organisation_id", "parent_id", "valid_from", "valid_to"):
            for start, end in level[child]:
                begins = max(start, first or start)
                ends = min((day for day in (end, last) if day), default=None)
                if (ends is None or begins < ends) and parent and (parent, begins, ends) not in seen:
                    seen.add((parent, begins, ends))
                    higher.setdefault(parent, []).append((begins, ends))
        if above.pk in higher:
            return True
        level = higher
    return False


def still_used(organisation: Organisation) -> list[str]:
    sentences = []
    if count := organisation.children.filter(valid_to=None).count():
        sentences.append(
            _("Còn %(count)s tổ chức trực thuộc đang hoạt động; hãy chuyển hoặc giải thể các tổ chức đó trước.")
            % {"count": format_integer(count)}
        )
    for kind, count in occupants.counts(organisation):
        if count:
            sentences.append(
                _("Còn %(count)s %(kind)s; %(advice)s.")
                % {"count": format_integer(count), "kind": kind.name, "advice": kind.advice}
            )
    return sentences
