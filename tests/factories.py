"""Invented organisations and people for the tests, consistent in all the tables that belong together."""

from datetime import date, time, timedelta

import factory
from django.db.models import F

from candidates.models import (
    Admission,
    Candidate,
    CandidateEvent,
    Circumstances,
    ClassKind,
    ClassSession,
    ClassState,
    Enrolment,
    EnrolmentState,
    EventKind,
    Introduction,
    MassOrganisation,
    Mentorship,
    Paper,
    Relative,
    Stage,
    Talk,
    TrainingClass,
    Verification,
    VerificationResult,
)
from candidates.models.training import SEATED
from membership.base import paths
from membership.base.dates import completed_years
from membership.base.text import fold, name_sort_key
from membership.domain.movement_log import MovementLog
from membership.models import (
    Assignment,
    MemberSpell,
    MemberStatus,
    Organisation,
    OrganisationName,
    PartyMember,
    Placement,
    PositionHolder,
    PositionTitle,
    Residence,
    ResidentialUnit,
    RoleCode,
    Sex,
    UnitCause,
    UnitName,
    UnitStatus,
    User,
)

PASSWORD = "mat-khau-chi-de-thu"


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An organisation with its path, its placement and its name of today. `parent=None` makes a root."""

    class Meta:
        model = Organisation

    code = factory.Sequence(lambda number: f"{10 + number // 1000:02d}{number % 1000:03d}000000000")
    name = factory.Sequence(lambda number: f"Chi bộ thử số {number}")
    kind = "Chi bộ"
    parent = None
    valid_from = None
    valid_to = None

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        fields.setdefault("folded_name", fold(fields["name"]))
        organisation = model_class(parent=parent, path=f"new{fields['code']}", **fields)
        organisation.save()
        organisation.path = paths.child(parent.path if parent else "", organisation.pk)
        organisation.save(update_fields=["path"])
        days = {"valid_from": organisation.valid_from, "valid_to": organisation.valid_to}
        Placement.objects.create(organisation=organisation, parent=parent, **days)
        OrganisationName.objects.create(
            organisation=organisation,
            name=organisation.name,
            folded_name=organisation.folded_name,
            kind=organisation.kind,
            **days,
        )
        return organisation


class UserFactory(factory.django.DjangoModelFactory):
    """An account; with `role` and `organisation` also the assignment that gives it its rights."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"thu{number}")
    full_name = factory.Sequence(lambda number: f"Người Thử {number}")
    must_change_password = False

    @classmethod
    def _create(cls, model_class, *args, role=None, organisation=None, password=PASSWORD, **fields):
        user = model_class.objects.create_user(password=password, **fields)
        if role is not None:
            AssignmentFactory(user=user, role=role, organisation=organisation)
        return user


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assignment

    user = factory.SubFactory(UserFactory)
    role = RoleCode.BRANCH_SECRETARY
    valid_from = date(2011, 1, 1)


class _PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    full_name = factory.Sequence(lambda number: f"Trần Thị Thử {number}")
    folded_name = factory.LazyAttribute(lambda person: fold(person.full_name))
    sort_key = factory.LazyAttribute(lambda person: name_sort_key(person.full_name))
    organisation = factory.SubFactory(OrganisationFactory)
    organisation_path = factory.SelfAttribute("organisation.path")
    sex = Sex.FEMALE
    born_on = date(1985, 6, 1)


class MemberFactory(_PersonFactory):
    """A Party member with the open spell in the branch, and the movement that began it."""

    class Meta:
        model = PartyMember
        skip_postgeneration_save = True

    joined_on = date(2010, 3, 26)
    official_on = date(2011, 3, 26)
    status = MemberStatus.OFFICIAL

    @classmethod
    def _create(cls, model_class, *args, **fields):
        member = super()._create(model_class, *args, **fields)
        MemberSpell.objects.create(
            member=member, organisation=member.organisation, valid_from=member.joined_on, reason_in="admitted"
        )
        if member.joined_on is not None:
            log = MovementLog(by_id=None)
            log.admitted(member, member.joined_on)
            log.write()
        return member


class CandidateFactory(_PersonFactory):
    """A candidate (quần chúng ưu tú) with the event that nominated them."""

    class Meta:
        model = Candidate
        skip_postgeneration_save = True

    stage = Stage.NOMINATED
    stage_since = date(2011, 1, 10)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        candidate = super()._create(model_class, *args, **fields)
        _event(candidate, EventKind.NOMINATED, Stage.NOMINATED, candidate.stage_since)
        return candidate


