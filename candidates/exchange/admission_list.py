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
        widget=TextWidget(60), width=18,
    )  # fmt: skip
    decision_date = Column(
        "decision_date", "Ngày quyết định",
        "Ngày QĐ", "Ngày QĐ kết nạp", "Ngày quyết định kết nạp", "Ngày ký quyết định", "Ngày ký QĐ",
        "Ngày ra quyết định",
        "Ngày ký", "Ngày, tháng, năm quyết định", "Ngày tháng năm QĐ",
        widget=DateWidget(), required=True, width=14,
    )  # fmt: skip
    ceremony_date = Column(
        "ceremony_date", "Ngày kết nạp",
        "Ngày vào Đảng", "Ngày làm lễ", "Ngày lễ kết nạp", "Ngày tổ chức lễ kết nạp", "Ngày làm lễ kết nạp",
        "Lễ kết nạp",
        "Ngày tổ chức kết nạp", "Ngày kết nạp Đảng",
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
