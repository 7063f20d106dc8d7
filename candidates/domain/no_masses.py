"""A base organisation has nobody left to admit: declared from a day on with a reason, ended on a day."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.radar_survey import WATCHED
from candidates.models import BaseWithoutMasses, Candidate
from candidates.procedure.levels import level_of
from candidates.procedure.schema import Level
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.models import Action, Organisation

MAY_DECLARE = (Action.SET_QUOTA, Action.MANAGE_UNIT)


def declare_no_masses(
    *,
    by,
    on: date | None,
    organisation: Organisation,
    reason: str,
    decision_number: str = "",
    decision_date: date | None = None,
) -> BaseWithoutMasses:
    """From the day on, nobody is left to admit there. Refused while somebody is on the way into the Party there."""
    reason, number, today = normalise(reason), normalise(decision_number), timezone.localdate()
    wrong: dict[str, list[str]] = {}
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        _check_right(by, organisation)
        if stands_too_high(organisation):
            raise Refused(_("Chỉ ghi cho tổ chức cơ sở đảng hoặc chi bộ."))
        if organisation.valid_to is not None:
            raise Refused(_("%(name)s đã kết thúc hoạt động.") % {"name": organisation.name})
        if BaseWithoutMasses.objects.filter(organisation=organisation, valid_to=None).exists():
            raise Refused(_("Nơi này đã được ghi là không còn quần chúng."))
        people = Candidate.objects.under(organisation).filter(stage__in=WATCHED).count()
        if people:
            message = _("Ở đây đang theo dõi %(n)d quần chúng, nên không ghi là không còn quần chúng được.")
            raise Refused(message % {"n": people})
        last = BaseWithoutMasses.objects.filter(organisation=organisation).order_by("valid_to").last()
        _check_day(on, last.valid_to if last else None, wrong)
        if not reason:
            wrong["reason"] = [_("Cần ghi lý do.")]
        elif len(reason) > 300:
            wrong["reason"] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": 300}]
        if len(number) > 60:
            wrong["decision_number"] = [_("Số văn bản dài quá %(n)d chữ.") % {"n": 60}]
        if decision_date is not None and decision_date > today:
            wrong["decision_date"] = [_("Ngày văn bản ở sau ngày hôm nay.")]
        if wrong:
            raise Refused(messages=wrong)
        made = BaseWithoutMasses.objects.create(
            organisation=organisation, valid_from=on, reason=reason, decision_number=number,
            decision_date=decision_date, recorded_by=by,
        )  # fmt: skip
        record("radar.no_masses", by=by, organisation=organisation, subject=organisation, reason=reason)
    return made


def end_no_masses(*, by, on: date | None, organisation: Organisation, reason: str) -> BaseWithoutMasses:
    """There are people to admit again from the day on."""
    reason, wrong = normalise(reason), {}
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        _check_right(by, organisation)
        row = BaseWithoutMasses.objects.filter(organisation=organisation, valid_to=None).first()
        if row is None:
            raise Refused(_("Nơi này không đang được ghi là không còn quần chúng."))
        _check_day(on, row.valid_from, wrong)
        if not reason:
            wrong["reason"] = [_("Cần ghi lý do.")]
        if wrong:
            raise Refused(messages=wrong)
        row.valid_to, row.note = on, reason[:500]
        row.save(update_fields=["valid_to", "note"])
        record("radar.masses_again", by=by, organisation=organisation, subject=organisation, reason=reason)
    return row


def stands_too_high(organisation: Organisation) -> bool:
    """A committee above the base: of it nothing like that can be said."""
    level = level_of(organisation.kind, timezone.localdate())
    return organisation.parent_id is None or level in (Level.ABOVE_BASE, Level.UNDER_CENTRE)


def declared_for(organisation: Organisation) -> BaseWithoutMasses | None:
    """The declaration that holds for an organisation itself."""
    return BaseWithoutMasses.objects.filter(organisation=organisation, valid_to=None).first()


def _check_right(by, organisation: Organisation) -> None:
    if by is not None and not any(by.may(action, organisation.path) for action in MAY_DECLARE):
        raise Refused(_("Đồng chí không có quyền ghi việc này cho %(name)s.") % {"name": organisation.name})


def _check_day(on: date | None, after: date | None, wrong: dict[str, list[str]]) -> None:
    if on is None:
        wrong["on"] = [_("Cần ghi ngày.")]
    elif on > timezone.localdate():
        wrong["on"] = [_("Ngày này ở sau ngày hôm nay.")]
    elif after is not None and on < after:
        wrong["on"] = [_("Ngày này ở trước lần ghi gần nhất, ngày %(day)s.") % {"day": format_date(after)}]
