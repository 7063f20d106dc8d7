"""The list of quotas, both ways."""

from typing import Any

from membership.exchange.columns import Column
from membership.exchange.placed import PlacedResource
from membership.exchange.resources import Reading
from membership.exchange.widgets import DateWidget, IntegerWidget, TextWidget, YearWidget
from reports.domain.quotas import QuotaRow
from reports.models import Quota


class QuotaResource(PlacedResource):
    year = Column(
        "year",
        "Năm",
        "Năm chỉ tiêu",
        "Năm giao",
        "Chỉ tiêu năm",
        "Năm kế hoạch",
        "Năm KH",
        "Năm giao chỉ tiêu",
        "Năm thực hiện",
        "Năm báo cáo",
        "Kế hoạch năm",
        widget=YearWidget(),
        required=True,
        width=8,
    )
    admission_quota = Column(
        "admission_quota", "Chỉ tiêu kết nạp",
        "CT kết nạp", "Chỉ tiêu kết nạp đảng viên", "Chỉ tiêu phát triển đảng viên", "Kết nạp", "Chỉ tiêu PTĐV",
        "Chỉ tiêu",
        "Chỉ tiêu giao", "Chỉ tiêu được giao", "Chỉ tiêu kết nạp đảng viên mới", "Chỉ tiêu phát triển Đảng",
        "Chỉ tiêu KN",
        "Số chỉ tiêu kết nạp", "CT PTĐV",
        "Chỉ tiêu kết nạp ĐV", "Chỉ tiêu kết nạp Đảng", "Chỉ tiêu KN đảng viên", "Chỉ tiêu KNĐV",
        "Chỉ tiêu kết nạp năm", "Chỉ tiêu đảng viên mới", "Chỉ tiêu phát triển đảng viên mới",
        "Chỉ tiêu PT đảng viên", "Chỉ tiêu PTĐ", "Kế hoạch kết nạp", "Số lượng kết nạp", "CT KN",
        "CT kết nạp đảng viên",
        widget=IntegerWidget(), width=14,
    )  # fmt: skip
    training_quota = Column(
        "training_quota", "Chỉ tiêu bồi dưỡng",
        "CT bồi dưỡng", "Chỉ tiêu học lớp nhận thức", "Chỉ tiêu bồi dưỡng nhận thức", "Bồi dưỡng",
        "Chỉ tiêu lớp nhận thức",
        "Chỉ tiêu bồi dưỡng nhận thức về Đảng", "Chỉ tiêu BD", "Chỉ tiêu tạo nguồn", "Chỉ tiêu lớp bồi dưỡng",
        "Chỉ tiêu bồi dưỡng cảm tình Đảng", "Chỉ tiêu bồi dưỡng đối tượng", "Chỉ tiêu bồi dưỡng đối tượng Đảng",
        "Chỉ tiêu bồi dưỡng đối tượng kết nạp Đảng", "Chỉ tiêu bồi dưỡng kết nạp Đảng",
        "Chỉ tiêu bồi dưỡng quần chúng", "Chỉ tiêu bồi dưỡng quần chúng ưu tú", "Chỉ tiêu lớp cảm tình",
        "Chỉ tiêu lớp cảm tình Đảng", "Chỉ tiêu học lớp cảm tình Đảng", "Chỉ tiêu học cảm tình",
        "Chỉ tiêu mở lớp", "Kế hoạch bồi dưỡng", "CT BD",
        widget=IntegerWidget(), width=14,
    )  # fmt: skip
    decision_number = Column(
        "decision_number",
        "Số quyết định",
        "Số QĐ",
        "Quyết định số",
        "QĐ số",
        "Số văn bản",
        "Số QĐ giao",
        "Số, ký hiệu quyết định",
        "Số ký hiệu",
        "Số ký hiệu QĐ",
        "Số hiệu quyết định",
        "Số quyết định giao",
        "Số quyết định giao chỉ tiêu",
        "Số QĐ giao chỉ tiêu",
        "Quyết định",
        "Quyết định giao chỉ tiêu",
        "Văn bản giao chỉ tiêu",
        widget=TextWidget(60),
        width=18,
    )
    decision_date = Column(
        "decision_date", "Ngày quyết định", "Ngày QĐ", "Ngày ký", "Ngày văn bản", "Ngày QĐ giao",
        "Ngày ký quyết định",
        "Ngày ban hành", "Ngày ra quyết định", "Ngày ra QĐ", "Ngày ký QĐ", "Ngày tháng quyết định",
        "Ngày tháng năm quyết định", "Ngày tháng năm QĐ", "Ngày quyết định giao chỉ tiêu", "Ngày giao chỉ tiêu",
        "Ngày giao", "Quyết định ngày", "Quyết định ngày, tháng, năm",
        widget=DateWidget(), width=14,
    )  # fmt: skip

    class Meta:
        model = Quota

    vital = ("organisation_code", "organisation_name", "year")
    one_of = (*PlacedResource.one_of, ("admission_quota", "training_quota"))

    def may_do_without(self, group: tuple[str, ...], rows=()) -> bool:
        return group in PlacedResource.one_of and super().may_do_without(group, rows)

    def make_row(self, number: int, cells: dict[str, Any], reading: Reading, wrong: set) -> QuotaRow | None:
        if cells["organisation"] is None or cells["year"] is None:
            return None
        return QuotaRow(row=number, **cells)
