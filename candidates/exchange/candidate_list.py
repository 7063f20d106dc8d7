"""The list of people on the way into the Party, both ways."""

from collections import defaultdict
from typing import Any

from candidates.domain.register import CandidateRow
from candidates.models import Candidate, CandidateEvent, EventKind, Stage
from membership.exchange.columns import Column
from membership.exchange.people import PersonResource
from membership.exchange.widgets import ChoiceWidget, DateWidget, TextWidget


class CandidateResource(PersonResource):
    nominated_on = Column(
        None, "Ngày giới thiệu",
        "Ngày được giới thiệu", "Ngày giới thiệu quần chúng", "Ngày giới thiệu nguồn", "Ngày đề nghị",
        "Ngày vào danh sách",
        "Ngày giới thiệu quần chúng ưu tú", "Ngày giới thiệu QCƯT", "Ngày giới thiệu cho Đảng",
        "Ngày Đoàn giới thiệu", "Ngày đưa vào nguồn", "Ngày tạo nguồn", "Ngày vào danh sách nguồn",
        "Ngày phát hiện",
        widget=DateWidget(), width=14,
    )  # fmt: skip
    recognised_on = Column(
        None, "Ngày công nhận cảm tình Đảng",
        "Ngày công nhận", "Ngày công nhận cảm tình", "Ngày công nhận đối tượng Đảng", "Ngày họp CB công nhận",
        "Cảm tình Đảng từ ngày",
        "Ngày chi bộ công nhận", "Ngày công nhận quần chúng ưu tú", "Ngày NQ công nhận",
        "Ngày công nhận là cảm tình Đảng", "Ngày công nhận đối tượng", "Ngày công nhận đối tượng kết nạp Đảng",
        "Ngày công nhận QCƯT", "Ngày công nhận CTĐ", "Ngày được công nhận", "Ngày vào cảm tình",
        widget=DateWidget(), width=16,
    )  # fmt: skip
    certificate_number = Column(
        "certificate_number", "Số giấy chứng nhận lớp nhận thức",
        "Số giấy chứng nhận", "Số GCN", "Số chứng chỉ", "Số CC", "Số QĐ CC", "Số GCN lớp nhận thức",
        "Giấy chứng nhận lớp nhận thức",
        "Số giấy chứng nhận bồi dưỡng nhận thức về Đảng", "Số chứng nhận",
        "Số giấy CN", "Số giấy chứng nhận bồi dưỡng", "Số giấy chứng nhận học lớp cảm tình Đảng",
        "Số GCN bồi dưỡng", "Số GCN bồi dưỡng nhận thức", "Số GCN lớp cảm tình Đảng",
        "Số GCN học lớp cảm tình Đảng", "Giấy chứng nhận số", "Giấy chứng nhận", "GCN số",
        widget=TextWidget(60), width=18,
    )  # fmt: skip
    certificate_date = Column(
        "certificate_date", "Ngày cấp giấy chứng nhận",
        "Ngày cấp", "Ngày cấp GCN", "Ngày cấp CC", "Ngày giấy chứng nhận", "Ngày cấp chứng nhận",
        "Ngày cấp chứng chỉ",
        "Ngày chứng nhận", "Ngày cấp giấy", "Ngày cấp giấy CN", "Ngày GCN",
        "Ngày cấp giấy chứng nhận lớp nhận thức", "Ngày cấp giấy chứng nhận học lớp cảm tình Đảng",
        widget=DateWidget(), width=14,
    )  # fmt: skip
    stage = Column(
        "stage", "Giai đoạn", "Bước", "Tình trạng", "Trạng thái", "Giai đoạn hiện nay", "Tình trạng hồ sơ",
        "Giai đoạn hiện tại", "Bước hiện tại", "Bước quy trình", "Tình trạng hiện nay", "Trạng thái hồ sơ",
        "Tình trạng phấn đấu",
        widget=ChoiceWidget(
            Stage.choices,
            {
                "Quần chúng ưu tú": Stage.NOMINATED, "Giới thiệu": Stage.NOMINATED, "Quần chúng": Stage.NOMINATED,
                "Cảm tình": Stage.SYMPATHISER, "Đối tượng Đảng": Stage.SYMPATHISER, "Cảm tình đảng": Stage.SYMPATHISER,
                "Đã học lớp cảm tình": Stage.TRAINED, "Đã học nhận thức": Stage.TRAINED,
                "Đã học lớp nhận thức về Đảng": Stage.TRAINED,
                "Đã bồi dưỡng": Stage.TRAINED, "Làm hồ sơ": Stage.DOSSIER, "Đã có quyết định": Stage.DECIDED,
                "Có quyết định": Stage.DECIDED, "Chờ lễ kết nạp": Stage.DECIDED, "Dự bị": Stage.PROBATIONARY,
                "Chính thức": Stage.OFFICIAL,
            },
        ),
        width=24,
    )  # fmt: skip
    note = Column("note", "Ghi chú", "Ghi chú khác", widget=TextWidget(500), width=30)

    class Meta:
        model = Candidate

    row_class = CandidateRow

    def enrich(self, instances: list) -> None:
        """The two days come from the events; of several the latest that was not taken back."""
        days: dict[tuple[int, str], Any] = defaultdict(lambda: None)
        events = CandidateEvent.objects.filter(
            candidate__in=[each.pk for each in instances],
            kind__in=(EventKind.NOMINATED, EventKind.RECOGNISED),
            reversed_by=None,
        ).order_by("sequence")
        for candidate, kind, day in events.values_list("candidate_id", "kind", "occurred_on"):
            days[candidate, kind] = day
        for each in instances:
            each.nominated_on = days[each.pk, EventKind.NOMINATED]
            each.recognised_on = days[each.pk, EventKind.RECOGNISED]

    @staticmethod
    def dehydrate_nominated_on(candidate):
        return candidate.nominated_on

    @staticmethod
    def dehydrate_recognised_on(candidate):
        return candidate.recognised_on
