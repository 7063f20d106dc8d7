"""What mentors tell every month: of one person, and of everybody in a branch on one screen."""

from datetime import date

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.domain.mentor_notes import (
    field_of,
    helping,
    last_month,
    missing_of,
    months_open,
    notes_of,
    without_note,
    write_note,
    write_notes,
)
from candidates.forms.mentors import MonthForm, NoteForm, NoteRowForm
from candidates.models import Mentorship
from membership.base.dates import add_months, format_date
from membership.base.numbers import whole_in_address
from membership.base.text import fold
from membership.domain.errors import Refused, Stale
from membership.domain.lookup import with_words
from membership.models import Action, Organisation, within
from membership.views.access import fetch, requires
from membership.views.people import answer

MOST_BRANCHES = 200
MOST_ROWS = 300
SHOWN_NOTES = 24


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_note(request, pk):
    """One note; the oldest month without one is proposed. `?thang=2026-05`: that month, to be told anew."""
    mentorship = fetch(
        Mentorship.objects.standing().select_related("member", "candidate__organisation__parent"),
        request.user,
        Action.EDIT_PERSON,
        pk=pk,
    )
    candidate, today = mentorship.candidate, timezone.localdate()
    notes = {note.month: note for note in mentorship.notes.current().select_related("recorded_by")}
    opened = months_open(mentorship, today)
    missing = missing_of([mentorship], today)[mentorship.pk]
    wanted = _month(request)
    old = notes.get(wanted) if wanted in opened else None
    months = [wanted] if old else missing + [month for month in opened if month not in notes and month not in missing]
    if wanted in months:
        months = [wanted, *(month for month in months if month != wanted)]
    if not months:
        messages.warning(request, _("Các tháng được giúp đỡ đều đã có nhận xét."))
        return redirect("candidates:candidate.detail", candidate.pk)
    initial = {"written_on": today, "version": old.pk if old else 0}
    if old:
        initial |= {"progress": old.progress, "text": old.text, "written_on": old.written_on}
    form, refused = NoteForm(request.POST or None, months=months, initial=initial), None
    if request.method == "POST" and form.is_valid():
        try:
            done = write_note(by=request.user, mentorship=mentorship, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            words = {"month": format_date(done.month, "month"), "name": candidate.full_name}
            messages.success(request, _("Đã ghi nhận xét tháng %(month)s về %(name)s.") % words)
            return redirect("candidates:candidate.detail", candidate.pk)
    context = {
        "candidate": candidate,
        "mentorship": mentorship,
        "old": old,
        "missing": len(missing),
        "notes": sorted(notes.values(), key=lambda note: note.month, reverse=True)[:SHOWN_NOTES],
        "changes": [],
    }
    return answer(request, "candidates/mentor_note.html", form, context, refused)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_month(request):
    """`?to-chuc=`: the branch, or an organisation above branches; without one the only branch, or all of them."""
    today = timezone.localdate()
    this = today.replace(day=1)
    month = min(_month(request) or last_month(today), this)
    mine = Mentorship.objects.visible_to(request.user, Action.EDIT_PERSON)
    place, searched = None, request.GET.get("tim", "")[:80]
    number = whole_in_address(request.GET.get("to-chuc", ""))
    if number is not None:
        place = fetch(Organisation.objects.select_related("parent"), request.user, Action.EDIT_PERSON, pk=number)
        mine = mine.filter(within(place.path, "candidate__organisation_path"))
    branches = _branches(with_words(mine, fold(searched).split()[:6], "candidate__organisation__folded_name"), month)
    context = {
        "month": month,
        "before": add_months(month, -1),
        "after": add_months(month, 1) if month < this else None,
        "place": place,
    }
    one = branches[0]["id"] if len(branches) == 1 and not searched else None
    if place is not None and (not branches or place.pk in {row["id"] for row in branches}):
        one = place.pk
    if one is None:
        context |= {"branches": branches[:MOST_BRANCHES], "more": len(branches) > MOST_BRANCHES, "searched": searched}
        return render(request, "candidates/mentor_months.html", context)
    branch = place if place is not None and place.pk == one else None
    branch = branch or Organisation.objects.visible_to(request.user).select_related("parent").get(pk=one)
    return _month_of(request, branch, month, mine, {**context, "branch": branch})


def _month_of(request, branch: Organisation, month: date, mine, context: dict):
    today = timezone.localdate()
    people = (
        helping(mine)
        .filter(candidate__organisation=branch, valid_from__lt=add_months(month, 1))
        .select_related("member", "candidate")
        .order_by("candidate__sort_key", "pk")
    )
    rows = list(people[:MOST_ROWS])
    told = {note.mentorship_id: note for note in notes_of(rows, month)}
    data = request.POST if request.method == "POST" else None
    forms = [NoteRowForm(data, mentorship=each, note=told.get(each.pk)) for each in rows]
    shared = MonthForm(data, initial={"written_on": today})
    refused = None
    if data is not None and all([shared.is_valid(), *(form.is_valid() for form in forms)]):
        said = [form.row() for form in forms]
        said = [row for row in said if not row.is_empty]
        try:
            write_notes(by=request.user, month=month, rows=said, **shared.cleaned_data)
        except Refused as refusal:
            refused = refusal
            _refuse(refusal, shared, forms)
        else:
            words = {"n": len(said), "month": format_date(month, "month")}
            messages.success(request, _("Tháng %(month)s: %(n)d nhận xét đã được ghi.") % words)
            return redirect(request.get_full_path())
    context |= {"rows": forms, "missing": len(rows) - len(told), "told": len(told)}
    context["broken"] = [form for form in forms if form.is_bound and form.errors]
    return answer(request, "candidates/mentor_month.html", shared, context, refused)


def _refuse(refusal: Refused, shared: MonthForm, forms: list[NoteRowForm]) -> None:
    """What is wrong with one line stands in that line."""
    left = dict(refusal.messages)
    for form in forms:
        for sentence in left.pop(field_of(form.mentorship), ()):
            form.add_error("progress", sentence)
    if left:
        shared.refuse(type(refusal)(messages=left) if isinstance(refusal, Stale) else Refused(messages=left))


def _branches(mine, month: date) -> list[dict]:
    """Branches with somebody to be told of, those with most missing notes first. Two queries."""
    place = ("candidate__organisation", "candidate__organisation__name", "candidate__organisation__parent__name")
    people = helping(mine).filter(valid_from__lt=add_months(month, 1)).order_by().values(*place)
    silent = without_note(mine, month).order_by().values("candidate__organisation").annotate(n=Count("pk"))
    missing = {row["candidate__organisation"]: row["n"] for row in silent}
    rows = [
        {"id": row[place[0]], "name": row[place[1]], "above": row[place[2]], "people": row["n"]}
        for row in people.annotate(n=Count("pk"))
    ]
    for row in rows:
        row["missing"] = missing.get(row["id"], 0)
    return sorted(rows, key=lambda row: (-row["missing"], row["name"], row["id"]))


def _month(request) -> date | None:
    """?thang=2026-07 as its first day; nothing else is a month."""
    year, dash, number = request.GET.get("thang", "").partition("-")
    if dash and len(year) == 4 and year.isascii() and year.isdigit() and number in _NUMBERS and int(year) >= 1900:
        return date(int(year), int(number), 1)
    return None


_NUMBERS = {f"{number:02}" for number in range(1, 13)} | {str(number) for number in range(1, 10)}
