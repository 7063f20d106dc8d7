"""What the tests of the articles' demos share: a demo loaded once a class, and what holds for each."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q

from candidates.models import (
    Candidate,
)
from membership.base.text import fold
from membership.domain.stock import stock
from membership.models import (
    MemberSpell,
    Organisation,
    PartyMember,
    PositionHolder,
    User,
)
from reports.demo.loader import ACCOUNTS, load
from reports.domain.engine import compute
from reports.models import Row, Run
from reports.periods import Period, whole_year

TODAY = date(2026, 7, 15)
# Named in the articles: none of them may be met among the invented.
REAL_PEOPLE = (
    "Trần Giang Tuyên", "Lê Thiện Trí", "Ngọc Hưng", "Nguyễn Quang Sáng", "Nguyễn Thị Thanh Huyền",
)  # fmt: skip


def members_on(day: date, **about) -> int:
    """Everybody who takes part somewhere on a day."""
    here = Q(valid_from=None) | Q(valid_from__lte=day)
    return MemberSpell.objects.filter(here, Q(valid_to=None) | Q(valid_to__gt=day), **about).count()


def share(part: int, whole: int, places: int = 1) -> str:
    """In percent, rounded half up, as the pages show it."""
    unit = 10**places
    scaled = (Fraction(part * 100 * unit, whole) + Fraction(1, 2)).__floor__()
    return f"{scaled // unit},{scaled % unit:0{places}}" if places else str(scaled)


def report(root: Organisation, period: Period) -> Row:
    run = Run.objects.published().get(organisation=root, first_day=period.first, last_day=period.last)
    return Row.objects.get(run=run, organisation=root)


class Cases:
    """What holds for each demo. A class of its own, so that each is loaded once, by one process."""

    code = ""
    figures_of = whole_year(TODAY.year)

    @pytest.fixture(scope="class")
    def demo(self, request, django_db_setup, django_db_blocker):
        """The demo of the class, loaded once and taken back at its end; its root."""
        moment = datetime(TODAY.year, TODAY.month, TODAY.day, 3, 0, tzinfo=UTC)
        with django_db_blocker.unblock(), time_machine.travel(moment), transaction.atomic():
            assert load(request.cls.code, today=TODAY)
            yield Organisation.objects.get(parent=None)
            transaction.set_rollback(True)

    @pytest.fixture(autouse=True)
    def _with_database(self, demo, db):
        """Each test's own changes are undone before the next."""

    def test_the_checks_of_the_house_find_nothing(self, demo, capsys):
        for command in ("check_tree", "check_candidates", "check_units", "check_members"):
            call_command(command)

    def test_nobody_of_the_articles_is_among_the_invented(self, demo):
        invented = set(Candidate.objects.values_list("folded_name", flat=True))
        invented |= set(PartyMember.objects.values_list("folded_name", flat=True))
        invented |= set(PositionHolder.objects.values_list("folded_name", flat=True))
        assert not invented & {fold(name) for name in REAL_PEOPLE}

    def test_demo_accounts_log_in_and_reach_their_place(self, demo):
        for account in ACCOUNTS[self.code]:
            user = User.objects.get(username=account.username)
            assert user.check_password(account.password)
            place = Organisation.objects.get(code=account.organisation_code)
            assert (account.role, place.path) in user.current_assignments()

    def test_the_stock_of_members_adds_up_at_every_organisation(self, demo):
        period = self.figures_of
        figures = compute(demo, period, "decision", datetime.now(UTC))
        for place in range(len(figures.nodes)):
            found = figures.breakdowns(place)
            change = found["increase"] - found["decrease"] + found["arrived"] - found["departed"]
            assert found["members"] == found["members_before"] + change, figures.nodes[place].name
        found = figures.breakdowns(0)
        told = stock(demo, period.first, period.last)
        assert (found["members_before"], found["members"]) == (told.opening, told.closing)
        assert found["members"] == members_on(period.last)

    def test_loading_again_changes_nothing(self, demo):
        before = [model.objects.count() for model in (Organisation, Candidate, PartyMember, Run)]
        assert not load(self.code)
        assert before == [model.objects.count() for model in (Organisation, Candidate, PartyMember, Run)]
