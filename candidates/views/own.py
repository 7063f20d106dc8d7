"""What the account of a mass organisation sees: whom it introduced, how far they are, and one more to introduce."""

from collections import Counter

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.mass import funnels, introduce, introductions_of
from candidates.domain.mass_introductions import branches_of, own_masses
from candidates.forms.mass import IntroduceForm
from membership.domain.errors import Refused
from membership.models import Action, Organisation
from membership.views.access import requires
from membership.views.lists import CappedPaginator
from membership.views.people import answer

MOST_BRANCHES = 300


@requires(Action.INTRODUCE)
@require_safe
def own(request):
    """Name, birth year, branch, day, how far: nothing of the dossier, and no link to any other page."""
    year = timezone.localdate().year
    masses = own_masses(request.user)
    counted = funnels([mass.pk for mass in masses], year)
    rows = introductions_of(request.user).order_by("-nominated_on", "-pk")
    paginator = CappedPaginator(rows, settings.PAGE_SIZE)
    context = {
        "year": year,
        "masses": [(mass, counted[mass.pk]) for mass in masses],
        "page": paginator.get_page(request.GET.get("trang")),
        "paginator": paginator,
    }
    return render(request, "candidates/own.html", context)


@requires(Action.INTRODUCE)
@require_http_methods(["GET", "HEAD", "POST"])
def own_new(request):
    masses = own_masses(request.user)
    reachable = Organisation.objects.none()
    for mass in masses:
        reachable = reachable | branches_of(mass, request.user)
    form = IntroduceForm(request.POST or None, masses=masses, reachable=reachable)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            candidate = introduce(by=request.user, **form.said())
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            words = {"name": candidate.full_name, "branch": candidate.organisation.name}
            messages.success(request, _("Đã giới thiệu %(name)s với %(branch)s.") % words)
            return redirect("candidates:own")
    context = {"masses": masses, "branches": _offered(reachable)}
    return answer(request, "candidates/mass_introduce.html", form, context, refused)


def _offered(branches) -> list[tuple[str, str]]:
    """What the box for a branch proposes: its name, or its code where several bear the name; beside it, where it is."""
    rows = list(branches.select_related("parent").order_by("path")[: MOST_BRANCHES + 1])
    if len(rows) > MOST_BRANCHES:
        return []
    names = Counter(row.name for row in rows)
    return [
        (row.name if names[row.name] == 1 else row.code, f"{row.name}, {row.parent.name}" if row.parent else row.name)
        for row in rows
    ]
