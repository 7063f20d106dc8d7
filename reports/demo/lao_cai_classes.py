"""The classes of the Khối from 2021 to August 2023 and who learnt in them, so that the published sums come out."""

from collections.abc import Sequence
from datetime import date, timedelta

from reports.demo.data import PlannedAdmission, PlannedCandidate
from reports.demo.lao_cai_places import CHEMICALS, COLLEGE, KHOI, Base
from reports.demo.people import Person
from reports.demo.planning import People, Sketch
from reports.demo.schooling import PlannedClass

# Day of opening and learners.
AWARENESS = (
    (date(2021, 4, 12), 98), (date(2021, 6, 14), 99), (date(2021, 10, 11), 97), (date(2022, 3, 21), 100),
    (date(2022, 5, 16), 98), (date(2022, 9, 12), 99), (date(2023, 3, 20), 97), (date(2023, 5, 22), 99),
)  # fmt: skip
NEW_MEMBERS = (
    (date(2021, 3, 15), 78), (date(2021, 7, 5), 77), (date(2021, 11, 8), 80), (date(2022, 3, 14), 76),
    (date(2022, 7, 11), 79), (date(2022, 11, 7), 75), (date(2023, 3, 13), 77), (date(2023, 7, 17), 77),
)  # fmt: skip
OF_CHEMICALS = ((date(2022, 8, 6), 97), (date(2023, 5, 6), 97))  # Saturdays and Sundays
OF_STUDENTS = (date(2022, 11, 12), 54)
WAIT = timedelta(days=60)  # from the class to the decision, at least
PEOPLE = People(
    "lao-cai-khoi-2023/classes",
    ("Lào Cai", "Lào Cai", "Lào Cai", "Yên Bái", "Phú Thọ", "Nam Định", "Hà Nam"),
    {"kinh": 68, "tay": 12, "dao": 7, "giay": 6, "mong": 5, "nung": 2},
)
Learner = tuple[str, Person, str]


class _Hall:
    """Fills the awareness classes: partly with people who are to be admitted later, else with new candidates."""

    def __init__(self, sketch: Sketch, admissions: Sequence[PlannedAdmission]):
        self.places = sketch.by_code
        self.waiting = sorted(admissions, key=lambda each: each.decision_date)
        self.candidates: list[PlannedCandidate] = []
        self.rng = PEOPLE.rng("hall")

    def fill(self, closes: date, seats: int, codes: set[str], share_admitted: float) -> list[Learner]:
        learners = []
        for each in [each for each in self.waiting if each.code in codes and each.decision_date >= closes + WAIT]:
            if len(learners) < seats * share_admitted and each.decision_date < closes + timedelta(days=500):
                self.waiting.remove(each)
                learners.append(self._learner(each.code, each.person, closes))
        wanted = sorted(codes)
        while len(learners) < seats:
            place = self.places[self.rng.choice(wanted)]
            person = PEOPLE.person(self.rng, place, closes, general_education="upper_secondary")
            learners.append(self._learner(place.code, person, closes))
        return learners

    def _learner(self, code: str, person: Person, closes: date) -> Learner:
        nominated = closes - timedelta(days=self.rng.randint(120, 240))
        recognised = nominated + timedelta(days=self.rng.randint(20, 90))
        self.candidates.append(PlannedCandidate(code, person, nominated, recognised, followed=False))
        return code, person, ""


def plan_classes(
    sketch: Sketch, bases: Sequence[Base], admissions: Sequence[PlannedAdmission]
) -> tuple[list[PlannedCandidate], list[PlannedClass]]:
    """Candidates who came to a class, and the classes: of the Khối, of the company, of the college."""
    hall = _Hall(sketch, admissions)
    own = {base.name: set(base.branches) for base in bases}
    company = next(base for base in bases if base.name == CHEMICALS)
    college = next(base for base in bases if base.name == COLLEGE)
    students = {code for code in own[COLLEGE] if sketch.by_code[code].milieu == "students"}
    day, seats = OF_STUDENTS
    closes = day + timedelta(days=8)
    classes = [
        PlannedClass(
            "NT-SV/2022",
            "Lớp bồi dưỡng nhận thức về Đảng cho sinh viên",
            "awareness",
            college.code,
            day,
            closes,
            "Sinh viên",
            "weekend",
            learners=hall.fill(closes, seats, students, 1.0),
        )  # fmt: skip
    ]
    for number, (day, seats) in enumerate(OF_CHEMICALS, start=1):
        closes = day + timedelta(days=15)
        classes.append(
            PlannedClass(
                f"NT-DG{number}/{day.year}",
                f"Lớp bồi dưỡng nhận thức về Đảng cho công nhân, lần {number}",
                "awareness",
                company.code,
                day,
                closes,
                "Công nhân, người lao động",
                "weekend",
                learners=hall.fill(closes, seats, own[CHEMICALS], 0.2),
            )  # fmt: skip
        )
    others = {code for name, codes in own.items() for code in codes if name != CHEMICALS} - students
    for number, (day, seats) in enumerate(AWARENESS, start=1):
        closes = day + timedelta(days=4)
        classes.append(
            PlannedClass(
                f"NT-{number:02}/{day.year}",
                f"Lớp bồi dưỡng nhận thức về Đảng khóa {number} (2021–2023)",
                "awareness",
                KHOI[0],
                day,
                closes,
                learners=hall.fill(closes, seats, others, 0.4),
            )  # fmt: skip
        )
    return hall.candidates, classes + _new_members(admissions)


def _new_members(admissions: Sequence[PlannedAdmission]) -> list[PlannedClass]:
    """Each class takes those who were admitted first and have not been to one."""
    waiting = sorted(admissions, key=lambda each: (each.ceremony_date, each.person.full_name))
    classes = []
    for number, (day, seats) in enumerate(NEW_MEMBERS, start=1):
        chosen = waiting[:seats]
        waiting = waiting[seats:]
        if chosen[-1].ceremony_date >= day:
            raise RuntimeError(f"too few new members for the class of {day}")
        classes.append(
            PlannedClass(
                f"DVM-{number:02}/{day.year}",
                f"Lớp bồi dưỡng đảng viên mới khóa {number} (2021–2023)",
                "new_member",
                KHOI[0],
                day,
                day + timedelta(days=3),
                learners=[(each.code, each.person, "") for each in chosen],
            )  # fmt: skip
        )
    return classes
