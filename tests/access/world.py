"""Objects at every position of the tree, made on demand, each with a word that must never be seen from outside."""

from datetime import date, timedelta
from types import SimpleNamespace

from django.utils import timezone

from candidates.domain.deadlines import refresh
from candidates.models import Candidate, LocalRule, Nomination, Review, ReviewLine, Stage, Transfer
from membership.domain.calendar_feed import make_feed
from membership.domain.notices import tell
from membership.models import Assignment, ColumnMemory, ImportBatch, ImportState, Job, JobState, Notice, RoleCode
from reports.indicators import REGISTRY
from reports.models import Quota, Row, Run
from tests.access import (
    routes_classes,
    routes_learning,
    routes_mass,
    routes_movements,
    routes_positions,
    routes_radar,
    routes_referrals,
    routes_units,
)
from tests.factories import (
    AdmissionFactory,
    AssignmentFactory,
    CandidateFactory,
    IntroductionFactory,
    MemberFactory,
    MentorshipFactory,
    PaperFactory,
    UserFactory,
    VerificationFactory,
)

CANARY = "Chim Hoàng Yến"


class World:
    """`place[position]` is an organisation; `kwargs(target, position)` what a route needs to name an object there."""

    def __init__(self, tree: SimpleNamespace):
        self.tree = tree
        self.place = {
            "own": tree.commune,
            "descendant": tree.branch,
            "sibling": tree.sibling_commune,
            "ancestor": tree.province,
            "foreign": tree.foreign_branch,
        }
        self._made: dict[tuple[str, str], dict] = {}
        self._owner = None

    @property
    def owner(self):
        """Somebody else, who asked for the jobs and uploaded the lists."""
        if self._owner is None:
            self._owner = UserFactory(full_name=f"{CANARY} chủ")
            for organisation in (self.tree.root,):
                AssignmentFactory(user=self._owner, role=RoleCode.ORGANISATION_STAFF, organisation=organisation)
        return self._owner

    def fill(self) -> None:
        """Everything at every position, and names of organisations that must not be seen either."""
        for position, place in self.place.items():
            for target in MAKERS:
                self.kwargs(target, position)
            if position in ("sibling", "foreign"):
                type(place).objects.filter(pk=place.pk).update(name=f"{CANARY} {position}")

    def kwargs(self, target: str, position: str) -> dict:
        key = (target, position)
        if key not in self._made:
            self._made[key] = MAKERS[target](self, self.place[position], f"{CANARY} {position}")
        return self._made[key]


def organisation(world, place, word):
    return {"pk": place.pk}


def candidate(world, place, word):
    pk = CandidateFactory(organisation=place, full_name=word).pk
    refresh([pk])
    return {"pk": pk}


def candidate_step(world, place, word):
    return candidate(world, place, word) | {"step": "recognise"}


def helped_candidate(world, place, word):
    """On the list of the branch, so that somebody may be assigned to help."""
    made = candidate(world, place, word)
    Candidate.objects.filter(**made).update(stage=Stage.SYMPATHISER)
    return made


def mentorship(world, place, word):
    helped = Candidate.objects.get(**helped_candidate(world, place, word))
    mentor = MemberFactory(organisation=place, full_name=word)
    return {"pk": MentorshipFactory(candidate=helped, member=mentor, valid_from=date(2011, 2, 1)).pk}


def any_step(world, place, word):
    return {"step": "recognise"}


def member(world, place, word):
    return {"pk": MemberFactory(organisation=place, full_name=word).pk}


def admission(world, place, word):
    return {"pk": AdmissionFactory(organisation=place, full_name=word).pk}


def admitted_candidate(world, place, word):
    return {"pk": Candidate.objects.get(admissions=AdmissionFactory(organisation=place, full_name=word)).pk}


def transfer(world, place, word):
    """A letter to a place outside the tree: of one inside, both ends would see it."""
    person = CandidateFactory(organisation=place, full_name=word)
    made = Transfer.objects.create(
        candidate=person, organisation=place, organisation_path=place.path, target_text=f"Đảng bộ {word}",
        moment="helped", offered_on=date(2026, 7, 1), letter_number="1-GGT", version=1,
    )  # fmt: skip
    return {"pk": made.pk}


def transfer_act(world, place, word):
    return transfer(world, place, word) | {"act": "nhac"}


def dossier_paper(world, place, word):
    person = CandidateFactory(organisation=place, full_name=word)
    return {"pk": person.pk, "paper": PaperFactory(candidate=person, signed_on=date(2026, 5, 4)).pk}


def introduction(world, place, word):
    person = CandidateFactory(organisation=place, full_name=word)
    return {
        "pk": person.pk,
        "introduction": IntroductionFactory(candidate=person, signed_on=date(2026, 5, 4), member__full_name=word).pk,
    }


def setting(world, place, word):
    return {"code": "reply_days"}


