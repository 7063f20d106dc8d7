"""What may happen to a member, and when: every objection at once, as field -> sentences."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.errors import Refused, Stale
from membership.domain.member_book import MemberBook, Standing
from membership.domain.places import Place, read_places
from membership.models import (
    DECREASE,
    Action,
    MemberMovement,
    MovementKind,
    PartyMember,
)

# Written down by hand, these rest on a document; a list may not know it.
NEEDS_DOCUMENT = frozenset(
    (MovementKind.EXPELLED, MovementKind.STRUCK_OFF, MovementKind.RESIGNED, MovementKind.RESTORED)
)
NEEDS_PLACE = frozenset((MovementKind.TRANSFERRED_IN, MovementKind.TRANSFERRED_OUT))
RETURNS = (MovementKind.TRANSFERRED_IN, MovementKind.RESTORED)
# Whose membership can be restored (phục hồi đảng tịch), and who can come back by a letter from outside.
_BACK_AFTER = {
    MovementKind.RESTORED: {
        MovementKind.EXPELLED, MovementKind.STRUCK_OFF, MovementKind.RESIGNED, MovementKind.GONE,
    },
    MovementKind.TRANSFERRED_IN: {MovementKind.TRANSFERRED_OUT, MovementKind.GONE},
}  # fmt: skip
_LENGTHS = {
    name: MemberMovement._meta.get_field(name).max_length for name in ("other_place", "document_number", "note")
}

Wrong = dict[str, list[str]]


@dataclass(frozen=True)
class Said:
    """What is told of a movement besides its kind and day. `other_place`: outside the tree, from or to."""

    other_place: str = ""
    document_number: str = ""
    document_date: date | None = None
    note: str = ""

    @classmethod
    def of(cls, other_place="", document_number="", document_date=None, note="") -> "Said":
        return cls(normalise(other_place), normalise(document_number), document_date, normalise(note))

    def fields(self) -> dict:
        return dict(self.__dict__)


def hold(member: PartyMember, book: MemberBook, *, by, version: int, target: int | None = None):
    """(standing, places) of a member read anew, for us alone until the act is done. Refused without the right."""
    places = read_places([each for each in (member.organisation_id, target) if each], by=by, lock=True)
    held = PartyMember.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=member.pk)
    if by is not None and not by.may(Action.EDIT_PERSON, held.organisation_path):
        raise Refused(_("Đồng chí không có quyền ghi nhận, sửa thông tin của người này."))
    if held.version != version:
        raise Stale(_("Người khác vừa ghi nhận hoặc sửa thông tin của người này. Hãy xem lại rồi làm tiếp."))
    return book.load([held])[held.pk], places


def objections(
    standing: Standing, kind: str, on: date | None, said: Said, *, place: Place | None = None, from_list: bool = False
) -> Wrong:
    """Why this may not happen to a member on this day; nothing when it may. `place`: the branch they come to."""
    wrong: Wrong = {}
    if kind in DECREASE or kind == MovementKind.MOVED:
        _must_take_part(standing, wrong)
    else:
        _must_be_away(standing, kind, wrong)
    if wrong:
        return wrong
    _check_day(standing, on, wrong)
    if place is not None:
        check_place(place, on, wrong)
        if kind == MovementKind.MOVED and place.id == standing.member.organisation_id:
            wrong["organisation"] = [_("Đảng viên đang sinh hoạt ở tổ chức này.")]
    check_said(kind, on, said, wrong, from_list=from_list)
    return wrong


def is_vague(standing: Standing, kind: str) -> bool:
    """Whether a decrease would only tell how somebody left of whom no more is known than that."""
    last = standing.last
    return kind in DECREASE and standing.open is None and last is not None and last.kind == MovementKind.GONE


def vague_objections(standing: Standing, kind: str, on: date | None, said: Said, *, from_list: bool = False) -> Wrong:
    wrong: Wrong = {}
    since = standing.spells[-1].valid_from if standing.spells else None
    if kind == MovementKind.GONE:
        wrong[""] = [_("Đảng viên này đã được ghi là không còn sinh hoạt.")]
        return wrong
    _check_not_future(on, wrong)
    if on is not None and since is not None and on < since:
        wrong["on"] = [_came_later(since)]
    check_said(kind, on, said, wrong, from_list=from_list)
    return wrong


def _must_take_part(standing: Standing, wrong: Wrong) -> None:
    if standing.open is None:
        wrong[""] = [_("Đảng viên này không còn sinh hoạt ở tổ chức nào.")]
    elif standing.follows_file:
        wrong[""] = [_("Đảng viên dự bị này có hồ sơ kết nạp; hãy ghi việc này ở trang quần chúng ưu tú.")]
    elif standing.letter_open:
        wrong[""] = [
            _("Giấy giới thiệu chuyển sinh hoạt của đảng viên này đang chờ trả lời; hãy rút lại giấy ấy trước.")
        ]


def _must_be_away(standing: Standing, kind: str, wrong: Wrong) -> None:
    last = standing.last
    if standing.open is not None:
        wrong[""] = [_("Đảng viên này đang sinh hoạt ở %(name)s.") % {"name": standing.member.organisation.name}]
    elif last is not None and last.kind in DECREASE and last.kind not in _BACK_AFTER.get(kind, ()):
        words = {"kind": MovementKind(last.kind).label, "new": MovementKind(kind).label}
        message = _(
            "Đảng viên này đã được ghi là “%(kind)s” nên không ghi “%(new)s” được. Nếu ghi nhầm, hãy đính chính."
        )
        wrong[""] = [message % words]


def _check_day(standing: Standing, on: date | None, wrong: Wrong) -> None:
    _check_not_future(on, wrong)
    if on is None:
        return
    since, member = standing.since, standing.member
    if since is not None and on < since:
        wrong["on"] = [_came_later(since) if standing.open is not None else _left_later(since)]
    elif member.joined_on is not None and on < member.joined_on:
        message = _("Ngày này ở trước ngày vào Đảng %(day)s.")
        wrong["on"] = [message % {"day": format_date(member.joined_on)}]


def _came_later(since: date) -> str:
    return _("Đảng viên vào tổ chức hiện nay từ ngày %(day)s, sau ngày này.") % {"day": format_date(since)}


def _left_later(since: date) -> str:
    return _("Đảng viên rời ngày %(day)s, sau ngày này.") % {"day": format_date(since)}


def _check_not_future(on: date | None, wrong: Wrong) -> None:
    if on is None:
        wrong["on"] = [_("Cần ghi ngày.")]
    elif on > timezone.localdate():
        wrong["on"] = [_("Ngày này ở sau ngày hôm nay.")]


def check_place(place: Place, on: date | None, wrong: Wrong, *, asks_right: bool = True) -> None:
    """The branch somebody comes to must be there, and (`asks_right`) be one where this person may write people."""
    if asks_right and not place.allowed:
        wrong["organisation"] = [_("Đồng chí không có quyền ghi người vào tổ chức này.")]
    elif place.valid_to is not None:
        wrong["organisation"] = [_("Tổ chức này đã kết thúc hoạt động.")]
    if on is not None and place.founded_after(on):
        day = format_date(place.valid_from)
        wrong.setdefault("on", [_("Tổ chức này thành lập sau ngày đó, ngày %(d)s.") % {"d": day}])


def check_said(kind: str, on: date | None, said: Said, wrong: Wrong, *, from_list: bool = False) -> None:
    for name, limit in _LENGTHS.items():
        if len(getattr(said, name)) > limit:
            wrong[name] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": limit}]
    if said.document_date is not None and said.document_date > timezone.localdate():
        wrong["document_date"] = [_("Ngày này ở sau ngày hôm nay.")]
    if from_list:
        return
    if kind in NEEDS_DOCUMENT and not said.document_number:
        wrong.setdefault("document_number", [_("Cần ghi số quyết định.")])
    if kind in NEEDS_PLACE and not said.other_place:
        wrong.setdefault("other_place", [_("Cần ghi nơi đi hoặc nơi đến ở ngoài đảng bộ.")])
    if kind == MovementKind.GONE and not said.note:
        wrong.setdefault("note", [_("Cần ghi lý do.")])


def reversal_objections(standing: Standing, movement: MemberMovement) -> Wrong:
    """Why a movement cannot be taken back: only the last one, and only here what was recorded here."""
    if movement.kind == MovementKind.REVERSED or movement.pk not in {each.pk for each in standing.movements}:
        return {"": [_("Biến động này đã được đính chính trước đó.")]}
    last = standing.last
    if last.pk != movement.pk:
        words = {"kind": MovementKind(last.kind).label, "day": format_date(last.occurred_on)}
        return {"": [_("Đã ghi “%(kind)s” ngày %(day)s sau biến động này; hãy đính chính việc ấy trước.") % words]}
    if standing.has_file and (movement.kind == MovementKind.ADMITTED or movement.probationary):
        return {"": [_("Việc này được ghi từ hồ sơ kết nạp; hãy đính chính ở trang của hồ sơ ấy.")]}
    if standing.letter_open:
        return {
            "": [_("Giấy giới thiệu chuyển sinh hoạt của đảng viên này đang chờ trả lời; hãy rút lại giấy ấy trước.")]
        }
    back_to = movement.from_organisation if movement.kind == MovementKind.MOVED else movement.organisation
    if (movement.kind in DECREASE or movement.kind == MovementKind.MOVED) and back_to.valid_to is not None:
        return {"": [_("%(name)s đã kết thúc hoạt động, không đưa đảng viên trở lại được.") % {"name": back_to.name}]}
    return {}