class AdmissionFactory(_PersonFactory):
    """The frozen fact of an admission, with the candidate, the events, the member and the spell behind it."""

    class Meta:
        model = Admission

    decision_number = factory.Sequence(lambda number: f"{number}-QĐ/ĐU")
    decision_date = date(2011, 5, 10)
    ceremony_date = factory.LazyAttribute(lambda fact: fact.decision_date + timedelta(days=9))
    age = factory.LazyAttribute(lambda fact: completed_years(fact.born_on, fact.decision_date))

    @classmethod
    def _create(cls, model_class, *args, **fields):
        person = {name: fields[name] for name in ("full_name", "organisation", "sex", "born_on")}
        member = MemberFactory(
            **person, joined_on=fields["ceremony_date"], official_on=None, status=MemberStatus.PROBATIONARY
        )
        fields["candidate"] = candidate = CandidateFactory(
            **person, stage_since=fields["decision_date"] - timedelta(days=200)
        )
        _event(candidate, EventKind.ADMISSION_DECIDED, Stage.DECIDED, fields["decision_date"])
        _event(candidate, EventKind.CEREMONY_HELD, Stage.PROBATIONARY, fields["ceremony_date"])
        candidate.member = member
        candidate.save(update_fields=["member"])
        return super()._create(model_class, *args, **fields)


def _event(candidate: Candidate, kind: str, to_stage: str, day: date) -> None:
    CandidateEvent.objects.create(
        candidate=candidate,
        sequence=candidate.last_sequence + 1,
        kind=kind,
        from_stage=candidate.stage if candidate.last_sequence else "",
        to_stage=to_stage,
        organisation=candidate.organisation,
        occurred_on=day,
    )
    candidate.last_sequence += 1
    candidate.stage, candidate.stage_since = to_stage, day
    candidate.save(update_fields=["last_sequence", "stage", "stage_since"])


class MentorshipFactory(factory.django.DjangoModelFactory):
    """An official member of the candidate's branch who helps them."""

    class Meta:
        model = Mentorship

    candidate = factory.SubFactory(CandidateFactory)
    member = factory.SubFactory(MemberFactory, organisation=factory.SelfAttribute("..candidate.organisation"))
    valid_from = date(2024, 1, 10)
    together_since = date(2020, 1, 1)


class PaperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Paper

    form = "5-KNĐ"


class IntroductionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Introduction

    member = factory.SubFactory(MemberFactory, organisation=factory.SelfAttribute("..candidate.organisation"))
    together_since = date(2020, 1, 1)


class VerificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Verification

    relative = Relative.SELF
    place = "Xã Thử, tỉnh Mẫu"
    result = VerificationResult.CLEAR


class TrainingClassFactory(factory.django.DjangoModelFactory):
    """A class under way, held by `organisation`."""

    class Meta:
        model = TrainingClass

    organisation = factory.SubFactory(OrganisationFactory)
    organisation_path = factory.SelfAttribute("organisation.path")
    code = factory.Sequence(lambda number: f"L{number:03d}")
    name = factory.Sequence(lambda number: f"Lớp thử số {number}")
    kind = ClassKind.AWARENESS
    state = ClassState.RUNNING
    seats = 50
    opens_on = date(2026, 3, 2)
    closes_on = date(2026, 4, 26)


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """A learner with a seat; the class counts it as taken."""

    class Meta:
        model = Enrolment
        skip_postgeneration_save = True

    training_class = factory.SubFactory(TrainingClassFactory)
    candidate = factory.SubFactory(CandidateFactory)
    organisation = factory.SelfAttribute("candidate.organisation")
    organisation_path = factory.SelfAttribute("candidate.organisation_path")
    class_path = factory.SelfAttribute("training_class.organisation_path")
    state = EnrolmentState.ACCEPTED

    @classmethod
    def _create(cls, model_class, *args, **fields):
        made = super()._create(model_class, *args, **fields)
        if made.state in SEATED:
            of_class = TrainingClass.objects.filter(pk=made.training_class_id)
            of_class.update(taken=F("taken") + 1)
            made.training_class.taken += 1
        return made


class ClassSessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClassSession

    training_class = factory.SubFactory(TrainingClassFactory)
    on = date(2026, 3, 8)
    starts = time(7, 30)
    ends = time(11, 30)
    lesson = factory.Sequence(lambda number: f"Bài thử số {number}")
    lecturer = ""
    folded_lecturer = factory.LazyAttribute(lambda session: fold(session.lecturer))


class TalkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Talk

    organisation = factory.SubFactory(OrganisationFactory)
    organisation_path = factory.SelfAttribute("organisation.path")
    on = date(2026, 5, 10)
    subject = factory.Sequence(lambda number: f"Chuyên đề thử số {number}")
    speaker = "Lê Văn Báo Cáo Thử"


