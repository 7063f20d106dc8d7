"""The places of the demo of article 003: communes of Khánh Hòa as they are named since 1/7/2025, invented branches."""

from reports.demo.planning import Sketch

PROVINCE = ("56000000000000", "Đảng bộ tỉnh Khánh Hòa")
_COMMUNES = (
    ("phường Tây Nha Trang", "Tổ dân phố"), ("phường Ninh Hòa", "Tổ dân phố"), ("xã Diên Khánh", "Thôn"),
    ("xã Cam Lâm", "Thôn"), ("xã Vạn Ninh", "Thôn"), ("xã Khánh Vĩnh", "Thôn"),
)  # fmt: skip
_NAMES = ("Phú Lộc", "Vĩnh Thái", "Xuân Sơn", "Đại An", "Hòa Tân", "Trường Lạc")
_COMPANIES = (
    ("Công ty Cổ phần Dệt may Biển Xanh", "joint_stock", ("Văn phòng", "Phân xưởng Sợi", "Phân xưởng May")),
    ("Công ty TNHH Thủy sản Hòn Khói Mới", "limited", ("Văn phòng", "Phân xưởng Chế biến")),
)  # fmt: skip


def build() -> tuple[Sketch, list[str], list[str]]:
    """The tree, the codes of the communes' committees, and those of the companies'."""
    sketch = Sketch("56000")
    sketch.root(PROVINCE[1], "Đảng bộ tỉnh")
    communes, companies = [], []
    for where, label in _COMMUNES:
        kind = where.split(" ", 1)[0]
        type_code = {"xã": "commune", "phường": "ward"}[kind]
        committee = sketch.base(f"Đảng bộ {where}", f"Đảng bộ {kind}", type_code=type_code, where=where)
        communes.append(committee)
        milieu = "hamlet" if kind == "xã" else "neighbourhood"
        for name in _NAMES:
            sketch.branch(committee, f"Chi bộ {label.lower()} {name}", milieu, where=f"{label.lower()} {name}, {where}")
    for name, type_code, rooms in _COMPANIES:
        committee = sketch.base(f"Đảng bộ {name}", "Đảng bộ cơ sở", type_code=type_code)
        companies.append(committee)
        for room in rooms:
            sketch.branch(committee, f"Chi bộ {room}", "private_enterprise")
    return sketch, communes, companies
