"""What old communes are called now: looking one up, and bringing in the office's own table."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.commune_table import record_communes
from candidates.domain.communes import count, where_now
from candidates.exchange.commune_list import read_commune_table
from candidates.forms.verification import CommuneTableForm
from membership.base.sheets.reader import UnreadableFile
from membership.domain.errors import Refused
from membership.models import Action
from membership.views.access import requires

LONGEST = 255
SHOWN = 12
SHOWN_PROBLEMS = 60


@requires(Action.VIEW_ORGANISATION)
@require_safe
def commune_list(request):
    asked = request.GET.get("q", "")[:LONGEST]
    context = {
        "lines": count(),
        "asked": asked,
        "answers": where_now(asked) if asked else [],
        "may_bring": request.user.may(Action.MANAGE_CATALOGUES),
    }
    return render(request, "candidates/commune_list.html", context)


@requires(Action.EDIT_PERSON)
@require_safe
def commune_suggest(request):
    """What a place that is being typed is called now, as choices beside the field."""
    place = request.GET.get("place", "")[:LONGEST]
    answers = where_now(place) if len(place) > 3 else []
    return render(request, "candidates/_commune_choices.html", {"place": place, "answers": answers})


@requires(Action.MANAGE_CATALOGUES)
@require_http_methods(["GET", "HEAD", "POST"])
def commune_upload(request):
    """First what the table would change; then, the same file confirmed, it is written."""
    if request.method == "POST" and "ghi" in request.POST:
        return _write(request)
    form = CommuneTableForm(request.POST or None, request.FILES or None)
    context = {"form": form, "lines": count()}
    if request.method == "POST" and form.is_valid():
        try:
            context |= _try(request, form)
        except (UnreadableFile, Refused) as refusal:
            form.add_error("file", str(refusal))
    status = 422 if form.errors else 200
    return render(request, "candidates/commune_upload.html", context, status=status)


def _try(request, form) -> dict:
    upload, document = form.cleaned_data["file"], form.cleaned_data["document"]
    path, digest = _kept(request.user), hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    with path.open("wb") as target:
        for chunk in upload.chunks():
            digest.update(chunk)
            target.write(chunk)
    try:
        found = _findings(request.user, path, upload.name, document, apply=False)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return found | {"filename": upload.name, "sha256": digest.hexdigest(), "document": document}


def _findings(user, path: Path, filename: str, document: str, *, apply: bool) -> dict:
    table = read_commune_table(path, filename)
    effect = record_communes(table.rows, by=user, apply=apply and not table.errors, document=document)
    problems = [*table.errors, *((table.cell_of(error), error.message) for error in effect.errors)]
    return {
        "effect": effect,
        "rows": len(table.rows),
        "problem_count": len(problems),
        "problems": problems[:SHOWN_PROBLEMS],
        "questions": [(_("dòng %(n)d") % {"n": each.row}, each.message) for each in effect.questions[:SHOWN_PROBLEMS]],
    }


def _write(request):
    path, filename = _kept(request.user), request.POST.get("filename", "")[:LONGEST]
    if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != request.POST.get("sha256", ""):
        messages.warning(request, _("Tệp đã tải lên không còn nữa, hoặc đã được thay bằng tệp khác. Xin tải lại."))
        return redirect("candidates:commune.upload")
    document = request.POST.get("document", "")[:LONGEST]
    try:
        found = _findings(request.user, path, filename, document, apply=True)
    except (UnreadableFile, Refused) as refusal:
        messages.error(request, str(refusal))
        return redirect("candidates:commune.upload")
    if not found["effect"].applied:
        messages.warning(request, _("Bảng còn lỗi nên chưa ghi gì. Xin sửa tệp rồi tải lại."))
        return redirect("candidates:commune.upload")
    path.unlink(missing_ok=True)
    effect = found["effect"]
    messages.success(
        request,
        _("Đã ghi bảng xã cũ, xã mới: thêm %(create)d, sửa %(update)d, bỏ %(withdrawn)d, không đổi %(same)d dòng.")
        % {
            "create": effect.create,
            "update": effect.update,
            "withdrawn": effect.withdrawn,
            "same": effect.unchanged,
        },
    )
    return redirect("candidates:commune.list")


def _kept(user) -> Path:
    """Where a table waits between its trial and its writing: one at a time for each administrator."""
    return settings.UPLOAD_DIR / f"communes-{user.pk}"
