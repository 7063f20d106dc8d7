"""Registers the lists that this app imports and exports (imported when the app is ready)."""

from membership.domain.members import record_members
from membership.domain.movement_list import record_movements
from membership.domain.organisation_list import record_organisations
from membership.domain.position_list import record_holders
from membership.domain.unit_list import record_units
from membership.exchange import steps  # noqa: F401  (registers the background steps of an import)
from membership.exchange.holder_list import HolderResource
from membership.exchange.member_list import MemberResource
from membership.exchange.movement_list import MovementResource
from membership.exchange.organisation_list import OrganisationResource
from membership.exchange.registry import ListKind, register
from membership.exchange.unit_list import UnitResource
from membership.models import Action


def _record_members(rows, *, into, **how):
    return record_members(rows, **how)


register(
    ListKind(
        code="organisations",
        name="Tổ chức đảng",
        resource_class=OrganisationResource,
        record=record_organisations,
        action=Action.MANAGE_ORGANISATION,
        into_may_be_empty=True,
        help="Mỗi dòng một tổ chức đảng, có mã và mã của tổ chức cấp trên trực tiếp.",
    )
)
register(
    ListKind(
        code="members",
        name="Đảng viên",
        resource_class=MemberResource,
        record=_record_members,
        action=Action.EDIT_PERSON,
        help="Mỗi dòng một đảng viên đang sinh hoạt, có chi bộ, ngày vào Đảng và ngày chính thức.",
    )
)
register(
    ListKind(
        code="residential_units",
        name="Thôn, bản, tổ dân phố",
        resource_class=UnitResource,
        record=record_units,
        action=Action.MANAGE_UNIT,
        help="Mỗi dòng một thôn, bản, tổ dân phố, có xã, đảng ủy xã, chi bộ phụ trách và tình trạng.",
    )
)
register(
    ListKind(
        code="position_holders",
        name="Người giữ chức danh ở thôn, bản",
        resource_class=HolderResource,
        record=record_holders,
        action=Action.MANAGE_UNIT,
        help="Mỗi dòng một người đang giữ một chức danh ở một thôn, bản, tổ dân phố; ai là đảng viên thì đánh dấu x.",
    )
)
register(
    ListKind(
        code="movements",
        name="Tăng, giảm đảng viên",
        resource_class=MovementResource,
        record=record_movements,
        action=Action.EDIT_PERSON,
        help="Mỗi dòng một biến động của một đảng viên: chuyển đến, chuyển đi, từ trần, xóa tên… Chi bộ là nơi đang "
        "sinh hoạt, hoặc nơi đến của người từ ngoài đảng bộ về.",
    )
)
