"""Letters that go out or are chased, many at a time: what it would do, then doing it, then one button to undo."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates.domain.verification import Done, remind, send_letters, take_back
from candidates.domain.verification_hold import WHILE_VERIFIED
from candidates.domain.verification_lists import letters
from candidates.filters_verification import VerificationFilterSet
from candidates.forms.verification import RemindForm, SendForm
from candidates.models import Verification
from membership.domain.errors import Refused, Stale
from membership.models import Action
from membership.views.access import requires
from membership.views.people import answer

MOST = 300
SESSION, UNDO_SECONDS = "verification_done", 30 * 60
WHOLE_LIST = "ca-danh-sach"


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_send(request):
    return _act(request, SendForm, send_letters, reminder=False)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_remind(request):
    return _act(request, RemindForm, remind, reminder=True)


def _act(request, form_class, act, *, reminder: bool):
    rows, versions = _picked(request)
    fit = [row for row in rows if not _why_not(row, reminder)]
    left = [(row, _why_not(row, reminder)) for row in rows if _why_not(row, reminder)]
    form, refused = form_class(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        before = {row.pk: row.reminded_on for row in fit}
        try:
            if {row.pk: row.version for row in rows} != versions:
                raise Stale(_("Người khác vừa ghi việc thẩm tra này. Hãy xem lại rồi làm tiếp."))
            done = act(by=request.user, verifications=rows, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            _remember(request, done, before, reminder)
            words = _size(done)
            told = _("Đã ghi nhắc %(n)d thư.") if reminder else _("Đã ghi gửi thư về %(n)d dòng của %(people)d người.")
            messages.success(request, told % words)
            return redirect(_back(request, done))
    context = {
        "title": _("Ghi đã nhắc nơi được hỏi") if reminder else _("Ghi đã gửi thư thẩm tra"),
        "reminder": reminder,
        "rows": fit,
        "left": left,
        "size": _size(fit),
        "most": MOST,
        "back": _back(request, rows),
        "submit": _("Ghi đã nhắc %(n)d thư") % _size(fit) if reminder else _("Ghi đã gửi %(n)d dòng") % _size(fit),
    }
    return answer(request, "candidates/verification_bulk.html", form, context, refused)


def _picked(request) -> tuple[list[Verification], dict[int, int]]:
    """The rows named in the address (or the whole list as it is filtered), or those that were shown with the form."""
    reachable = letters(request.user, Action.EDIT_PERSON).select_related("candidate__organisation__parent")
    reachable = reachable.order_by("place_shown", "candidate__sort_key", "pk")
    versions: dict[int, int] = {}
    if request.method == "POST":
        for text in request.POST.getlist("dong")[:MOST]:
            key, _colon, version = text.partition(":")
            if key.isdecimal() and version.isdecimal() and len(text) < 30:
                versions[int(key)] = int(version)
        return list(reachable.filter(pk__in=versions)), versions
    if request.GET.get(WHOLE_LIST):
        filterset = VerificationFilterSet(request.GET, queryset=reachable, request=request)
        if not filterset.is_valid():
            raise Http404
        return list(filterset.qs[:MOST]), {}
    keys = [int(text) for text in request.GET.getlist("thu")[:MOST] if text.isdecimal() and len(text) < 16]
    return list(reachable.filter(pk__in=keys)), {}


def _why_not(row: Verification, reminder: bool) -> str:
    if row.result:
        return _("đã có kết quả")
    if reminder:
        return _("chưa gửi thư") if row.sent_on is None else ""
    if row.sent_on is not None:
        return _("đã gửi")
    if not row.place:
        return _("chưa ghi nơi thẩm tra")
    return "" if row.candidate.stage in WHILE_VERIFIED else _("không còn ở giai đoạn thẩm tra")


def _size(rows: Sequence[Verification]) -> dict[str, int]:
    return {
        "n": len(rows),
        "people": len({row.candidate_id for row in rows}),
        "places": len({row.place_now or row.place for row in rows}),
    }


def _back(request, rows: Sequence[Verification]) -> str:
    """Back to the page of the person where the act began there, else to the list."""
    people = {row.candidate_id for row in rows}
    if request.GET.get("nguoi") and len(people) == 1:
        return reverse("candidates:verification.person", args=people)
    return reverse("candidates:verification.list")


# --- taking the whole act back ---------------------------------------------------------------------------------------
def _remember(request, done: Sequence[Verification], before: dict[int, date | None], reminder: bool) -> None:
    request.session[SESSION] = {
        "at": timezone.now().timestamp(),
        "reminder": reminder,
        "rows": [[row.pk, row.version, str(before.get(row.pk) or "")] for row in done],
    }


def just_done(request) -> dict | None:
    """The last act on letters in this session, as long as it may be taken back with one button."""
    kept = request.session.get(SESSION)
    if not kept or timezone.now().timestamp() - kept["at"] > UNDO_SECONDS:
        return None
    return {"reminder": kept["reminder"], "n": len(kept["rows"])}


@requires(Action.EDIT_PERSON)
@require_POST
def verification_undo(request):
    kept = request.session.pop(SESSION, None)
    if not kept:
        messages.info(request, _("Không còn việc nào vừa ghi để bỏ."))
        return redirect("candidates:verification.list")
    done = [Done(pk, version, date.fromisoformat(day) if day else None) for pk, version, day in kept["rows"]]
    try:
        rows = take_back(by=request.user, done=done, reminder=kept["reminder"])
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        sent, reminded = _("Đã bỏ việc gửi vừa ghi của %(n)d dòng."), _("Đã bỏ lần nhắc vừa ghi của %(n)d thư.")
        messages.success(request, (reminded if kept["reminder"] else sent) % {"n": len(rows)})
    return redirect("candidates:verification.list")
