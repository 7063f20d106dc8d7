"""The further books of the demo of article 003: nominations, mass organisations, talks, referrals, Sunday classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from candidates.domain.learning import mark_roll
from candidates.domain.mass import found_mass_organisation, give_mass_quota
from candidates.domain.mass_accounts import grant_mass_account
from candidates.domain.referrals import accept_referral, refer, refuse_referral, remind_referral
from candidates.domain.sessions import SessionSaid, add_sessions
from candidates.domain.talks import hold_talk, invited
from candidates.models import Body, Candidate, Nomination, ReferralDirection, TrainingClass
from membership.base.bulk import insert, reserve_ids
from membership.base.dates import add_months
from membership.domain.effects import Effect
from membership.models import Organisation
from reports.demo.data import Further, PlannedCandidate, PlannedMember, Written
from reports.demo.homes import members_by_card
from reports.demo.planning import Place, day_between
from reports.demo.schooling import PlannedClass, record_planned

WITHOUT_NOMINATION = 12  # official members who have put nobody forward yet
_BODIES = (
    (Body.YOUTH_UNION, "Đoàn Thanh niên", 8), (Body.WOMEN, "Hội Phụ nữ", 5), (Body.FARMERS, "Hội Nông dân", 5),
    (Body.VETERANS, "Hội Cựu chiến binh", 3),
)  # fmt: skip
_UNION = (Body.TRADE_UNION, "Công đoàn", 4)
_SUBJECTS = ("Cương lĩnh và Điều lệ Đảng", "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh")
_LESSONS = (
    "Khái quát lịch sử Đảng Cộng sản Việt Nam", "Cương lĩnh xây dựng đất nước", "Nội dung cơ bản của Điều lệ Đảng",
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "Phấn đấu trở thành đảng viên",
)  # fmt: skip
_ACCOUNT, _ACCOUNT_COMMUNE = "doan.xa", 2  # which of the communes its Đoàn works in


@dataclass(frozen=True)
class Plan:
    """Codes of the communes' and the companies' committees, the branches, and who was planned for them."""

    communes: Sequence[str]
    companies: Sequence[str]
    branches: Sequence[Place]
    members: Sequence[PlannedMember]
    candidates: Sequence[PlannedCandidate]


def further(plan: Plan, today: date) -> list[tuple[str, Further]]:
    rng = Random("khanh-hoa-2021/books")
    return [
        ("đoàn thể và chỉ tiêu giới thiệu", lambda done: _mass(done, plan, rng)),
        ("đảng viên giới thiệu quần chúng ưu tú", lambda done: _nominations(done, plan, rng)),
        ("nói chuyện chuyên đề", lambda done: _talks(done, plan)),
        ("lớp chủ nhật cho công nhân", lambda done: _classes(done, plan)),
        ("  lịch học và điểm danh", lambda done: _teach(done, today)),
        ("giới thiệu hai nơi", lambda done: _referrals(done, plan)),
    ]


def _organisation(done: Written, code: str) -> Organisation:
    return Organisation.objects.get(pk=done.places[code].id)


def _known(done: Written) -> dict[tuple, Candidate]:
    rows = Candidate.objects.under(done.root).select_related("organisation")
    return {(each.organisation.code, each.full_name, each.born_on): each for each in rows}


def _key(planned: PlannedCandidate) -> tuple:
    return planned.code, planned.person.full_name, planned.person.attributes["born_on"]


# --- who puts people forward -----------------------------------------------------------------------------------------
def _mass(done: Written, plan: Plan, rng: Random) -> None:
    """Mass organisations of every commune and company, with what each is to reach and what it has introduced."""
    known, said = _known(done), []
    for number, code in enumerate((*plan.communes, *plan.companies)):
        organisation = _organisation(done, code)
        people = [known[_key(each)] for each in plan.candidates if each.code[:8] == code[:8]]
        for body, label, quota in _BODIES if code in plan.communes else (_UNION,):
            name = f"{label} {organisation.name.removeprefix('Đảng bộ ')}"
            mass = found_mass_organisation(by=done.by, organisation=organisation, body=body, name=name)
            give_mass_quota(
                by=done.by, mass_organisation=mass, year=done.today.year, quota=quota, decision_number="05-NQ/ĐU"
            )  # fmt: skip
            by_whom = {"mass_organisation": mass, "body": str(body), "body_name": name}
            said += [(each, by_whom) for each in rng.sample(people, rng.randint(quota // 2, quota))]
            if number == _ACCOUNT_COMMUNE and body == Body.YOUTH_UNION:
                grant_mass_account(by=None, mass_organisation=mass, username=_ACCOUNT)
    _write_nominations(done, said)


def _nominations(done: Written, plan: Plan, rng: Random) -> None:
    """Each official member puts forward one of the own branch; a few have not done so yet."""
    members, known = members_by_card(done), _known(done)
    idle = {id(each) for each in rng.sample(list(plan.members), WITHOUT_NOMINATION)}
    people: dict[str, list[Candidate]] = {}
    for planned in plan.candidates:
        people.setdefault(planned.code, []).append(known[_key(planned)])
    said = []
    for number, planned in enumerate(plan.members):
        if id(planned) not in idle:
            own = people[planned.code]
            said.append((own[number % len(own)], {"member": members[planned.card_number]}))
    _write_nominations(done, said)


def _write_nominations(done: Written, said: Sequence[tuple[Candidate, dict]]) -> None:
    """In bulk, as the branches' own books would bring them."""
    rng = Random(f"khanh-hoa-2021/days/{len(said)}")
    rows = []
    for (candidate, by_whom), pk in zip(said, reserve_ids(Nomination, len(said)), strict=True):
        day = day_between(rng, add_months(done.today, -6), done.today - timedelta(days=4))
        rows.append(
            Nomination(
                pk=pk,
                candidate=candidate,
                organisation_id=candidate.organisation_id,
                organisation_path=candidate.organisation_path,
                nominated_on=day,
                recorded_by=done.by,
                **by_whom,
            )  # fmt: skip
        )
    insert(Nomination, rows)


