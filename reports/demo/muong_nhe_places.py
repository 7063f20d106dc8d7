"""Mường Nhé as the article of 4/1/2017 counts it: 11 communes, 118 bản, 42 bases, 28 of them offices of the district.

The communes are those of the time. Names of bản are put together in the manner of the place and mean no real one.
"""

from dataclasses import dataclass

from reports.demo.planning import Sketch

DISTRICT = ("11009000000000", "Đảng bộ huyện Mường Nhé")
MEMBERS, MINORITIES = 1488, 979
# Of each commune: bản with a branch, with members but none, without members at the end of 2016; left white that year.
_COMMUNES = {
    "Mường Nhé": (10, 4, 1, 1),
    "Mường Toong": (8, 6, 2, 3),
    "Nậm Kè": (6, 4, 2, 2),
    "Chung Chải": (6, 4, 2, 2),
    "Sín Thầu": (6, 1, 0, 0),
    "Leng Su Sìn": (4, 2, 1, 1),
    "Sen Thượng": (5, 2, 0, 1),
    "Nậm Vì": (3, 4, 2, 2),
    "Pá Mỳ": (3, 4, 3, 2),
    "Huổi Lếch": (4, 5, 3, 3),
    "Quảng Lâm": (4, 5, 2, 3),
}
_FIRST = ("Nậm", "Huổi", "Pá", "Tả", "Co", "Phứ", "Xà", "Lò")
_SECOND = (
    "Phìn",
    "Hạt",
    "Lúm",
    "Vang",
    "Khum",
    "Quế",
    "Sảng",
    "Mạt",
    "Chấu",
    "Đích",
    "Lay",
    "Hin",
    "Cắm",
    "Xôm",
    "Thà",
)
_OFFICES = (
    "Văn phòng Huyện ủy", "Ban Tổ chức Huyện ủy", "Ban Tuyên giáo Huyện ủy", "Ban Dân vận Huyện ủy",
    "Cơ quan Ủy ban Kiểm tra Huyện ủy", "Trung tâm Bồi dưỡng chính trị huyện", "Ủy ban Mặt trận Tổ quốc huyện",
    "Huyện đoàn", "Hội Liên hiệp Phụ nữ huyện", "Hội Nông dân huyện", "Hội Cựu chiến binh huyện",
    "Liên đoàn Lao động huyện", "Văn phòng HĐND và UBND huyện", "Phòng Nội vụ", "Phòng Tài chính – Kế hoạch",
    "Phòng Tư pháp", "Phòng Nông nghiệp và Phát triển nông thôn", "Phòng Tài nguyên và Môi trường",
    "Phòng Lao động – Thương binh và Xã hội", "Phòng Văn hóa và Thông tin", "Phòng Giáo dục và Đào tạo",
    "Phòng Dân tộc", "Thanh tra huyện", "Trạm Khuyến nông huyện", "Hạt Kiểm lâm huyện", "Chi cục Thuế huyện",
    "Kho bạc Nhà nước huyện", "Bảo hiểm xã hội huyện",
)  # fmt: skip
_FORCES = (
    ("Công an huyện", "police", ("Đội Tham mưu", "Đội An ninh", "Đội Cảnh sát")),
    ("Quân sự huyện", "army", ("Ban Tham mưu", "Ban Chính trị – Hậu cần")),
    ("Trung tâm Y tế huyện", "health", ("Khối Điều trị", "Khối Dự phòng")),
)


@dataclass(frozen=True)
class Village:
    """A bản: its commune's committee, the branch its members take part in, and what the year made of it.

    `fate`: own (a branch of its own), kept (members, no branch), gained (white until some day of 2016), again (its only
    member moved away in 2016: tái trắng), white.
    """

    code: str
    name: str
    commune: str
    committee: str
    branch: str
    fate: str


def build() -> tuple[Sketch, list[Village]]:
    sketch = Sketch("11009")
    sketch.root(DISTRICT[1], "Đảng bộ huyện")
    villages: list[Village] = []
    for number, (commune, counts) in enumerate(_COMMUNES.items()):
        villages += _commune(sketch, number, commune, counts)
    for office in _OFFICES:
        party = office.endswith(("Huyện ủy", "đoàn")) or office.startswith(("Ủy ban Mặt trận", "Hội", "Liên đoàn"))
        milieu = "party_agency" if party else "state_agency"
        sketch.base(f"Chi bộ {office}", "Chi bộ cơ sở", milieu=milieu, type_code=milieu)
    for name, milieu, units in _FORCES:
        type_code = {"health": "public_service"}.get(milieu, milieu)
        base = sketch.base(f"Đảng bộ {name}", "Đảng bộ cơ sở", type_code=type_code)
        for unit in units:
            sketch.branch(base, f"Chi bộ {unit}", milieu)
    return sketch, villages


def _commune(sketch: Sketch, number: int, commune: str, counts: tuple[int, int, int, int]) -> list[Village]:
    own, only, white, gained = counts
    where = f"xã {commune}"
    committee = sketch.base(f"Đảng bộ xã {commune}", "Đảng bộ xã", type_code="commune", where=where)
    fates = ["own"] * own + ["gained"] * gained + ["kept"] * (only - gained) + ["white"] * white
    if commune == "Quảng Lâm":
        fates[-1] = "again"
    names = [_name(number, place) for place in range(len(fates))]
    branches = [
        sketch.branch(committee, f"Chi bộ bản {name}", "hamlet", where=f"bản {name}, {where}") for name in names[:own]
    ]
    office = sketch.branch(committee, f"Chi bộ Cơ quan xã {commune}", "commune_office", where=where)
    sketch.branch(committee, f"Chi bộ Trường học xã {commune}", "school", where=where)
    return [
        Village(
            f"MN{number + 1:02}{place + 1:02}",
            f"Bản {name}",
            f"Xã {commune}",
            committee,
            branches[place] if place < own else office,
            fate,
        )
        for place, (name, fate) in enumerate(zip(names, fates, strict=True))
    ]


def _name(commune: int, place: int) -> str:
    step = commune * 17 + place
    return f"{_FIRST[step % len(_FIRST)]} {_SECOND[(step * 7 + commune) % len(_SECOND)]} {1 + place // 8}"
