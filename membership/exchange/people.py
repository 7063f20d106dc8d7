"""What every list of people holds."""

from typing import Any

from membership.base.dates import PartialDate
from membership.exchange.columns import Column
from membership.exchange.matching import CatalogueWidget
from membership.exchange.placed import PlacedResource
from membership.exchange.resources import Reading
from membership.exchange.split_columns import join_columns
from membership.exchange.widgets import (
    AttributeText,
    AttributeYesNo,
    BirthWidget,
    IntegerWidget,
    MarkWidget,
    NameWidget,
    SexWidget,
    TextWidget,
)
from membership.models import ATTRIBUTE_NAMES


class PersonResource(PlacedResource):
    """What every list of people holds. Attribute columns give parts of a person; the rest is for the kind of list."""

    full_name = Column(
        "full_name", "Họ và tên",
        "Họ tên", "Họ và tên khai sinh", "Họ tên khai sinh", "Họ, tên", "Họ tên đang dùng", "Họ và tên đảng viên",
        "Họ tên đảng viên",
        "Họ và tên quần chúng", "Tên quần chúng", "Họ và tên người được kết nạp", "Họ đệm và tên", "Họ, đệm và tên",
        "Họ, chữ đệm và tên", "Họ và tên đang dùng", "H và tên", "Tên đảng viên",
        "Họ và tên đảng viên mới", "Họ tên đảng viên mới", "Họ và tên đảng viên mới kết nạp",
        "Họ tên người được kết nạp", "Họ và tên người vào Đảng", "Họ tên người vào Đảng",
        "Họ và tên người xin vào Đảng", "Họ tên quần chúng", "Họ và tên quần chúng ưu tú",
        "Họ tên quần chúng ưu tú", "Họ và tên QCƯT", "Họ tên QCƯT", "Họ và tên đối tượng", "Họ, đệm, tên",
        "Họ và chữ đệm, tên", "Tên đầy đủ",
        widget=NameWidget(120), required=True, width=28,
    )  # fmt: skip
    born_on = Column(
        "born_on", "Ngày sinh",
        "Năm sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Ngày/tháng/năm sinh", "Sinh ngày",
        "Ngày, tháng năm sinh",
        "NTNS", "NS", "Ngày sinh/Năm sinh", "Ngày tháng, năm sinh", "Sinh năm", "Ngày - tháng - năm sinh", "N.sinh",
        "Ng.sinh", "Ngày tháng sinh", "Ngày, năm sinh", "Ngày th.năm sinh",
        widget=BirthWidget(), width=13,
    )  # fmt: skip
    sex = Column("sex", "Giới tính", "GT", "Phái", "Nam/Nữ", "Nam, nữ", "Giới", widget=SexWidget(), width=10)
    ethnic_group = Column(
        "ethnic_group", "Dân tộc", "DT", "Thành phần dân tộc", "TP dân tộc",
        "D.tộc", "Thuộc dân tộc", "Dân tộc gì",
        widget=CatalogueWidget("ethnic_group", "ethnic_group"), sensitive=True, width=12,
    )  # fmt: skip
    religion = Column(
        "religion", "Tôn giáo", "TG", "Đạo", "Theo tôn giáo", "Tôn giáo (nếu có)",
        "T.giáo", "Thuộc tôn giáo", "Tín ngưỡng, tôn giáo", "Tôn giáo, tín ngưỡng",
        widget=CatalogueWidget("religion", "religion"), sensitive=True, width=14,
    )  # fmt: skip
    youth_union = Column(
        "youth_union", "Đoàn viên",
        "Đoàn viên TNCS", "Đoàn viên TNCS Hồ Chí Minh", "Đoàn viên TNCSHCM", "Là đoàn viên", "ĐVTN",
        "Đoàn viên thanh niên",
        "Đoàn viên Đoàn TNCS Hồ Chí Minh", "Đoàn TNCS", "ĐV TNCS",
        "Đoàn viên TN", "Đoàn viên TNCS HCM", "Đoàn viên Đoàn TNCS HCM", "ĐV TNCS HCM", "ĐV TNCSHCM", "ĐVTNCS",
        "Là đoàn viên TNCS", "Là đoàn viên TNCS HCM", "Là đoàn viên TNCS Hồ Chí Minh", "Đoàn TNCS Hồ Chí Minh",
        "Đoàn viên thanh niên cộng sản", "Đoàn viên thanh niên cộng sản Hồ Chí Minh", "Đoàn thanh niên",
        widget=AttributeYesNo("youth_union", "Đoàn viên", "Là đoàn viên", "ĐVTN", "Đoàn viên TNCS",
                              "Đoàn viên TNCS HCM", "Đoàn viên TNCS Hồ Chí Minh", "Có là đoàn viên"), width=11,
    )  # fmt: skip
    general_education = Column(
        "general_education", "Trình độ GDPT",
        "GDPT", "Trình độ giáo dục phổ thông", "Giáo dục phổ thông", "VH", "Văn hóa", "Trình độ văn hóa", "TĐVH",
        "Học vấn",
        "Trình độ học vấn", "TĐHV", "Trình độ phổ thông", "Học vấn phổ thông", "TĐ GDPT", "TĐ văn hóa", "Phổ thông",
        "Học vấn (phổ thông)", "Trình độ học vấn phổ thông",
        "Giáo dục PT", "Trình độ giáo dục PT", "Trình độ VH", "TĐ học vấn", "T.độ văn hóa",
        "Trình độ văn hóa phổ thông",
        widget=CatalogueWidget("general_education", "general_education", longest=120), width=16,
    )  # fmt: skip
    degree = Column(
        "degree", "Chuyên môn",
        "Trình độ chuyên môn", "CMNV", "Chuyên môn nghiệp vụ", "Trình độ chuyên môn nghiệp vụ", "TĐCM", "CM",
        "Trình độ CM",
        "Chuyên môn, nghiệp vụ", "Trình độ chuyên môn, nghiệp vụ", "Bằng cấp", "TĐ chuyên môn", "Trình độ CMNV",
        "Học vị",
        "Trình độ đào tạo", "Trình độ chuyên môn cao nhất",
        "Trình độ chuyên môn kỹ thuật", "Chuyên môn kỹ thuật", "Trình độ CMKT", "Trình độ CM, NV", "CM, NV",
        "TĐ CMNV", "Trình độ CM nghiệp vụ", "Chuyên môn đào tạo",
        widget=CatalogueWidget("degree", "degree"), width=22,
    )  # fmt: skip
    political_theory = Column(
        "political_theory", "Lý luận chính trị",
        "LLCT", "Trình độ LLCT", "Trình độ lý luận chính trị", "Lí luận chính trị", "TĐLLCT", "Lý luận CT",
        "LL chính trị",
        "Trình độ lý luận", "Chính trị", "Trình độ chính trị", "TĐ LLCT", "Trình độ lí luận chính trị", "Lý luận",
        "TĐ lý luận chính trị", "Trình độ lý luận CT",
        widget=CatalogueWidget("political_theory", "political_theory", longest=120), width=16,
    )  # fmt: skip
    occupation = Column(
        "occupation", "Nghề nghiệp",
        "Nghề nghiệp hiện nay", "Nghề nghiệp hiện tại", "Nghề", "Nhóm nghề nghiệp", "Nghề nghiệp khi vào Đảng",
        "Công việc",
        "Nghề nghiệp khi được kết nạp", "Nghề nghiệp, công việc", "Công việc hiện nay", "NN", "Nghề nghiệp bản thân",
        "Nghề nghiệp chính", "Nghề nghiệp, chức vụ", "Nghề nghiệp, đơn vị công tác",
        "Nghề nghiệp trước khi kết nạp", "Nghề nghiệp trước khi được kết nạp", "Nghề nghiệp trước khi vào Đảng",
        "Nhóm nghề", "Công việc hiện tại", "Công việc đang làm", "Công việc chính đang làm", "Việc làm",
        widget=CatalogueWidget("occupation", "occupation", keeps_detail=True), width=26,
    )  # fmt: skip
    position = Column(
        "position", "Chức vụ, đơn vị công tác",
        "Chức vụ", "Đơn vị công tác", "Nơi công tác", "Chức vụ - đơn vị công tác", "Chức danh",
        "Chức vụ, nơi công tác",
        "Nơi làm việc", "Cơ quan công tác", "Chức vụ hiện nay", "Chức vụ công tác", "Đơn vị làm việc",
        "Chức vụ/Đơn vị công tác",
        "Chức vụ, đơn vị", "Đơn vị, chức vụ", "Chức vụ và đơn vị công tác", "Cơ quan, đơn vị công tác",
        "Chức vụ chính quyền",
        widget=AttributeText("position"), width=28,
    )  # fmt: skip
    hometown = Column(
        "hometown", "Quê quán", "Nguyên quán", "Quê", "QQ", "Sinh quán", widget=AttributeText("hometown"), width=28
    )
    residence = Column(
        "residence", "Nơi cư trú",
        "Nơi ở", "Nơi ở hiện nay", "Thường trú", "Nơi thường trú", "Địa chỉ", "Hộ khẩu thường trú", "Chỗ ở hiện nay",
        "Địa chỉ thường trú", "Nơi đăng ký thường trú", "Nơi cư trú hiện nay", "Địa chỉ cư trú", "HKTT",
        "Nơi thực tế cư trú",
        "Nơi ở hiện tại", "Địa chỉ hiện nay", "Địa chỉ nơi ở", "Chỗ ở", "Trú quán", "Nơi ĐKTT",
        "Nơi cư trú, thường trú", "Nơi ở, thường trú",
        widget=AttributeText("residence"), width=28,
    )  # fmt: skip

    # --- what offices split over several columns --------------------------------------------------------------------
    family_name = Column(
        None, "Họ và tên đệm (cột riêng)",
        "Họ và tên đệm", "Họ đệm", "Họ và đệm", "Họ và chữ đệm", "Họ, tên đệm", "Họ, chữ đệm", "Họ và tên Họ đệm",
        "Họ lót", "Họ và tên lót", "Họ", "Họ và tên Họ và tên đệm", "Họ tên đệm",
        widget=TextWidget(100), part_of="full_name",
    )  # fmt: skip
    given_name = Column(
        None, "Tên (cột riêng)", "Tên", "Tên riêng", "Họ và tên Tên", widget=TextWidget(40), part_of="full_name"
    )
    born_man = Column(
        None, "Ngày sinh ở cột Nam",
        "Ngày sinh Nam", "Năm sinh Nam", "Ngày tháng năm sinh Nam", "Ngày, tháng, năm sinh Nam", "Sinh năm Nam",
        "Ngày/tháng/năm sinh Nam", "Ngày sinh (Nam)", "Năm sinh (Nam)", "Nam (ngày sinh)", "Tuổi đời Nam",
        widget=BirthWidget(), part_of="born_on",
    )  # fmt: skip
    born_woman = Column(
        None, "Ngày sinh ở cột Nữ",
        "Ngày sinh Nữ", "Năm sinh Nữ", "Ngày tháng năm sinh Nữ", "Ngày, tháng, năm sinh Nữ", "Sinh năm Nữ",
        "Ngày/tháng/năm sinh Nữ", "Ngày sinh (Nữ)", "Năm sinh (Nữ)", "Nữ (ngày sinh)", "Tuổi đời Nữ",
        widget=BirthWidget(), part_of="born_on",
    )  # fmt: skip
    born_day = Column(
        None, "Ngày của ngày sinh", "Ngày sinh Ngày", "Ngày tháng năm sinh Ngày", "Sinh ngày Ngày",
        widget=IntegerWidget(0, 31), part_of="born_on",
    )  # fmt: skip
    born_month = Column(
        None, "Tháng của ngày sinh", "Ngày sinh Tháng", "Ngày tháng năm sinh Tháng", "Sinh ngày Tháng",
        widget=IntegerWidget(0, 12), part_of="born_on",
    )  # fmt: skip
    born_year = Column(
        None, "Năm của ngày sinh", "Ngày sinh Năm", "Ngày tháng năm sinh Năm", "Sinh ngày Năm",
        widget=IntegerWidget(0, 2200), part_of="born_on",
    )  # fmt: skip
    man = Column(
        None, "Dấu ở cột Nam", "Giới tính Nam", "Phái Nam", "Giới Nam", "Nam", widget=MarkWidget(), part_of="sex"
    )
    woman = Column(
        None, "Dấu ở cột Nữ", "Giới tính Nữ", "Phái Nữ", "Giới Nữ", "Nữ", "Là nữ", widget=MarkWidget(), part_of="sex"
    )

    vital = (
        "full_name", "family_name", "given_name", "born_on", "born_man", "born_woman", "born_day", "born_month",
        "born_year", "organisation_code", "organisation_name",
    )  # fmt: skip
    row_class: type = object

    def make_row(self, number: int, cells: dict[str, Any], reading: Reading, wrong: set) -> Any:
        organisation = cells.pop("organisation")
        if organisation is None:
            return None
        attributes: dict[str, Any] = {}
        others: dict[str, Any] = {}
        for key, value in cells.items():
            if value.__class__ is dict:
                attributes.update(value)
            elif value is not None and key not in ATTRIBUTE_NAMES:
                others[key] = value
        name = others.pop("full_name", None)
        if name is None:
            return None
        return self.row_class(
            row=number, full_name=name, organisation=organisation, attributes=attributes, **self.finish_row(others)
        )

    def finish_columns(self, cells: dict[str, list], rows, reading: Reading) -> None:
        """What stands in several columns becomes one, then every row gets its organisation."""
        join_columns(cells, [number for number, _row in rows], reading)
        super().finish_columns(cells, rows, reading)

    def finish_row(self, others: dict[str, Any]) -> dict[str, Any]:
        return others

    @staticmethod
    def dehydrate_born_on(person) -> PartialDate | None:
        return PartialDate(person.born_on, person.born_precision) if person.born_on else None
