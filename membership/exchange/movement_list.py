"""The list of movements of members, both ways."""

from typing import Any

from membership.base.dates import PartialDate
from membership.domain.movement_list import MovementRow
from membership.exchange.columns import Column
from membership.exchange.matching import OrganisationNameWidget
from membership.exchange.people import PersonResource
from membership.exchange.placed import PlacedResource
from membership.exchange.resources import Reading
from membership.exchange.widgets import BirthWidget, ChoiceWidget, DateWidget, NameWidget, TextWidget
from membership.models import MemberMovement, MovementKind

_NAMES = PersonResource.fields["full_name"].synonyms
_BIRTHS = PersonResource.fields["born_on"].synonyms
_KINDS = [(kind.value, kind.label) for kind in MovementKind if kind != MovementKind.REVERSED]
_SPELLINGS = {
    "Kết nạp mới": MovementKind.ADMITTED, "Đảng viên mới kết nạp": MovementKind.ADMITTED,
    "Chuyển đến": MovementKind.TRANSFERRED_IN, "Chuyển sinh hoạt đến": MovementKind.TRANSFERRED_IN,
    "Nơi khác chuyển đến": MovementKind.TRANSFERRED_IN, "Phục hồi": MovementKind.RESTORED,
    "Chuyển nội bộ": MovementKind.MOVED, "Chuyển chi bộ": MovementKind.MOVED,
    "Chuyển sinh hoạt nội bộ": MovementKind.MOVED, "Chuyển trong đảng bộ": MovementKind.MOVED,
    "Chết": MovementKind.DIED, "Mất": MovementKind.DIED, "Qua đời": MovementKind.DIED,
    "Xóa tên trong danh sách đảng viên": MovementKind.STRUCK_OFF, "Xoá tên": MovementKind.STRUCK_OFF,
    "Xin ra": MovementKind.RESIGNED, "Cho ra": MovementKind.RESIGNED, "Xin ra khỏi Đảng": MovementKind.RESIGNED,
    "Cho ra khỏi Đảng": MovementKind.RESIGNED, "Chuyển đi": MovementKind.TRANSFERRED_OUT,
    "Chuyển sinh hoạt đi": MovementKind.TRANSFERRED_OUT, "Chuyển đi nơi khác": MovementKind.TRANSFERRED_OUT,
    "Giảm khác": MovementKind.GONE, "Khác": MovementKind.GONE,
}  # fmt: skip


class MovementResource(PlacedResource):
    card_number = Column(
        "member__card_number", "Số thẻ đảng viên",
        "Số thẻ", "Số thẻ Đảng", "Thẻ đảng", "Số thẻ ĐV", "Thẻ đảng viên",
        widget=TextWidget(20), sensitive=True, width=16,
    )  # fmt: skip
    full_name = Column("member__full_name", "Họ và tên", *_NAMES, widget=NameWidget(120), required=True, width=28)
    born_on = Column("member__born_on", "Ngày sinh", *_BIRTHS, widget=BirthWidget(), sensitive=True, width=13)
    kind = Column(
        "kind", "Hình thức",
        "Biến động", "Loại biến động", "Tăng, giảm", "Tăng/giảm", "Hình thức tăng, giảm", "Hình thức biến động",
        "Lý do tăng, giảm", "Diễn biến",
        widget=ChoiceWidget(_KINDS, _SPELLINGS), required=True, width=30,
    )  # fmt: skip
    occurred_on = Column(
        "occurred_on", "Ngày biến động",
        "Ngày", "Từ ngày", "Ngày tăng, giảm", "Ngày chuyển", "Ngày tăng/giảm", "Thời điểm",
        widget=DateWidget(), required=True, width=14,
    )  # fmt: skip
    to_organisation = Column(
        "organisation__name", "Chi bộ nơi đến",
        "Chuyển đến chi bộ", "Chi bộ mới", "Chi bộ chuyển đến", "Đến chi bộ", "Chi bộ tiếp nhận",
        widget=OrganisationNameWidget(), width=34,
    )  # fmt: skip
    other_place = Column(
        "other_place", "Nơi đi, nơi đến ngoài đảng bộ",
        "Nơi đi, nơi đến", "Nơi chuyển đến", "Nơi chuyển đi", "Nơi đi", "Nơi đến", "Ngoài đảng bộ",
        widget=TextWidget(255), width=30,
    )  # fmt: skip
    document_number = Column(
        "document_number", "Số văn bản",
        "Số quyết định", "Số giấy giới thiệu", "Số QĐ", "Số GGT", "Số, ký hiệu văn bản",
        widget=TextWidget(60), width=18,
    )  # fmt: skip
    document_date = Column(
        "document_date", "Ngày văn bản", "Ngày quyết định", "Ngày giấy giới thiệu", "Ngày QĐ", widget=DateWidget(),
        width=14,
    )  # fmt: skip
    joined_on = Column(
        "member__joined_on", "Ngày vào Đảng", "Ngày kết nạp", "Vào Đảng ngày", widget=DateWidget(), width=14
    )
    official_on = Column(
        "member__official_on", "Ngày chính thức", "Ngày công nhận chính thức", "Ngày CT", widget=DateWidget(), width=14
    )
    note = Column("note", "Ghi chú", "Lý do", "Ghi chú khác", widget=TextWidget(300), sensitive=True, width=30)

    class Meta:
        model = MemberMovement

    vital = ("full_name", "born_on", "organisation_code", "organisation_name", "kind", "occurred_on")
    places = {**PlacedResource.places, "on": ("occurred_on",)}

    def make_row(self, number: int, cells: dict[str, Any], reading: Reading, wrong: set) -> MovementRow | None:
        cells = {key: value for key, value in cells.items() if value is not None}
        if not {"organisation", "full_name", "kind", "occurred_on"} <= set(cells):
            return None
        return MovementRow(
            number,
            cells.pop("full_name"),
            cells.pop("organisation"),
            cells.pop("born_on", {}),
            on=cells.pop("occurred_on"),
            **cells,
        )

    # --- writing ---------------------------------------------------------------------------------------------------
    def queryset(self, queryset):
        return queryset.select_related("member", "organisation", "from_organisation")

    @staticmethod
    def dehydrate_organisation_code(movement) -> str:
        return _left(movement).code

    @staticmethod
    def dehydrate_organisation_name(movement) -> str:
        return _left(movement).name

    @staticmethod
    def dehydrate_to_organisation(movement) -> str:
        return movement.organisation.code if movement.kind == MovementKind.MOVED else ""

    @staticmethod
    def dehydrate_born_on(movement) -> PartialDate | None:
        member = movement.member
        return PartialDate(member.born_on, member.born_precision) if member.born_on else None


def _left(movement):
    """The branch the member was in; of an arrival the one they came to."""
    return movement.from_organisation if movement.kind == MovementKind.MOVED else movement.organisation
