"""Accounts and what they may do. Nobody changes their own rights, and nobody gives or takes what lies outside the
subtree in which they manage accounts. A password made here is shown once and must be changed at the first log-in."""

import secrets
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.dates import format_date
from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.calendar_feed import revoke_feed
from membership.domain.contact import contact_problems
from membership.domain.errors import Refused, Stale
from membership.models import Action, Assignment, Organisation, RoleCode, User

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another on paper


def one_time_password() -> str:
    """Sixteen signs in fours, easy to read out on the telephone."""
    return "-".join("".join(secrets.choice(LETTERS) for _sign in range(4)) for _group in range(4))


@transaction.atomic
def open_account(
    *,
    by,
    username: str,
    full_name: str,
    role: str,
    organisation: Organisation,
    valid_from: date | None = None,
    valid_to: date | None = None,
    email: str = "",
    phone: str = "",
    wants_mail: bool = False,
    password: str | None = None,
) -> tuple[User, str]:
    """A new account with its first role. Returns it with the one-time password, which is kept nowhere.

    `password` is for the command line, where the administrator has chosen one.
    """
    user = User(
        username=User.normalize_username(normalise(username)),
        full_name=normalise(full_name),
        email=normalise(email),
        phone=normalise(phone),
        wants_mail=wants_mail,
        must_change_password=password is None,
    )
    problems: dict[str, list[str]] = {}
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        problems = {name: [str(text) for text in texts] for name, texts in error.message_dict.items()}
    problems |= contact_problems(user)
    if User.objects.filter(username__iexact=user.username).exists():
        problems["username"] = [_("Tên đăng nhập này đã có người dùng.")]
    problems |= _assignment_problems(by, role, organisation, valid_from, valid_to)
    if problems:
        raise Refused(messages=problems)
    shown = password or one_time_password()
    user.set_password(shown)
    user.save()
    record("user.opened", by=by, organisation=organisation, subject=user, username=user.username)
    _assign(by, user, role, organisation, valid_from, valid_to)
    return user, shown


@transaction.atomic
def change_account(
    *, by, user: User, full_name: str, email: str, phone: str, version: int, wants_mail: bool | None = None
) -> User:
    """Correct the name or how to reach the person; `wants_mail` None leaves it as it is."""
    user = _managed(by, user)
    if user.version != version:
        raise Stale(_("Người khác vừa sửa tài khoản này. Hãy mở lại trang rồi làm lại."))
    user.full_name, user.email, user.phone = normalise(full_name), normalise(email), normalise(phone)
    if wants_mail is not None:
        user.wants_mail = wants_mail
    problems = contact_problems(user)
    if not user.full_name:
        problems["full_name"] = [_("Cần ghi họ và tên.")]
    if problems:
        raise Refused(messages=problems)
    user.version += 1
    user.save(update_fields=["full_name", "sort_key", "email", "phone", "wants_mail", "version"])
    record("user.changed", by=by, organisation=_place(user), subject=user)
    return user


@transaction.atomic
def close_account(*, by, user: User) -> User:
    """Nobody can log in with it any more; whoever is logged in is put out, as the password is gone."""
    user = _managed(by, user)
    if not user.is_active:
        raise Refused(_("Tài khoản này đã khóa."))
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    revoke_feed(by=by, user=user)
    _changed(user)
    record("user.closed", by=by, organisation=_place(user), subject=user)
    return user


@transaction.atomic
def reopen_account(*, by, user: User) -> tuple[User, str]:
    """Open a closed account again, with a new one-time password."""
    user = _managed(by, user)
    if user.is_active:
        raise Refused(_("Tài khoản này đang hoạt động."))
    user.is_active = True
    shown = _set_one_time(user)
    record("user.reopened", by=by, organisation=_place(user), subject=user)
    return user, shown


@transaction.atomic
def reset_password(*, by, user: User) -> tuple[User, str]:
    """A new one-time password for somebody who lost theirs. All their sessions end, as the old password is gone."""
    user = _managed(by, user)
    if not user.is_active:
        raise Refused(_("Tài khoản này đã khóa; hãy mở lại trước."))
    shown = _set_one_time(user)
    record("user.password_reset", by=by, organisation=_place(user), subject=user)
    return user, shown


