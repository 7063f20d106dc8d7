"""Who helps whom, and who put whom forward, as workbooks."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.mentor_notes import with_missing_counted
from candidates.domain.nomination_counts import Outcome, nominator_of, outcomes
from candidates.exchange.plain_list import export_rows
from candidates.models import Mentorship
from membership.base.dates import format_date
from membership.base.sheets.writer import OutColumn
from membership.models import Action

CHUNK = 2000


def export_mentors(request, members):
    """A line for each person who is helped, in the order of their mentors."""
    today = timezone.localdate()
    columns = [
        OutColumn(_("Người giúp đỡ"), 26), OutColumn(_("Sinh hoạt tại"), 34), OutColumn(_("Người được giúp đỡ"), 26),
        OutColumn(_("Để"), 26), OutColumn(_("Từ ngày"), 14, "date"), OutColumn(_("Số nghị quyết phân công"), 20),
        OutColumn(_("Số tháng thiếu nhận xét"), 14, "integer"), OutColumn(_("Nơi theo dõi"), 34),
    ]  # fmt: skip
    return export_rows(
        request, name=_("Người giúp đỡ"), kind="mentors", columns=columns, rows=_mentors(request.user, members, today),
        title=_("Đảng viên được phân công giúp đỡ, tính đến ngày %(day)s") % {"day": format_date(today)},
    )  # fmt: skip


def _mentors(user, members, today) -> Iterator[list]:
    seen = with_missing_counted(Mentorship.objects.visible_to(user, Action.EXPORT), today)
    for chunk in batched(members):
        helped = defaultdict(list)
        rows = seen.filter(member__in=[member.pk for member in chunk]).select_related("candidate__organisation")
        for each in rows.order_by("candidate__sort_key", "pk"):
            helped[each.member_id].append(each)
        for member in chunk:
            for each in helped[member.pk]:
                yield [
                    member.full_name, member.organisation.name, each.candidate.full_name, each.get_purpose_display(),
                    each.valid_from, each.resolution_number, each.missing, each.candidate.organisation.name,
                ]  # fmt: skip


def export_nominators(request, members, *, year: int, nominations):
    """Official members and how many each put forward in a year. `members` come with `given`."""
    columns = [
        OutColumn(_("Đảng viên chính thức"), 26), OutColumn(_("Đã giới thiệu"), 14, "integer"),
        OutColumn(_("Đã công nhận cảm tình"), 14, "integer"), OutColumn(_("Đã có quyết định kết nạp"), 14, "integer"),
        OutColumn(_("Chi bộ"), 34), OutColumn(_("Cấp trên"), 34),
    ]  # fmt: skip
    return export_rows(
        request, name=_("Giới thiệu của đảng viên"), kind="nominators", columns=columns,
        rows=_nominators(members, nominations),
        title=_("Đảng viên giới thiệu quần chúng ưu tú, năm %(year)d") % {"year": year},
    )  # fmt: skip


def _nominators(members, nominations) -> Iterator[list]:
    for chunk in batched(members):
        became = outcomes([member.pk for member in chunk], nominations)
        for member in chunk:
            outcome = became.get(member.pk, Outcome())
            yield [member.full_name, member.given, outcome.recognised, outcome.admitted, *_place(member.organisation)]


def export_nominations(request, nominations, *, year: int):
    """Every time somebody was put forward in a year."""
    columns = [
        OutColumn(_("Người được giới thiệu"), 26), OutColumn(_("Ngày giới thiệu"), 14, "date"),
        OutColumn(_("Ai giới thiệu"), 34), OutColumn(_("Phong trào"), 34), OutColumn(_("Thành tích"), 34),
        OutColumn(_("Nay là"), 22), OutColumn(_("Chi bộ"), 34), OutColumn(_("Cấp trên"), 34),
    ]  # fmt: skip
    rows = (
        [
            each.candidate.full_name, each.nominated_on, nominator_of(each), each.movement, each.achievements,
            each.candidate.get_stage_display(), *_place(each.organisation),
        ]
        for each in nominations.iterator(chunk_size=CHUNK)
    )  # fmt: skip
    return export_rows(
        request, name=_("Lượt giới thiệu"), kind="nominations", columns=columns, rows=rows,
        title=_("Quần chúng ưu tú được giới thiệu, năm %(year)d") % {"year": year},
    )  # fmt: skip


def batched(members) -> Iterator[list]:
    """Some thousand at a time, so that a list of any length fits into memory."""
    rows = members.iterator(chunk_size=CHUNK)
    while batch := list(islice(rows, CHUNK)):
        yield batch


def _place(organisation) -> tuple[str, str]:
    return organisation.name, organisation.parent.name if organisation.parent else ""
