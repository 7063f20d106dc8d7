"""A made-up tree of any size: provinces, committees above the base, base organisations, branches."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from membership.base import paths
from membership.base.bulk import reserve_ids
from membership.base.text import fold
from membership.models import Organisation, OrganisationName, Placement
from reports.demo.people import pick
from reports.demo.scale_sink import Sink

_BRANCH = "Chi bộ trực thuộc"
_BASES = {
    ("Khu phố", "", "neighbourhood"): 34,
    ("Thôn", "", "hamlet"): 26,
    ("Trường học số", "public_service", "school"): 14,
    ("Cơ quan số", "state_agency", "state_agency"): 9,
    ("Trạm Y tế số", "public_service", "health"): 4,
    ("Công an số", "police", "police"): 3,
    ("Quân sự số", "army", "army"): 3,
    ("Công ty Cổ phần số", "joint_stock", "private_enterprise"): 3,
    ("Công ty TNHH số", "limited", "private_enterprise"): 2,
    ("Doanh nghiệp nhà nước số", "state_full", "state_enterprise"): 2,
}


@dataclass(frozen=True)
class Size:
    """How many of each a province has: committees above the base, their bases, the bases' branches (on average)."""

    provinces: int
    committees: int
    bases: float
    branches: float


@dataclass
class Made:
    """An organisation as far as the people and the quotas need it."""

    id: int
    path: str
    type_code: str = ""
    milieu: str = ""
    is_branch: bool = False


class TreeMaker:
    def __init__(self, size: Size, seed: int):
        self.size = size
        self.rng = Random(f"tree/{seed}")
        self.organisations = Sink(
            Organisation, "id", "code", "name", "folded_name", "kind", "type_code", "parent_id", "path"
        )
        self.placements = Sink(Placement, "organisation_id", "parent_id", "id")
        self.names = Sink(OrganisationName, "organisation_id", "name", "folded_name", "kind", "id")

    def make(self) -> Iterator[list[Made]]:
        """The organisations province by province, written as they come; the nation's root comes with the first."""
        top: Made | None = None
        if self.size.provinces > 1:
            top = self._write([("0" * 14, "Đảng bộ toàn quốc (giả định)", "Đảng bộ", "", "", None)])[0]
        for number in range(1, self.size.provinces + 1):
            made = self._write(self._province(number), top)
            yield [top, *made] if top and number == 1 else made

    def _province(self, province: int) -> list[tuple]:
        """(code, name, kind, loại hình, milieu, position of the parent in this list or None), parents first."""
        rng, size = self.rng, self.size
        label = "tỉnh" if size.committees > 1 else "vùng"
        rows: list[tuple] = [
            (_code(province), f"Đảng bộ {label} Giả định {province:02}", f"Đảng bộ {label}", "", "", None)
        ]
        for committee in range(1, size.committees + 1):
            kind = pick(rng, {"xã": 60, "phường": 32, "cơ quan": 8})
            at = len(rows)
            rows.append((_code(province, committee), f"Đảng bộ {kind} Mẫu {committee}", f"Đảng bộ {kind}", "", "", 0))
            for base in range(1, _about(rng, size.bases) + 1):
                name, type_code, milieu = pick(rng, _BASES)
                base_at, branches = len(rows), _about(rng, size.branches)
                kind = "Đảng bộ cơ sở" if branches else "Chi bộ cơ sở"
                code = _code(province, committee, base)
                rows.append((code, f"{kind[:7].strip()} {name} {base}", kind, type_code, milieu, at))
                for branch in range(1, branches + 1):
                    code = _code(province, committee, base, branch)
                    rows.append((code, f"Chi bộ {branch} {name} {base}", _BRANCH, type_code, milieu, base_at))
        return rows

    def _write(self, rows: list[tuple], top: Made | None = None) -> list[Made]:
        ids = reserve_ids(Organisation, len(rows))
        made: list[Made] = []
        for identifier, (_code_text, _name, kind, type_code, milieu, at) in zip(ids, rows, strict=True):
            above = made[at] if at is not None else top
            path = paths.child(above.path if above else "", identifier)
            made.append(Made(identifier, path, type_code, milieu, kind == _BRANCH))
        parents = [made[row[5]].id if row[5] is not None else (top.id if top else None) for row in rows]
        both = list(zip(made, rows, parents, strict=True))
        self.organisations.add(
            (m.id, code, name, fold(name), kind, type_code, parent, m.path)
            for m, (code, name, kind, type_code, _milieu, _at), parent in both
        )
        self.organisations.flush()
        self.placements.add(
            (m.id, parent, pk) for (m, _row, parent), pk in zip(both, reserve_ids(Placement, len(rows)), strict=True)
        )
        self.placements.flush()
        self.names.add(
            (m.id, row[1], fold(row[1]), row[2], pk)
            for (m, row, _parent), pk in zip(both, reserve_ids(OrganisationName, len(rows)), strict=True)
        )
        self.names.flush()
        return made


def _code(province: int, committee: int = 0, base: int = 0, branch: int = 0) -> str:
    return f"{province:02}{committee:03}{base:03}000{branch:03}"


def _about(rng: Random, mean: float) -> int:
    """A whole number around the mean: one in eight bases is a single branch without others under it."""
    return 0 if mean < 8 and rng.random() < 0.125 else max(1, round(rng.uniform(0.55, 1.45) * mean * 1.08))
