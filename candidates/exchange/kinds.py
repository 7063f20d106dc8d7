"""Registers the lists that this app imports and exports (imported when the app is ready)."""

from candidates.domain.admissions import record_admissions
from candidates.domain.classes import record_classes
from candidates.domain.register import record_candidates
from candidates.exchange.admission_list import AdmissionResource
from candidates.exchange.candidate_list import CandidateResource
from candidates.exchange.class_list import ClassResource
from membership.exchange.registry import ListKind, register
from membership.models import Action


def _record_candidates(rows, *, into, **how):
    return record_candidates(rows, **how)


def _record_admissions(rows, *, into, **how):
    return record_admissions(rows, **how)


register(
    ListKind(
        code="candidates",
        name="Quần chúng ưu tú",
        resource_class=CandidateResource,
        record=_record_candidates,
        action=Action.EDIT_PERSON,
        help="Mỗi dòng một quần chúng đang được giúp đỡ, bồi dưỡng, có chi bộ giới thiệu.",
    )
)
register(
    ListKind(
        code="admissions",
        name="Đảng viên mới kết nạp",
        resource_class=AdmissionResource,
        record=_record_admissions,
        action=Action.EDIT_PERSON,
        help="Mỗi dòng một người được kết nạp, có số và ngày quyết định.",
    )
)
register(
    ListKind(
        code="classes",
        name="Học viên lớp bồi dưỡng",
        resource_class=ClassResource,
        record=record_classes,
        action=Action.MANAGE_CLASS,
        help="Mỗi dòng một học viên của một lớp, có ký hiệu lớp, chi bộ, kết quả; ai chưa có trên sổ được thêm vào.",
    )
)
