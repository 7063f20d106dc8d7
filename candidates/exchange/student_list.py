"""People who graduate or whose contract ends, as a workbook."""

from collections.abc import Iterator
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from candidates.domain.students import Plan, plans
from candidates.exchange.plain_list import export_rows
from membership.base.dates import format_date
from membership.base.sheets.writer import OutColumn

CHUNK = 500


def export_leavers(request, rows, today: date):
    """`rows`: what the page shows, within the subtrees where the person may export."""
    columns = [
        OutColumn(_("Họ và tên"), 26), OutColumn(_("Rời đi ngày"), 14, "date"), OutColumn(_("Vì"), 20),
        OutColumn(_("Giai đoạn"), 26), OutColumn(_("Phải làm trước ngày ấy"), 60),
        OutColumn(_("Xong khoảng"), 14, "date"), OutColumn(_("Có kịp không"), 14), OutColumn(_("Vì sao"), 50),
        OutColumn(_("Giới thiệu đi đâu"), 40), OutColumn(_("Chi bộ"), 34), OutColumn(_("Cấp trên"), 34),
    ]  # fmt: skip
    return export_rows(
        request, name=_("Sắp tốt nghiệp, hết hợp đồng"), kind="leavers", columns=columns, rows=_rows(rows, today),
        title=_("Người sắp tốt nghiệp, hết hợp đồng, tính đến ngày %(day)s") % {"day": format_date(today)},
    )  # fmt: skip


def _rows(rows, today: date) -> Iterator[list]:
    people = list(rows)
    for first in range(0, len(people), CHUNK):
        chunk = people[first : first + CHUNK]
        found = plans(chunk, today)
        for person in chunk:
            plan, above = found[person.pk], person.organisation.parent
            yield [
                person.full_name, plan.leaves_on, person.circumstances.get_leaves_because_display(),
                capfirst(person.get_stage_display()),
                "; ".join(f"{step.label} ({format_date(step.by)})" for step in plan.steps), plan.finish,
                verdict_of(plan), plan.why, goes_to(plan), person.organisation.name, above.name if above else "",
            ]  # fmt: skip


def verdict_of(plan: Plan) -> str:
    return _("chưa rõ") if plan.in_time is None else _("Kịp") if plan.in_time else _("Không kịp")


def goes_to(plan: Plan) -> str:
    if plan.referral is not None:
        return f"{plan.referral.target.name}: {plan.referral.get_state_display()}"
    if plan.transfer is not None:
        place = plan.transfer.target.name if plan.transfer.target else plan.transfer.target_text
        return f"{place}: {plan.transfer.get_state_display()}"
    return ""
