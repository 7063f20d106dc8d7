"""The demo of Khánh Hòa: the ways of working of the article are alive in the records."""

from collections import Counter
from fractions import Fraction

import pytest

from candidates.domain.talk_days import last_talks
from candidates.domain.talks import invited
from candidates.models import (
    Candidate,
    ClassSession,
    MassQuota,
    MentorNote,
    Nomination,
    Referral,
    TrainingClass,
    Verification,
)
from membership.base.dates import add_months
from membership.models import (
    Organisation,
    PartyMember,
    User,
)
from tests.reports.demo_cases import TODAY, Cases


@pytest.mark.xdist_group("demo-khanh-hoa")
class TestKhanhHoa2021(Cases):
    code = "khanh-hoa-2021"

    def test_official_members_put_somebody_forward_but_for_a_few(self, demo):
        nominators = set(Nomination.objects.current().exclude(member=None).values_list("member", flat=True))
        settled = PartyMember.objects.filter(official_on__lte=add_months(TODAY, -24))
        assert settled.exclude(pk__in=nominators).count() == 12 and len(nominators) > 300
        for nomination in Nomination.objects.exclude(member=None).select_related("member", "candidate"):
            assert nomination.member.official_on < nomination.nominated_on
            assert nomination.member.organisation_id == nomination.organisation_id

    def test_mentors_write_every_month(self, demo):
        assert Candidate.objects.exclude(mentorships=None).count() > 150
        assert MentorNote.objects.values("month").distinct().count() >= 6

    def test_mass_organisations_have_numbers_to_reach_and_are_on_their_way(self, demo):
        quotas = MassQuota.objects.filter(year=TODAY.year)
        introduced = Counter(
            Nomination.objects.exclude(mass_organisation=None).values_list("mass_organisation", flat=True)
        )
        assert quotas.count() == 6 * 4 + 2
        rates = [Fraction(introduced[quota.mass_organisation_id], quota.quota) for quota in quotas]
        assert min(rates) < 1 and max(rates) == 1
        youth = User.objects.get(username="doan.xa").mass_accounts.get().mass_organisation
        assert introduced[youth.pk] > 0

    def test_talks_are_due_in_two_communes(self, demo):
        due = set()
        for commune in Organisation.objects.filter(parent=demo, type_code__in=("commune", "ward")):
            people = list(invited(commune).values_list("pk", flat=True))
            last = last_talks(people)
            if max(last.values()) < add_months(TODAY, -6):
                due.add(commune.name)
        assert due == {"Đảng bộ xã Vạn Ninh", "Đảng bộ xã Khánh Vĩnh"}

    def test_referrals_go_both_ways_and_some_wait(self, demo):
        told = Counter(Referral.objects.values_list("direction", "state"))
        assert told == {
            ("to_workplace", "accepted"): 2, ("to_workplace", "offered"): 4, ("to_workplace", "refused"): 2,
            ("to_residence", "accepted"): 2, ("to_residence", "offered"): 1, ("to_residence", "refused"): 1,
        }  # fmt: skip
        for referral in Referral.objects.filter(state="accepted").select_related("candidate"):
            assert referral.candidate.organisation_id == referral.target_id
        assert not Referral.objects.filter(state="offered", reminders=0).exists()

    def test_workers_learn_on_sundays(self, demo):
        classes = TrainingClass.objects.filter(hours="sundays")
        assert Counter(classes.values_list("state", flat=True)) == {"closed": 1, "running": 1}
        sessions = ClassSession.objects.filter(training_class__in=classes)
        assert sessions.count() == 5 and {session.on.weekday() for session in sessions} == {6}
        held = sessions.filter(on__lte=TODAY)
        assert held.count() >= 2 and not held.filter(attendance=None).exists()

    def test_letters_are_out_to_far_places(self, demo):
        waiting = Verification.objects.filter(answered_on=None)
        assert waiting.count() >= 5
        assert Verification.objects.exclude(place__contains="Khánh Hòa").exists()
