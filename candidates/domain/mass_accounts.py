"""Log-ins of mass organisations: each sees whom its own organisation introduced, and nothing else."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import MassAccount, MassOrganisation
from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused
from membership.domain.users import end_assignment, grant, open_account
from membership.models import Action, Assignment, RoleCode, User

ROLE = RoleCode.MASS_ORGANISATION


def grant_mass_account(
    *,
    by,
    mass_organisation: MassOrganisation,
    username: str,
    full_name: str = "",
    email: str = "",
    phone: str = "",
) -> tuple[MassAccount, str]:
    """Let an account work for a mass organisation: (the grant, the one-time password of a new account or "").

    An account that exists is named by its log-in name and must lie where `by` manages accounts; without one of that
    name a new account is opened, which needs `full_name`.
    """
    username = normalise(username)
    with transaction.atomic():
        mass = MassOrganisation.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
        mass = mass.get(pk=mass_organisation.pk)
        _require_right(by, mass)
        if mass.valid_to is not None:
            raise Refused(_("Đoàn thể này đã thôi theo dõi từ ngày %(day)s.") % {"day": format_date(mass.valid_to)})
        user, shown = _known(by, username), ""
        if user is None:
            if not normalise(full_name):
                told = _("Chưa có tài khoản tên này; muốn mở tài khoản mới thì ghi họ và tên.")
                raise Refused(told, field="full_name")
            user, shown = open_account(
                by=by, username=username, full_name=full_name, email=email, phone=phone, role=ROLE,
                organisation=mass.organisation,
            )  # fmt: skip
        elif not _role(user, mass).exists():
            grant(by=by, user=user, role=ROLE, organisation=mass.organisation)
        if MassAccount.objects.filter(user=user, mass_organisation=mass, ended_at=None).exists():
            raise Refused(_("Tài khoản này đã làm việc cho đoàn thể ấy."), field="username")
        made = MassAccount.objects.create(user=user, mass_organisation=mass, granted_by=by)
        record("mass.account_granted", by=by, organisation=mass.organisation, subject=mass, account=user.username)
    return made, shown


def end_mass_account(*, by, account: MassAccount) -> None:
    """The account sees nothing of the mass organisation any more; the role ends with the last of one committee."""
    with transaction.atomic():
        mass = account.mass_organisation
        _require_right(by, mass)
        if not MassAccount.objects.filter(pk=account.pk, ended_at=None).update(ended_at=timezone.now()):
            raise Refused(_("Tài khoản này đã thôi làm việc cho đoàn thể ấy."))
        others = MassAccount.objects.filter(
            user=account.user, ended_at=None, mass_organisation__organisation=mass.organisation_id
        )
        if not others.exists():
            for assignment in _role(account.user, mass):
                end_assignment(by=by, assignment=assignment)
        record("mass.account_ended", by=by, organisation=mass.organisation, subject=mass, account=account.user.username)


def _require_right(by, mass: MassOrganisation) -> None:
    if by is not None and not by.may(Action.MANAGE_USERS, mass.organisation_path):
        raise Refused(_("Đồng chí không quản lý tài khoản ở tổ chức này."))


def _known(by, username: str) -> User | None:
    """An account of that name. One that `by` may not see is answered like any name that is taken: by opening it."""
    users = User.objects.filter(username__iexact=username)
    return users.first() if by is None else users.visible_to(by).first()


def _role(user: User, mass: MassOrganisation):
    return Assignment.objects.current().filter(user=user, role=ROLE, organisation=mass.organisation_id)


def accounts_of(mass: MassOrganisation) -> list[MassAccount]:
    """Every account that works or worked for it, those of today first. The reader manages accounts there."""
    rows = MassAccount.objects.filter(mass_organisation=mass).select_related("user", "granted_by", "mass_organisation")
    return sorted(rows, key=lambda row: (row.ended_at is not None, row.user.sort_key, row.pk))


def accounts_by_mass(masses) -> dict[int, list[str]]:
    """Mass organisation id -> names of those whose accounts work for it; one query."""
    found: dict[int, list[str]] = {}
    rows = MassAccount.objects.filter(mass_organisation__in=list(masses), ended_at=None).select_related("user")
    for row in rows.order_by("user__sort_key"):
        found.setdefault(row.mass_organisation_id, []).append(row.user.full_name)
    return found
