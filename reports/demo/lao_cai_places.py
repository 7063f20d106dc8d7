"""The Party organisation of agencies and enterprises (Khối) of Lào Cai province in 2023: 85 bases, 5.418 members.

The article names the three schools and one company. The other bodies are such as every province had then; names of the
other companies, and how many members each body has, are invented so that the published sums come out.
"""

from dataclasses import dataclass

from reports.demo.can_tho_plan import share
from reports.demo.planning import Sketch

KHOI = ("10012000000000", "Đảng bộ Khối Cơ quan – Doanh nghiệp tỉnh Lào Cai")
CHEMICALS = "Công ty TNHH Hóa chất Đức Giang Lào Cai"
COLLEGE = "Trường Cao đẳng Lào Cai"
MEMBERS = {"school": 295, "enterprise": 1254, "agency": 5418 - 295 - 1254}
# name | branches (0: itself one) | weight
_SCHOOLS = (
    ("Phân hiệu Đại học Thái Nguyên tại Lào Cai", 3, 8),
    (COLLEGE, 6, 16),
    ("Trung tâm Kỹ thuật tổng hợp – Hướng nghiệp dạy nghề và Giáo dục thường xuyên tỉnh", 0, 2.5),
)
_ENTERPRISES = (
    (CHEMICALS, 8, 24, "limited"), ("Công ty Cổ phần Khoáng sản Sa Bình", 6, 16, "state_majority"),
    ("Công ty TNHH Một thành viên Cấp nước Nậm Thi Xanh", 4, 10, "state_full"),
    ("Công ty Điện lực Phan Xi", 6, 18, "state_full"), ("Viễn thông Cốc Lếu Xanh", 4, 12, "state_full"),
    ("Công ty Cổ phần Vận tải Bến Đền", 3, 8, "joint_stock"),
    ("Công ty Cổ phần Xi măng Tằng Loỏng Mới", 4, 9, "joint_stock"),
    ("Công ty TNHH Xây dựng Cao Sơn", 0, 2, "limited"), ("Công ty TNHH Du lịch Mây Trắng", 0, 2, "limited"),
    ("Công ty Cổ phần Giống cây trồng Bát Xát Mới", 0, 2, "joint_stock"),
    ("Hợp tác xã Vận tải Hữu Nghị", 0, 2, "cooperative"),
)  # fmt: skip
_PARTY = (
    "Văn phòng Tỉnh ủy", "Ban Tổ chức Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy", "Ban Dân vận Tỉnh ủy",
    "Ban Nội chính Tỉnh ủy", "Cơ quan Ủy ban Kiểm tra Tỉnh ủy", "Cơ quan Đảng ủy Khối",
    "Ủy ban Mặt trận Tổ quốc tỉnh", "Tỉnh đoàn", "Liên đoàn Lao động tỉnh", "Hội Liên hiệp Phụ nữ tỉnh",
    "Hội Nông dân tỉnh", "Hội Cựu chiến binh tỉnh", "Báo tỉnh",
)  # fmt: skip
_LARGE = (
    "Văn phòng Ủy ban nhân dân tỉnh", "Sở Nội vụ", "Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Sở Xây dựng",
    "Sở Giao thông vận tải", "Sở Nông nghiệp và Phát triển nông thôn", "Sở Công Thương", "Sở Y tế",
    "Sở Giáo dục và Đào tạo", "Sở Tư pháp", "Sở Tài nguyên và Môi trường", "Sở Lao động – Thương binh và Xã hội",
    "Sở Văn hóa và Thể thao", "Cục Thuế tỉnh", "Cục Hải quan tỉnh", "Kho bạc Nhà nước tỉnh",
    "Ngân hàng Nhà nước chi nhánh tỉnh", "Tòa án nhân dân tỉnh", "Viện kiểm sát nhân dân tỉnh",
    "Bệnh viện Đa khoa tỉnh", "Bệnh viện Sản – Nhi tỉnh", "Trung tâm Kiểm soát bệnh tật tỉnh",
    "Chi cục Kiểm lâm tỉnh", "Đài Phát thanh – Truyền hình tỉnh", "Trường Chính trị tỉnh",
)  # fmt: skip
_SMALL = (
    "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh", "Sở Ngoại vụ", "Sở Du lịch",
    "Sở Khoa học và Công nghệ", "Sở Thông tin và Truyền thông", "Ban Dân tộc tỉnh", "Thanh tra tỉnh",
    "Ban Quản lý Khu kinh tế tỉnh", "Cục Thi hành án dân sự tỉnh", "Cục Thống kê tỉnh", "Bảo hiểm xã hội tỉnh",
    "Cục Quản lý thị trường tỉnh", "Liên minh Hợp tác xã tỉnh", "Hội Chữ thập đỏ tỉnh",
    "Hội Văn học Nghệ thuật tỉnh", "Hội Nhà báo tỉnh", "Hội Luật gia tỉnh",
    "Liên hiệp các hội Khoa học và Kỹ thuật tỉnh", "Liên hiệp các tổ chức hữu nghị tỉnh",
    "Quỹ Đầu tư phát triển tỉnh", "Trung tâm Phục vụ hành chính công tỉnh", "Trung tâm Khuyến nông tỉnh",
    "Trung tâm Giám định y khoa tỉnh", "Trung tâm Pháp y tỉnh", "Bệnh viện Nội tiết tỉnh",
    "Bệnh viện Phục hồi chức năng tỉnh", "Ngân hàng Chính sách xã hội tỉnh",
    "Ban Quản lý dự án đầu tư xây dựng tỉnh", "Trung tâm Kiểm nghiệm tỉnh", "Trung tâm Nước sạch nông thôn tỉnh",
    "Đoàn Nghệ thuật tỉnh",
)  # fmt: skip
_ROOMS = ("Văn phòng", "Nghiệp vụ 1", "Nghiệp vụ 2", "Thanh tra", "Đơn vị sự nghiệp")
_SHOPS = (
    "Văn phòng", "Phòng Kỹ thuật", "Phòng Kinh doanh", "Phân xưởng 1", "Phân xưởng 2", "Phân xưởng 3",
    "Phân xưởng 4", "Kho vận",
)  # fmt: skip
_FACULTIES = ("Khoa Cơ bản", "Khoa Kỹ thuật", "Phòng Đào tạo", "Phòng Tổ chức – Hành chính", "Khoa Y tế")


