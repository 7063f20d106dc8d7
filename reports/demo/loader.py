"""Load a demo into a database that holds nothing else: every list through its domain function, in one transaction."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.domain.admissions import AdmissionRow, record_admissions
from candidates.domain.deadlines import held_back, refresh_all
from candidates.models import Candidate
from membership.domain import jobs
from membership.domain.activity import record
from membership.domain.effects import Effect
from membership.domain.errors import Refused
from membership.domain.members import MemberRow, record_members
from membership.domain.organisation_list import record_organisations
from membership.domain.tree import OrganisationIndex, find_organisation
from membership.domain.users import open_account
from membership.models import Activity, Organisation, PartyMember, RoleCode, User
from reports.demo import can_tho, khanh_hoa, lao_cai, muong_nhe, yen_son
from reports.demo.accounts import DemoAccount
from reports.demo.data import DemoData, Written
from reports.demo.pool import record_pool
from reports.domain.quotas import QuotaRow, record_quotas
from reports.domain.runs import start_run
from reports.models import Run

LOADED = "demo.loaded"
_DEMOS = (can_tho, khanh_hoa, lao_cai, muong_nhe, yen_son)
DEMOS: dict[str, Callable[[date], DemoData]] = {demo.CODE: demo.build for demo in _DEMOS}
ACCOUNTS: dict[str, Sequence[DemoAccount]] = {demo.CODE: demo.ACCOUNTS for demo in _DEMOS}
_MARKED = (Organisation, PartyMember, Candidate)

Say = Callable[[str], None]


def is_loaded(code: str) -> bool:
    return any(
        data.get("demo") == code for data in Activity.objects.filter(action=LOADED).values_list("data", flat=True)
    )


def load(code: str, *, today: date | None = None, say: Say = lambda text: None) -> bool:
    """Load the demo of this code. False when it is there already; Refused where other data is present."""
    if is_loaded(code):
        return False
    refuse_real_data()
    today = today or timezone.localdate()
    data = DEMOS[code](today)
    _refuse_taken_names(data.accounts)
    with transaction.atomic():
        before = _last_ids()
        with held_back():
            root = _write(data, today, say)
        refresh_all()
        record(LOADED, by=None, organisation=root, demo=code, ids=_ranges(before))
    _publish(root, data, say)
    return True


# --- nothing real may be near ----------------------------------------------------------------------------------------
def refuse_real_data() -> None:
    """Refused when any organisation or person is on record that no demo has put there."""
    ranges = [data.get("ids", {}) for data in Activity.objects.filter(action=LOADED).values_list("data", flat=True)]
    for model in _MARKED:
        others = model._base_manager.all()
        for known in ranges:
            first, last = known.get(model._meta.model_name, (1, 0))
            others = others.exclude(pk__gte=first, pk__lte=last)
        if others.exists():
            raise Refused(
                _(
                    "Cơ sở dữ liệu này đã có dữ liệu thật (%(what)s không thuộc dữ liệu mẫu), nên không nạp "
                    "dữ liệu mẫu vào đây. Hãy dùng một cơ sở dữ liệu trống."
                )
                % {"what": model._meta.verbose_name}
            )


def _refuse_taken_names(accounts: Sequence[DemoAccount]) -> None:
    taken = User.objects.filter(username__in=[account.username for account in accounts]).first()
    if taken is not None:
        raise Refused(
            _(
                "Đã có tài khoản “%(name)s”, trùng tên với tài khoản của dữ liệu mẫu, nên không nạp "
                "dữ liệu mẫu vào đây. Hãy dùng một cơ sở dữ liệu trống."
            )
            % {"name": taken.username}
        )


def _last_ids() -> dict[str, int]:
    newest = {model: model._base_manager.order_by("-pk").values_list("pk", flat=True).first() for model in _MARKED}
    return {model._meta.model_name: pk or 0 for model, pk in newest.items()}


def _ranges(before: dict[str, int]) -> dict[str, list[int]]:
    return {name: [before[name] + 1, last] for name, last in _last_ids().items()}


# --- writing ---------------------------------------------------------------------------------------------------------
def _write(data: DemoData, today: date, say: Say) -> Organisation:
    say(_("  %(count)s tổ chức đảng") % {"count": len(data.organisations)})
    _done(record_organisations(data.organisations, by=None, into=None, apply=True))
    root = find_organisation(data.root_code)
    by = _open_accounts(data.accounts)
    index = OrganisationIndex(root)
    places = {row.code: index.by_code(row.code) for row in data.organisations}

    quotas = [
        QuotaRow(
            number, places[q.code], q.year, q.admission_quota, q.training_quota, q.decision_number, q.decision_date
        )
        for number, q in enumerate(data.quotas, start=2)
    ]
    say(_("  %(count)s chỉ tiêu") % {"count": len(quotas)})
    _done(record_quotas(quotas, by=by, apply=True))

    members = [
        MemberRow(
            number,
            m.person.full_name,
            places[m.code],
            m.person.attributes,
            card_number=m.card_number,
            joined_on=m.joined_on,
            official_on=m.official_on,
            left_on=m.left_on,
        )
        for number, m in enumerate(data.members, start=2)
    ]
    say(_("  %(count)s đảng viên") % {"count": len(members)})
    _done(record_members(members, by=by, apply=True))

    say(_("  %(count)s quần chúng ưu tú") % {"count": len(data.candidates)})
    _done(record_pool(data.candidates, places, by=by))

    for year in data.admissions:
        rows = [
            AdmissionRow(
                number,
                a.person.full_name,
                places[a.code],
                a.person.attributes,
                decision_number=a.decision_number,
                decision_date=a.decision_date,
                ceremony_date=a.ceremony_date,
                flags=a.flags,
            )
            for number, a in enumerate(year, start=2)
        ]
        if rows:
            when = {"count": len(rows), "year": rows[0].decision_date.year}
            say(_("  %(count)s lượt kết nạp năm %(year)s") % when)
            _done(record_admissions(rows, by=by, apply=True))
    for words, write in data.further:
        say(f"  {words}")
        if (effect := write(Written(by, root, places, today))) is not None:
            _done(effect)
    return root


def _open_accounts(accounts: Sequence[DemoAccount]) -> User:
    """The demo's accounts; the first of them writes the lists."""
    opened = [
        open_account(
            by=None,
            username=account.username,
            full_name=account.full_name,
            role=account.role,
            organisation=find_organisation(account.organisation_code),
            password=account.password,
        )[0]
        for account in accounts
    ]
    return opened[0]


def _done(effect: Effect) -> None:
    """A demo's lists are right by construction: an error is a fault of the programme, and stops the load."""
    if effect.errors:
        first = effect.errors[0]
        raise RuntimeError(f"demo row {first.row}, {first.field}: {first.message} ({len(effect.errors)} errors)")


def _publish(root: Organisation, data: DemoData, say: Say) -> None:
    """Make the reports of the demo's periods here and now, without a worker: of the root and of who reports to it."""
    staff = [account for account in data.accounts if account.role == RoleCode.ORGANISATION_STAFF]
    for account in staff:
        by = User.objects.get(username=account.username)
        organisation = find_organisation(account.organisation_code)
        for period in data.periods if organisation == root else data.periods[:2]:
            say(_("  báo cáo %(period)s – %(name)s") % {"period": period.label, "name": organisation.name})
            run, _new = start_run(by=by, organisation=organisation, period=period)
            jobs.run(run.job_id)
            if not Run.objects.published().filter(pk=run.pk).exists():
                say(_("  báo cáo này sẽ do tiến trình việc nền làm tiếp"))
