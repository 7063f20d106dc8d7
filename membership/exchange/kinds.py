"""Registers the lists that this app imports and exports (imported when the app is ready)."""

from membership.domain.members import record_members
from membership.domain.organisation_list import record_organisations
from membership.exchange import steps  # noqa: F401  (registers the background steps of an import)
from membership.exchange.member_list import MemberResource
from membership.exchange.organisation_list import OrganisationResource
from membership.exchange.registry import ListKind, register
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
