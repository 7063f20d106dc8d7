"""The people of Cần Thơ who are not an admission of a year: members of long standing, and candidates on their way."""

from datetime import date, timedelta
from random import Random

from candidates.models import PIPELINE, Stage
from membership.base.dates import add_months
from reports.demo.accounts import BINH_THUY, BINH_THUY_BRANCH
from reports.demo.can_tho_plan import PUBLISHED_YEAR, SEED, residence
from reports.demo.can_tho_tree import Node, Tree
from reports.demo.data import PlannedAdmission, PlannedCandidate, PlannedMember, PlannedStep
from reports.demo.people import invent_person, pick

TRADE_OFFICE = "Đảng bộ Sở Công Thương"
_STAGES = {
    Stage.NOMINATED: 16,
    Stage.SYMPATHISER: 24,
    Stage.TRAINED: 24,
    Stage.DOSSIER: 14,
    Stage.BRANCH_PROPOSED: 9,
    Stage.BASE_PROPOSED: 7,
    Stage.SUSPENDED: 2,
    Stage.REMOVED: 2,
    Stage.WITHDRAWN: 1,
    Stage.MOVED_AWAY: 1,
}
_EXITS = {
    Stage.SUSPENDED: "suspend",
    Stage.REMOVED: "remove",
    Stage.WITHDRAWN: "withdraw",
    Stage.MOVED_AWAY: "move_away",
}
# The steps after the class: (leads to, step, days before the next one, number of the document)
_STEPS = (
    (Stage.DOSSIER, "open_dossier", (45, 130), ""),
    (Stage.BRANCH_PROPOSED, "branch_propose", (8, 30), "NQ/CB"),
    (Stage.BASE_PROPOSED, "base_propose", (0, 1), "NQ/ĐU"),
)
_SHOWN_IN_BRANCH = (
    Stage.NOMINATED, Stage.SYMPATHISER, Stage.SYMPATHISER, Stage.TRAINED, Stage.TRAINED, Stage.DOSSIER,
    Stage.BRANCH_PROPOSED, Stage.BASE_PROPOSED,
)  # fmt: skip


def plan_candidates(tree: Tree, today: date) -> list[PlannedCandidate]:
    """The pool of the present year, larger where the quota is larger."""
    found = []
    for entry in tree.committees:
        rng = Random(f"{SEED}/{entry.node.code}/{today.year}/pool")
        branches = {branch.code: branch for base in entry.bases for branch in base.branches}
        weights = {code: branch.weight for code, branch in branches.items()}
        for _number in range(round(entry.committee.figures.quota * 0.62)):
            branch = branches[pick(rng, weights)]
            found.append(_candidate(rng, branch, _stage(rng, entry, today), today))
        if BINH_THUY_BRANCH in branches:
            shown = branches[BINH_THUY_BRANCH]
            found.extend(_candidate(rng, shown, stage, today) for stage in _SHOWN_IN_BRANCH)
            found.append(_candidate(rng, shown, Stage.TRAINED, today, expired=True))
        for base in entry.bases:
            if base.node.name == TRADE_OFFICE:
                found.extend(
                    _candidate(rng, branch, Stage.BASE_PROPOSED, today) for branch in base.branches[:3]
                )  # fmt: skip
    return found


def _stage(rng: Random, entry, today: date) -> Stage:
    """Dossiers in work are shown in full in one district, and here and there in the others."""
    stage = pick(rng, _STAGES)
    shown = entry.node.code == BINH_THUY or rng.random() < 0.12
    return (
        stage
        if shown or stage not in PIPELINE or PIPELINE.index(stage) < PIPELINE.index(Stage.DOSSIER)
        else Stage.TRAINED
    )


def plan_waiting_of_2011(tree: Tree) -> tuple[list[PlannedCandidate], list[PlannedAdmission]]:
    """The three of Sở Công Thương whose dossiers were complete at the end of 2011, and their decisions of 2012."""
    rng = Random(f"{SEED}/waiting")
    base = next(base for entry in tree.committees for base in entry.bases if base.node.name == TRADE_OFFICE)
    candidates, admissions = [], []
    for number, branch in enumerate(base.branches[:3]):
        person = invent_person(rng, branch.milieu, date(2012, 1, 1), residence(branch))
        candidates.append(
            PlannedCandidate(
                branch.code,
                person,
                date(PUBLISHED_YEAR, 1, 10),
                date(PUBLISHED_YEAR, 3, 3),
                f"{215 + number}/GCN-NTVĐ",
                date(PUBLISHED_YEAR, 6, 24),
                [
                    PlannedStep("open_dossier", date(PUBLISHED_YEAR, 9, 5)),
                    PlannedStep("branch_propose", date(PUBLISHED_YEAR, 11, 29), "11-NQ/CB"),
                    PlannedStep("base_propose", date(PUBLISHED_YEAR, 12, 15), "24-NQ/ĐU"),
                ],
            )
        )
        decided = date(2012, 2, 10)
        admissions.append(
            PlannedAdmission(branch.code, person, decided, decided + timedelta(days=18), f"{12 + number}-QĐ/ĐUK")
        )
    return candidates, admissions


