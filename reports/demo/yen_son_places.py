"""Yên Sơn in 2023: communes of the time; the thôn under them are numbered and mean no real ones."""

from dataclasses import dataclass

from reports.demo.planning import Sketch

DISTRICT = ("08007000000000", "Đảng bộ huyện Yên Sơn")
_TOWN = "Yên Sơn"
_COMMUNES = (
    "Chân Sơn", "Chiêu Yên", "Công Đa", "Đạo Viện", "Đội Bình", "Hoàng Khai", "Hùng Lợi", "Kiến Thiết", "Kim Quan",
    "Lang Quán", "Lực Hành", "Mỹ Bằng", "Nhữ Hán", "Nhữ Khê", "Phú Thịnh", "Phúc Ninh", "Quý Quân", "Tân Long",
    "Tân Tiến", "Thái Bình", "Tiến Bộ", "Trung Minh", "Trung Sơn", "Trung Trực", "Tứ Quận", "Xuân Vân",
)  # fmt: skip
VILLAGES = 10  # of each commune
_OFFICES = (
    "Văn phòng Huyện ủy", "Ban Tổ chức Huyện ủy", "Ban Tuyên giáo Huyện ủy", "Ủy ban Mặt trận Tổ quốc huyện",
    "Huyện đoàn", "Hội Nông dân huyện", "Văn phòng HĐND và UBND huyện", "Phòng Nội vụ", "Phòng Tài chính – Kế hoạch",
    "Phòng Nông nghiệp và Phát triển nông thôn", "Phòng Giáo dục và Đào tạo", "Trung tâm Y tế huyện",
)  # fmt: skip
_ENTERPRISES = (
    ("Công ty TNHH Chè Sông Lô Xanh", "limited"), ("Công ty Cổ phần Gỗ Rừng Xuân", "joint_stock"),
    ("Hợp tác xã Nông nghiệp Bưởi Soi", "cooperative"),
)  # fmt: skip


@dataclass(frozen=True)
class Village:
    code: str
    name: str
    commune: str
    committee: str
    branch: str


def build() -> tuple[Sketch, list[Village]]:
    sketch = Sketch("08007")
    sketch.root(DISTRICT[1], "Đảng bộ huyện")
    villages: list[Village] = []
    for number, commune in enumerate((_TOWN, *_COMMUNES), start=1):
        town = commune == _TOWN
        label = "thị trấn" if town else "xã"
        where = f"{label} {commune}"
        committee = sketch.base(
            f"Đảng bộ {where}", f"Đảng bộ {label}", type_code="township" if town else "commune", where=where
        )
        for place in range(1, VILLAGES + 1):
            name = f"Tổ dân phố {place}" if town else f"Thôn {place}"
            branch = sketch.branch(committee, f"Chi bộ {name.lower()}", "hamlet", where=f"{name.lower()}, {where}")
            label_of_commune = where[0].upper() + where[1:]
            villages.append(Village(f"YS{number:02}{place:02}", name, label_of_commune, committee, branch))
        sketch.branch(committee, f"Chi bộ Cơ quan {where}", "commune_office", where=where)
        sketch.branch(committee, f"Chi bộ Trường học {where}", "school", where=where)
    for office in _OFFICES:
        party = "ủy" in office.split()[-1] or office.startswith(("Ủy ban", "Hội")) or office == "Huyện đoàn"
        milieu = "party_agency" if party else "state_agency"
        sketch.base(f"Chi bộ {office}", "Chi bộ cơ sở", milieu=milieu, type_code=milieu)
    for name, type_code in _ENTERPRISES:
        sketch.base(f"Chi bộ {name}", "Chi bộ cơ sở", milieu="private_enterprise", type_code=type_code)
    return sketch, villages
