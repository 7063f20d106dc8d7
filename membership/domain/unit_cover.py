"""Which branch covers a residential unit: its own, or a joint one that covers several. Dated, nothing is deleted."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.dates import format_date
from membership.domain import unit_rules as rules
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.models import Organisation, ResidentialUnit, UnitCoverage


@transaction.atomic
def cover_unit(
    *,
    by,
    on: date | None,
    unit: ResidentialUnit,
    version: int,
    branch: Organisation,
    document_number: str = "",
    document_date: date | None = None,
    note: str = "",
) -> ResidentialUnit:
    """A branch covers the unit from a day on; with two units or more it is a joint one. `on=None`: since ever."""
    [unit] = rules.hold([unit], by=by, versions=[version])
    rules.require_open(unit)
    current = unit.coverages.filter(valid_to=None).select_related("branch").first()
    ended = unit.coverages.exclude(valid_to=None).order_by("-valid_to").values_list("valid_to", flat=True).first()
    wrong = cover_problems(unit, branch, on, current, ended=ended, has_children=has_children(branch.pk))
    wrong |= rules.document_problems(document_number, document_date, note)
    if wrong:
        raise Refused(messages=wrong)
    act = rules.document(by, document_number, document_date, note)
    if current is not None and current.valid_from == on:
        UnitCoverage.objects.filter(pk=current.pk).update(branch=branch, **act)
    else:
        if current is not None:
            UnitCoverage.objects.filter(pk=current.pk).update(valid_to=on)
        UnitCoverage.objects.create(unit=unit, branch=branch, valid_from=on, **act)
    rules.touch(unit.pk)
    record(
        "unit.covered", by=by, organisation=unit.organisation, subject=unit, branch=branch.name, **rules.told(on, act)
    )
    unit.refresh_from_db()
    return unit


@transaction.atomic
def uncover_unit(
    *,
    by,
    on: date,
    unit: ResidentialUnit,
    version: int,
    document_number: str = "",
    document_date: date | None = None,
    note: str = "",
) -> ResidentialUnit:
    """From a day on no branch covers the unit."""
    [unit] = rules.hold([unit], by=by, versions=[version])
    current = unit.coverages.filter(valid_to=None).select_related("branch").first()
    if current is None:
        raise Refused(_("“%(name)s” nay không có chi bộ nào phụ trách.") % {"name": unit.name})
    wrong = rules.day_problems(on, unit)
    if not wrong and current.valid_from is not None and on <= current.valid_from:
        wrong["on"] = [
            _("Chi bộ này phụ trách từ ngày %(day)s; ngày thôi phải sau ngày đó.")
            % {"day": format_date(current.valid_from)}
        ]
    wrong |= rules.document_problems(document_number, document_date, note)
    if wrong:
        raise Refused(messages=wrong)
    act = rules.document(by, document_number, document_date, note)
    UnitCoverage.objects.filter(pk=current.pk).update(valid_to=on)
    rules.touch(unit.pk)
    record(
        "unit.uncovered", by=by, organisation=unit.organisation, subject=unit, branch=current.branch.name,
        **rules.told(on, act),
    )  # fmt: skip
    unit.refresh_from_db()
    return unit


def has_children(organisation: int) -> bool:
    return Organisation.objects.current().filter(parent=organisation).exists()


def cover_problems(
    unit, branch, on: date | None, current: UnitCoverage | None, *, ended: date | None, has_children: bool
) -> dict[str, list[str]]:
    """Why a branch may not cover a unit from a day on. `branch`: an Organisation or an OrganisationRef.

    `current`: what covers it now; `ended`: until when it was last covered before; `has_children`: it is no branch.
    """
    wrong: dict[str, list[str]] = {}
    if on is not None:
        wrong |= rules.day_problems(on, unit)
    elif current is not None or ended is not None:
        wrong["on"] = [_("Cần ghi ngày.")]
    words = {"branch": branch.name}
    if not paths.contains(unit.organisation_path, branch.path):
        wrong["branch"] = [_("“%(branch)s” không thuộc đảng bộ nơi có thôn, bản, tổ dân phố này.") % words]
    elif branch.valid_to is not None:
        words["day"] = format_date(branch.valid_to)
        wrong["branch"] = [_("“%(branch)s” đã kết thúc hoạt động ngày %(day)s.") % words]
    elif on is not None and branch.valid_from is not None and on < branch.valid_from:
        words["day"] = format_date(branch.valid_from)
        wrong["branch"] = [_("“%(branch)s” đến ngày %(day)s mới thành lập.") % words]
    elif current is not None and current.branch_id == branch.id:
        wrong["branch"] = [_("“%(branch)s” đang phụ trách đơn vị này rồi.") % words]
    elif has_children:
        wrong["branch"] = [_("“%(branch)s” còn tổ chức trực thuộc nên không phải là chi bộ.") % words]
    if on is not None and current is not None and current.valid_from is not None and on < current.valid_from:
        day = format_date(current.valid_from)
        wrong["on"] = [_("Chi bộ hiện nay phụ trách từ ngày %(day)s; ngày thay phải từ ngày đó trở đi.") % {"day": day}]
    elif on is not None and ended is not None and on < ended:
        day = format_date(ended)
        wrong["on"] = [_("Chi bộ trước phụ trách đến ngày %(day)s; hãy ghi từ ngày đó trở đi.") % {"day": day}]
    return wrong
