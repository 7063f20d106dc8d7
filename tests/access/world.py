"""Objects at every position of the tree, made on demand, each with a word that must never be seen from outside."""

from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from candidates.models import Candidate
from membership.models import Assignment, ImportBatch, ImportState, Job, JobState, RoleCode
from reports.indicators import REGISTRY
from reports.models import Quota, Row, Run
from tests.factories import AdmissionFactory, AssignmentFactory, CandidateFactory, MemberFactory, UserFactory

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
    return {"pk": CandidateFactory(organisation=place, full_name=word).pk}


def candidate_step(world, place, word):
    return candidate(world, place, word) | {"step": "recognise"}


def member(world, place, word):
    return {"pk": MemberFactory(organisation=place, full_name=word).pk}


def admission(world, place, word):
    return {"pk": AdmissionFactory(organisation=place, full_name=word).pk}


def admitted_candidate(world, place, word):
    return {"pk": Candidate.objects.get(admissions=AdmissionFactory(organisation=place, full_name=word)).pk}


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


def catalogue(world, place, word):
    return {"code": "ethnic_group"}


def list_kind(world, place, word):
    return {"kind": "admissions"}


MAKERS = {
    maker.__name__: maker
    for maker in (
        organisation, candidate, candidate_step, member, admission, admitted_candidate, account,
        assignment, job, receipt, draft, run, quota, catalogue, list_kind,
    )
}  # fmt: skip