@transaction.atomic
def grant(
    *,
    by,
    user: User,
    role: str,
    organisation: Organisation,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Assignment:
    """Give somebody a role for an organisation and everything under it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    problems = _assignment_problems(by, role, organisation, valid_from, valid_to)
    if by is not None and user.pk == by.pk:
        problems[""] = [_("Không ai tự giao quyền cho mình; hãy nhờ người quản trị khác.")]
    elif not user.is_active:
        problems[""] = [_("Tài khoản này đã khóa; hãy mở lại trước.")]
    start, end = valid_from or timezone.localdate(), valid_to
    same = Assignment.objects.filter(user=user, organisation=organisation, role=role).exclude(valid_to__lt=start)
    if end is not None:
        same = same.filter(valid_from__lte=end)
    if not problems and (held := same.first()):
        until = _("đến %s") % format_date(held.valid_to) if held.valid_to else _("không thời hạn")
        problems["role"] = [
            _("Người này đã có vai trò đó ở tổ chức này từ %(day)s, %(until)s.")
            % {"day": format_date(held.valid_from), "until": until}
        ]
    if problems:
        raise Refused(messages=problems)
    return _assign(by, user, role, organisation, valid_from, valid_to)


@transaction.atomic
def end_assignment(*, by, assignment: Assignment, last_day: date | None = None) -> Assignment:
    """Take a role back. `last_day`: the last day it holds; without one it ends at once."""
    assignment = Assignment.objects.select_related("organisation", "user").get(pk=assignment.pk)
    today = timezone.localdate()
    _require_reach(by, assignment.organisation)
    if by is not None and assignment.user_id == by.pk:
        raise Refused(_("Không ai tự bỏ quyền của mình; hãy nhờ người quản trị khác."))
    if assignment.valid_to is not None and assignment.valid_to < today:
        raise Refused(_("Vai trò này đã hết hạn ngày %s.") % format_date(assignment.valid_to))
    if last_day is not None and last_day < today:
        raise Refused(_("Ngày cuối không được trước hôm nay; để trống là thôi ngay."), field="last_day")
    if last_day is not None and last_day < assignment.valid_from:
        raise Refused(_("Ngày cuối phải từ %s trở đi.") % format_date(assignment.valid_from), field="last_day")
    if last_day is not None and assignment.valid_to is not None and last_day > assignment.valid_to:
        told = format_date(assignment.valid_to)
        raise Refused(_("Vai trò này hết hạn ngày %s; muốn kéo dài hãy giao lại.") % told, field="last_day")
    assignment.valid_to = last_day or today - timedelta(days=1)
    assignment.save(update_fields=["valid_to"])
    record(
        "assignment.ended",
        by=by,
        organisation=assignment.organisation,
        subject=assignment.user,
        role=assignment.role,
        last_day=assignment.valid_to.isoformat(),
    )
    return assignment


def manageable(by, user: User) -> bool:
    """Whether `by` may close the account or set its password: everything it holds lies where `by` manages accounts.

    Without this, the administrator of a commune could take over the account of somebody who also works above it.
    """
    if user.pk == by.pk:
        return False
    reach = by.reach(Action.MANAGE_USERS)
    held = user.assignments.filter(Q(valid_to=None) | Q(valid_to__gte=timezone.localdate()))
    rest = held.exclude(reach.condition("organisation__path")) if not reach.everything else held.none()
    return bool(reach) and not rest.exists()


def _managed(by, user: User) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    if by is not None and not manageable(by, user):
        raise Refused(
            _("Hãy nhờ người quản trị khác: không ai làm việc này với tài khoản của chính mình.")
            if user.pk == by.pk
            else _("Người này còn có vai trò ở tổ chức ngoài phạm vi quản lý tài khoản của đồng chí.")
        )
    return user


def _require_reach(by, organisation: Organisation) -> None:
    if by is not None and not by.may(Action.MANAGE_USERS, organisation.path):
        raise Refused(_("Đồng chí không quản lý tài khoản ở tổ chức này."), field="organisation")


def _assignment_problems(by, role, organisation, valid_from, valid_to) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    start = valid_from or timezone.localdate()
    if role not in RoleCode.values:
        problems["role"] = [_("Cần chọn vai trò.")]
    if by is not None and not by.may(Action.MANAGE_USERS, organisation.path):
        problems["organisation"] = [_("Đồng chí không quản lý tài khoản ở tổ chức này.")]
    elif not organisation.is_open:
        day = format_date(organisation.valid_to)
        problems["organisation"] = [_("Tổ chức này đã kết thúc hoạt động ngày %s.") % day]
    if valid_to is not None and valid_to < start:
        problems["valid_to"] = [_("Ngày cuối phải từ %s trở đi.") % format_date(start)]
    elif valid_to is not None and valid_to < timezone.localdate():
        problems["valid_to"] = [_("Ngày cuối đã qua.")]
    return problems


def _assign(by, user, role, organisation, valid_from, valid_to) -> Assignment:
    assignment = Assignment.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        valid_from=valid_from or timezone.localdate(),
        valid_to=valid_to,
        granted_by=by,
    )
    record(
        "assignment.granted",
        by=by,
        organisation=organisation,
        subject=user,
        role=str(role),
        valid_from=assignment.valid_from.isoformat(),
        valid_to=valid_to.isoformat() if valid_to else "",
    )
    return assignment


def _set_one_time(user: User) -> str:
    shown = one_time_password()
    user.set_password(shown)
    user.must_change_password = True
    user.save(update_fields=["is_active", "password", "must_change_password"])
    _changed(user)
    return shown


def _changed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(version=F("version") + 1)
    user.refresh_from_db(fields=["version"])


def _place(user: User) -> Organisation | None:
    """Where the log shows what happened to an account: the place of its newest role."""
    newest = user.assignments.select_related("organisation").order_by("-valid_from", "-pk").first()
    return newest.organisation if newest else None
