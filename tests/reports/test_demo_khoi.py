"""The demo of the Khối of Lào Cai: every published figure of docs/cases.md comes out by counting records."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from django.db.models import Q

from candidates.models import (
    Admission,
    Enrolment,
    TrainingClass,
)
from membership.base.dates import add_months
from membership.catalogues import ENTERPRISE, UNIVERSITY_OR_HIGHER
from membership.models import (
    Organisation,
    PartyMember,
)
from reports.domain.reading import people_behind
from reports.models import Quota, Run
from reports.periods import Period, whole_year
from tests.reports.demo_cases import TODAY, Cases, members_on, report, share


@pytest.mark.xdist_group("demo-lao-cai")
class TestLaoCaiKhoi2023(Cases):
    code = "lao-cai-khoi-2023"
    figures_of = Period(date(2021, 1, 1), date(2023, 8, 31))
    day = date(2023, 8, 31)
    schools = ("Phân hiệu Đại học Thái Nguyên tại Lào Cai", "Trường Cao đẳng Lào Cai", "Trung tâm Kỹ thuật tổng hợp")

    def admitted(self):
        return Admission.objects.filter(decision_date__gte=date(2021, 1, 1), decision_date__lte=self.day)

    def members_in(self, bases) -> int:
        return sum(members_on(self.day, organisation__in=Organisation.objects.under(base)) for base in bases)

    def test_85_bases_with_5418_members_by_kind(self, demo):
        bases = Organisation.objects.filter(parent=demo)
        assert (bases.count(), members_on(self.day)) == (85, 5418)
        named = Q()
        for name in self.schools:
            named |= Q(name__contains=name)
        schools = list(bases.filter(named))
        assert (len(schools), self.members_in(schools)) == (3, 295)
        types = ("limited", "joint_stock", "cooperative", "state_full", "state_majority")
        enterprises = list(bases.filter(type_code__in=types))
        assert (len(enterprises), self.members_in(enterprises)) == (11, 1254)

    def test_classes_and_their_learners(self, demo):
        def held(kind, **where):
            classes = TrainingClass.objects.filter(kind=kind, opens_on__range=(date(2021, 1, 1), self.day), **where)
            return classes.count(), Enrolment.objects.filter(training_class__in=classes, state="passed").count()

        assert held("awareness", organisation=demo) == (8, 787)
        assert held("new_member", organisation=demo) == (8, 619)
        assert held("awareness", organisation__name__contains="Đức Giang") == (2, 194)
        assert held("awareness", organisation__name__contains="Cao đẳng") == (1, 54)
        told = report(demo, self.figures_of).breakdowns
        assert [told[f"classes_{kind}"] for kind in ("awareness", "new_member")] == [8 + 2 + 1, 8]
        assert [told[f"learners_{kind}"] for kind in ("awareness", "new_member")] == [787 + 194 + 54, 619]

    def test_587_decisions_over_plan_but_in_the_year_that_runs(self, demo):
        by_year = Counter(day.year for day in self.admitted().values_list("decision_date", flat=True))
        assert sum(by_year.values()) == 587
        quotas = dict(Quota.objects.filter(organisation=demo).values_list("year", "admission_quota"))
        assert by_year[2021] > quotas[2021] and by_year[2022] > quotas[2022]
        assert (by_year[2023], quotas[2023], share(by_year[2023], quotas[2023], 0)) == (145, 230, "63")
        assert report(demo, self.figures_of).admitted == 587

    def test_242_in_enterprises_of_whom_18_lead(self, demo):
        inside = self.admitted().filter(occupation__in=ENTERPRISE)
        leaders = inside.filter(occupation="enterprise_leader").count()
        assert (inside.count(), leaders) == (242, 18)
        assert share(242, 587, 2) == "41,23"  # 41,2266: published cut off, as 41,22
        assert share(leaders, 242) == "7,4" and share(leaders, 587) == "3,1"

    def test_five_students_three_quarters_graduates_nearly_all_young(self, demo):
        admitted = self.admitted()
        assert admitted.filter(occupation="student").count() == 5
        assert Fraction(admitted.filter(degree__in=UNIVERSITY_OR_HIGHER).count(), 587) >= Fraction(75, 100)
        assert Fraction(admitted.filter(age__lte=30).count(), 587) > Fraction(95, 100)

    def test_the_yearly_reports_add_up_to_the_article(self, demo):
        periods = (whole_year(2021), whole_year(2022), Period(date(2023, 1, 1), self.day))
        rows = [report(demo, period) for period in periods]
        assert sum(row.admitted for row in rows) == 587
        for code, number in (("enterprise", 242), ("occupation_enterprise_leader", 18), ("student", 5)):
            assert sum(row.breakdowns[code] for row in rows) == number
        run = Run.objects.get(pk=rows[-1].run_id)
        assert people_behind(run, rows[-1], indicator="enterprise").count() == rows[-1].breakdowns["enterprise"]

    def test_all_were_recognised_when_their_probation_ended(self, demo):
        over = PartyMember.objects.filter(
            candidate__admissions__in=self.admitted(), joined_on__lte=add_months(TODAY, -12)
        )
        assert over.count() == over.exclude(official_on=None).count() == 587
