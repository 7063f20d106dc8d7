"""Registers the lists that this app imports and exports (imported when the app is ready)."""

from membership.exchange.registry import ListKind, register
from membership.models import Action
from reports.domain.quotas import record_quotas
from reports.exchange.quota_list import QuotaResource


def _record_quotas(rows, *, into, **how):
    return record_quotas(rows, **how)


register(
    ListKind(
        code="quotas",
        name="Chỉ tiêu",
        resource_class=QuotaResource,
        record=_record_quotas,
        action=Action.SET_QUOTA,
        help="Mỗi dòng chỉ tiêu một năm của một tổ chức; tổ chức không có chỉ tiêu thì để trống.",
    )
)
