"""One's own account: how to be reached, and one's calendar at a secret address."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from membership.domain.calendar_feed import feed_of, make_feed, revoke_feed, show_names
from membership.domain.contact import change_own_contact
from membership.domain.errors import Refused
from membership.forms.account import FeedForm, OwnContactForm
from membership.views.access import OPEN_TO_ALL, requires


@requires(OPEN_TO_ALL)
@never_cache
def account(request):
    user = request.user
    initial = {name: getattr(user, name) for name in ("email", "phone", "wants_mail", "version")}
    form = OwnContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_own_contact(by=user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi thông tin liên hệ."))
            return redirect("membership:account")
    return _show(request, form, status=422 if form.errors else 200)


@requires(OPEN_TO_ALL)
@require_POST
@never_cache
def feed_make(request):
    """Make or replace. The address is on the page that answers, and nowhere else."""
    form = FeedForm(request.POST)
    token = make_feed(by=request.user, with_names=form.is_valid() and form.cleaned_data["with_names"])
    address = reverse("membership:feed", args=[token])
    context = {"address": settings.SITE_URL + address if settings.SITE_URL else request.build_absolute_uri(address)}
    return render(request, "membership/feed_address.html", context)


@requires(OPEN_TO_ALL)
@require_POST
def feed_names(request):
    form = FeedForm(request.POST)
    if form.is_valid() and show_names(by=request.user, with_names=form.cleaned_data["with_names"]):
        shown = form.cleaned_data["with_names"]
        messages.success(request, _("Lịch từ nay hiện họ tên.") if shown else _("Lịch từ nay không hiện họ tên."))
    return redirect("membership:account")


@requires(OPEN_TO_ALL)
@require_POST
def feed_revoke(request):
    if revoke_feed(by=request.user):
        messages.success(request, _("Đã thôi dùng địa chỉ lịch; mở địa chỉ cũ không còn thấy gì."))
    return redirect("membership:account")


def _show(request, form, status):
    feed = feed_of(request.user)
    context = {
        "form": form,
        "feed": feed if feed and feed.is_open else None,
        "feed_form": FeedForm(initial={"with_names": bool(feed and feed.is_open and feed.with_names)}),
        "mail_enabled": settings.MAIL_ENABLED,
    }
    return render(request, "membership/account.html", context, status=status)
