"""The tree of Cần Thơ 2011 as rows for `record_organisations`, with what the inventing of people needs to know."""

from dataclasses import dataclass, field

from reports.demo.can_tho_places import (
    AGENCY_TYPES,
    CITY_CODE,
    CITY_NAME,
    COMMITTEES,
    DISTRICTS,
    PUBLISHED_PLACES,
    Base,
    Committee,
)

_HAMLETS = (
    "Thới Bình",
    "Thới Hòa",
    "Thới Thuận",
    "Trường Thọ",
    "Trường Hòa",
    "Đông Lợi",
    "Đông Thạnh",
    "Tân Lợi",
    "Tân Thành",
    "Phụng Lợi",
    "Vĩnh Lộc",
    "Thạnh Phước",
    "An Thạnh",
    "Nhơn Lộc",
)


@dataclass
class Node:
    """An organisation to be founded. `milieu`: what kind of people its branches take in; only leaves have people."""

    code: str
    name: str
    kind: str
    parent: str | None
    type_code: str = ""
    milieu: str = ""
    place: str = ""
    weight: float = 1
    children: list["Node"] = field(default_factory=list)


@dataclass
class BaseNode:
    """A base organisation in the tree, with the branches that admit for it and what the article says of it."""

    node: Node
    base: Base
    branches: list[Node]


@dataclass
class CommitteeNode:
    node: Node
    committee: Committee
    bases: list[BaseNode]


@dataclass
class Tree:
    root: Node
    committees: list[CommitteeNode]

    def nodes(self) -> list[Node]:
        """Parents before children."""
        found, waiting = [], [self.root]
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting.extend(reversed(node.children))
        return found

    def by_code(self) -> dict[str, Node]:
        return {node.code: node for node in self.nodes()}


def code(upper: int, base: int = 0, branch: int = 0) -> str:
    """M1.M2.M3.M4.M5 of 1361-CV/BTCTW without dots: city, committee above the base, base, 000, branch."""
    return f"92{upper:03}{base:03}000{branch:03}"


def build_tree() -> Tree:
    root = Node(CITY_CODE, CITY_NAME, "Đảng bộ thành phố", None)
    tree = Tree(root, [])
    for number, committee in enumerate(COMMITTEES, start=1):
        node = _under(root, Node(code(number), committee.name, committee.kind, root.code))
        bases = _district_bases(committee) if committee in DISTRICTS else committee.bases
        tree.committees.append(CommitteeNode(node, committee, []))
        for position, base in enumerate(bases, start=1):
            tree.committees[-1].bases.append(_base(node, number, position, base))
    return tree


def _under(parent: Node, node: Node) -> Node:
    parent.children.append(node)
    return node


def _base(parent: Node, number: int, position: int, base: Base) -> BaseNode:
    local = base.name.startswith(("phường ", "xã ", "thị trấn "))
    single = base.branches == 0
    kind = "Chi bộ cơ sở" if single else _local_kind(base.name) if local else "Đảng bộ cơ sở"
    node = _under(
        parent,
        Node(
            code(number, position),
            f"{'Chi bộ' if single else 'Đảng bộ'} {base.name}",
            kind,
            parent.code,
            base.type_code or _local_type(base.name) or AGENCY_TYPES.get(base.milieu, ""),
            base.milieu,
            base.name if local else "",
        ),
    )
    if single:
        return BaseNode(node, base, [node])
    branches = _local_branches(base, position) if local else _office_branches(base)
    return BaseNode(
        node,
        base,
        [
            _under(
                node,
                Node(
                    code(number, position, index), name, "Chi bộ trực thuộc", node.code, "", milieu, node.place, weight
                ),
            )
            for index, (name, milieu, weight) in enumerate(branches, start=1)
        ],
    )


def _local_kind(name: str) -> str:
    return "Đảng bộ thị trấn" if name.startswith("thị trấn") else f"Đảng bộ {name.split(' ', 1)[0]}"


def _local_type(name: str) -> str:
    return {"phường": "ward", "xã": "commune", "thị": "township"}.get(name.split(" ", 1)[0], "")


