"""Accounts of mass organisations: which works for which, opening and ending them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.domain.mass import end_mass_account, grant_mass_account
from candidates.domain.mass_accounts import accounts_by_mass, accounts_of
from candidates.forms.mass import MassAccountForm
from candidates.models import MassOrganisation
from candidates.tables_mass import AccountFilterSet, AccountTable
from membership.domain.errors import Refused
from membership.models import Action
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer


@requires(Action.MANAGE_USERS)
@require_safe
def account_list(request):
    masses = MassOrganisation.objects.visible_to(request.user, Action.MANAGE_USERS).current()

    def table(rows, request):
        return AccountTable(rows, request=request, beside=accounts_by_mass)

    return list_page(
        request,
        queryset=masses.select_related("organisation"),
        filterset_class=AccountFilterSet,
        table_class=table,
        template="candidates/mass_accounts.html",
        title=_("Tài khoản của đoàn thể"),
        context={
            "empty_icon": "flag",
            "empty_title": _("Chưa theo dõi đoàn thể nào"),
            "empty_text": _("Cán bộ đảng ủy thêm đoàn thể ở mục Đoàn thể; sau đó giao tài khoản ở đây."),
        },
    )


@requires(Action.MANAGE_USERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mass_account(request, pk):
    """The accounts of one mass organisation, and one more."""
    mass = _fetch(request, pk)
    form = MassAccountForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made, shown = grant_mass_account(by=request.user, mass_organisation=mass, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            if shown:
                context = {"account": made.user, "shown": shown, "title": _("Đã mở tài khoản")}
                return render(request, "membership/user_password.html", context)
            words = {"name": made.user.full_name, "mass": mass.name}
            messages.success(request, _("%(name)s nay làm việc cho %(mass)s.") % words)
            return redirect("candidates:mass.account", mass.pk)
    return answer(request, "candidates/mass_account.html", form, {"mass": mass, "accounts": accounts_of(mass)}, refused)


@requires(Action.MANAGE_USERS)
@require_POST
def account_end(request, pk, account):
    mass = _fetch(request, pk)
    row = next((each for each in accounts_of(mass) if each.pk == account), None)
    try:
        if row is None:
            raise Refused(_("Không thấy tài khoản này."))
        end_mass_account(by=request.user, account=row)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = {"name": row.user.full_name, "mass": mass.name}
        messages.success(request, _("%(name)s thôi làm việc cho %(mass)s.") % words)
    return redirect("candidates:mass.account", mass.pk)


def _fetch(request, pk) -> MassOrganisation:
    return fetch(
        MassOrganisation.objects.select_related("organisation__parent"), request.user, Action.MANAGE_USERS, pk=pk
    )
