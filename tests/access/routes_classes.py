"""What this part adds to the access matrix: its routes, the makers of what they are about, what grows in a list."""

from datetime import date

from candidates.models import ClassState
from membership.models import Action
from tests.access.route import BOTH, Route
from tests.factories import CandidateFactory, EnrolmentFactory, TrainingClassFactory

ROUTES: dict[str, Route] = {
    "candidates:class.list": Route(Action.VIEW_ORGANISATION),
    "candidates:class.new": Route(Action.MANAGE_CLASS, methods=BOTH),
    "candidates:class.detail": Route(Action.VIEW_ORGANISATION, "held_class", from_above=True),
    "candidates:class.edit": Route(Action.MANAGE_CLASS, "held_class", methods=BOTH),
    "candidates:class.call": Route(Action.MANAGE_CLASS, "held_class", methods=BOTH),
    "candidates:class.open": Route(Action.MANAGE_CLASS, "held_class", methods=BOTH),
    "candidates:class.cancel": Route(Action.MANAGE_CLASS, "held_class", methods=BOTH),
    "candidates:class.nominate": Route(Action.EDIT_PERSON, "held_class", methods=BOTH, from_above=True),
    "candidates:class.enrol": Route(Action.MANAGE_CLASS, "held_class", methods=BOTH),
    "candidates:class.confirm": Route(Action.EDIT_PERSON, "held_class", methods=BOTH, from_above=True),
    "candidates:class.accept": Route(Action.MANAGE_CLASS, "held_class", methods=BOTH),
    "candidates:enrolment.withdraw": Route(Action.EDIT_PERSON, "class_learner", methods=BOTH),
    "candidates:enrolment.release": Route(Action.MANAGE_CLASS, "class_learner", methods=BOTH),
}


def class_name(word: str) -> str:
    """A class held above is seen from below, so its name is no secret; its learners are."""
    return "Lớp của cấp trên" if "ancestor" in word else f"Lớp {word}"


def held_class(world, place, word):
    """A called class with one of each kind of learner."""
    made = TrainingClassFactory(
        organisation=place,
        name=class_name(word),
        state=ClassState.CALLED,
        call_number="1-TB",
        call_date=date(2026, 1, 5),
    )
    for state in ("nominated", "confirmed", "accepted", "waiting"):
        learner = CandidateFactory(organisation=place, full_name=word)
        EnrolmentFactory(training_class=made, candidate=learner, state=state)
    CandidateFactory(organisation=place, full_name=word)
    return {"pk": made.pk}


def class_learner(world, place, word):
    learner = CandidateFactory(organisation=place, full_name=word)
    return {"pk": EnrolmentFactory(training_class__organisation=place, candidate=learner).pk}


# target -> maker(world, place, word) -> the arguments of the address
MAKERS = {"held_class": held_class, "class_learner": class_learner}
# Targets that are made again and again when queries are counted.
GROWING: tuple[str, ...] = ("held_class", "class_learner")