def local_rule(world, place, word):
    """What a committee set is read by everybody under it: the word to hide is the name of the place beside."""
    rule = LocalRule.objects.create(
        organisation=place, organisation_path=place.path, code="local_criteria", value="Đảng viên mới biết bơi",
        in_force_from=date(2026, 1, 1), document_number="1-QĐ",
    )  # fmt: skip
    return {"pk": rule.pk}


def nomination(world, place, word):
    made = Nomination.objects.create(
        candidate=CandidateFactory(organisation=place, full_name=word),
        organisation=place,
        organisation_path=place.path,
        body="youth_union",
        body_name=word,
        nominated_on=timezone.localdate(),
    )
    return {"pk": made.pk}


def review(world, place, word):
    made = Review.objects.create(
        organisation=place,
        organisation_path=place.path,
        kind="year",
        held_on=timezone.localdate() - timedelta(days=Review.objects.count()),
        resolution_number=word,
    )
    person = CandidateFactory(organisation=place, full_name=word)
    ReviewLine.objects.create(review=made, candidate=person, verdict="keep", remark=word)
    return {"pk": made.pk}


def printed_paper(world, place, word):
    return {**candidate(world, place, word), "code": "1-knd"}


def paper_template(world, place, word):
    return {"code": "6-knd"}


def account(world, place, word):
    return {"pk": UserFactory(full_name=word, role=RoleCode.BASE_STAFF, organisation=place).pk}


def assignment(world, place, word):
    user = UserFactory(full_name=word, role=RoleCode.BASE_STAFF, organisation=place)
    return {"pk": Assignment.objects.get(user=user).pk}


def job(world, place, word):
    return {
        "pk": Job.objects.create(
            kind="report.run",
            key=f"test:{place.pk}",
            title=word,
            requested_by=world.owner,
            organisation=place,
            organisation_path=place.path,
            state=JobState.DONE,
        ).pk
    }


def _batch(world, place, word, state):
    return ImportBatch.objects.create(
        kind="admissions",
        filename=f"{word}.xlsx",
        sha256="0" * 64,
        organisation=place,
        organisation_path=place.path,
        created_by=world.owner,
        state=state,
        counts={"rows": 1, "create": 1, "update": 0, "unchanged": 0, "errors": 0},
    )


def receipt(world, place, word):
    return {"pk": _batch(world, place, word, ImportState.APPLIED).pk}


def column_memory(world, place, word):
    made = ColumnMemory.objects.create(organisation=place, kind="admissions", fingerprint=str(place.pk), titles=[word])
    return {"pk": made.pk}


def draft(world, place, word):
    return {"pk": _batch(world, place, word, ImportState.UPLOADED).pk}


def run(world, place, word):
    made = Run.objects.create(
        organisation=place,
        organisation_path=place.path,
        first_day=date(2011, 1, 1),
        last_day=date(2011, 12, 31),
        known_at=timezone.now(),
        published_at=timezone.now(),
        requested_by=world.owner,
        row_count=1,
    )
    Row.objects.create(
        run=made,
        organisation=place,
        path=place.path,
        code=place.code,
        name=word,
        is_leaf=True,
        quota=1,
        admitted=1,
        admitted_to_date=1,
        breakdowns=dict.fromkeys(REGISTRY.indicators, 0),
    )
    return {"pk": made.pk}


def quota(world, place, word):
    Quota.objects.create(
        organisation=place, organisation_path=place.path, year=2011, admission_quota=4, decision_number=word
    )
    return {"pk": place.pk, "year": 2011}


def verification(world, place, word):
    person = CandidateFactory(organisation=place, full_name=word, stage="dossier")
    return {"pk": VerificationFactory(candidate=person, place=word, result="", sent_on=date(2026, 1, 5)).pk}


def catalogue(world, place, word):
    return {"code": "ethnic_group"}


def holiday(world, place, word):
    return {"day": "2026-09-02"}


def holiday_year(world, place, word):
    return {"year": 2026}


def notice(world, place, word):
    tell([world.owner.pk], f"test:{place.pk}", word)
    return {"pk": Notice.objects.get(key=f"test:{place.pk}").pk}


def feed(world, place, word):
    return {"token": make_feed(by=UserFactory(role=RoleCode.BASE_STAFF, organisation=place))}


def list_kind(world, place, word):
    return {"kind": "admissions"}


MAKERS = {
    maker.__name__: maker
    for maker in (
        organisation, candidate, candidate_step, any_step, member, admission, admitted_candidate, account,
        verification,
        column_memory,
        assignment, job, receipt, draft, run, quota, catalogue, list_kind, holiday, holiday_year, notice, feed,
        transfer, transfer_act, setting, local_rule,
        dossier_paper, introduction,
        helped_candidate, mentorship,
        nomination, review,
        printed_paper, paper_template,
    )
}  # fmt: skip
PARTS = (
    routes_classes,
    routes_learning,
    routes_units,
    routes_positions,
    routes_mass,
    routes_movements,
    routes_referrals,
    routes_radar,
)
for part in PARTS:
    MAKERS |= part.MAKERS
