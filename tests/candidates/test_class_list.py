"""A list of learners: classes, learners, people and what the class brought about, written together."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from candidates.domain import classes
from candidates.domain.classes import ClassRow, record_classes
from candidates.domain.fold import fold
from candidates.models import Candidate, CandidateEvent, ClassState, Enrolment, EventKind, Stage, TrainingClass
from membership.domain.people import reference
from membership.models import Activity, ImportBatch, ImportState, RoleCode
from tests.factories import AdmissionFactory, CandidateFactory, EnrolmentFactory, TrainingClassFactory, UserFactory
from tests.membership.list_files import write_xlsx
from tests.membership.test_import_pages import apply, choose, upload
from tests.membership.test_import_undo import imported, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]
OPENS, CLOSES = date(2016, 4, 4), date(2016, 4, 8)


def row(tree, number=2, name="Lò Văn Thử", place=None, **fields) -> ClassRow:
    attributes = {"born_on": date(1985, 6, 1), **fields.pop("attributes", {})}
    fields = {
        "class_code": "01", "class_name": "Lớp nhận thức 1/2016", "kind": "awareness", "opens_on": OPENS,
        "closes_on": CLOSES, "holder": reference(tree.commune), **fields,
    }  # fmt: skip
    return ClassRow(number, name, reference(place or tree.branch), attributes, **fields)


def write(*rows, by=None, into=None):
    effect = record_classes(rows, by=by, into=into, apply=True)
    assert effect.errors == []
    return effect


def errors_of(*rows, by=None, into=None):
    """(row, field) of everything that is wrong; and nothing was written."""
    before = (Candidate.objects.count(), Enrolment.objects.count(), TrainingClass.objects.count())
    effect = record_classes(rows, by=by, into=into, apply=True)
    assert not effect.applied
    assert before == (Candidate.objects.count(), Enrolment.objects.count(), TrainingClass.objects.count())
    return {(error.row, error.field) for error in effect.errors}


def counted(effect) -> tuple[int, int, int]:
    return effect.create, effect.update, effect.unchanged


def everything() -> tuple[int, ...]:
    models = (Candidate, CandidateEvent, Enrolment, TrainingClass, Activity)
    return tuple(model.objects.count() for model in models)


def test_a_list_makes_the_class_the_learners_and_the_people(tree):
    effect = write(
        row(tree, 2, role="trưởng bản", certificate_number="1/GCN", certificate_date=date(2016, 4, 11)),
        row(tree, 3, name="Vàng A Thử", place=tree.sibling_branch, result="passed"),
        row(tree, 4, name="Sùng Thị Thử", result="failed"),
        row(tree, 5, name="Mùa A Thử"),
    )
    assert counted(effect) == (4, 0, 0)
    held = TrainingClass.objects.get()
    assert (held.state, held.seats, held.taken, held.organisation) == (ClassState.CLOSED, 4, 4, tree.commune)
    assert held.taken == classes.seated(held)
    states = list(Enrolment.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["passed", "passed", "failed", "accepted"]
    first = Enrolment.objects.order_by("pk").first()
    assert (first.role, first.class_path, first.certificate_until) == (
        "trưởng bản", tree.commune.path, date(2021, 4, 11),
    )  # fmt: skip
    person = first.candidate
    assert (person.certificate_number, person.certificate_date) == ("1/GCN", date(2016, 4, 11))
    assert (person.stage, person.position) == (Stage.TRAINED, "trưởng bản")
    assert fold(person.events.all()) == Stage.TRAINED
    told = [(event.kind, event.occurred_on, event.document_number) for event in person.events.all()]
    assert told == [("nominated", OPENS, ""), ("trained", date(2016, 4, 11), "1/GCN")]
    assert first.event == person.events.get(kind=EventKind.TRAINED)
    stages = list(Candidate.objects.order_by("pk").values_list("stage", flat=True))
    assert stages == ["trained", "trained", "nominated", "nominated"]


def test_the_same_list_twice_changes_nothing(tree):
    rows = [
        row(tree, number, name=f"Lò Thị {number}", certificate_number=f"{number}/GCN", certificate_date=CLOSES,
            role="phụ nữ", attributes={"sex": "female"})
        for number in range(2, 12)
    ]  # fmt: skip
    trial = record_classes(rows, by=None, apply=False)
    assert everything() == (0,) * 5
    assert counted(trial) == counted(write(*rows)) == (10, 0, 0)
    before = everything()
    versions = set(TrainingClass.objects.values_list("version", flat=True))
    assert counted(write(*rows)) == (0, 0, 10)
    assert everything() == before
    assert set(TrainingClass.objects.values_list("version", flat=True)) == versions


def test_a_later_list_adds_the_results(tree):
    write(row(tree), row(tree, 3, name="Vàng A Thử"))
    effect = write(
        row(tree, certificate_number="7", certificate_date=CLOSES, opens_on=None, closes_on=None, class_name=None),
        row(tree, 3, name="Vàng A Thử", grade="fail"),
    )
    assert counted(effect) == (0, 2, 0)
    assert list(Enrolment.objects.order_by("pk").values_list("state", flat=True)) == ["passed", "failed"]
    assert Candidate.objects.filter(stage=Stage.TRAINED).count() == 1
    assert counted(write(row(tree), row(tree, 3, name="Vàng A Thử"))) == (0, 0, 2)  # a blank leaves what is known


def test_a_certificate_without_its_day_asks_and_takes_the_last_day_of_the_class(tree):
    effect = write(row(tree, certificate_number="7"))
    assert [question.field for question in effect.questions] == ["certificate_date"]
    assert Enrolment.objects.get().certificate_date == CLOSES


def test_a_person_on_record_is_found_and_never_goes_back(tree):
    known = AdmissionFactory(organisation=tree.branch, full_name="Lò Văn Thử", born_on=date(1985, 6, 1)).candidate
    write(row(tree, certificate_number="1", certificate_date=CLOSES, attributes={"sex": "female"}))
    known.refresh_from_db()
    assert Candidate.objects.count() == 1
    assert (known.stage, known.certificate_date, known.sex) == (Stage.PROBATIONARY, CLOSES, "female")
    assert known.events.filter(kind=EventKind.TRAINED).count() == 1
    assert fold(known.events.all()) == Stage.PROBATIONARY


def test_the_class_taken_again_renews_the_certificate_but_happened_once(tree):
    old = row(tree, certificate_number="1", certificate_date=CLOSES)
    later = {"class_code": "09", "class_name": "Lớp 2022", "opens_on": date(2022, 3, 1), "closes_on": date(2022, 3, 5)}
    again = row(tree, 3, certificate_number="55", certificate_date=date(2022, 3, 9), **later)
    assert counted(write(old, again)) == (2, 0, 0)
    person = Candidate.objects.get()
    assert (person.certificate_number, person.enrolments.count()) == ("55", 2)
    assert person.events.filter(kind=EventKind.TRAINED).count() == 1
    assert counted(write(old, again)) == (0, 0, 2)
    person.refresh_from_db()
    assert person.certificate_number == "55"


def test_new_members_must_be_known_and_get_their_own_event(tree):
    member = {"kind": "new_member", "class_code": "M1", "opens_on": date(2012, 1, 9), "closes_on": date(2012, 1, 20)}
    assert errors_of(row(tree, **member)) == {(2, "full_name")}
    known = AdmissionFactory(organisation=tree.branch, full_name="Lò Văn Thử", born_on=date(1985, 6, 1)).candidate
    write(row(tree, **member, grade="good", certificate_date=date(2012, 1, 20)))
    assert known.events.filter(kind=EventKind.MEMBER_TRAINED, occurred_on=date(2012, 1, 20)).count() == 1
    known.refresh_from_db()
    assert (known.stage, known.certificate_date) == (Stage.PROBATIONARY, None)
    assert Enrolment.objects.get().certificate_until is None
    CandidateFactory(organisation=tree.branch, full_name="Chưa Kết Nạp", born_on=date(1985, 6, 1))
    assert errors_of(row(tree, name="Chưa Kết Nạp", **member)) == {(2, "full_name")}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"class_code": " "}, "class_code"),
        ({"holder": None}, "holder"),
        ({"opens_on": None}, "opens_on"),
        ({"closes_on": date(2016, 4, 3)}, "closes_on"),
        ({"seats": 0}, "seats"),
        ({"certificate_date": date(2016, 4, 3)}, "certificate_date"),
        ({"certificate_date": date(2026, 7, 16)}, "certificate_date"),
        ({"result": "failed", "certificate_number": "1"}, "result"),
        ({"role": "x" * 161}, "role"),
        ({"certificate_number": "x" * 61}, "certificate_number"),
        ({"nominated_on": date(2026, 7, 16)}, "nominated_on"),
        ({"opens_on": date(2026, 7, 16), "closes_on": date(2026, 7, 20), "result": "passed"}, "result"),
        ({"opens_on": date(2026, 7, 10), "closes_on": date(2026, 7, 16), "result": "passed"}, "result"),
        ({"attributes": {"born_on": date(2017, 1, 1)}}, "opens_on"),
        ({"name": "  "}, "full_name"),
    ],
)
def test_rows_that_cannot_be_written(tree, fields, field):
    assert errors_of(row(tree, **fields)) == {(2, field)}


def test_everything_wrong_is_said_at_once_with_both_rows(tree):
    rows = [
        row(tree, 2, certificate_number="9"),
        row(tree, 3, name="Vàng A Thử", certificate_number="9"),
        row(tree, 4, name="Lò Văn Thử"),
        row(tree, 5, name="Mùa A Thử", opens_on=date(2016, 5, 4)),
        row(tree, 6, name="Giàng A Thử", kind="new_member"),
        row(tree, 7, name="Người Xã Bên", place=tree.other_branch, certificate_date=date(2030, 1, 1)),
    ]
    effect = record_classes(rows, by=None, apply=True)
    told = {(error.row, error.field): error.message for error in effect.errors}
    assert set(told) == {
        (3, "certificate_number"), (4, "full_name"), (5, "opens_on"), (6, "kind"), (7, "certificate_date"),
    }  # fmt: skip
    assert "dòng 2" in told[3, "certificate_number"]
    assert "dòng 2" in told[4, "full_name"]
    assert not Candidate.objects.exists()
    assert errors_of(row(tree, place=tree.other_branch)) == {(2, "organisation")}


def test_a_certificate_number_on_record_belongs_to_somebody_else(tree):
    theirs = EnrolmentFactory(
        candidate__organisation=tree.other_branch, candidate__full_name="Người Xã Bên", certificate_number="9",
        training_class__organisation=tree.sibling_commune,
    )  # fmt: skip
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    effect = record_classes([row(tree, certificate_number="9")], by=staff, apply=True)
    assert [error.message for error in effect.errors] == ["Số này đã cấp cho một người khác."]
    effect = record_classes([row(tree, certificate_number="9")], by=None, apply=True)
    assert theirs.candidate.full_name in effect.errors[0].message


def test_seats_that_are_told_must_do(tree):
    rows = [row(tree, number, name=f"Lò Thị {number}", seats=2) for number in (2, 3)]
    write(*rows)
    assert errors_of(*rows, row(tree, 4, name="Thừa Một Người", seats=2)) == {(2, "seats")}
    write(row(tree, 4, name="Thêm Một Người"))  # not told: one more seat
    held = TrainingClass.objects.get()
    assert (held.seats, held.taken) == (3, 3)


def test_rights_in_the_class_and_in_the_branch(tree):
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    write(row(tree), by=staff)
    assert errors_of(row(tree, holder=reference(tree.province)), by=staff) == {(2, "holder")}
    teacher = UserFactory(role=RoleCode.TRAINING_STAFF, organisation=tree.commune)
    assert errors_of(row(tree, name="Người Mới"), by=teacher) == {(2, "organisation")}


def test_a_known_class_of_another_kind_or_not_held(tree):
    TrainingClassFactory(organisation=tree.commune, code="01", kind="new_member")
    TrainingClassFactory(organisation=tree.commune, code="02", state="cancelled")
    assert errors_of(row(tree), row(tree, 3, class_code="02")) == {(2, "kind"), (3, "class_code")}


def test_a_list_seats_who_was_only_put_forward(tree):
    held = TrainingClassFactory(organisation=tree.commune, code="01", name="Lớp nhận thức 1/2016", seats=1)
    person = CandidateFactory(organisation=tree.branch, full_name="Lò Văn Thử", born_on=date(1985, 6, 1))
    learner = EnrolmentFactory(training_class=held, candidate=person, state="withdrawn", reason="ốm")
    said = {"opens_on": None, "closes_on": None, "kind": None}
    effect = write(row(tree, **said))
    learner.refresh_from_db()
    held.refresh_from_db()
    assert (learner.state, learner.reason, held.taken) == ("accepted", "", 1)
    assert len(effect.questions) == 1


def test_hundreds_of_learners_of_many_classes_cost_few_queries(tree, django_assert_max_num_queries):
    few = [row(tree, number, name=f"Lò Thị {number}") for number in range(2, 12)]
    many = [
        row(tree, number, name=f"Lò Văn {number}", class_code=f"{number % 9}", certificate_number=f"{number}/GCN",
            certificate_date=CLOSES)
        for number in range(100, 777)
    ]  # fmt: skip
    with django_assert_max_num_queries(40):
        write(*few)
    with django_assert_max_num_queries(100):  # SQLite takes few rows a statement
        write(*many)
    assert Enrolment.objects.count() == 687
    assert TrainingClass.objects.count() == 10


# --- files -----------------------------------------------------------------------------------------------------------
HEADERS = (
    "TT", "Họ và tên", "Ngày sinh", "Giới tính", "Chi bộ", "Chức danh", "Ký hiệu lớp", "Tên lớp", "Loại lớp",
    "Ngày khai giảng", "Ngày bế giảng", "Kết quả", "Số GCN", "Ngày cấp",
)  # fmt: skip


def test_an_office_list_goes_in_and_comes_out(tree, as_role, tmp_path, settings):
    settings.UPLOAD_DIR = tmp_path / "uploads"
    client = as_role(RoleCode.BASE_STAFF, tree.commune)
    path = write_xlsx(
        tmp_path / "lop.xlsx", HEADERS,
        [1, "Lò Văn Thử", "1985", "Nam", tree.branch.name, "Trưởng bản", "01/2026", "Lớp 1", "Nhận thức về Đảng",
         "02/03/2026", "06/03/2026", "Đạt", "1/GCN", "10/03/2026"],
        [2, "Vàng Thị Thử", "05/06/1990", "Nữ", tree.sibling_branch.name, "Phụ nữ", "01/2026", "", "", "", "",
         "Không đạt", "", ""],
    )  # fmt: skip
    upload(client, path, tree, kind="classes")
    batch = ImportBatch.objects.get()
    page = client.get(reverse("membership:import.columns", args=[batch.pk]))
    assert page.context["recognised"] == len(HEADERS) - 1
    choose(client, batch)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["create"], batch.counts["errors"]) == (ImportState.TRIED, 2, 0), batch.counts
    apply(client, batch)
    held = TrainingClass.objects.get()
    assert (held.organisation, held.code, held.state) == (tree.commune, "01/2026", ClassState.CLOSED)
    first = Enrolment.objects.get(state="passed")
    assert (first.role, first.candidate.born_precision) == ("Trưởng bản", "year")

    answer = client.get(f"{reverse('candidates:class.detail', args=[held.pk])}?xuat=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    headers = next(line for line in lines if "Ký hiệu lớp" in line)
    learner = dict(zip(headers, next(line for line in lines if "Lò Văn Thử" in line), strict=True))
    assert (learner["Chức danh học viên"], learner["Kết quả"], learner["Số giấy chứng nhận"]) == (
        "Trưởng bản", "Hoàn thành", "1/GCN",
    )  # fmt: skip
    assert learner["Tổ chức mở lớp"] == tree.commune.code


def test_an_import_taken_back_frees_its_seats(tree, as_role, tmp_path, settings):
    """Two came by the list into the last seats: they go, and whoever has waited longest sits there."""
    settings.UPLOAD_DIR = tmp_path / "uploads"
    client = as_role(RoleCode.BASE_STAFF, tree.commune)
    held = TrainingClassFactory(organisation=tree.commune, code="01/2026", seats=3)
    stays = EnrolmentFactory(training_class=held, candidate__organisation=tree.branch)
    waits = [
        EnrolmentFactory(training_class=held, candidate__organisation=tree.branch, state="waiting", queued_at=moment)
        for moment in ("2026-07-01 08:00Z", "2026-07-01 08:01Z", "2026-07-01 08:02Z")
    ]
    path = write_xlsx(
        tmp_path / "lop.xlsx", HEADERS,
        *([n, f"Lò Văn {n}", "05/06/1990", "Nam", tree.branch.name, "", "01/2026", *[""] * 7] for n in (1, 2)),
    )  # fmt: skip
    batch = imported(client, tree, path, kind="classes")
    held.refresh_from_db()
    assert (held.taken, held.seats) == (3, 3)
    undo(client, batch)
    held.refresh_from_db()
    assert held.taken == classes.seated(held) == 3
    assert [Enrolment.objects.get(pk=one.pk).state for one in (stays, *waits)] == [
        "accepted", "accepted", "accepted", "waiting",
    ]  # fmt: skip
    assert not Candidate.objects.filter(full_name__startswith="Lò Văn").exists()
