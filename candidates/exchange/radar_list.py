"""The radar as workbooks: the places of one warning, and a fixed list with what became of it."""

from datetime import date

from django.utils.translation import gettext as _

from candidates.domain.radar import TITLES, Finding, Followed, Help, Progress
from candidates.exchange.plain_list import export_rows
from candidates.models import RadarList
from membership.base.dates import format_date
from membership.base.sheets.writer import OutColumn
from membership.models import Organisation


def export_findings(
    request,
    warning: str,
    place: Organisation,
    found: list[Finding],
    above: dict[int, str],
    helps: dict[tuple[int, int | None], Help],
    today: date,
):
    columns = [
        OutColumn(_("Nơi"), 40), OutColumn(_("Cấp trên"), 34), OutColumn(_("Vì sao"), 46),
        OutColumn(_("Đảng viên"), 11, "integer"), OutColumn(_("Chính thức"), 11, "integer"),
        OutColumn(_("Kết nạp gần nhất"), 16, "date"), OutColumn(_("Quần chúng đang theo dõi"), 14, "integer"),
        OutColumn(_("Còn có thể giúp"), 60), OutColumn(_("Bí thư"), 26),
    ]  # fmt: skip
    rows = (
        [
            each.name, above.get(each.organisation_id, ""), each.why, each.members, each.official,
            each.last_admission, each.candidates, _people(helps.get((each.organisation_id, each.unit_id))),
            helps[each.organisation_id, each.unit_id].secretary,
        ]
        for each in found
    )  # fmt: skip
    words = {"what": TITLES[warning], "place": place.name, "day": format_date(today)}
    return export_rows(
        request, name=_("Nơi cần chú ý"), kind="radar", columns=columns, rows=rows,
        title=_("%(what)s: %(place)s, tính đến ngày %(day)s") % words,
    )  # fmt: skip


def _people(help_: Help | None) -> str:
    if help_ is None:
        return ""
    told = [f"{each.full_name} ({each.get_stage_display()})" for each in help_.own]
    told += [f"{each.full_name} ({each.get_stage_display()}, {each.organisation.name})" for each in help_.near]
    return "; ".join(told)


def export_list(request, radar_list: RadarList, progress: Progress, today: date):
    columns = [
        OutColumn(_("Nơi"), 40), OutColumn(_("Cấp trên"), 34), OutColumn(_("Tình trạng"), 26),
        OutColumn(_("Ra khỏi danh sách ngày"), 16, "date"), OutColumn(_("Kết nạp từ khi chốt"), 12, "integer"),
        OutColumn(_("Kết nạp gần nhất khi chốt"), 16, "date"), OutColumn(_("Đảng viên khi chốt"), 11, "integer"),
        OutColumn(_("Đảng viên nay"), 11, "integer"), OutColumn(_("Quần chúng đang theo dõi"), 14, "integer"),
    ]  # fmt: skip
    rows = (
        [
            each.line.organisation.name, _above(each), state_of(each), each.off_on, each.admitted,
            each.line.last_admission_on, each.line.members, each.members, each.candidates,
        ]
        for each in progress.lines
    )  # fmt: skip
    words = {"name": radar_list.name, "done": progress.done, "target": progress.target, "day": format_date(today)}
    return export_rows(
        request, name=_("Danh sách theo dõi"), kind="radar_list", columns=columns, rows=rows,
        title=_("%(name)s: %(done)d/%(target)d, tính đến ngày %(day)s") % words,
    )  # fmt: skip


def _above(each: Followed) -> str:
    return each.line.organisation.parent.name if each.line.organisation.parent else ""


def state_of(each: Followed) -> str:
    if each.off:
        return _("Đã ra khỏi danh sách")
    return _("Đã kết thúc hoạt động") if each.gone else _("Còn trong danh sách")