def plan_history(admissions: list[PlannedAdmission]) -> list[PlannedCandidate]:
    """What went before the admissions: nomination, recognition and the class."""
    rng = Random(f"{SEED}/history/{admissions[0].decision_date.year if admissions else ''}")
    found = []
    for admission in admissions:
        certified = admission.decision_date - timedelta(days=rng.randint(110, 420))
        recognised = certified - timedelta(days=rng.randint(40, 240))
        found.append(
            PlannedCandidate(
                admission.code,
                admission.person,
                recognised - timedelta(days=rng.randint(12, 70)),
                recognised,
                f"{rng.randint(1, 480)}/GCN-NTVĐ",
                certified,
                followed=False,
            )
        )
    return found


def plan_stock(tree: Tree, today: date) -> list[PlannedMember]:
    """Members who joined before the demo's years begin; some have since left."""
    rng = Random(f"{SEED}/stock")
    found = []
    branches = [branch for entry in tree.committees for base in entry.bases for branch in base.branches]
    for branch in branches:
        for _number in range(rng.randint(3, 5)):
            joined = date(rng.randint(1986, 2009), rng.randint(1, 12), rng.randint(1, 28))
            person = invent_person(rng, _grown(branch), joined, residence(branch))
            left = date(rng.randint(2012, today.year - 1), rng.randint(1, 12), 15) if rng.random() < 0.02 else None
            found.append(PlannedMember(branch.code, person, joined, add_months(joined, 12), left_on=left))
    return number_cards(found)


def _grown(branch: Node) -> str:
    """Members of long standing in a students' branch are its teachers."""
    return "university" if branch.milieu == "students" else branch.milieu


def plan_recognised(admissions: list[PlannedAdmission], today: date) -> list[PlannedMember]:
    """Those whose twelve months have ended and who were recognised; a few of the last weeks still wait.

    The last of the branch whose secretary has an account always waits: there is something to do for everybody.
    """
    rng = Random(f"{SEED}/official/{admissions[0].decision_date.year if admissions else ''}")
    ended = [
        (add_months(admission.ceremony_date, 12), admission) for admission in admissions if admission.ceremony_date
    ]
    ended = [(end, admission) for end, admission in ended if end <= today]
    shown = max((end for end, admission in ended if admission.code == BINH_THUY_BRANCH), default=None)
    found = []
    for end, admission in ended:
        waits, patience = rng.random(), (today - end).days
        if (patience < 45 and waits < 0.45) or (patience < 150 and waits < 0.03):
            continue
        if patience < 366 and admission.code == BINH_THUY_BRANCH and end == shown:
            continue
        found.append(PlannedMember(admission.code, admission.person, admission.ceremony_date, end))
    return found


def number_cards(members: list[PlannedMember]) -> list[PlannedMember]:
    """Invented card numbers, of a province code that does not exist."""
    for number, member in enumerate(members, start=1):
        member.card_number = f"999{number:09}"
    return members


def _candidate(rng: Random, branch: Node, stage: Stage, today: date, *, expired: bool = False) -> PlannedCandidate:
    """Dates that lead to the stage, worked out backwards from the last of them, not long ago."""
    candidate = PlannedCandidate(branch.code, invent_person(rng, branch.milieu, today, residence(branch)), today)
    day = today - timedelta(days=rng.randint(0, 90) if stage is Stage.NOMINATED else rng.randint(3, 160))
    if stage in _EXITS:
        candidate.steps = [PlannedStep(_EXITS[stage], day)]
        day -= timedelta(days=rng.randint(60, 500))
        stage = Stage.SYMPATHISER
    reached = PIPELINE.index(stage)
    if reached >= PIPELINE.index(Stage.DOSSIER):
        candidate.person.attributes["general_education"] = "upper_secondary"
    for leads_to, step, before, kind in reversed(_STEPS):
        if reached >= PIPELINE.index(leads_to):
            if candidate.steps:
                day -= timedelta(days=rng.randint(*before))
            number = f"{rng.randint(5, 60)}-{kind}" if kind else ""
            candidate.steps.insert(0, PlannedStep(step, day, number))
            if step == "branch_propose":
                candidate.steps.insert(0, PlannedStep("conclude_history", day - timedelta(days=3), "KL/CU"))
    if reached >= PIPELINE.index(Stage.TRAINED):
        if candidate.steps:
            day -= timedelta(days=rng.randint(20, 150))
        # one in forty has let the certificate's five years run out
        expired = expired or rng.random() < 0.025
        candidate.certificate_date = day - timedelta(days=1850) if expired else day
        candidate.certificate_number = f"{rng.randint(1, 480)}/GCN-NTVĐ"
        day = candidate.certificate_date - timedelta(days=rng.randint(40, 200))
    if reached >= PIPELINE.index(Stage.SYMPATHISER):
        candidate.recognised_on = day
        day -= timedelta(days=rng.randint(10, 60))
    candidate.nominated_on = day
    return candidate
