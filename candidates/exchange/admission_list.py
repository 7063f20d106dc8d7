"""The list of people admitted, both ways."""

from typing import Any

from candidates.domain.admissions import AdmissionRow
from candidates.models import Admission
from membership.exchange.columns import Column
from membership.exchange.people import PersonResource
from membership.exchange.widgets import DateWidget, TextWidget, YesNoWidget

FLAGS = ("private_owner", "readmission", "foreign_spouse", "population_policy_breach")


class AdmissionResource(PersonResource):
    decision_number = Column(
        "decision_number", "Số quyết định",
        "Số QĐ", "QĐ kết nạp số", "Số QĐ kết nạp", "Số quyết định kết nạp", "Quyết định kết nạp số",
        "Quyết định số", "QĐ số",
        "Số văn bản",
        "Số, ký hiệu quyết định", "Số ký hiệu QĐ", "Số hiệu quyết định", "Số quyết định kết nạp đảng viên",
        "Số QĐ kết nạp đảng viên", "Số quyết định KN", "Số QĐKN", "Quyết định", "Quyết định kết nạp",
        widget=TextWidget(60), width=18,
    )  # fmt: skip
    decision_date = Column(
        "decision_date", "Ngày quyết định",
        "Ngày QĐ", "Ngày QĐ kết nạp", "Ngày quyết định kết nạp", "Ngày ký quyết định", "Ngày ký QĐ",
        "Ngày ra quyết định",
        "Ngày ký", "Ngày, tháng, năm quyết định", "Ngày tháng năm QĐ",
        "Ngày ban hành", "Ngày ban hành quyết định", "Ngày ban hành QĐ", "Ngày ra QĐ",
        "Ngày ra quyết định kết nạp", "Ngày tháng QĐ", "Ngày tháng năm ra quyết định",
        "Ngày quyết định kết nạp đảng viên", "Ngày ký quyết định kết nạp", "Ngày có quyết định",
        "Ngày có quyết định kết nạp", "Ngày QĐKN", "Quyết định ngày", "Quyết định kết nạp ngày",
        "Quyết định ngày, tháng, năm", "Quyết định kết nạp ngày, tháng, năm",
        widget=DateWidget(), required=True, width=14,
    )  # fmt: skip
    ceremony_date = Column(
        "ceremony_date", "Ngày kết nạp",
        "Ngày vào Đảng", "Ngày làm lễ", "Ngày lễ kết nạp", "Ngày tổ chức lễ kết nạp", "Ngày làm lễ kết nạp",
        "Lễ kết nạp",
        "Ngày tổ chức kết nạp", "Ngày kết nạp Đảng",
        "Ngày KN", "Ngày được kết nạp", "Ngày kết nạp đảng viên", "Ngày kết nạp vào Đảng",
        "Ngày tháng năm kết nạp", "Ngày tháng năm vào Đảng", "Ngày vào Đảng dự bị", "Ngày vào ĐCSVN",
        "Ngày tổ chức lễ", "Ngày công bố quyết định",
        widget=DateWidget(), width=14,
    )  # fmt: skip
    private_owner = Column(
        "private_owner", "Chủ doanh nghiệp tư nhân", "Chủ DNTN", "Chủ DN tư nhân", widget=YesNoWidget(), width=14
    )
    readmission = Column("readmission", "Kết nạp lại", "KN lại", widget=YesNoWidget("Kết nạp lại"), width=12)
    foreign_spouse = Column(
        "foreign_spouse", "Quan hệ hôn nhân với người nước ngoài",
        "Hôn nhân với người nước ngoài", "Có quan hệ hôn nhân với người nước ngoài", "Vợ/chồng người nước ngoài",
        widget=YesNoWidget(), width=18,
    )  # fmt: skip
    population_policy_breach = Column(
        "population_policy_breach", "Vi phạm KHHGĐ",
        "Vi phạm kế hoạch hóa gia đình", "Vi phạm chính sách dân số", "Vi phạm DS-KHHGĐ", "Vi phạm CSDS",
        widget=YesNoWidget(), width=14,
    )  # fmt: skip

    class Meta:
        model = Admission

    vital = (*PersonResource.vital, "decision_date")
    row_class = AdmissionRow

    def finish_row(self, others: dict[str, Any]) -> dict[str, Any]:
        others["flags"] = {name: others.pop(name) for name in FLAGS if name in others}
        return others
