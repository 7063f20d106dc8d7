"""Catalogues: what each value is called, how offices write it, where it comes from; teaching one more spelling."""

from collections import defaultdict

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from membership.base.text import fold
from membership.catalogues import CATALOGUES
from membership.domain.catalogues import add_alias, office_spellings
from membership.domain.errors import Refused
from membership.forms.catalogues import AliasForm
from membership.models import Action
from membership.views.access import requires

# Who numbers the entries; the codes of one system are no use in another.
CODE_SYSTEMS = {
    "party2b": _("Biểu 2B-BTCTW"),
    "form5": _("Biểu 5-BTCTW"),
    "census2008": _("QĐ 1019 (2008)"),
    "tctk1979": _("QĐ 121 (1979)"),
    "population": _("CSDL quốc gia về dân cư"),
}


@requires(Action.VIEW_ORGANISATION)
def catalogue_list(request):
    own = defaultdict(int)
    for (catalogue, _entry), texts in office_spellings().items():
        own[catalogue] += len(texts)
    rows = [
        {
            "catalogue": catalogue,
            "count": len(catalogue.entries),
            "own": own[catalogue.code],
            "unverified": sum(not entry.verified for entry in catalogue.entries),
        }
        for catalogue in CATALOGUES.values()
    ]
    return render(request, "membership/catalogue_list.html", {"rows": rows})


@requires(Action.VIEW_ORGANISATION)
def catalogue_detail(request, code):
    catalogue = _catalogue(code)
    return _show(request, catalogue, AliasForm(catalogue=catalogue))


@requires(Action.MANAGE_CATALOGUES)
def catalogue_alias(request, code):
    """Teach one more spelling; the page itself is the form, so a look here leads there."""
    catalogue = _catalogue(code)
    if request.method != "POST":
        return redirect("membership:catalogue.detail", code=code)
    form = AliasForm(request.POST, catalogue=catalogue)
    if form.is_valid():
        try:
            alias = add_alias(by=request.user, catalogue=code, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            name = catalogue.name_of(alias.code)
            messages.success(
                request, gettext("Từ nay “%(text)s” được hiểu là “%(name)s”.") % {"text": alias.text, "name": name}
            )
            return redirect("membership:catalogue.detail", code=code)
    return _show(request, catalogue, form, status=422)


def _catalogue(code: str):
    if code not in CATALOGUES:
        raise Http404
    return CATALOGUES[code]


def _show(request, catalogue, form, status=200):
    known = {system for entry in catalogue.entries for system in entry.codes}
    systems = {system: name for system, name in CODE_SYSTEMS.items() if system in known}
    wanted = fold(request.GET.get("q", "")[:80])
    own = defaultdict(list, {code: texts for (_name, code), texts in office_spellings(catalogue.code).items()})
    rows = [
        {
            "entry": entry,
            "own": own[entry.code],
            "codes": [(name, entry.codes.get(system, "–")) for system, name in systems.items()],
        }
        for entry in catalogue.entries
        if wanted in fold(" ".join((entry.name, entry.code, *entry.aliases, *own[entry.code], *entry.codes.values())))
    ]
    context = {
        "catalogue": catalogue,
        "rows": rows,
        "sources": list(dict.fromkeys(entry.source for entry in catalogue.entries if entry.source)),
        "all_unverified": all(not entry.verified for entry in catalogue.entries),
        "systems": list(systems.values()),
        "has_unverified": any(not entry.verified for entry in catalogue.entries),
        "form": form if request.user.may(Action.MANAGE_CATALOGUES) else None,
        "query": request.GET.get("q", "")[:80],
    }
    return render(request, "membership/catalogue_detail.html", context, status=status)
