"""Which level a label stands for, on which day; who is base, section and decider on the way up."""

from datetime import date

import pytest

from candidates.procedure.levels import Chain, Link, level_of
from candidates.procedure.schema import Level
from membership.catalogues.organisation_types import ORGANISATION_KINDS
from reports.demo.can_tho_tree import build_tree
from reports.demo.scale_tree import _BRANCH

day = date.fromisoformat
BEFORE, FIRST, LAST, AFTER = map(day, ("2025-06-30", "2025-07-01", "2026-07-25", "2026-07-26"))
BRANCH, SECTION, BASE, ABOVE, CENTRE = Level
COMMUNES = ("Đảng bộ xã", "Đảng bộ phường", "Đảng bộ đặc khu", "Đảng bộ thị trấn", "Đảng ủy xã", "ĐẢNG BỘ XÃ MẪU 3")

# Whatever the day.
LABELS = {
    "Đảng bộ tỉnh": CENTRE, "Đảng bộ thành phố": CENTRE, "Tỉnh ủy": CENTRE, "Thành ủy": CENTRE,
    "Đảng bộ trực thuộc Trung ương": CENTRE, "Đảng bộ quân khu": CENTRE,
    "Đảng bộ quận": ABOVE, "Đảng bộ huyện": ABOVE, "Đảng bộ thị xã": ABOVE, "Đảng bộ khối": ABOVE,
    "Đảng bộ thành phố thuộc tỉnh": ABOVE, "Đảng bộ thành phố (thuộc tỉnh)": ABOVE, "Huyện ủy": ABOVE,
    "Quận ủy": ABOVE, "Thị ủy": ABOVE, "Đảng bộ cấp trên cơ sở": ABOVE, "Đảng bộ cấp trên trực tiếp cơ sở": ABOVE,
    "Đảng bộ các cơ quan Đảng tỉnh": ABOVE, "Đảng bộ Ủy ban nhân dân tỉnh": ABOVE, "Đảng bộ UBND thành phố": ABOVE,
    "Đảng bộ cơ sở": BASE, "Đảng ủy cơ sở": BASE, "Chi bộ cơ sở": BASE, "Đảng bộ cơ quan": BASE,
    "Đảng bộ bộ phận": SECTION, "Đảng ủy bộ phận": SECTION,
    "Chi bộ": BRANCH, "Chi bộ trực thuộc": BRANCH, "Chi bộ trực thuộc đảng ủy cơ sở": BRANCH, "chi bo": BRANCH,
    "Chi bộ quân sự": BRANCH,
    "": None, "Đảng bộ": None, "Đảng bộ trường đại học": None, "Đảng bộ Xăng dầu": None, "Công đoàn cơ sở": None,
    "Đảng bộ Quang Minh": None, "Đảng bộ trực thuộc cơ sở": None,
}  # fmt: skip


@pytest.mark.parametrize(("kind", "level"), LABELS.items())
@pytest.mark.parametrize("on", [BEFORE, FIRST, LAST, AFTER])
def test_a_label_that_means_the_same_all_the_time(kind, level, on):
    assert level_of(kind, on) == level


@pytest.mark.parametrize("kind", COMMUNES)
def test_a_commune_is_above_the_base_only_in_the_pilot(kind):
    assert [level_of(kind, on) for on in (BEFORE, FIRST, LAST, AFTER)] == [BASE, ABOVE, ABOVE, BASE]


@pytest.mark.parametrize("kind", ["Đảng bộ các cơ quan Đảng xã", "Đảng bộ Ủy ban nhân dân phường", "Đảng bộ UBND xã A"])
def test_a_commune_s_own_offices_are_its_bases_in_the_pilot(kind):
    assert [level_of(kind, on) for on in (BEFORE, FIRST, LAST, AFTER)] == [None, BASE, BASE, None]


def test_every_label_that_is_suggested_or_used_by_the_demo_is_known():
    kinds = {*ORGANISATION_KINDS, *(node.kind for node in build_tree().nodes()), _BRANCH}
    kinds |= {f"Đảng bộ {label}" for label in ("tỉnh", "thành phố", "xã", "phường", "cơ quan", "cơ sở")}
    assert set(ORGANISATION_KINDS) <= {*LABELS, *COMMUNES}, "a new suggestion belongs into the table above"
    for on in (BEFORE, FIRST, LAST, AFTER):
        assert [kind for kind in kinds if level_of(kind, on) is None] == []


