"""Cần Thơ as the Party's tree stood in 2011: public names of places and bodies, with the figures of each committee.

Sources: the article of 15/01/2012 names the committees marked `published`; wards and communes are the administrative
units of the time. Enterprises without that mark, branches and every other figure are invented.
"""

from dataclasses import dataclass

CITY_CODE = "92000000000000"
CITY_NAME = "Đảng bộ thành phố Cần Thơ"


@dataclass(frozen=True)
class YearFigures:
    """What a committee was to reach in 2011 and reached, and how its present year goes (1 = as the calendar)."""

    quota: int
    admitted: int
    pace: float


@dataclass(frozen=True)
class Base:
    """A base organisation (TCCSĐ) and how many branches it has; none: it is itself one branch (chi bộ cơ sở)."""

    name: str
    milieu: str
    branches: int
    weight: float = 1
    type_code: str = ""
    published_admitted: int | None = None
    quota: int | None = None


@dataclass(frozen=True)
class Committee:
    """A Party organisation directly under the city's. `places`: the wards and communes of a district."""

    key: str
    name: str
    kind: str
    figures: YearFigures
    decides_as: str
    bases: tuple[Base, ...] = ()
    places: tuple[str, ...] = ()


def _table(text: str) -> list[list[str]]:
    """Rows of cells from lines with bars."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def _list(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


def _bases(milieu: str, branches: int, names: str) -> tuple[Base, ...]:
    return tuple(Base(name, milieu, branches) for name in _list(names))


# quota and admitted are of 2011
_COMMITTEES = _table(
    """
    ninhkieu  | Đảng bộ quận Ninh Kiều                         | Đảng bộ quận           | 175 | 205 | 1.19 | QU
    binhthuy  | Đảng bộ quận Bình Thủy                         | Đảng bộ quận           | 140 | 146 | 1.00 | QU
    cairang   | Đảng bộ quận Cái Răng                          | Đảng bộ quận           | 120 | 132 | 1.07 | QU
    omon      | Đảng bộ quận Ô Môn                             | Đảng bộ quận           | 140 | 158 | 0.84 | QU
    thotnot   | Đảng bộ quận Thốt Nốt                          | Đảng bộ quận           | 150 | 168 | 0.99 | QU
    phongdien | Đảng bộ huyện Phong Điền                       | Đảng bộ huyện          | 125 | 139 | 1.13 | HU
    codo      | Đảng bộ huyện Cờ Đỏ                            | Đảng bộ huyện          | 130 | 148 | 0.72 | HU
    thoilai   | Đảng bộ huyện Thới Lai                         | Đảng bộ huyện          | 130 | 141 | 0.90 | HU
    vinhthanh | Đảng bộ huyện Vĩnh Thạnh                       | Đảng bộ huyện          | 125 | 137 | 0.66 | HU
    khoidcd   | Đảng bộ Khối Cơ quan Dân Chính Đảng            | Đảng bộ khối           | 250 | 417 | 1.22 | ĐUK
    khoidn    | Đảng bộ Khối Doanh nghiệp                      | Đảng bộ khối           | 260 | 348 | 0.81 | ĐUK
    congan    | Đảng bộ Công an thành phố                      | Đảng bộ cấp trên cơ sở | 105 | 152 | 1.09 | ĐUCA
    quansu    | Đảng bộ Quân sự thành phố                      | Đảng bộ cấp trên cơ sở | 85  | 116 | 0.94 | ĐUQS
    dhct      | Đảng bộ Trường Đại học Cần Thơ                 | Đảng bộ cấp trên cơ sở | 120 | 138 | 0.88 | ĐU
    dhydct    | Đảng bộ Trường Đại học Y Dược Cần Thơ          | Đảng bộ cấp trên cơ sở | 50  | 74  | 1.08 | ĐU
    bvdktw    | Đảng bộ Bệnh viện Đa khoa Trung ương Cần Thơ   | Đảng bộ cấp trên cơ sở | 35  | 50  | 0.92 | ĐU
    """
)
PUBLISHED_COMMITTEES = ("khoidcd", "khoidn", "binhthuy")
# Of each commune that the article gives a figure for: admitted in 2011, and a quota that fits it.
PUBLISHED_PLACES = {"phường Bình Thủy": (16, 14)}
_PLACES = {
    "ninhkieu": _list(
        """phường Cái Khế, phường An Hòa, phường Thới Bình, phường An Nghiệp, phường An Cư, phường An Hội,
        phường Tân An, phường An Lạc, phường An Phú, phường Xuân Khánh, phường Hưng Lợi, phường An Khánh,
        phường An Bình"""
    ),
    "binhthuy": _list(
        """phường Bình Thủy, phường An Thới, phường Bùi Hữu Nghĩa, phường Trà Nóc, phường Trà An,
        phường Thới An Đông, phường Long Hòa, phường Long Tuyền"""
    ),
    "cairang": _list(
        """phường Lê Bình, phường Thường Thạnh, phường Phú Thứ, phường Tân Phú, phường Ba Láng, phường Hưng Phú,
        phường Hưng Thạnh"""
    ),
    "omon": _list(
        """phường Châu Văn Liêm, phường Thới Hòa, phường Thới Long, phường Long Hưng, phường Thới An,
        phường Phước Thới, phường Trường Lạc"""
    ),
    "thotnot": _list(
        """phường Thốt Nốt, phường Thới Thuận, phường Thuận An, phường Tân Lộc, phường Trung Nhứt,
        phường Thạnh Hòa, phường Trung Kiên, phường Tân Hưng, phường Thuận Hưng"""
    ),
    "phongdien": _list(
        """thị trấn Phong Điền, xã Nhơn Ái, xã Giai Xuân, xã Tân Thới, xã Trường Long, xã Mỹ Khánh, xã Nhơn Nghĩa"""
    ),
    "codo": _list(
        """thị trấn Cờ Đỏ, xã Thới Hưng, xã Đông Hiệp, xã Đông Thắng, xã Thới Đông, xã Thới Xuân, xã Thạnh Phú,
        xã Trung Hưng, xã Trung An, xã Trung Thạnh"""
    ),
    "thoilai": _list(
        """thị trấn Thới Lai, xã Thới Thạnh, xã Tân Thạnh, xã Xuân Thắng, xã Đông Bình, xã Đông Thuận, xã Thới Tân,
        xã Trường Thắng, xã Định Môn, xã Trường Thành, xã Trường Xuân, xã Trường Xuân A, xã Trường Xuân B"""
    ),
    "vinhthanh": _list(
        """thị trấn Thạnh An, thị trấn Vĩnh Thạnh, xã Thạnh Mỹ, xã Vĩnh Trinh, xã Thạnh An, xã Thạnh Tiến,
        xã Thạnh Thắng, xã Thạnh Lợi, xã Thạnh Qưới, xã Thạnh Lộc, xã Vĩnh Bình"""
    ),
}
_AGENCIES = _table(
    """
    Văn phòng Thành ủy | party_agency | 3
    Ban Tổ chức Thành ủy | party_agency | 0
    Ban Tuyên giáo Thành ủy | party_agency | 0
    Ban Dân vận Thành ủy | party_agency | 0
    Cơ quan Ủy ban Kiểm tra Thành ủy | party_agency | 0
    Ủy ban Mặt trận Tổ quốc thành phố | party_agency | 0
    Thành đoàn | party_agency | 3
    Liên đoàn Lao động thành phố | party_agency | 2
    Hội Liên hiệp Phụ nữ thành phố | party_agency | 0
    Hội Nông dân thành phố | party_agency | 0
    Hội Cựu chiến binh thành phố | party_agency | 0
    Văn phòng Ủy ban nhân dân thành phố | state_agency | 3
    Sở Nội vụ | state_agency | 3
    Sở Tài chính | state_agency | 3
    Sở Kế hoạch và Đầu tư | state_agency | 3
    Sở Xây dựng | state_agency | 4
    Sở Giao thông vận tải | state_agency | 4
    Sở Nông nghiệp và Phát triển nông thôn | state_agency | 6
    Sở Y tế | state_agency | 6
    Sở Giáo dục và Đào tạo | state_agency | 6
    Sở Tư pháp | state_agency | 2
    Sở Khoa học và Công nghệ | state_agency | 3
    Sở Lao động – Thương binh và Xã hội | state_agency | 4
    Sở Văn hóa, Thể thao và Du lịch | state_agency | 5
    Sở Tài nguyên và Môi trường | state_agency | 4
    Sở Thông tin và Truyền thông | state_agency | 2
    Thanh tra thành phố | state_agency | 0
    Tòa án nhân dân thành phố | state_agency | 2
    Viện Kiểm sát nhân dân thành phố | state_agency | 2
    Cục Thuế thành phố | state_agency | 4
    Cục Thống kê thành phố | state_agency | 0
    Kho bạc Nhà nước thành phố | state_agency | 2
    Đài Phát thanh và Truyền hình thành phố | public_service | 4
    Trường Chính trị thành phố | public_service | 2
    Bệnh viện Đa khoa thành phố | health | 6
    Bệnh viện Nhi đồng | health | 3
    Trường Cao đẳng Cần Thơ | students | 5
    Trường Cao đẳng Kinh tế – Kỹ thuật Cần Thơ | students | 5
    Trường Trung học phổ thông chuyên | school | 2
    """
)
_ENTERPRISES = _table(
    """
    Công ty Cổ phần Lương thực Hưng Thạnh Phát | private_enterprise | 3 | joint_stock
    Công ty Cổ phần Thủy sản Sông Hậu Xanh | private_enterprise | 4 | joint_stock
    Công ty Cổ phần May Bến Ninh Kiều | private_enterprise | 3 | joint_stock
    Công ty Cổ phần Bao bì Trà Nóc Mới | private_enterprise | 2 | joint_stock
    Công ty TNHH Thực phẩm Miệt Vườn | private_enterprise | 2 | limited
    Công ty TNHH Cơ khí Hậu Giang Thịnh | private_enterprise | 0 | limited
    Công ty TNHH Xây dựng Phù Sa | private_enterprise | 0 | limited
    Công ty TNHH Du lịch Chợ Nổi | private_enterprise | 0 | limited
    Công ty TNHH Điện tử Bình Minh Xanh | private_enterprise | 2 | foreign
    Công ty TNHH Giày da Thuận Phước | private_enterprise | 2 | foreign
    Doanh nghiệp tư nhân Xăng dầu Bến Xuân | private_enterprise | 0 | sole_proprietor
    Hợp tác xã Vận tải Đồng Tâm | private_enterprise | 0 | cooperative
    Hợp tác xã Nông nghiệp Cồn Xanh | private_enterprise | 0 | cooperative
    Công ty TNHH Một thành viên Cấp thoát nước Tây Đô | state_enterprise | 3 | state_full
    Công ty TNHH Một thành viên Xổ số Tây Đô | state_enterprise | 2 | state_full
    Công ty Cổ phần Cảng Sông Hậu | state_enterprise | 3 | state_majority
    Công ty Điện lực Tây Đô | state_enterprise | 4 | state_full
    Công ty Cổ phần Xi măng Trà Nóc | state_enterprise | 2 | state_majority
    Công ty Cổ phần Vật tư Nông nghiệp Tây Đô | state_enterprise | 2 | state_minority
    Công ty Cổ phần Sách và Thiết bị Tây Đô | state_enterprise | 0 | state_minority
    """
)
AGENCY_TYPES = {
    "party_agency": "party_agency",
    "state_agency": "state_agency",
    "public_service": "public_service",
    "health": "public_service",
    "students": "public_service",
    "school": "public_service",
    "university": "public_service",
    "police": "police",
    "army": "army",
}


def _state(
    name: str, branches: int, weight: float, type_code: str, admitted: int | None = None, quota: int | None = None
):
    return Base(name, "state_enterprise", branches, weight, type_code, admitted, quota)


_BASES = {
    "khoidcd": (
        Base("Sở Công Thương", "state_agency", 4, published_admitted=8, quota=6),
        *(
            Base(name, milieu, int(branches), 0.5 + int(branches) * (2 if milieu == "students" else 1))
            for name, milieu, branches in _AGENCIES
        ),
    ),
    "khoidn": (
        _state("Viễn thông Cần Thơ", 6, 1, "state_full", 18, 15),
        _state("Công ty Cổ phần Dược Hậu Giang", 7, 1, "state_minority", 47, 30),
        _state("Bưu điện Cần Thơ", 4, 5, "state_full"),
        _state("Công ty TNHH Một thành viên Công trình Đô thị", 4, 5, "state_full"),
        _state("Công ty Nhiệt điện Cần Thơ", 3, 5, "state_full"),
        Base("Công ty TNHH Bảo vệ Lâm Hoàng", "private_enterprise", 0, 2.5, "limited"),
        *(
            Base(name, milieu, int(branches), 1 + int(branches), type_code)
            for name, milieu, branches, type_code in _ENTERPRISES
        ),
    ),
    "congan": _bases(
        "police",
        3,
        """Phòng Tham mưu, Phòng Tổ chức cán bộ, Phòng Cảnh sát giao thông, Phòng Cảnh sát hình sự,
        Phòng Cảnh sát cơ động, Phòng Hậu cần – Kỹ thuật, Trại tạm giam""",
    ),
    "quansu": _bases(
        "army",
        3,
        """Phòng Tham mưu, Phòng Chính trị, Phòng Hậu cần, Phòng Kỹ thuật, Trung đoàn bộ binh,
        Trường Quân sự địa phương""",
    ),
    "dhct": (
        *_bases(
            "students", 4, "Khoa Công nghệ, Khoa Kinh tế, Khoa Nông nghiệp, Khoa Sư phạm, Khoa Thủy sản, Khoa Luật"
        ),
        *_bases("university", 2, "Khoa Khoa học Tự nhiên, Khoa Khoa học Chính trị, Khối Phòng ban"),
    ),
    "dhydct": (
        *_bases("students", 3, "Khoa Y, Khoa Dược, Khoa Răng Hàm Mặt"),
        *_bases("university", 2, "Khoa Y tế công cộng, Khối Phòng ban"),
    ),
    "bvdktw": _bases("health", 3, "Khối Nội, Khối Ngoại, Khối Cận lâm sàng, Khối Hành chính"),
}

COMMITTEES = tuple(
    Committee(
        key,
        name,
        kind,
        YearFigures(int(quota), int(admitted), float(pace)),
        decides_as,
        _BASES.get(key, ()),
        _PLACES.get(key, ()),
    )
    for key, name, kind, quota, admitted, pace, decides_as in _COMMITTEES
)
DISTRICTS = tuple(committee for committee in COMMITTEES if committee.places)
# The city's own quota of 2011; the committees' add up to 40 more, as parents and children need not agree.
CITY_QUOTA = 2100
