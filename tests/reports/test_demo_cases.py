"""The demos of Mường Nhé and Yên Sơn: every published figure of docs/cases.md comes out by counting records."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from django.db.models import Q

from candidates.domain.radar import findings
from candidates.domain.radar_lists import follow
from candidates.models import (
    Admission,
    Enrolment,
    RadarList,
    RadarWarning,
    TrainingClass,
)
from membership.base.dates import add_months
from membership.domain.unit_table import partition
from membership.models import (
    MemberMovement,
    MemberSpell,
    Organisation,
    PositionHolder,
    TitleTarget,
    UnitCause,
    UnitStatus,
)
from reports.models import Quota
from reports.periods import Period, whole_year
from tests.reports.demo_cases import Cases, members_on, report, share


@pytest.mark.xdist_group("demo-muong-nhe")
class TestMuongNhe2016(Cases):
    code = "muong-nhe-2016"
    figures_of = whole_year(2016)
    day = date(2016, 12, 31)

    def states(self, day: date) -> Counter:
        last = {}
        for status in UnitStatus.objects.filter(since__lte=day).order_by("since", "pk"):
            last[status.unit_id] = status.state
        return Counter(last.values())

    def test_118_villages_are_59_and_41_and_18(self, demo):
        states = self.states(self.day)
        assert states == {"own_branch": 59, "members_only": 41, "no_members": 18}
        assert sum(states.values()) == 118
        told = partition(demo, self.day)
        assert {state: count for state, count in told.items() if count} == states
        assert Organisation.objects.filter(kind="Đảng bộ xã").count() == 11

    def test_37_less_20_and_one_again_are_18(self, demo):
        first = date(2016, 1, 1)
        assert self.states(first)["no_members"] == 37
        history = {}
        for status in UnitStatus.objects.order_by("since", "pk"):
            history.setdefault(status.unit_id, []).append(status)
        changes = [
            (old.state, new)
            for rows in history.values()
            for old, new in zip(rows, rows[1:], strict=False)
            if new.since > first
        ]
        assert sum(old == "no_members" for old, _new in changes) == 20
        again = [new for _old, new in changes if new.state == "no_members"]
        assert len(again) == 1
        assert again[0].cause == UnitCause.MOVED_OUT
        assert again[0].unit.statuses.filter(state="no_members").count() == 2  # white before, and white again
        assert MemberMovement.objects.get(kind="transferred_out").occurred_on == again[0].since

    def test_nine_classes_and_677_learners_of_the_villages(self, demo):
        assert TrainingClass.objects.filter(opens_on__year=2016, state="closed").count() == 9
        learners = Enrolment.objects.filter(state="passed")
        assert learners.count() == learners.values("candidate").distinct().count() == 677
        roles = Counter(learners.values_list("role", flat=True))
        assert len(roles) == 7 and min(roles.values()) > 90
        assert learners.exclude(certificate_number="").values("certificate_number").distinct().count() == 677

    def test_1488_members_of_whom_65_8_percent_are_of_minorities(self, demo):
        members = members_on(self.day)
        minorities = members - members_on(self.day, member__ethnic_group="kinh")
        assert (members, minorities, share(minorities, members)) == (1488, 979, "65,8")

    def test_42_bases_of_which_28_are_branches_of_offices(self, demo):
        bases = Organisation.objects.filter(parent=demo)
        assert bases.count() == 42
        assert bases.filter(kind="Chi bộ cơ sở", type_code__in=("party_agency", "state_agency")).count() == 28

    def test_the_report_of_2016_says_the_same(self, demo):
        told = report(demo, whole_year(2016)).breakdowns
        keys = ("units", "units_own_branch", "units_without_branch", "units_no_members", "units_unstated")
        assert [told[key] for key in keys] == [118, 59, 41, 18, 0]
        assert [told[key] for key in ("units_white_before", "units_left_white", "units_white_again")] == [37, 20, 1]
        assert [told[key] for key in ("classes", "learners", "members", "members_minority")] == [9, 677, 1488, 979]


@pytest.mark.xdist_group("demo-yen-son")
class TestYenSon2023(Cases):
    code = "yen-son-2023"
    figures_of = Period(date(2023, 1, 1), date(2023, 8, 31))
    day = date(2023, 8, 31)

    def test_280_are_to_be_admitted_and_some_have_been(self, demo):
        assert Quota.objects.get(organisation=demo, year=2023).admission_quota == 280
        admitted = Admission.objects.filter(decision_date__year=2023).count()
        row = report(demo, self.figures_of)
        assert (row.admitted_to_date, row.quota) == (admitted, 280)
        assert 0 < admitted < 280

    def test_80_branches_that_admitted_nobody_are_listed_and_followed(self, demo):
        fixed = RadarList.objects.get(warning=RadarWarning.NO_ADMISSION)
        listed = set(fixed.lines.values_list("organisation", flat=True))
        assert len(listed) == fixed.target == 80
        since = add_months(fixed.fixed_on, -36)
        lately = Admission.objects.filter(decision_date__gt=since, decision_date__lte=fixed.fixed_on)
        leaves = set(Organisation.objects.filter(children=None).values_list("pk", flat=True))
        assert listed == leaves - set(lately.values_list("organisation", flat=True))
        after = Admission.objects.filter(organisation__in=listed, decision_date__range=(fixed.fixed_on, self.day))
        assert follow(fixed, self.day).done == after.values("organisation").distinct().count() == 31

    def test_branches_under_five_are_fewer_than_when_the_plan_began(self, demo):
        fixed = RadarList.objects.get(warning=RadarWarning.UNDER_FIVE)
        at_first, now = fixed.lines.count(), len(findings(demo, RadarWarning.UNDER_FIVE, self.day))
        counts = Counter(
            MemberSpell.objects.filter(
                Q(valid_from=None) | Q(valid_from__lte=self.day), Q(valid_to=None) | Q(valid_to__gt=self.day)
            ).values_list("organisation", flat=True)
        )
        assert (at_first, now) == (4, sum(count < 5 for count in counts.values())) == (4, 2)
        assert report(demo, self.figures_of).breakdowns["branches_few"] == 2

    @pytest.mark.parametrize(
        ("title", "target", "over"),
        [
            ("front_head", 95, True),
            ("women_head", 50, True),
            ("farmers_head", 70, True),
            ("youth_secretary", 60, True),
            ("veterans_head", 60, False),  # "60 %", not "trên 60 %"
        ],
    )
    def test_titles_reach_their_share(self, demo, title, target, over):
        holders = PositionHolder.objects.filter(title__code=title, valid_to=None)
        members = holders.exclude(member=None).count()
        assert TitleTarget.objects.get(title__code=title).percent == target
        rate = Fraction(members * 100, holders.count())
        assert rate > target if over else rate == target
        told = report(demo, self.figures_of).breakdowns
        assert (told[f"holders_{title}"], told[f"holders_members_{title}"]) == (holders.count(), members)
