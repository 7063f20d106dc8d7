"""The list of residential units, both ways."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from membership.base import paths
from membership.base.speech import quote
from membership.domain.effects import OrganisationRef, RowError, RowQuestion
from membership.domain.unit_list import UnitRow
from membership.exchange.columns import Column
from membership.exchange.matching import OrganisationCodeWidget
from membership.exchange.organisation_list import CodeWidget
from membership.exchange.resources import ListResource, Reading
from membership.exchange.widgets import ChoiceWidget, DateWidget, IntegerWidget, NameWidget, TextWidget
from membership.models import ResidentialUnit, UnitCause, UnitCoverage, UnitState, UnitStatus

# What the committee of a commune may be called, before the name of the commune.
COMMITTEES = ("", "Đảng ủy ", "Đảng bộ ")

STATES = {
    "Có chi bộ riêng": UnitState.OWN_BRANCH, "Có chi bộ độc lập": UnitState.OWN_BRANCH,
    "Chi bộ độc lập": UnitState.OWN_BRANCH, "Đã có chi bộ": UnitState.OWN_BRANCH,
    "Ghép": UnitState.JOINT_BRANCH, "Chi bộ ghép": UnitState.JOINT_BRANCH, "Ghép chi bộ": UnitState.JOINT_BRANCH,
    "Có đảng viên": UnitState.MEMBERS_ONLY, "Chưa có chi bộ": UnitState.MEMBERS_ONLY,
    "Có đảng viên chưa có chi bộ": UnitState.MEMBERS_ONLY,
    "Trắng": UnitState.NO_MEMBERS, "Trắng đảng viên": UnitState.NO_MEMBERS, "Tái trắng": UnitState.NO_MEMBERS,
    "Không có đảng viên": UnitState.NO_MEMBERS,
}  # fmt: skip
CAUSES = {
    "Kết nạp": UnitCause.ADMISSION, "Chuyển đến": UnitCause.MOVED_IN, "Chuyển đi": UnitCause.MOVED_OUT,
    "Chuyển cơ học": UnitCause.MOVED_OUT, "Từ trần": UnitCause.DEATH, "Thành lập chi bộ": UnitCause.BRANCH_FOUNDED,
    "Ghép chi bộ": UnitCause.BRANCH_JOINED, "Giải thể chi bộ": UnitCause.BRANCH_ENDED,
    "Sáp nhập": UnitCause.UNITS_MERGED, "Chia tách": UnitCause.UNITS_MERGED, "Khác": UnitCause.OTHER,
}  # fmt: skip


class UnitResource(ListResource):
    code = Column(
        "code", "Mã đơn vị dân cư", "Mã thôn", "Mã bản", "Mã thôn, bản", "Mã tổ dân phố", "Mã", "Mã số",
        "Mã thôn bản", "Mã khu dân cư", "Mã ấp", "Mã khóm, ấp",
        widget=CodeWidget(), width=16, help="Để trống thì phần mềm đặt mã",
    )  # fmt: skip
    name = Column(
        "name", "Thôn, bản, tổ dân phố", "Tên thôn, bản", "Tên thôn", "Tên bản", "Thôn", "Bản", "Thôn, bản", "Thôn bản",
        "Tổ dân phố", "Khu phố", "Ấp", "Khóm, ấp", "Ấp, khu vực", "Buôn", "Làng", "Xóm", "Tên", "Tên đơn vị dân cư",
        "Đơn vị dân cư", "Khu dân cư", "Tên thôn, bản, tổ dân phố", "Tên khu dân cư",
        widget=NameWidget(160), required=True, width=30,
    )  # fmt: skip
    kind = Column(
        "kind", "Loại", "Loại đơn vị dân cư", "Loại hình dân cư", "Loại thôn, bản", widget=TextWidget(40), width=14
    )
    commune = Column(
        "commune", "Xã, phường", "Xã", "Phường", "Xã/phường", "Tên xã", "Tên xã, phường", "Xã, phường, thị trấn",
        "Xã, phường, đặc khu", "Thuộc xã", "Địa bàn xã",
        widget=TextWidget(160), width=24,
    )  # fmt: skip
    commune_code = Column(
        "commune_code", "Mã xã, phường", "Mã xã", "Mã phường", "Mã hành chính", "Mã ĐVHC", widget=TextWidget(16),
        width=12,
    )  # fmt: skip
    place_code = Column(
        "organisation__code", "Mã đảng ủy xã", "Mã đảng ủy", "Mã đảng bộ", "Mã TCCSĐ", "Mã tổ chức đảng",
        "Mã đảng bộ xã",
        widget=OrganisationCodeWidget(), width=20,
    )  # fmt: skip
    place_name = Column(
        "organisation__name", "Đảng ủy xã", "Đảng ủy", "Đảng bộ", "Đảng bộ xã", "Tên đảng ủy", "Thuộc đảng ủy",
        "Thuộc đảng bộ", "Đảng ủy quản lý", "Cấp ủy quản lý", "Tổ chức đảng",
        widget=TextWidget(255), width=30,
    )  # fmt: skip
    branch_code = Column("branch_code", "Mã chi bộ", "Mã chi bộ phụ trách", widget=OrganisationCodeWidget(), width=20)
    branch_name = Column(
        "branch_name", "Chi bộ phụ trách", "Chi bộ", "Tên chi bộ", "Chi bộ lãnh đạo", "Sinh hoạt tại chi bộ",
        widget=TextWidget(255), width=30,
    )  # fmt: skip
    state = Column(
        "state", "Tình trạng", "Trạng thái", "Tình trạng tổ chức đảng", "Hiện trạng", "Phân loại",
        widget=ChoiceWidget(UnitState.choices, STATES), width=28,
    )  # fmt: skip
    since = Column(
        "state_since", "Từ ngày", "Tình trạng từ ngày", "Ngày xác nhận", "Có từ ngày", widget=DateWidget(), width=14
    )
    cause = Column("cause", "Nguyên nhân", "Lý do", "Lí do", widget=ChoiceWidget(UnitCause.choices, CAUSES), width=26)
    households = Column(
        "households", "Số hộ", "Số hộ dân", "Tổng số hộ", "Hộ", widget=IntegerWidget(0, 100_000), width=10
    )
    valid_from = Column(
        "valid_from", "Ngày thành lập", "Thành lập ngày", "Thành lập từ ngày", widget=DateWidget(), width=14
    )
    note = Column("note", "Ghi chú", "Ghi chú khác", widget=TextWidget(300), width=30)

    class Meta:
        model = ResidentialUnit

    vital = ("name",)
    places = {
        "place": ("place_code", "place_name", "commune"),
        "organisation": ("place_code", "place_name"),
        "branch": ("branch_code", "branch_name"),
        "on": ("since",),
    }

    def missing(self, keys, *rows):
        """A unit lies in a commune: the commune, or at least the committee, must be told."""
        keys = set(keys)
        titles = super().missing(keys, *rows)
        if "commune" not in keys:
            titles.append(self.fields["commune"].title)
        return titles

    def finish_columns(self, cells: dict[str, list], rows, reading: Reading) -> None:
        """The committee and the branch of every row; names are looked for below what is known already."""
        blank = [None] * len(rows)
        place_codes, place_names = cells.pop("place_code", blank), cells.pop("place_name", blank)
        branch_codes, branch_names = cells.pop("branch_code", blank), cells.pop("branch_name", blank)
        wrong = {(error.row, error.field) for error in reading.errors}
        cells["place"], cells["branch"] = [], []
        self.placeless: set[int] = set()
        communes = cells.get("commune", blank)
        for position, (number, _cells) in enumerate(rows):
            place = place_codes[position]
            if (number, "place_code") in wrong:
                self.placeless.add(number)
            elif place is None:
                place = self._place(number, place_names[position], communes[position], reading)
            cells["place"].append(place)
            branch = branch_codes[position]
            if branch is None and branch_names[position]:
                branch = self._branch(number, branch_names[position], place, reading)
            cells["branch"].append(branch)

    def _place(self, number: int, name: str | None, commune: str | None, reading: Reading) -> OrganisationRef | None:
        if name:
            found = self._open(self.lookups.organisations.by_name(name))
            if len(found) == 1:
                return found[0]
            message = (
                _("Có %(count)s tổ chức tên là %(name)s trong %(place)s; hãy ghi Mã đảng ủy xã.")
                if found
                else _("Không có tổ chức nào tên là %(name)s trong %(place)s; hãy xem lại tên hoặc ghi mã.")
            )
            told = {"count": len(found), "name": quote(name), "place": self.lookups.place}
            reading.errors.append(RowError(number, "place_name", message % told, name))
            self.placeless.add(number)
            return None
        if commune:
            named = [ref for before in COMMITTEES for ref in self.lookups.organisations.by_name(before + commune)]
            found = self._open(list({ref.id: ref for ref in named}.values()))
            if len(found) == 1:
                return found[0]
        into = self.lookups.into
        if into is None:
            return None
        known = self.lookups.organisations.by_code(into.code)
        told = {"place": quote(into.name, 80)}
        message = _("Danh sách không ghi đảng ủy xã; hiểu là thuộc %(place)s.") % told
        reading.questions.append(RowQuestion(number, "commune", message))
        return known

    def _branch(self, number: int, name: str, place: OrganisationRef | None, reading: Reading):
        found = self._open(self.lookups.organisations.by_name(name))
        if place is not None and len(found) != 1:
            found = [ref for ref in found if paths.contains(place.path, ref.path)]
        if len(found) == 1:
            return found[0]
        message = (
            _("Có %(count)s chi bộ tên là %(name)s; hãy ghi Mã chi bộ.")
            if found
            else _("Không có chi bộ nào tên là %(name)s ở đây; hãy xem lại tên hoặc ghi Mã chi bộ.")
        )
        told = {"count": len(found), "name": quote(name)}
        reading.errors.append(RowError(number, "branch_name", message % told, name))
        return None

    @staticmethod
    def _open(found: list[OrganisationRef]) -> list[OrganisationRef]:
        still = [ref for ref in found if ref.valid_to is None]
        return still or found

    def make_row(self, number: int, cells: dict[str, Any], reading: Reading, wrong: set) -> UnitRow | None:
        if cells["name"] is None:
            return None
        if number in self.placeless:
            return None  # said already, and without its place nothing else can be said
        names = ("kind", "commune", "commune_code", "place", "branch", "state", "since", "cause", "households")
        said = {key: cells.get(key) for key in (*names, "valid_from", "note")}
        return UnitRow(row=number, code=cells.get("code"), name=cells["name"], **said)

    # --- writing -----------------------------------------------------------------------------------------------------

    def queryset(self, queryset):
        covered = UnitCoverage.objects.filter(unit=OuterRef("pk"), valid_to=None)
        last = UnitStatus.objects.current().filter(unit=OuterRef("pk")).order_by("-since", "-pk")
        return queryset.select_related("organisation").annotate(
            branch_code=Subquery(covered.values("branch__code")[:1]),
            branch_name=Subquery(covered.values("branch__name")[:1]),
            cause=Subquery(last.values("cause")[:1]),
        )