# --- the way from the root down to the branch ------------------------------------------------------------------------
def chain(*kinds: str, delegated: int | None = None) -> Chain:
    links = tuple(Link(n, f"{n:05}", f"{kind} {n}", kind) for n, kind in enumerate(kinds))
    return Chain(links, frozenset() if delegated is None else frozenset({delegated}))


@pytest.mark.parametrize(
    ("kinds", "on", "base", "section"),
    [
        (("Đảng bộ tỉnh", "Đảng bộ huyện", "Đảng bộ xã", "Chi bộ"), BEFORE, 2, None),
        (("Đảng bộ tỉnh", "Đảng bộ huyện", "Đảng bộ xã", "Đảng bộ bộ phận", "Chi bộ"), BEFORE, 2, 3),
        (("Đảng bộ tỉnh", "Đảng bộ xã", "Chi bộ"), FIRST, 1, None),  # no base between: the commune stands in
        (("Đảng bộ tỉnh", "Đảng bộ xã", "Đảng bộ cơ sở", "Chi bộ"), LAST, 2, None),
        (("Đảng bộ tỉnh", "Đảng bộ xã", "Chi bộ"), AFTER, 1, None),
        (("Đảng bộ tỉnh", "Đảng bộ xã", "Đảng bộ UBND xã", "Chi bộ"), AFTER, 1, None),
        (("Đảng bộ tỉnh", "Đảng bộ xã", "Đảng bộ bộ phận", "Chi bộ"), AFTER, 1, 2),
        (("Đảng bộ tỉnh", "Đảng bộ xã", "Chi bộ cơ sở"), LAST, 2, None),
        (("Chi bộ",), AFTER, 0, None),
    ],
)
def test_the_base_and_the_section(kinds, on, base, section):
    way = chain(*kinds)
    assert way.base(on).id == base
    assert (way.section(on).id if way.section(on) else None) == section


PILOT = ("Đảng bộ tỉnh", "Đảng bộ xã", "Đảng bộ cơ sở", "Chi bộ trực thuộc")


@pytest.mark.parametrize(
    ("kinds", "on", "base_decides", "delegated", "deciders"),
    [
        (("Đảng bộ tỉnh", "Đảng bộ huyện", "Đảng bộ xã", "Chi bộ"), BEFORE, False, None, [1, 0]),
        (("Đảng bộ tỉnh", "Đảng bộ huyện", "Đảng bộ xã", "Chi bộ"), BEFORE, False, 2, [2, 1, 0]),
        (PILOT, FIRST, False, None, [1, 0]),
        (PILOT, LAST, False, 2, [2, 1, 0]),
        (("Đảng bộ tỉnh", "Đảng bộ xã", "Chi bộ"), LAST, False, None, [1, 0]),
        (("Đảng bộ tỉnh", "Đảng bộ xã", "Chi bộ"), AFTER, True, None, [1, 0]),
        (("Đảng bộ tỉnh", "Đảng bộ xã", "Đảng bộ bộ phận", "Chi bộ"), AFTER, True, None, [1, 0]),
        # a branch that is a base organisation itself has no committee that could decide
        (("Đảng bộ tỉnh", "Đảng bộ xã", "Chi bộ cơ sở"), AFTER, True, None, [1, 0]),
        (("Đảng bộ tỉnh", "Đảng bộ xã", "Chi bộ cơ sở"), LAST, False, None, [1, 0]),
    ],
)
def test_who_may_decide_the_nearest_first(kinds, on, base_decides, delegated, deciders):
    assert [link.id for link in chain(*kinds, delegated=delegated).deciders(on, base_decides)] == deciders


def test_a_branch_decides_at_no_level_though_it_may_be_a_base():
    branch = Link(1, "00001", "Chi bộ Trường Thử", "Chi bộ cơ sở")
    assert (branch.level(AFTER), branch.decides_at(AFTER)) == (BASE, BRANCH)
    commune = Link(2, "00002", "Đảng bộ xã Thử", "Đảng bộ xã")
    assert [commune.decides_at(on) for on in (LAST, AFTER)] == [ABOVE, BASE]
