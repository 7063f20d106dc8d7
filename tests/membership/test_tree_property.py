"""Whatever is done to the tree, in any order: what is derived equals what the parents and the days say."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from membership.base import paths
from membership.domain.errors import Refused
from membership.domain.reorganise import OrganisationRow, dissolve, establish, move, record_organisations, rename
from membership.domain.tree import subtree_on
from membership.domain.tree_check import differences
from membership.models import Organisation, PartyMember
from tests.factories import MemberFactory

START = date(2020, 1, 1)
NODE = st.integers(0, 30)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("establish"), NODE, st.integers(0, 60)),
        st.tuples(st.just("move"), NODE, NODE, st.integers(0, 60)),
        st.tuples(st.just("rename"), NODE, st.integers(0, 60)),
        st.tuples(st.just("dissolve"), NODE, st.integers(0, 60)),
        st.tuples(st.just("list"), st.lists(st.tuples(NODE, NODE), max_size=4)),
    ),
    min_size=5,
    max_size=30,
)


def below(parents: dict[int, int | None], node: int) -> set[int]:
    found = {node}
    for child in (key for key, parent in parents.items() if parent == node):
        found |= below(parents, child)
    return found


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(acts=ACTS)
def test_the_derived_follows_the_parents(django_db_blocker, acts):
    from django.db import transaction

    with transaction.atomic():
        _run(acts)
        transaction.set_rollback(True)


def _run(acts) -> None:
    nodes = [establish(by=None, on=None, code="0", name="Gốc", parent=None)]
    for number in range(1, 5):
        nodes.append(establish(by=None, on=None, code=str(number), name=f"Số {number}", parent=nodes[number // 2]))
        MemberFactory(organisation=nodes[-1], status="left" if number % 2 else "official")
    for act, *told in acts:
        try:
            with_fresh(act, nodes, told)
        except Refused:
            continue
    everything = {each.pk: each for each in Organisation.objects.all()}
    parents = {key: each.parent_id for key, each in everything.items()}
    for key, each in everything.items():
        assert each.path == (everything[each.parent_id].path if each.parent_id else "") + paths.step(key)
        inside = set(Organisation.objects.under(each).values_list("pk", flat=True))
        assert inside == below(parents, key)
    for member in PartyMember.objects.select_related("organisation"):
        assert member.organisation_path == member.organisation.path
    assert list(differences()) == []
    today = {node.id for node in subtree_on(nodes[0], date.today())}
    assert today == {key for key, each in everything.items() if each.is_open}
    for days in (0, 20, 40, 60):
        tree = subtree_on(nodes[0], START + timedelta(days=days))
        assert len({node.id for node in tree}) == len(tree)
        assert all(node.path.endswith(paths.step(node.id)) for node in tree)


def with_fresh(act: str, nodes: list[Organisation], told: list) -> None:
    for node in nodes:
        node.refresh_from_db()

    def pick(number: int) -> Organisation:
        return nodes[number % len(nodes)]

    if act == "establish":
        parent, day = told
        code = str(len(nodes))
        on = START + timedelta(days=day)
        nodes.append(establish(by=None, on=on, code=code, name=f"Số {code}", parent=pick(parent)))
    elif act == "list":
        listed = [(pick(node), pick(parent)) for node, parent in told[0]]
        rows = [
            OrganisationRow(row, node.code, node.name, parent.code if node.pk != nodes[0].pk else "")
            for row, (node, parent) in enumerate(listed)
        ]
        record_organisations(rows, by=None, into=None, apply=True)
    else:
        organisation = pick(told[0])
        shared = {"by": None, "on": START + timedelta(days=told[-1]), "organisation": organisation}
        shared["version"] = organisation.version
        if act == "move":
            move(**shared, parent=pick(told[1]))
        elif act == "rename":
            rename(**shared, name=f"Tên {told[-1]}")
        else:
            dissolve(**shared)
