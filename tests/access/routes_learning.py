"""What this part adds to the access matrix: its routes, the makers of what they are about, what grows in a list."""

from candidates.models import Attendance, TalkAttendance
from membership.models import Action
from tests.access.route import BOTH, Route
from tests.access.routes_classes import class_name
from tests.factories import CandidateFactory, ClassSessionFactory, EnrolmentFactory, TalkFactory, TrainingClassFactory

ROUTES: dict[str, Route] = {
    "candidates:session.new": Route(Action.MANAGE_CLASS, "taught_class", methods=BOTH),
    "candidates:session.timetable": Route(Action.MANAGE_CLASS, "taught_class", methods=BOTH),
    "candidates:session.edit": Route(Action.MANAGE_CLASS, "class_session", methods=BOTH),
    "candidates:session.withdraw": Route(Action.MANAGE_CLASS, "class_session", methods=BOTH),
    "candidates:roll": Route(Action.MANAGE_CLASS, "class_session", methods=BOTH),
    "candidates:class.grades": Route(Action.MANAGE_CLASS, "taught_class", methods=BOTH),
    "candidates:class.close": Route(Action.MANAGE_CLASS, "taught_class", methods=BOTH),
    "candidates:class.reopen": Route(Action.MANAGE_CLASS, "taught_class", methods=BOTH),
    "candidates:class.paper": Route(Action.MANAGE_CLASS, "class_paper"),
    "candidates:training.need": Route(Action.VIEW_PERSON),
    "candidates:training.outcomes": Route(Action.VIEW_PERSON),
    "candidates:talk.list": Route(Action.VIEW_PERSON),
    "candidates:talk.new": Route(Action.EDIT_PERSON, methods=BOTH),
    "candidates:talk.detail": Route(Action.VIEW_PERSON, "talk"),
    "candidates:talk.attend": Route(Action.EDIT_PERSON, "talk", methods=BOTH),
    "candidates:talk.withdraw": Route(Action.EDIT_PERSON, "talk", methods=BOTH),
}


def taught_class(world, place, word):
    held = TrainingClassFactory(organisation=place, name=class_name(word))
    EnrolmentFactory(training_class=held, candidate=CandidateFactory(organisation=place, full_name=word))
    return {"pk": held.pk}


def class_paper(world, place, word):
    return taught_class(world, place, word) | {"code": "ds-hv"}


def class_session(world, place, word):
    held = TrainingClassFactory(organisation=place, name=class_name(word))
    learner = EnrolmentFactory(training_class=held, candidate=CandidateFactory(organisation=place, full_name=word))
    session = ClassSessionFactory(training_class=held, lesson=word, lecturer=word)
    Attendance.objects.create(session=session, enrolment=learner, mark="present", marked_by=world.owner)
    return {"pk": session.pk}


def talk(world, place, word):
    """Somebody came who needs the class again."""
    person = CandidateFactory(organisation=place, full_name=word)
    made = TalkFactory(organisation=place, subject=word, speaker=word)
    TalkAttendance.objects.create(talk=made, candidate=person)
    return {"pk": made.pk}


# target -> maker(world, place, word) -> the arguments of the address
MAKERS = {maker.__name__: maker for maker in (taught_class, class_paper, class_session, talk)}
# Targets that are made again and again when queries are counted.
GROWING: tuple[str, ...] = ("taught_class", "class_session", "talk")
