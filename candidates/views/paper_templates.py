"""Templates of papers: which are in use, one as a file, another in its place, back to the built-in one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.domain.paper_templates import (
    active_contents,
    active_templates,
    upload_template,
    versions_of,
    withdraw_template,
)
from candidates.exchange.papers.built_in import built_in
from candidates.exchange.papers.bundle import file_name
from candidates.exchange.papers.declarations import BY_SLUG, PAPERS, Paper
from candidates.exchange.papers.package import LIMITS
from candidates.exchange.papers.render import check_template
from candidates.forms.papers import TemplateForm, WithdrawTemplateForm
from candidates.views.papers import DOCX
from membership.base.sheets.limits import MiB
from membership.domain.errors import Refused
from membership.models import Action
from membership.views.access import requires
from membership.views.people import answer

SAMPLE = "{{ ho_ten }}"


@requires(Action.MANAGE_CATALOGUES)
@require_safe
def template_list(request):
    own = active_templates()
    rows = [{"paper": paper, "own": own.get(paper.code)} for paper in PAPERS]
    return render(request, "candidates/template_list.html", {"rows": rows, "own": len(own)})


@requires(Action.MANAGE_CATALOGUES)
@require_http_methods(["GET", "HEAD", "POST"])
def template_detail(request, code):
    paper = _paper(code)
    own = active_templates([paper.code]).get(paper.code)
    form = TemplateForm(
        request.POST or None,
        request.FILES or None,
        initial={"replaces": own.pk if own else None},
        largest=LIMITS.file // MiB,
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload_template(
                by=request.user,
                code=paper.code,
                filename=file.name,
                content=file.read(),
                check=check_template,
                replaces=form.cleaned_data["replaces"],
                note=form.cleaned_data["note"],
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Từ nay %(code)s in theo mẫu vừa gửi.") % {"code": paper.code})
            return redirect("candidates:template.detail", paper.slug)
    context = {
        "paper": paper,
        "sample": SAMPLE,
        "own": own,
        "versions": versions_of(paper.code),
        "withdraw": WithdrawTemplateForm(initial={"replaces": own.pk}) if own else None,
    }
    return answer(request, "candidates/template_detail.html", form, context, refused)


@requires(Action.MANAGE_CATALOGUES)
@require_safe
def template_download(request, code):
    """The template in use; with `?co-san=1` the built-in one."""
    paper = _paper(code)
    content = None if request.GET.get("co-san") == "1" else active_contents([paper.code]).get(paper.code)
    reply = HttpResponse(content or built_in(paper), content_type=DOCX)
    reply["Content-Disposition"] = f'attachment; filename="Mau {paper.slug} - {file_name(paper)}"'
    return reply


@requires(Action.MANAGE_CATALOGUES)
@require_POST
def template_withdraw(request, code):
    paper = _paper(code)
    form = WithdrawTemplateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Chưa làm được; hãy tải lại trang."))
        return redirect("candidates:template.detail", paper.slug)
    try:
        withdraw_template(by=request.user, code=paper.code, replaces=form.cleaned_data["replaces"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Từ nay %(code)s in theo mẫu có sẵn.") % {"code": paper.code})
    return redirect("candidates:template.detail", paper.slug)


def _paper(code: str) -> Paper:
    if code not in BY_SLUG:
        raise Http404
    return BY_SLUG[code]
