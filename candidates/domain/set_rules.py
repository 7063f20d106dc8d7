"""A committee sets what the law leaves to it: from a day on, by a document; nothing is overwritten."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.deadlines import refresh_under
from candidates.domain.local_rules import DELEGATION
from candidates.models import LocalRule
from candidates.procedure.levels import level_of
from candidates.procedure.schema import Level, Setting
from candidates.procedure.texts import PROCEDURES
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.models import Action, Organisation

# What a number may be: (from, to).
_RANGES = {
    "many_years": (1, 20), "reply_days": (5, 365), "review_months": (1, 24), "quiet_months": (1, 60),
    "old_age": (50, 100), "referral_days": (1, 365),
    "class_attendance": (0, 100), "class_essay": (0, 10), "talk_months": (1, 24),
}  # fmt: skip
_TEXT_LENGTH = 2000


def settings() -> tuple[Setting, ...]:
    """What may be set locally, under the latest text."""
    return PROCEDURES[-1].settings


def setting(code: str) -> Setting:
    return next(each for each in settings() if each.code == code)


def is_yes_no(each: Setting) -> bool:
    return isinstance(each.default, bool)


def is_number(each: Setting) -> bool:
    return not is_yes_no(each) and each.code in _RANGES


def set_rule(
    *,
    by,
    organisation: Organisation,
    code: str,
    value: Any,
    in_force_from: date | None,
    document_number: str,
    document_date: date | None = None,
    note: str = "",
) -> LocalRule:
    """From a day on the setting has this value for the committee and everything under it.

    Another rule of the same committee for the same day is replaced by this one; earlier days keep what held then.
    """
    each = setting(code)
    value, wrong = _checked(each, value)
    number = normalise(document_number)
    today = timezone.localdate()
    if by is not None and not by.may(Action.MANAGE_RULES, organisation.path):
        raise Refused(_("Đồng chí không có quyền đặt quy định riêng cho %(name)s.") % {"name": organisation.name})
    if code == DELEGATION and level_of(organisation.kind, in_force_from or today) in (Level.BRANCH, Level.SECTION):
        message = _("Chỉ ủy quyền cho đảng ủy cơ sở; “%(kind)s” không phải cấp cơ sở.")
        wrong["organisation"] = [message % {"kind": organisation.kind}]
    if in_force_from is None:
        wrong["in_force_from"] = [_("Cần ghi ngày có hiệu lực.")]
    if not number:
        wrong["document_number"] = [_("Cần ghi số văn bản quy định.")]
    elif len(number) > 60:
        wrong["document_number"] = [_("Số văn bản dài quá %(n)d chữ.") % {"n": 60}]
    if document_date is not None and document_date > today:
        wrong["document_date"] = [_("Ngày văn bản ở sau ngày hôm nay.")]
    elif document_date is not None and in_force_from is not None and in_force_from < document_date:
        words = {"day": format_date(document_date)}
        wrong["in_force_from"] = [_("Ngày có hiệu lực ở trước ngày văn bản %(day)s.") % words]
    if wrong:
        raise Refused(messages=wrong)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        same = LocalRule.objects.current().filter(organisation=organisation, code=code, in_force_from=in_force_from)
        same.update(replaced_at=timezone.now())
        rule = LocalRule.objects.create(
            organisation=organisation,
            organisation_path=organisation.path,
            code=code,
            value=value,
            in_force_from=in_force_from,
            document_number=number,
            document_date=document_date,
            note=normalise(note)[:300],
            recorded_by=by,
        )
        record(
            "rule.set", by=by, organisation=organisation, subject=rule, label=str(each.label), code=code, value=value,
            in_force_from=in_force_from.isoformat(),
        )  # fmt: skip
        _recompute(organisation)
    return rule


def withdraw_rule(*, by, rule: LocalRule, reason: str) -> None:
    """The rule was entered by mistake: it holds no longer, for any day; the row stays readable."""
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Cần ghi lý do bỏ."), field="reason")
    if by is not None and not by.may(Action.MANAGE_RULES, rule.organisation_path):
        raise Refused(_("Đồng chí không có quyền bỏ quy định này."))
    with transaction.atomic():
        if not LocalRule.objects.current().filter(pk=rule.pk).update(replaced_at=timezone.now()):
            raise Stale(_("Người khác vừa thay hoặc bỏ quy định này."))
        label = str(setting(rule.code).label)
        record("rule.withdrawn", by=by, organisation=rule.organisation, subject=rule, label=label, reason=reason)
        _recompute(rule.organisation)


def _checked(each: Setting, value: Any) -> tuple[Any, dict[str, list[str]]]:
    wrong: dict[str, list[str]] = {}
    if is_yes_no(each):
        if not isinstance(value, bool):
            wrong["value"] = [_("Chọn có hoặc không.")]
    elif is_number(each):
        least, most = _RANGES[each.code]
        if not isinstance(value, int) or not least <= value <= most:
            wrong["value"] = [_("Ghi một số từ %(least)d đến %(most)d.") % {"least": least, "most": most}]
    else:
        value = normalise(str(value or ""))
        if not value:
            wrong["value"] = [_("Cần ghi nội dung.")]
        elif len(value) > _TEXT_LENGTH:
            wrong["value"] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": _TEXT_LENGTH}]
    return value, wrong


def _recompute(organisation: Organisation) -> None:
    """Terms under the committee may run otherwise now."""
    refresh_under(organisation)
