"""One step for many people: chosen from the list, one document, shown before it is done, all or nobody."""

from collections import Counter
from hashlib import sha256
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.dossier import load_dossiers
from candidates.domain.progress import ManyRefused, advance_all, open_steps
from candidates.domain.submissions import once, trial
from candidates.domain.terms import terms_of
from candidates.filters import CandidateFilterSet
from candidates.forms.bulk import BulkStepForm
from candidates.models import Candidate, Stage
from candidates.procedure import BY_CODE, Step
from candidates.views.steps import said_day
from membership.base.numbers import whole_in_address
from membership.domain.errors import Refused
from membership.models import Action
from membership.views.access import requires

MOST = 200


@requires(Action.EDIT_PERSON)
@require_safe
def bulk(request):
    """Who was chosen, and which steps are open to how many of them."""
    people, more = _chosen(request)
    open_to: Counter[str] = Counter()
    who: dict[str, list[int]] = {}
    dossiers = load_dossiers(people)
    for person in people:
        for step in open_steps(person, dossiers[person.pk].events):
            if not step.own_page:
                open_to[step.code] += 1
                who.setdefault(step.code, []).append(person.pk)
    steps = [
        {"step": BY_CODE[code], "count": count, "url": _address(code, who[code])}
        for code, count in sorted(open_to.items(), key=lambda pair: (-pair[1], list(BY_CODE).index(pair[0])))
    ]
    context = {
        "people": people,
        "more": more,
        "most": MOST,
        "for_all": [each for each in steps if each["count"] == len(people)],
        "for_some": [each for each in steps if each["count"] < len(people)],
        "gone": max(0, len(set(request.GET.getlist("nguoi"))) - len(people)) if not request.GET.get("tat-ca") else 0,
    }
    return render(request, "candidates/bulk.html", context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_step(request, step):
    """The form, then what it will do, then the act: nothing is written before the second page was sent."""
    declared = BY_CODE.get(step)
    if declared is None or declared.own_page:
        raise Http404
    people, _more = _chosen(request)
    day = said_day(request.POST.get("on", ""))
    dossiers = load_dossiers(people, on=day)
    if request.method != "POST":
        closed = [each for each in people if declared not in open_steps(each, dossiers[each.pk].events)]
        if closed:
            names = ", ".join(each.full_name for each in closed[:5])
            message = _("Bước này không mở cho %(n)d người nên đã bỏ ra: %(names)s.")
            messages.warning(request, message % {"n": len(closed), "names": names + ("…" if len(closed) > 5 else "")})
            people = [each for each in people if each not in closed]
    if not people:
        context = {"people": [], "most": MOST, "for_all": [], "for_some": []}
        return render(request, "candidates/bulk.html", context, status=422 if request.method == "POST" else 200)
    form = _form(request, declared, people, dossiers, day)
    refused, status = None, 200 if request.method != "POST" else 422
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "candidates": form.candidates(), "step": step, **form.common()}
        seal = _seal(form)
        try:
            if form.cleaned_data["shown"] == seal:
                answer, first = once(
                    form.cleaned_data["key"], request.user, f"bulk:{step}", lambda: _do(declared, told)
                )
                messages.success(
                    request, answer if first else _("%(said)s (đã ghi từ lần gửi trước)") % {"said": answer}
                )
                return redirect("candidates:candidate.list")
            before = Counter(each.stage for each in people)
            after = trial(lambda: Counter(each.stage for each in advance_all(**told)))
        except ManyRefused as reasons:
            refused = _tell(form, reasons, people)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            form.data = form.data.copy()
            form.data["shown"] = seal
            context = {"step": declared, "form": form, "people": people, "effects": _effects(before, after), "on": day}
            return render(request, "candidates/bulk_confirm.html", context)
    context = {"step": declared, "form": form, "people": people, "terms": form.terms, "refused": refused}
    return render(request, "candidates/bulk_step.html", context, status=status)


