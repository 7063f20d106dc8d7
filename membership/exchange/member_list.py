"""The list of members, both ways."""

from membership.domain.members import MemberRow
from membership.exchange.columns import Column
from membership.exchange.people import PersonResource
from membership.exchange.widgets import ChoiceWidget, DateWidget, TextWidget
from membership.models import MemberStatus, PartyMember


class MemberResource(PersonResource):
    card_number = Column(
        "card_number", "Số thẻ đảng viên",
        "Số thẻ", "Số thẻ Đảng", "Thẻ đảng", "Số thẻ ĐV", "Thẻ đảng viên", "Số TĐV", "Mã thẻ đảng viên",
        "Số hiệu thẻ đảng viên", "Mã thẻ",
        widget=TextWidget(20), width=16,
    )  # fmt: skip
    joined_on = Column(
        "joined_on", "Ngày vào Đảng",
        "Ngày kết nạp", "Ngày vào Đảng dự bị", "Ngày dự bị", "Vào Đảng", "Ngày kết nạp Đảng",
        "Ngày tháng năm vào Đảng",
        "Ngày vào ĐCSVN", "Ngày vào", "Dự bị",
        "Ngày KN", "Ngày được kết nạp", "Ngày kết nạp vào Đảng", "Ngày kết nạp đảng viên",
        "Ngày tháng năm kết nạp", "Ngày vào Đảng CSVN", "Vào Đảng ngày", "Ngày vào Đảng lần đầu",
        widget=DateWidget(), width=14,
    )  # fmt: skip
    official_on = Column(
        "official_on", "Ngày chính thức",
        "Chính thức", "Ngày vào Đảng chính thức", "Ngày công nhận chính thức", "Ngày công nhận đảng viên chính thức",
        "Ngày CT", "Ngày chuyển chính thức",
        "Ngày tháng năm chính thức", "Chính thức ngày", "Ngày được công nhận chính thức",
        "Ngày công nhận ĐV chính thức", "Ngày chuyển Đảng chính thức", "Ngày chuyển chính thức đảng viên",
        "Ngày tháng năm chuyển chính thức",
        widget=DateWidget(), width=14,
    )  # fmt: skip
    status = Column(
        "status", "Trạng thái",
        "Tình trạng", "Trạng thái hoạt động", "Tình trạng đảng viên", "Diện đảng viên", "Loại đảng viên",
        "Tình trạng sinh hoạt",
        widget=ChoiceWidget(
            MemberStatus.choices,
            {
                "Dự bị": MemberStatus.PROBATIONARY, "ĐVDB": MemberStatus.PROBATIONARY, "DB": MemberStatus.PROBATIONARY,
                "Chính thức": MemberStatus.OFFICIAL, "ĐVCT": MemberStatus.OFFICIAL, "CT": MemberStatus.OFFICIAL,
                "Đã rời": MemberStatus.LEFT, "Đã chuyển đi": MemberStatus.LEFT, "Đã ra khỏi Đảng": MemberStatus.LEFT,
                "Thôi sinh hoạt": MemberStatus.LEFT,
            },
        ),
        width=22,
    )  # fmt: skip
    left_on = Column(
        "left_on", "Ngày rời", "Ngày rời/mất/miễn", "Ngày chuyển đi", "Ngày ra khỏi Đảng", widget=DateWidget(), width=14
    )
    note = Column("note", "Ghi chú", "Ghi chú khác", widget=TextWidget(500), width=30)

    class Meta:
        model = PartyMember

    row_class = MemberRow
