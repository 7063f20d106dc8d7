"""Whatever happens to members and to the tree: A + B − C = D for every organisation and any days, periods follow on one
another, and children add up to what lies above them."""

from datetime import date, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from membership.domain.errors import Refused
from membership.domain.member_acts import amend_member, record_member
from membership.domain.movements import receive, record_movement, reverse_movement, stock
from membership.domain.reorganise import move
from membership.domain.stock import balance
from membership.models import MemberMovement, Organisation, PartyMember
from tests.conftest import make_tree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
FIRST, LAST = date(2024, 1, 1), date(2026, 7, 15)
ACTS = (
    "record", "record", "receive", "receive", "moved", "moved", "moved", "died", "expelled", "struck_off", "resigned",
    "transferred_out", "gone", "restored", "restored", "transferred_in", "reverse", "reverse", "joined", "tree",
)  # fmt: skip


class Story:
    """Random acts on the records, each through the door a person uses; what is refused changes nothing."""

    def __init__(self, tree, seed: int):
        self.rng, self.tree = Random(seed), tree
        self.branches = [tree.branch, tree.sibling_branch, tree.other_branch, tree.foreign_branch]
        self.done = 0

    def day(self) -> date:
        return FIRST + timedelta(days=self.rng.randrange((LAST - FIRST).days))

    def act(self) -> None:
        try:
            with transaction.atomic():
                self._act(self.rng.choice(ACTS))
            self.done += 1
        except Refused:
            return

    def _act(self, act: str) -> None:
        rng, day = self.rng, self.day()
        branch, members = rng.choice(self.branches), list(PartyMember.objects.order_by("pk"))
        if act == "tree":
            communes = [self.tree.commune, self.tree.sibling_commune, self.tree.foreign_commune]
            branch = Organisation.objects.get(pk=branch.pk)
            return move(by=None, on=day, organisation=branch, parent=rng.choice(communes), version=branch.version)
        if act == "record" or not members:
            name, joined = f"Lê Văn Sổ {len(members)}", rng.choice([None, day, day])
            branch = Organisation.objects.get(pk=branch.pk)
            return record_member(by=None, organisation=branch, full_name=name, attributes={}, joined_on=joined)
        if act == "receive":
            name, branch = f"Lê Văn Đến {len(members)}", Organisation.objects.get(pk=branch.pk)
            return receive(by=None, on=day, organisation=branch, full_name=name, attributes={}, other_place="Mẫu")
        member = rng.choice(members)
        if act == "reverse":
            last = rng.choice(list(member.movements.all()) or [None])
            return last and reverse_movement(by=None, movement=last, reason="Ghi nhầm", version=member.version)
        if act == "joined":
            values = {"joined_on": rng.choice([None, day])}
            return amend_member(by=None, member=member, version=member.version, values=values)
        return record_movement(
            by=None, on=day, member=member, kind=act, version=member.version, other_place="Mẫu", note="lý do",
            document_number="1-QĐ", organisation=branch if act in ("moved", "restored", "transferred_in") else None,
        )  # fmt: skip


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6))
def test_the_identity_holds_whatever_happens(db, frozen_today, seed):
    with transaction.atomic():
        story = Story(make_tree(), seed)
        for _ in range(60):
            story.act()
        assert story.done > 15
        call_command("check_members", stdout=StringIO())
        for _ in range(2):
            first, last = sorted((story.day(), story.day()))
            for organisation in Organisation.objects.all():
                _holds(organisation, first, last, story.day())
        transaction.set_rollback(True)


def _holds(organisation, first: date, last: date, other: date) -> None:
    found = balance(organisation, first, last)
    whole = found.whole
    assert whole.opening + whole.gained - whole.lost == whole.closing
    assert found.year_before.unexplained == 0
    following = stock(organisation, last + timedelta(days=1), last + timedelta(days=90))
    assert following.opening == whole.closing
    assert following.probationary["opening"] == whole.probationary["closing"]
    parts = found.children.values()
    assert all(each.unexplained == 0 for each in parts)
    for code in ("opening", "closing", *whole.increases, *whole.decreases):
        assert sum(each.figure(code) for each in parts) == whole.figure(code), code
    for code in ("moved_in", "moved_out"):
        assert sum(each.figure(code) for each in parts) == whole.figure(code) + found.moved_within, code
    for key, each in found.children.items():
        if key != organisation.pk:
            assert stock(Organisation.objects.get(pk=key), first, last) == each


def test_no_figure_costs_more_queries_than_another(tree, django_assert_num_queries):
    for number in range(3):
        record_member(by=None, organisation=tree.branch, full_name=f"Lê Văn {number}", attributes={}, joined_on=FIRST)
    for organisation in (tree.root, tree.branch):
        with django_assert_num_queries(2):
            balance(organisation, FIRST, LAST)
    assert MemberMovement.objects.count() == 3