# --- what they are taught --------------------------------------------------------------------------------------------
def _talks(done: Written, plan: Plan) -> None:
    """A talk every six months in the communes; two of them are due for the next one."""
    for number, code in enumerate(plan.communes):
        organisation = _organisation(done, code)
        keys = list(invited(organisation).order_by("pk").values_list("pk", flat=True))
        for months, subject in ((-8, _SUBJECTS[0]), (-2, _SUBJECTS[1])):
            if months == -8 or number < len(plan.communes) - 2:
                hold_talk(
                    by=done.by, on=add_months(done.today, months), organisation=organisation, subject=subject,
                    speaker="Báo cáo viên Trường Chính trị tỉnh", place="Hội trường Ủy ban nhân dân",
                    people=[key for place, key in enumerate(keys) if (place + months) % 5],
                )  # fmt: skip


def _sunday(day: date) -> date:
    """The Sunday of the week before a day, or the day itself."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def _classes(done: Written, plan: Plan) -> Effect:
    """Two classes for workers on Sundays: one that is over, one that runs; those with a dossier went to another."""
    workers = [each for each in plan.candidates if each.code[:8] in {code[:8] for code in plan.companies}]
    workers = [each for each in workers if each.recognised_on and not each.certificate_date]
    others = [each for each in plan.candidates if each.recognised_on and not each.certificate_date]
    others = [each for each in others if each not in workers][:30]
    half = len(workers) // 2
    over, runs = _sunday(add_months(done.today, -3)), _sunday(done.today - timedelta(days=15))
    told = {"kind": "awareness", "organiser": done.root.code, "hours": "sundays", "place": "Trường Chính trị tỉnh"}
    return record_planned(
        done,
        [
            PlannedClass(
                code=f"CN-01/{over.year}", name="Lớp bồi dưỡng nhận thức về Đảng cho công nhân, học chủ nhật",
                opens_on=over, closes_on=over + timedelta(weeks=4), target_group="Công nhân doanh nghiệp",
                learners=[(each.code, each.person, "Công nhân") for each in workers[:half]], **told,
            ),
            PlannedClass(
                code=f"CN-02/{runs.year}", name="Lớp bồi dưỡng nhận thức về Đảng, học chủ nhật, khóa 2", opens_on=runs,
                closes_on=runs + timedelta(weeks=4), target_group="Công nhân, lao động",
                learners=[(each.code, each.person, "Công nhân") for each in [*workers[half:], *others]],
                finished=False, **told,
            ),
        ],
    )  # fmt: skip


def _teach(done: Written, today: date) -> None:
    """The meetings of the class that runs, one a Sunday; the roll of those that are over."""
    held = TrainingClass.objects.under(done.root).get(state="running")
    said = [
        SessionSaid(
            held.opens_on + timedelta(weeks=week), time(7, 30), time(11, 0), lesson, "Giảng viên Trường Chính trị"
        )
        for week, lesson in enumerate(_LESSONS)
    ]
    seats = list(held.enrolments.order_by("pk").values_list("pk", flat=True))
    for session in add_sessions(by=done.by, training_class=held, sessions=said, confirmed=True):
        if session.on <= today:
            marks = {key: "present" if (key + session.on.day) % 9 else "excused" for key in seats}
            mark_roll(by=done.by, session=session, marks=marks)


# --- two places ------------------------------------------------------------------------------------------------------
def _referrals(done: Written, plan: Plan) -> None:
    """Workers known in a thôn are referred to their company, workers of a company to where they live."""
    known = _known(done)
    companies = [place.code for place in plan.branches if place.code[:8] in {code[:8] for code in plan.companies}]
    homes = [place.code for place in plan.branches if place.code not in companies]
    waiting = [each for each in plan.candidates if each.recognised_on is None]
    in_homes = [known[_key(each)] for each in waiting if each.code in homes][::7][:8]
    in_companies = [known[_key(each)] for each in waiting if each.code in companies][::3][:4]
    for number, candidate in enumerate(in_homes):
        target = companies[number % len(companies)]
        _refer(
            done, candidate, target, ReferralDirection.TO_WORKPLACE, ("accept", "wait", "refuse", "wait")[number % 4]
        )
    for number, candidate in enumerate(in_companies):
        target = homes[(number * 5) % len(homes)]
        _refer(done, candidate, target, ReferralDirection.TO_RESIDENCE, ("accept", "wait", "refuse", "accept")[number])


_WHY = {
    ReferralDirection.TO_WORKPLACE: "Làm việc theo ca ở công ty, ít có mặt ở nơi cư trú",
    ReferralDirection.TO_RESIDENCE: "Nghỉ việc ở công ty, tham gia công tác ở nơi cư trú",
}


def _refer(done: Written, candidate: Candidate, target: str, direction: str, answer: str) -> None:
    asked = done.today - timedelta(days=2 if answer != "wait" else 3)
    referral = refer(
        by=done.by, on=asked, candidate=candidate, version=candidate.version, target=_organisation(done, target),
        direction=direction, reason=_WHY[direction], letter_number="31-CV/ĐU", shift_work=True,
    )  # fmt: skip
    act = {"by": done.by, "on": done.today - timedelta(days=1), "referral": referral, "version": referral.version}
    if answer == "accept":
        accept_referral(**act)
    elif answer == "refuse":
        refuse_referral(**act, note="Công ty đang tạm dừng sản xuất, chưa phân công được người giúp đỡ")
    else:
        remind_referral(**act)