def _form(request, declared: Step, people: list[Candidate], dossiers, day) -> BulkStepForm:
    first = dossiers[people[0].pk]
    chosen = whole_in_address(request.POST.get("decided_by", ""))
    deciders = {link.id: link for each in people for link in terms_of(dossiers[each.pk], declared, day).deciders}
    named = dict(deciders)
    for dossier in dossiers.values():
        if chosen is not None and (link := dossier.chain.find(chosen)) is not None:
            named[link.id] = link
    terms = terms_of(first, declared, day, chosen)
    form = BulkStepForm(request.POST or None, people=people, terms=terms, named=tuple(named.values()))
    if len({each.organisation_id for each in people}) > 1:
        form.initial.pop("members", None)  # no one branch to count
    return form


def _chosen(request) -> tuple[list[Candidate], bool]:
    """Whom the reader may write about: those ticked, or all of the filter; and whether there were more."""
    mine = Candidate.objects.visible_to(request.user, Action.EDIT_PERSON).select_related(
        "organisation__parent", "member"
    )
    said: QueryDict = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and said.get("tat-ca"):
        filterset = CandidateFilterSet(request.GET, queryset=mine, request=request)
        rows = filterset.qs if filterset.is_valid() else mine.none()
        found = list(rows.order_by("sort_key", "pk")[: MOST + 1])
    else:
        dropped = set(said.get("drop", "").split(","))
        keys = {whole_in_address(text) for text in said.getlist("nguoi") if text not in dropped} - {None}
        found = list(mine.filter(pk__in=sorted(keys)[: MOST + 1]).order_by("sort_key", "pk"))
    return found[:MOST], len(found) > MOST


def _address(code: str, keys: list[int]) -> str:
    return f"{reverse('candidates:bulk.step', args=[code])}?{urlencode({'nguoi': keys}, doseq=True)}"


def _seal(form: BulkStepForm) -> str:
    """What was shown is what is done: of these people, with these numbers."""
    said = {name: str(value) for name, value in form.cleaned_data.items() if name not in ("shown", "key")}
    return sha256(repr(sorted(said.items())).encode()).hexdigest()[:32]


def _do(declared: Step, told: dict) -> str:
    done = advance_all(**told)
    words = {"what": declared.label, "n": len(done)}
    return _("Đã ghi “%(what)s” cho %(n)d người.") % words


def _effects(before: Counter, after: Counter) -> list[str]:
    """In words: how many stand where afterwards."""
    sentences = []
    for stage in Stage:
        gained = after[stage] - before[stage]
        if gained > 0:
            words = {"n": gained, "stage": stage.label}
            sentences.append(_("%(n)d người chuyển sang “%(stage)s”") % words)
    return sentences or [_("giai đoạn của mọi người giữ nguyên; việc này ghi vào diễn biến của từng người")]


def _tell(form: BulkStepForm, reasons: ManyRefused, people: list[Candidate]) -> dict | None:
    """What is wrong for everybody stands beside its field; what is wrong for some is said of each."""
    found = [reasons.people[each.pk] for each in people if each.pk in reasons.people]
    form.ask_to_confirm = any("members" in each.messages for each in found)
    if len(found) == len(people) and all(each.messages == found[0].messages for each in found):
        form.refuse(found[0])
        form.ask_to_confirm = "members" in found[0].messages
        return None
    named = [
        {"person": each, "sentences": [text for texts in reasons.people[each.pk].messages.values() for text in texts]}
        for each in people
        if each.pk in reasons.people
    ]
    left = len(people) - len(named)
    return {
        "people": named,
        "left": left,
        "drop": ",".join(str(each["person"].pk) for each in named),
        "go_on": ngettext("Bỏ những người này, ghi tiếp %(n)d người", "Bỏ những người này, ghi tiếp %(n)d người", left)
        % {"n": left},
    }
