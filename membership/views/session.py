"""Coming in, going out, changing one's password."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login as open_session
from django.contrib.auth import logout as close_session
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from membership.domain.passwords import change_own_password
from membership.forms.session import LoginForm, NewPasswordForm
from membership.views.access import OPEN_TO_ALL, requires


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request):
    if request.htmx:
        return _whole_page(request)
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    # A path, not a bare word: `redirect` would look a word up among the names of routes.
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    after = wanted if safe else resolve_url("membership:home")
    if request.user.is_authenticated:
        return redirect(after)
    form = LoginForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        open_session(request, form.get_user())
        return redirect(after)
    return render(request, "membership/login.html", {"form": form, "next": wanted if safe else ""})


def _whole_page(request):
    """A part of a page was asked for after the session ended: the whole page goes to the login and comes back."""
    back = request.htmx.current_url_abs_path or ""
    query = f"?{urlencode({'next': back})}" if back else ""
    return HttpResponse(headers={"HX-Redirect": reverse("membership:login") + query})


@requires(OPEN_TO_ALL)
@require_POST
def logout(request):
    close_session(request)
    return redirect("membership:login")


@requires(OPEN_TO_ALL)
@sensitive_post_parameters()
@never_cache
def password(request):
    form = NewPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_own_password(by=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(
            request, _("Đã đổi mật khẩu. Những nơi khác đang đăng nhập bằng tài khoản này đã bị thoát ra.")
        )
        return redirect("membership:home")
    forced = request.user.must_change_password
    template = "membership/password_forced.html" if forced else "membership/password.html"
    return render(request, template, {"form": form})


class PasswordGate:
    """Who must change the password sees nothing else before."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not user.is_authenticated or not user.must_change_password:
            return None
        if request.path in (reverse("membership:password"), reverse("membership:logout")):
            return None
        return redirect("membership:password")