@dataclass(frozen=True)
class Base:
    """`group`: school, enterprise or agency. `branches`: codes of where its members take part, with their share."""

    code: str
    name: str
    group: str
    branches: tuple[str, ...]
    weight: float


def build() -> tuple[Sketch, list[Base], dict[str, int]]:
    """The tree, its 85 bases, and how many members each branch is to have on 31/8/2023."""
    sketch = Sketch("10012")
    sketch.root(KHOI[1], "Đảng bộ khối")
    bases = [
        _base(sketch, name, "school", "school", "public_service", count, weight) for name, count, weight in _SCHOOLS
    ]
    for name, count, weight, type_code in _ENTERPRISES:
        milieu = "state_enterprise" if type_code.startswith("state") else "private_enterprise"
        bases.append(_base(sketch, name, "enterprise", milieu, type_code, count, weight))
    bases += [_base(sketch, name, "agency", "party_agency", "party_agency", 0, 4) for name in _PARTY]
    bases += [_base(sketch, name, "agency", "state_agency", "state_agency", 4, 16) for name in _LARGE]
    bases += [_base(sketch, name, "agency", "state_agency", "state_agency", 0, 4) for name in _SMALL]
    return sketch, bases, _sizes(bases)


def _base(sketch: Sketch, name: str, group: str, milieu: str, type_code: str, count: int, weight: float) -> Base:
    if not count:
        code = sketch.base(f"Chi bộ {name}", "Chi bộ cơ sở", milieu=milieu, type_code=type_code)
        return Base(code, name, group, (code,), weight)
    code = sketch.base(f"Đảng bộ {name}", "Đảng bộ cơ sở", type_code=type_code)
    rooms = {"school": _FACULTIES, "enterprise": _SHOPS}.get(group, _ROOMS)
    codes = []
    for place in range(count):
        students = name == COLLEGE and place == count - 1
        own = "students" if students else "university" if group == "school" else milieu
        label = "Sinh viên" if students else rooms[place % len(rooms)]
        codes.append(sketch.branch(code, f"Chi bộ {label}", own))
    return Base(code, name, group, tuple(codes), weight)


def _sizes(bases: list[Base]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for group, members in MEMBERS.items():
        own = [base for base in bases if base.group == group]
        for base, number in zip(own, share(members, [base.weight for base in own]), strict=True):
            sizes |= dict(zip(base.branches, share(number, [1.0] * len(base.branches)), strict=True))
    return sizes