def _local_branches(base: Base, position: int) -> list[tuple[str, str, float]]:
    """(name, milieu, weight): khu vực of a ward, ấp of a commune, and the branches every commune has."""
    short = base.name.removeprefix("phường ").removeprefix("xã ").removeprefix("thị trấn ")
    if base.milieu == "hamlet":
        begin = position * 5
        own = [
            (f"Chi bộ ấp {_HAMLETS[(begin + step) % len(_HAMLETS)]}", "hamlet", 1.2)
            for step in range(base.branches - 4)
        ]
    else:
        own = [(f"Chi bộ khu vực {step}", "neighbourhood", 1.2) for step in range(1, base.branches - 3)]
    return [
        *own,
        (f"Chi bộ Cơ quan {base.name}", "commune_office", 1.5),
        (f"Chi bộ Quân sự {base.name}", "commune_office", 0.8),
        (f"Chi bộ Trường Tiểu học {short}", "school", 1.6),
        (f"Chi bộ Trạm Y tế {base.name}", "health", 0.6),
    ]


def _office_branches(base: Base) -> list[tuple[str, str, float]]:
    if base.milieu == "students":
        staff = [("Chi bộ Cán bộ, giảng viên", "university", 1)]
        return staff + [(f"Chi bộ Sinh viên {step}", "students", 1.5) for step in range(1, base.branches)]
    if base.milieu in ("state_enterprise", "private_enterprise"):
        rooms = ("Văn phòng", "Phòng Kinh doanh", "Phòng Kỹ thuật", "Xưởng 1", "Xưởng 2", "Xưởng 3", "Kho vận")
    elif base.milieu in ("police", "army"):
        rooms = ("Ban Chỉ huy", "Đội 1", "Đội 2", "Đội 3")
    elif base.milieu == "health":
        rooms = (
            "Khối Hành chính",
            "Khối Lâm sàng 1",
            "Khối Lâm sàng 2",
            "Khối Dược",
            "Khối Cận lâm sàng",
            "Khối Dự phòng",
        )
    elif base.milieu == "school":
        rooms = ("Tổ Tự nhiên", "Tổ Xã hội", "Tổ Hành chính")
    elif base.milieu == "university":
        rooms = ("Bộ môn 1", "Bộ môn 2", "Bộ môn 3")
    else:
        rooms = ("Văn phòng", "Nghiệp vụ 1", "Nghiệp vụ 2", "Thanh tra", "Đơn vị sự nghiệp 1", "Đơn vị sự nghiệp 2")
    return [(f"Chi bộ {name}", base.milieu, 1) for name in rooms[: base.branches]]


def _district_bases(committee: Committee) -> tuple[Base, ...]:
    """Wards or communes, then the agencies every district has."""
    urban = committee.kind == "Đảng bộ quận"
    here = committee.name.removeprefix("Đảng bộ ")
    local = tuple(
        Base(
            place,
            "hamlet" if place.startswith("xã") else "neighbourhood",
            8 + index % 4,
            2.2 + index % 3 * 0.6,
            published_admitted=PUBLISHED_PLACES.get(place, (None, None))[0],
            quota=PUBLISHED_PLACES.get(place, (None, None))[1],
        )
        for index, place in enumerate(committee.places)
    )
    return (
        *local,
        Base(f"Cơ quan Đảng, đoàn thể {here}", "party_agency", 3, 1.5),
        Base(f"Cơ quan Ủy ban nhân dân {here}", "state_agency", 4, 2),
        Base(f"Công an {here}", "police", 3, 2.2),
        Base(f"Quân sự {here}", "army", 2, 2),
        Base(f"Ngành Giáo dục {here}", "school", 3, 2.6),
        Base(f"Trung tâm Y tế {here}", "health", 3, 1.4),
        Base(
            f"Công ty Cổ phần Thương mại {here.split(' ', 1)[1]} Mới"
            if urban
            else f"Hợp tác xã Nông nghiệp {here.split(' ', 1)[1]} Mới",
            "private_enterprise",
            0,
            0.7,
            "joint_stock" if urban else "cooperative",
        ),
    )
