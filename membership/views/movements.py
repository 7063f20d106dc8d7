"""Movements of members: the list, one movement, arrivals and returns, corrections; members on a day; probationers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from membership.domain.errors import Refused
from membership.domain.movements import receive, record_movement, reverse_movement
from membership.filters_movements import MemberOnDayFilterSet, MovementFilterSet, ProbationFilterSet
from membership.forms.movements import ArrivalForm, ReturnForm, ReversalForm
from membership.models import Action, MemberMovement, MemberStatus, MovementKind, Organisation, PartyMember
from membership.tables_movements import MemberOnDayTable, MovementTable, ProbationTable
from membership.views.access import fetch, requires
from membership.views.lists import list_page
from membership.views.people import answer

BESIDE = ("member__organisation", "organisation__parent", "from_organisation", "recorded_by")


def movements_seen(member: PartyMember, user):
    """A member's movements, the latest first; those corrected away with their correction."""
    rows = MemberMovement.objects.visible_to(user).filter(member=member).exclude(kind=MovementKind.REVERSED)
    return rows.select_related("organisation", "from_organisation", "reversed_by").order_by("-occurred_on", "-sequence")


def is_vague_leaving(movements: list[MemberMovement]) -> bool:
    """Whether the last thing known of a member is that they left, in no known form."""
    standing = [movement for movement in movements if not hasattr(movement, "reversed_by")]
    return bool(standing) and standing[0].kind == MovementKind.GONE


def spells_of_length(member: PartyMember):
    """Where the member took part; spells that a correction left without length are passed over."""
    spells = member.spells.exclude(Q(valid_to__isnull=False) & Q(valid_to=F("valid_from")))
    return spells.select_related("organisation__parent").order_by("-pk")


@requires(Action.VIEW_PERSON)
@require_safe
def movement_list(request):
    user = request.user
    return list_page(
        request,
        queryset=MemberMovement.objects.visible_to(user).select_related(
            "member", "organisation__parent", "from_organisation"
        ),
        filterset_class=MovementFilterSet,
        table_class=MovementTable,
        template="membership/movement_list.html",
        title=_("Tăng, giảm đảng viên"),
        export="movements",
        context={
            "may_add": user.may(Action.EDIT_PERSON),
            "stock_place": _top(user),
            "empty_icon": "arrows-up-down",
            "empty_title": _("Chưa có biến động nào"),
            "empty_text": _("Biến động được ghi ở trang của từng đảng viên, từ hồ sơ kết nạp, hoặc nhập từ tệp Excel."),
        },
    )


def _top(user) -> int | None:
    """The topmost organisation whose figures this person may see."""
    reach = user.reach(Action.VIEW_FIGURES)
    tops = Organisation.objects.visible_to(user, Action.VIEW_FIGURES).filter(path__in=reach.subtrees)
    return tops.order_by("path").values_list("pk", flat=True).first()


@requires(Action.VIEW_PERSON)
@require_safe
def movement_detail(request, pk):
    movement = fetch(MemberMovement.objects.select_related(*BESIDE), request.user, pk=pk)
    undone = (
        MemberMovement.objects.visible_to(request.user).filter(reverses=movement).select_related("recorded_by").first()
    )
    path = movement.organisation_path
    context = {
        "movement": movement,
        "member": movement.member,
        "undone": undone,
        "details": request.user.may(Action.VIEW_PERSON_DETAILS, path),
        "opens_member": request.user.may(Action.VIEW_PERSON, movement.member.organisation_path),
        "may_reverse": undone is None
        and movement.kind != MovementKind.REVERSED
        and request.user.may(Action.EDIT_PERSON, path),
        "is_move": movement.kind == MovementKind.MOVED,
    }
    return render(request, "membership/movement_detail.html", context)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def movement_reverse(request, pk):
    movement = fetch(MemberMovement.objects.select_related(*BESIDE), request.user, Action.EDIT_PERSON, pk=pk)
    if not request.user.may(Action.EDIT_PERSON, movement.organisation_path):  # seen from the branch that was left
        raise PermissionDenied
    form = ReversalForm(request.POST or None, initial={"version": movement.member.version})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            member = reverse_movement(by=request.user, movement=movement, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã đính chính. Việc ghi nhầm vẫn còn trong lịch sử."))
            return _to_member(request, member, movement)
    context = {"movement": movement, "member": movement.member}
    return answer(request, "membership/movement_reverse.html", form, context, refused)


def _to_member(request, member: PartyMember, movement: MemberMovement):
    """Back to the member, unless the correction took them out of sight."""
    if request.user.may(Action.VIEW_PERSON, member.organisation_path):
        return redirect("membership:member.detail", member.pk)
    return redirect("membership:movement.detail", movement.pk)


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def movement_receive(request):
    """Somebody from outside the tree who is not yet on record."""
    form = ArrivalForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            member = receive(
                by=request.user, organisation=data["organisation"], full_name=data["full_name"],
                attributes=form.attributes(), card_number=data["card_number"], joined_on=data["joined_on"],
                official_on=data["official_on"], **form.letter(),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi %(name)s chuyển đến.") % {"name": member.full_name})
            return redirect("membership:member.detail", member.pk)
    return answer(request, "membership/movement_receive.html", form, {"suggestions": form.suggestions})


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def movement_return(request, pk):
    """A former member comes back."""
    member = fetch(PartyMember.objects.select_related("organisation__parent"), request.user, Action.EDIT_PERSON, pk=pk)
    initial = {"version": member.version, "organisation": member.organisation.code}
    form = ReturnForm(request.POST or None, user=request.user, initial=initial)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            record_movement(by=request.user, member=member, **form.cleaned_data)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi %(name)s sinh hoạt trở lại.") % {"name": member.full_name})
            return redirect("membership:member.detail", member.pk)
    context = {"member": member, "suggestions": form.suggestions, "has_left": member.status == MemberStatus.LEFT}
    return answer(request, "membership/movement_return.html", form, context, refused)


@requires(Action.VIEW_PERSON)
@require_safe
def movement_members(request):
    """The people behind A and D of Biểu 1."""
    return list_page(
        request,
        queryset=PartyMember.objects.visible_to(request.user).select_related("organisation__parent"),
        filterset_class=MemberOnDayFilterSet,
        table_class=MemberOnDayTable,
        template="membership/movement_members.html",
        title=_("Đảng viên sinh hoạt vào một ngày"),
        export="members",
        context={"empty_icon": "users", "empty_title": _("Không có đảng viên nào vào ngày này")},
    )


@requires(Action.VIEW_PERSON)
@require_safe
def probation_list(request):
    """Probationers with or without a dossier here, whose term ends first."""
    members = PartyMember.objects.visible_to(request.user).filter(status=MemberStatus.PROBATIONARY)
    return list_page(
        request,
        queryset=members.select_related("organisation__parent", "candidate").prefetch_related(
            "candidate__mentorships__member"
        ),
        filterset_class=ProbationFilterSet,
        table_class=ProbationTable,
        template="membership/movement_probation.html",
        title=_("Đảng viên dự bị sắp hết, đã quá 12 tháng"),
        export="members",
        context={
            "empty_icon": "user-check",
            "empty_title": _("Không có đảng viên dự bị nào"),
        },
    )
