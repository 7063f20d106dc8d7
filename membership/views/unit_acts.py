"""Acts on one residential unit: rename, cover, merge, divide, end; confirm its state and take that back."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from membership.domain.errors import Refused
from membership.domain.unit_causes import doubts
from membership.domain.units import (
    confirm_state,
    cover_unit,
    end_unit,
    last_statuses,
    merge_units,
    proposed_state,
    rename_unit,
    split_unit,
    uncover_unit,
    withdraw_state,
)
from membership.forms.organisations import PLACES_LIST
from membership.forms.units import (
    KINDS,
    UNIT_KINDS_LIST,
    CoverForm,
    EndForm,
    MergeForm,
    RenameUnitForm,
    SplitForm,
    StateForm,
    WithdrawStateForm,
)
from membership.models import Action, Organisation, ResidentialUnit, UnitCause, UnitState
from membership.views.access import fetch, requires
from membership.views.people import answer

MOST_OTHERS = 200
BOTH = require_http_methods(["GET", "HEAD", "POST"])


def fetch_unit(request, pk) -> ResidentialUnit:
    return fetch(
        ResidentialUnit.objects.select_related("organisation__parent"), request.user, Action.MANAGE_UNIT, pk=pk
    )


@requires(Action.MANAGE_UNIT)
@BOTH
def unit_rename(request, pk):
    unit = fetch_unit(request, pk)
    form = RenameUnitForm(request.POST or None, initial={"version": unit.version, "kind": unit.kind})
    return _answer(
        request, unit, form,
        lambda said: rename_unit(by=request.user, unit=unit, **said),
        title=_("Đổi tên"), submit=_("Ghi tên mới"), done=_("Đã ghi tên mới “%(name)s”."),
        explain=_("Tên cũ vẫn giữ trong lịch sử và vẫn tìm được. Chỉ sửa lỗi chính tả thì dùng “Sửa thông tin”."),
    )  # fmt: skip


@requires(Action.MANAGE_UNIT)
@BOTH
def unit_cover(request, pk):
    unit = fetch_unit(request, pk)
    branches = Organisation.objects.visible_to(request.user).filter(valid_to=None).under(unit.organisation)
    form = CoverForm(
        request.POST or None,
        initial={"version": unit.version},
        reachable=branches,
        first=not unit.coverages.exists(),
    )
    return _answer(
        request, unit, form,
        lambda said: cover_unit(by=request.user, unit=unit, **said),
        title=_("Chi bộ phụ trách"), submit=_("Ghi chi bộ phụ trách"), done=_("Đã ghi chi bộ phụ trách “%(name)s”."),
        explain=_("Ghi chi bộ không tự đổi tình trạng: sau đó phần mềm đề nghị tình trạng mới để cấp ủy xác nhận."),
    )  # fmt: skip


@requires(Action.MANAGE_UNIT)
@BOTH
def unit_uncover(request, pk):
    unit = fetch_unit(request, pk)
    form = EndForm(request.POST or None, initial={"version": unit.version})
    return _answer(
        request, unit, form,
        lambda said: uncover_unit(by=request.user, unit=unit, **said),
        title=_("Chi bộ thôi phụ trách"), submit=_("Ghi thôi phụ trách"),
        done=_("Đã ghi chi bộ thôi phụ trách “%(name)s”."),
        explain=_("Nếu chi bộ khác phụ trách thay thì chỉ cần ghi chi bộ mới."),
    )  # fmt: skip


@requires(Action.MANAGE_UNIT)
@BOTH
def unit_merge(request, pk):
    unit = fetch_unit(request, pk)
    others = ResidentialUnit.objects.visible_to(request.user, Action.MANAGE_UNIT).current()
    others = others.filter(organisation=unit.organisation_id).exclude(pk=pk).order_by("commune", "folded_name")
    form = MergeForm(
        request.POST or None, unit=unit, others=others[:MOST_OTHERS],
        initial={"version": unit.version, "kind": unit.kind},
    )  # fmt: skip
    return _answer(
        request, unit, form,
        lambda said: merge_units(by=request.user, **said),
        title=_("Sáp nhập"), submit=_("Ghi sáp nhập"), done=_("Đã sáp nhập thành “%(name)s”."),
        explain=_(
            "Đảng viên và quần chúng cư trú ở đơn vị cũ được chuyển sang đơn vị sau sáp nhập; người giữ chức danh ở "
            "đơn vị cũ thôi giữ chức từ ngày ấy. Đơn vị cũ kết thúc, lịch sử vẫn giữ."
        ),
    )  # fmt: skip


@requires(Action.MANAGE_UNIT)
@BOTH
def unit_split(request, pk):
    unit = fetch_unit(request, pk)
    form = SplitForm(request.POST or None, initial={"version": unit.version})

    def act(said):
        split_unit(by=request.user, unit=unit, **said)
        return unit

    return _answer(
        request, unit, form, act,
        title=_("Chia tách"), submit=_("Ghi chia tách"), done=_("Đã chia tách “%(name)s”."),
        explain=_(
            "Phần mềm không đoán ai ở phần nào: nếu đơn vị cũ kết thúc, hãy ghi lại nơi cư trú của từng đảng viên ở "
            "các đơn vị mới."
        ),
    )  # fmt: skip


@requires(Action.MANAGE_UNIT)
@BOTH
def unit_end(request, pk):
    unit = fetch_unit(request, pk)
    form = EndForm(request.POST or None, initial={"version": unit.version})
    return _answer(
        request, unit, form,
        lambda said: end_unit(by=request.user, unit=unit, **said),
        title=_("Kết thúc"), submit=_("Ghi kết thúc"), done=_("Đã ghi “%(name)s” kết thúc."),
        explain=_("Dùng khi đơn vị không còn và không đơn vị nào tiếp nối (di dân, giải tỏa). Lịch sử vẫn giữ."),
    )  # fmt: skip


@requires(Action.MANAGE_UNIT)
@BOTH
def unit_state(request, pk):
    unit = fetch_unit(request, pk)
    doubt = next(iter(doubts([unit])), None)
    initial = {"version": unit.version, "cause": UnitCause.OTHER if unit.state else UnitCause.FIRST}
    if doubt is not None:
        initial |= {"state": doubt.proposal.state, "on": doubt.since, "cause": doubt.cause}
    form = StateForm(request.POST or None, initial=initial)
    proposal = doubt.proposal if doubt else proposed_state([pk], timezone.localdate())[pk]
    last = last_statuses([pk]).get(pk)
    return _answer(
        request, unit, form,
        lambda said: confirm_state(by=request.user, unit=unit, **said) and unit,
        title=_("Xác nhận tình trạng"), submit=_("Xác nhận"), done=_("Đã xác nhận tình trạng của “%(name)s”."),
        explain=_("Theo sổ sách: %(state)s (%(why)s). Đã xác nhận: %(last)s.") % {
            "state": UnitState(proposal.state).label, "why": proposal.why,
            "last": last.get_state_display() if last else _("chưa lần nào"),
        },
    )  # fmt: skip


@requires(Action.MANAGE_UNIT)
@BOTH
def unit_withdraw(request, pk):
    unit = fetch_unit(request, pk)
    last = last_statuses([pk]).get(pk)
    form = WithdrawStateForm(request.POST or None, initial={"version": unit.version})
    explain = _("Đơn vị này chưa có tình trạng nào được xác nhận.")
    if last is not None:
        explain = _("Sẽ bỏ lần xác nhận “%(state)s” từ ngày %(day)s; tình trạng trước đó lại có hiệu lực.") % {
            "state": last.get_state_display(), "day": last.since.strftime("%d/%m/%Y"),
        }  # fmt: skip
    return _answer(
        request, unit, form,
        lambda said: withdraw_state(by=request.user, unit=unit, **said),
        title=_("Bỏ lần xác nhận cuối"), submit=_("Bỏ lần xác nhận"),
        done=_("Đã bỏ lần xác nhận cuối của “%(name)s”."), explain=explain,
    )  # fmt: skip


def _answer(
    request, unit, form, act: Callable[[dict], ResidentialUnit], *, title: str, submit: str, done: str, explain: str
):
    refused = None
    if request.method == "POST" and form.is_valid():
        said = form.said() if hasattr(form, "said") else dict(form.cleaned_data)
        try:
            changed = act(said)
        except Refused as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, done % {"name": changed.name})
            return redirect("membership:unit.detail", changed.pk)
    context = {
        "unit": unit, "title": title, "submit": submit, "explain": explain,
        "places_list": PLACES_LIST, "kinds": KINDS, "kinds_list": UNIT_KINDS_LIST,
    }  # fmt: skip
    return answer(request, "membership/unit_act.html", form, context, refused)
