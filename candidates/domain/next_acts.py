"""What is to be recorded next within somebody's reach, the most pressing first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from candidates.domain.checklist import Checklist, checklist_of
from candidates.domain.dossier import Dossier, load_dossiers
from candidates.models import PIPELINE, Candidate, Deadline, Stage
from membership.models import Action

LIVE = (*PIPELINE[:-1], Stage.SUSPENDED)
# How many people are looked at: those with the nearest deadlines, then those who have waited longest.
MOST = 60


@dataclass(frozen=True)
class NextAct:
    dossier: Dossier
    checklist: Checklist

    @property
    def candidate(self) -> Candidate:
        return self.dossier.candidate


def next_acts(user, on: date) -> list[NextAct]:
    """The next step of each person whose next step this user may record. A fixed number of queries."""
    mine = Candidate.objects.visible_to(user, Action.EDIT_PERSON).filter(stage__in=LIVE)
    due = Deadline.objects.visible_to(user, Action.EDIT_PERSON).filter(candidate__in=mine).order_by("due_on", "pk")
    keys = list(dict.fromkeys(due.values_list("candidate_id", flat=True)[: MOST * 3]))[:MOST]
    waiting = mine.exclude(pk__in=keys).order_by("stage_since", "pk").values_list("pk", flat=True)
    keys += list(waiting[: MOST - len(keys)]) if len(keys) < MOST else []
    people = list(mine.filter(pk__in=keys).select_related("organisation"))
    deadlines: dict[int, list[Deadline]] = defaultdict(list)
    for row in Deadline.objects.filter(candidate__in=keys):
        deadlines[row.candidate_id].append(row)
    found = []
    for dossier in load_dossiers(people, on=on).values():
        checklist = checklist_of(dossier, on, deadlines[dossier.candidate.pk])
        step = checklist.next
        if step is not None and not checklist.waiting and user.may(Action.EDIT_PERSON, checklist.actor.path):
            found.append(NextAct(dossier, checklist))
    return sorted(found, key=_pressing)


def _pressing(act: NextAct):
    due = act.checklist.due.due_on if act.checklist.due else date.max
    return due, act.candidate.stage_since or date.min, act.candidate.pk