def complete_dossier(candidate: Candidate, on: date) -> Candidate:
    """Everything that the branch's proposal asks for, dated not long before a day; the votes still have to be said."""
    day = on - timedelta(days=40)
    Candidate.objects.filter(pk=candidate.pk).update(
        general_education="upper_secondary", certificate_date=on - timedelta(days=300), certificate_number="7/GCN"
    )
    candidate.refresh_from_db()
    Circumstances.objects.create(candidate=candidate, citizen=True)
    MentorshipFactory(candidate=candidate, valid_from=day)
    for number in (0, 1):
        IntroductionFactory(candidate=candidate, signed_on=day + timedelta(days=number))
    for number, form in enumerate(("1-KNĐ", "2-KNĐ", "5-KNĐ")):
        if not candidate.papers.current().filter(form=form).exists():
            PaperFactory(candidate=candidate, form=form, signed_on=day + timedelta(days=number))
    VerificationFactory(candidate=candidate, sent_on=day, answered_on=on - timedelta(days=10))
    return candidate


def complete_probation(candidate: Candidate, on: date) -> Candidate:
    """The papers that the proposal to recognise asks for."""
    for form in ("10-KNĐ", "11-KNĐ", "12-KNĐ"):
        PaperFactory(candidate=candidate, form=form, signed_on=on - timedelta(days=3))
    return candidate


class UnitFactory(factory.django.DjangoModelFactory):
    """A residential unit with its name of today; with `state` (and `state_since`) also the status that says so."""

    class Meta:
        model = ResidentialUnit
        skip_postgeneration_save = True

    code = factory.Sequence(lambda number: f"B{number:05d}")
    name = factory.Sequence(lambda number: f"Bản Thử {number}")
    folded_name = factory.LazyAttribute(lambda unit: fold(unit.name))
    kind = "Bản"
    commune = "Xã Thử"
    organisation = factory.SubFactory(OrganisationFactory)
    organisation_path = factory.SelfAttribute("organisation.path")
    state = ""
    state_since = factory.LazyAttribute(lambda unit: date(2011, 1, 1) if unit.state else None)

    @classmethod
    def _create(cls, model_class, *args, cause=UnitCause.FIRST, **fields):
        unit = super()._create(model_class, *args, **fields)
        days = {"valid_from": unit.valid_from, "valid_to": unit.valid_to}
        UnitName.objects.create(unit=unit, name=unit.name, folded_name=unit.folded_name, kind=unit.kind, **days)
        if unit.state:
            UnitStatus.objects.create(unit=unit, state=unit.state, since=unit.state_since, cause=cause)
        return unit


class ResidenceFactory(factory.django.DjangoModelFactory):
    """A member lives in a unit."""

    class Meta:
        model = Residence

    unit = factory.SubFactory(UnitFactory)
    member = factory.SubFactory(MemberFactory, organisation=factory.SelfAttribute("..unit.organisation"))
    valid_from = date(2012, 1, 1)


class TitleFactory(factory.django.DjangoModelFactory):
    """A title held in residential units."""

    class Meta:
        model = PositionTitle

    code = factory.Sequence(lambda number: f"chuc-danh-thu-{number}")
    name = factory.Sequence(lambda number: f"Chức danh thử {number}")
    folded_name = factory.LazyAttribute(lambda title: fold(title.name))


class HolderFactory(factory.django.DjangoModelFactory):
    """Who holds a title in a unit."""

    class Meta:
        model = PositionHolder

    title = factory.SubFactory(TitleFactory)
    unit = factory.SubFactory(UnitFactory)
    organisation = factory.SelfAttribute("unit.organisation")
    organisation_path = factory.SelfAttribute("organisation.path")
    full_name = factory.Sequence(lambda number: f"Phạm Văn Thử {number}")
    folded_name = factory.LazyAttribute(lambda holder: fold(holder.full_name))
    sort_key = factory.LazyAttribute(lambda holder: name_sort_key(holder.full_name))
    sex = Sex.MALE
    born_on = date(1980, 3, 2)
    valid_from = date(2020, 1, 1)


class MassOrganisationFactory(factory.django.DjangoModelFactory):
    """A mass organisation beside a committee."""

    class Meta:
        model = MassOrganisation

    organisation = factory.SubFactory(OrganisationFactory)
    organisation_path = factory.SelfAttribute("organisation.path")
    body = "youth_union"
    name = factory.Sequence(lambda number: f"Đoàn xã Thử {number}")
    folded_name = factory.LazyAttribute(lambda body: fold(body.name))
