"""Amend what is written of a person: the data of today, or the facts frozen at the admission."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.admit import correct_admission
from candidates.domain.fold import standing
from candidates.domain.ledger import FLAGS, Ledger
from candidates.domain.progress import hold
from candidates.models import Admission, Candidate
from membership.base.dates import format_date, months_between
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.domain.people import ADULT_MONTHS, as_trace, check_amended, differences
from membership.models import ATTRIBUTE_NAMES, MemberSpell

EDITABLE = ("full_name", *ATTRIBUTE_NAMES, "certificate_number", "certificate_date", "note")
CORRECTABLE = ("full_name", *ATTRIBUTE_NAMES, *FLAGS, "decision_number", "decision_date", "ceremony_date")


def amend_candidate(*, by, candidate: Candidate, version: int, values: dict[str, Any]) -> Candidate:
    """Write what is known today. What was frozen at an admission does not change by it."""
    with transaction.atomic():
        candidate, _place = hold(candidate, by=by, version=version)
        said = check_amended(candidate, {name: values[name] for name in EDITABLE if name in values})
        if (day := said.get("certificate_date")) and day > timezone.localdate():
            raise Refused(_("Ngày này ở sau ngày hôm nay."), field="certificate_date")
        changes = differences(candidate, said)
        if changes:
            ledger = Ledger(by=by)
            ledger.change(candidate, **{name: new for name, (_old, new) in changes.items()})
            ledger.write()
            record(
                "candidate.amended",
                by=by,
                organisation=candidate.organisation,
                subject=candidate,
                changes=as_trace(changes),
            )
    return candidate


def amend_admission(*, by, admission: Admission, version: int, values: dict[str, Any]) -> Admission:
    """Correct the facts frozen at the decision. The row that was wrong stays, marked replaced. `version`: its id."""
    with transaction.atomic():
        candidate = Candidate.objects.get(pk=admission.candidate_id)
        candidate, _place = hold(candidate, by=by, version=candidate.version)
        fact = Admission.objects.current().select_for_update().filter(candidate=candidate).first()
        if fact is None or fact.pk != version:
            raise Stale(_("Người khác vừa đính chính lượt kết nạp này. Hãy xem lại rồi làm tiếp."))
        fact.candidate = candidate
        said = check_amended(fact, {name: values[name] for name in CORRECTABLE if name in values})
        changes = differences(fact, said)
        if not changes:
            return fact
        _check_dates(fact, said)
        ledger, member = Ledger(by=by), candidate.member
        spells = list(MemberSpell.objects.filter(member=member)) if member is not None else []
        new = correct_admission(ledger, fact, changes, member, standing(candidate.events.all()), spells)
        ledger.write()
        record(
            "admission.corrected",
            by=by,
            organisation=candidate.organisation,
            subject=candidate,
            changes=as_trace(changes),
        )
    return new


def _check_dates(fact: Admission, said: dict[str, Any]) -> None:
    decided, held = said.get("decision_date", fact.decision_date), said.get("ceremony_date", fact.ceremony_date)
    wrong: dict[str, str] = {}
    today: date = timezone.localdate()
    if decided is None:
        wrong["decision_date"] = _("Cần ghi ngày quyết định.")
    elif decided > today:
        wrong["decision_date"] = _("Ngày này ở sau ngày hôm nay.")
    if held is not None and held > today:
        wrong["ceremony_date"] = _("Ngày này ở sau ngày hôm nay.")
    elif held is not None and decided is not None and held < decided:
        wrong["ceremony_date"] = _("Ngày kết nạp ở trước ngày quyết định %(day)s.") % {"day": format_date(decided)}
    if (fact.ceremony_date is None) != (held is None):
        wrong["ceremony_date"] = _("Việc làm lễ kết nạp được ghi, hoặc bỏ, ở trang của người này.")
    member = fact.candidate.member
    if held is not None and member is not None and member.official_on is not None and held > member.official_on:
        day = format_date(member.official_on)
        wrong["ceremony_date"] = _("Ngày kết nạp ở sau ngày chính thức %(day)s.") % {"day": day}
    born = said.get("born_on", fact.born_on)
    if born is not None and decided is not None and months_between(born, decided) < ADULT_MONTHS:
        wrong["born_on"] = _("Đến ngày quyết định chưa đủ 18 tuổi.")
    if wrong:
        raise Refused(messages={name: [message] for name, message in wrong.items()})
