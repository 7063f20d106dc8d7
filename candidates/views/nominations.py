"""Who put people forward: the members of a subtree in a year, mass organisations, and the nominations of one person."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.domain.dossier import chains_of
from candidates.domain.mass import masses_above
from candidates.domain.nomination_counts import by_body, nominator_of, outcomes, with_given
from candidates.domain.nominations import nominate, withdraw_nomination
from candidates.exchange.helper_lists import export_nominations, export_nominators
from candidates.filters import NominationFilterSet, NominatorFilterSet, recent_years
from candidates.forms.nominations import MEMBER, NominationForm, WithdrawForm, who_may_nominate
from candidates.models import Candidate, Nomination
from candidates.tables import NominationTable, NominatorTable
from membership.base.numbers import whole_in_address
from membership.domain.errors import Refused
from membership.models import Action, MemberStatus, Organisation, PartyMember, within
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer


@requires(Action.VIEW_PERSON)
@require_safe
def nomination_list(request):
    """Official members, those who have put forward nobody in the year first (article 003: each at least one)."""
    year = _year(request)
    nominations = _nominations(request, year)
    members = PartyMember.objects.visible_to(request.user).filter(status=MemberStatus.OFFICIAL)
    members = with_given(members, nominations).select_related("organisation__parent")

    def table(rows, request):
        return NominatorTable(rows, request=request, year=year, beside=lambda keys: outcomes(keys, nominations))

    return list_page(
        request,
        queryset=members,
        filterset_class=NominatorFilterSet,
        table_class=table,
        template="candidates/nomination_list.html",
        title=_("Giới thiệu của đảng viên"),
        export=partial(export_nominators, year=year, nominations=nominations),
        context={
            "tab": "dang-vien",
            "year": year,
            "empty_icon": "users",
            "empty_title": _("Chưa có đảng viên chính thức nào trong phạm vi này"),
            "empty_text": _("Ghi đảng viên ở mục Đảng viên, hoặc nhập danh sách từ tệp."),
        },
    )


@requires(Action.VIEW_PERSON)
@require_safe
def nomination_records(request):
    """By whom people were put forward in a year, mass organisations beside members, and each nomination."""
    year = _year(request)
    nominations = _nominations(request, year)
    place = _place(request)
    counted = nominations if place is None else nominations.filter(within(place.path, "organisation_path"))
    only_results = request.htmx and request.htmx.target == "ket-qua"
    return list_page(
        request,
        queryset=nominations.select_related("candidate", "member", "organisation__parent"),
        filterset_class=NominationFilterSet,
        table_class=NominationTable,
        template="candidates/nomination_records.html",
        title=_("Giới thiệu của đảng viên"),
        export=partial(export_nominations, year=year),
        context={
            "tab": "to-chuc",
            "year": year,
            "place": place,
            "bodies": [] if only_results else by_body(counted),
            "empty_icon": "user-plus",
            "empty_title": _("Chưa ghi lượt giới thiệu nào trong năm này"),
            "empty_text": _("Ai giới thiệu được ghi khi thêm quần chúng, hoặc ở trang của từng người."),
        },
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def nomination_new(request, pk):
    candidate = fetch(Candidate.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    base = chains_of([candidate.organisation_path])[candidate.organisation_path].base(timezone.localdate())
    nominators = who_may_nominate(request.user).filter(within(base.path, "organisation_path"))
    form = NominationForm(
        request.POST or None,
        nominators=nominators,
        masses=masses_above(candidate.organisation_path),
        initial={"version": candidate.version, "nominated_by": MEMBER},
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        said = form.nomination(document_number=form.cleaned_data["document_number"])
        try:
            nominate(
                by=request.user,
                on=form.cleaned_data["on"],
                candidate=candidate,
                version=form.cleaned_data["version"],
                **vars(said),
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi ai giới thiệu %(name)s.") % {"name": candidate.full_name})
            return redirect("candidates:candidate.detail", candidate.pk)
    context = {"candidate": candidate, "members": form.fields["member"].offered()}
    return answer(request, "candidates/nomination_new.html", form, context, refused)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def nomination_withdraw(request, pk):
    nomination = fetch(
        Nomination.objects.select_related("candidate__organisation__parent", "member"),
        request.user,
        Action.EDIT_PERSON,
        pk=pk,
    )
    candidate = nomination.candidate
    if not request.user.may(Action.EDIT_PERSON, candidate.organisation_path):
        raise Http404  # the person has moved out of reach since
    if nomination.replaced_at is not None and request.method != "POST":
        messages.warning(request, _("Lượt giới thiệu này đã được bỏ trước đó."))
        return redirect("candidates:candidate.detail", candidate.pk)
    form = WithdrawForm(request.POST or None, initial={"version": candidate.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_nomination(
                by=request.user,
                nomination=nomination,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã bỏ lượt giới thiệu %(name)s.") % {"name": candidate.full_name})
            return redirect("candidates:candidate.detail", candidate.pk)
    context = {"candidate": candidate, "nomination": nomination, "nominator": nominator_of(nomination)}
    return answer(request, "candidates/nomination_withdraw.html", form, context, refused)


def _year(request) -> int:
    given = request.GET.get("nam", "")
    return int(given) if given in dict(recent_years()) else timezone.localdate().year


def _nominations(request, year: int):
    days = (date(year, 1, 1), date(year, 12, 31))
    return Nomination.objects.visible_to(request.user).current().filter(nominated_on__range=days)


def _place(request) -> Organisation | None:
    number = whole_in_address(request.GET.get("to-chuc", ""))
    return Organisation.objects.visible_to(request.user).filter(pk=number).first() if number is not None else None
