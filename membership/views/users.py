"""Accounts: who works here, with which roles. A one-time password is on the page that answers, and nowhere else."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from membership.domain import users as accounts
from membership.domain.errors import Refused
from membership.filters import UserFilterSet
from membership.forms.organisations import PLACES_LIST
from membership.forms.users import AssignmentForm, EditAccountForm, EndAssignmentForm, OpenAccountForm
from membership.models import Action, Assignment, Organisation, User
from membership.tables import UserTable
from membership.views.access import fetch, requires
from membership.views.lists import list_page


@requires(Action.MANAGE_USERS)
@require_safe
def user_list(request):
    held = Assignment.objects.visible_to(request.user).current().select_related("organisation")
    return list_page(
        request,
        queryset=User.objects.visible_to(request.user).prefetch_related(
            Prefetch("assignments", queryset=held, to_attr="roles_now")
        ),
        filterset_class=UserFilterSet,
        table_class=UserTable,
        template="membership/user_list.html",
        title=_("Tài khoản"),
    )


@requires(Action.MANAGE_USERS)
@never_cache
def user_create(request):
    form = OpenAccountForm(request.POST or None, reachable=_places(request))
    if request.method == "POST" and form.is_valid():
        try:
            user, shown = accounts.open_account(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _show_password(request, user, shown, _("Đã mở tài khoản"))
    context = {"form": form, "places_list": PLACES_LIST, "title": _("Mở tài khoản"), "submit": _("Mở tài khoản")}
    return render(request, "membership/user_form.html", context)


@requires(Action.MANAGE_USERS)
@require_safe
def user_detail(request, pk):
    user = _fetch(request, pk)
    today = timezone.localdate()
    held = Assignment.objects.visible_to(request.user).filter(user=user).select_related("organisation", "granted_by")
    assignments = list(held.order_by("-valid_from", "-pk"))
    for row in assignments:
        row.is_over = row.valid_to is not None and row.valid_to < today
        row.is_ahead = row.valid_from > today
    context = {
        "account": user,
        "assignments": assignments,
        "is_self": user.pk == request.user.pk,
        "may_manage": accounts.manageable(request.user, user),
    }
    return render(request, "membership/user_detail.html", context)


@requires(Action.MANAGE_USERS)
def user_edit(request, pk):
    user = _fetch(request, pk)
    initial = {name: getattr(user, name) for name in ("full_name", "email", "phone", "wants_mail", "version")}
    form = EditAccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.change_account(by=request.user, user=user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi thông tin tài khoản."))
            return redirect("membership:user.detail", pk=pk)
    context = {"account": user, "form": form, "title": _("Sửa thông tin tài khoản"), "submit": _("Lưu")}
    return render(request, "membership/user_form.html", context)


@requires(Action.MANAGE_USERS)
def user_grant(request, pk):
    user = _fetch(request, pk)
    form = AssignmentForm(request.POST or None, reachable=_places(request))
    if request.method == "POST" and form.is_valid():
        try:
            assignment = accounts.grant(by=request.user, user=user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã giao vai trò: %s.") % assignment)
            return redirect("membership:user.detail", pk=pk)
    context = {
        "account": user,
        "form": form,
        "places_list": PLACES_LIST,
        "title": _("Giao vai trò"),
        "submit": _("Giao vai trò"),
    }
    return render(request, "membership/user_form.html", context)


@requires(Action.MANAGE_USERS)
def assignment_end(request, pk):
    assignment = fetch(
        Assignment.objects.select_related("user", "organisation"), request.user, Action.MANAGE_USERS, pk=pk
    )
    form = EndAssignmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.end_assignment(by=request.user, assignment=assignment, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi việc thôi giao vai trò."))
            return redirect("membership:user.detail", pk=assignment.user_id)
    context = {
        "account": assignment.user,
        "form": form,
        "detail": str(assignment),
        "title": _("Thôi giao vai trò"),
        "submit": _("Thôi giao vai trò"),
    }
    return render(request, "membership/user_form.html", context)


@requires(Action.MANAGE_USERS)
@require_POST
@never_cache
def user_reset_password(request, pk):
    return _with_password(request, pk, accounts.reset_password, _("Đã cấp mật khẩu mới"))


@requires(Action.MANAGE_USERS)
@require_POST
@never_cache
def user_reopen(request, pk):
    return _with_password(request, pk, accounts.reopen_account, _("Đã mở lại tài khoản"))


@requires(Action.MANAGE_USERS)
@require_POST
def user_close(request, pk):
    user = _fetch(request, pk)
    try:
        accounts.close_account(by=request.user, user=user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã khóa tài khoản; người đang đăng nhập bằng tài khoản này đã bị thoát ra."))
    return redirect("membership:user.detail", pk=pk)


def _fetch(request, pk) -> User:
    return fetch(User.objects.all(), request.user, Action.MANAGE_USERS, pk=pk)


def _places(request):
    return Organisation.objects.visible_to(request.user, Action.MANAGE_USERS).current()


def _with_password(request, pk, act, title):
    user = _fetch(request, pk)
    try:
        user, shown = act(by=request.user, user=user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("membership:user.detail", pk=pk)
    return _show_password(request, user, shown, title)


def _show_password(request, user: User, shown: str, title: str):
    """The only time the password is seen; it is in no message, no log and no session."""
    return render(request, "membership/user_password.html", {"account": user, "shown": shown, "title": title})
