"""An import taken back: every table as it was, except for what somebody went on with."""

import random
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.apps import apps
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from candidates.models import Admission, Candidate, CandidateEvent
from membership.domain import import_batches, jobs
from membership.domain.errors import Refused, Stale
from membership.domain.import_undo import survey
from membership.domain.imports import read_list
from membership.domain.member_acts import amend_member
from membership.exchange import steps, undo_steps
from membership.exchange.registry import KINDS
from membership.models import Activity, ImportBatch, ImportState, ImportTrace, Job, MemberSpell, PartyMember, RoleCode
from tests.conftest import make_tree
from tests.factories import MemberFactory, UserFactory
from tests.membership.list_files import ADMISSIONS, admission, write_xlsx
from tests.membership.test_import_pages import apply, choose, client, private_folder, tried, upload  # noqa: F401

pytestmark = pytest.mark.django_db

MEMBERS = ["Họ và tên", "Ngày sinh", "Giới tính", "Mã tổ chức", "Số thẻ đảng viên", "Ngày vào Đảng", "Ngày chính thức"]
LEFT_BEHIND = (Activity, ImportBatch, ImportTrace, Job)


def everything() -> dict:
    """All rows of all tables but the log and the receipts."""
    found = {}
    for model in apps.get_models():
        if model not in LEFT_BEHIND and not model._meta.label.startswith(("sessions.", "axes.")):
            names = [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]
            found[model._meta.label] = sorted(map(str, model._base_manager.values_list(*names)))
    return found


def undo(client, batch, reason="nhập nhầm tệp"):  # noqa: F811
    batch.refresh_from_db()
    url = reverse("membership:import.undo", args=[batch.pk])
    return client.post(url, {"undo": "1", "version": batch.version, "reason": reason}, follow=True)


def imported(client, tree, path, kind="admissions"):  # noqa: F811
    answer = upload(client, path, tree, kind=kind)
    assert answer.status_code == 302, answer.context["form"].errors
    batch = ImportBatch.objects.latest("created_at")
    choose(client, batch)
    batch.refresh_from_db()
    assert not batch.errors, batch.errors
    apply(client, batch)
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    return batch


def test_a_list_taken_back_leaves_every_table_as_it_was(client, tree, tmp_path):  # noqa: F811
    MemberFactory(organisation=tree.branch)
    before = everything()
    batch = imported(client, tree, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, *(admission(n) for n in range(1, 6))))
    assert Admission.objects.count() == 5
    page = client.get(reverse("membership:import.undo", args=[batch.pk])).content.decode()
    assert "bỏ <strong>5</strong> lượt kết nạp" in page
    answer = undo(client, batch)
    assert "Lý do: nhập nhầm tệp" in answer.content.decode()
    assert everything() == before
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by) == (ImportState.UNDONE, client.user)
    assert batch.counts["undo"]["taken"]["lượt kết nạp"] == 5
    log = Activity.objects.get(action="list.taken_back")
    assert (log.by, log.data["reason"], log.data["stays"]) == (client.user, "nhập nhầm tệp", 0)
    assert client.get(reverse("membership:import.detail", args=[batch.pk])).status_code == 200


def test_taken_back_it_can_be_imported_again(client, tree, tmp_path):  # noqa: F811
    path = write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1))
    undo(client, imported(client, tree, path))
    again = imported(client, tree, path)
    assert (again.counts["create"], Admission.objects.count()) == (1, 1)


def test_whom_somebody_went_on_with_stays_whole(client, tree, tmp_path):  # noqa: F811
    batch = imported(client, tree, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1), admission(2)))
    kept = Candidate.objects.get(full_name="Nguyễn Văn Thử 1")
    amend_member(by=None, member=kept.member, version=kept.member.version, values={"hometown": "xã An Bình"})
    page = client.get(reverse("membership:import.undo", args=[batch.pk])).content.decode()
    assert "Nguyễn Văn Thử 1" in page
    assert "Nguyễn Văn Thử 2" not in page
    undo(client, batch)
    assert list(Candidate.objects.values_list("full_name", flat=True)) == ["Nguyễn Văn Thử 1"]
    assert set(CandidateEvent.objects.values_list("candidate_id", flat=True)) == {kept.pk}
    assert list(MemberSpell.objects.values_list("member_id", flat=True)) == [kept.member_id]
    batch.refresh_from_db()
    assert batch.counts["undo"]["stays"] > 0


def test_what_was_changed_gets_back_only_what_nobody_changed_since(client, tree, tmp_path):  # noqa: F811
    card = {"card_number": "12345678", "joined_on": date(2010, 3, 1), "official_on": date(2011, 3, 1)}
    member = MemberFactory(organisation=tree.branch, full_name="Lê Văn Cũ", born_on=date(1980, 5, 6), sex="", **card)
    header = [*MEMBERS, "Quê quán", "Nơi cư trú"]
    row = ["Lê Văn Cũ", "06/05/1980", "Nam", tree.branch.code, "12345678", "01/03/2010", "01/03/2011", "Hà Nội", "Huế"]
    batch = imported(client, tree, write_xlsx(tmp_path / "a.xlsx", header, row), kind="members")
    member.refresh_from_db()
    assert (member.sex, member.hometown, member.residence) == ("male", "Hà Nội", "Huế")
    amend_member(by=None, member=member, version=member.version, values={"hometown": "Nam Định"})
    page = client.get(reverse("membership:import.undo", args=[batch.pk])).content.decode()
    assert "giữ lại điều đã sửa sau đó" in page
    assert "quê quán" in page
    undo(client, batch)
    member.refresh_from_db()
    assert (member.sex, member.hometown, member.residence) == ("", "Nam Định", "")


def test_undo_needs_the_right_a_reason_and_happens_once(client, tree, tmp_path, as_role):  # noqa: F811
    batch = imported(client, tree, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1)))
    assert "bắt buộc" in undo(client, batch, reason="").content.decode()
    assert Admission.objects.exists()
    reader = as_role(RoleCode.LEADER, tree.commune)
    assert reader.get(reverse("membership:import.undo", args=[batch.pk])).status_code == 403
    elsewhere = as_role(RoleCode.BASE_STAFF, tree.sibling_commune)
    assert elsewhere.get(reverse("membership:import.undo", args=[batch.pk])).status_code == 404
    version = batch.version
    undo_steps.start_undo(batch, by=client.user, version=version, reason="nhầm")
    batch.refresh_from_db()
    for stale in (version, batch.version):
        with pytest.raises(Stale):
            undo_steps.start_undo(batch, by=client.user, version=stale, reason="nhầm")
    with pytest.raises(Refused):
        undo_steps.start_undo(batch, by=reader.user, version=batch.version, reason="nhầm")


def test_a_long_list_is_looked_at_and_taken_back_by_jobs(client, tree, tmp_path, settings):  # noqa: F811
    settings.IMPORT_INLINE_ROWS = 0
    before = everything()
    upload(client, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, *(admission(n) for n in range(1, 4))), tree)
    batch = ImportBatch.objects.get()
    choose(client, batch)
    batch.refresh_from_db()
    jobs.run(batch.job_id)
    batch.refresh_from_db()
    apply(client, batch)
    batch.refresh_from_db()
    jobs.run(batch.job_id)
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    url = reverse("membership:import.undo", args=[batch.pk])
    assert "Xem trước việc thu hồi" in client.get(url).content.decode()
    client.post(url)
    batch.refresh_from_db()
    jobs.run(batch.job_id)
    assert "bỏ <strong>3</strong>" in client.get(url).content.decode()
    undo(client, batch)
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDOING
    jobs.run(batch.job_id)
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE
    assert everything() == before


@pytest.mark.parametrize("kind", ["organisations", "quotas", "candidates"])
def test_every_kind_of_list_is_taken_back(tree, tmp_path, as_role, kind):
    staff = as_role(RoleCode.ORGANISATION_STAFF, tree.root)
    rows = {
        "organisations": [
            ["Mã tổ chức", "Tên tổ chức", "Mã tổ chức cấp trên", "Loại"],
            [tree.commune.code, "Đảng ủy xã Tên Khác", tree.province.code, "Đảng bộ xã"],
            ["10001001077000", "Chi bộ mới", tree.commune.code, "Chi bộ"],
            [tree.branch.code, tree.branch.name, tree.sibling_commune.code, "Chi bộ"],
        ],
        "quotas": [
            ["Mã tổ chức", "Năm", "Chỉ tiêu kết nạp"],
            [tree.commune.code, 2026, 4],
            [tree.branch.code, 2026, 1],
        ],
        "candidates": [
            ["Họ và tên", "Ngày sinh", "Mã tổ chức", "Ngày giới thiệu", "Ngày công nhận cảm tình Đảng"],
            ["Trần Thị Mới", "01/02/1999", tree.branch.code, "01/02/2025", "05/03/2025"],
        ],
    }[kind]
    MemberFactory(organisation=tree.branch)
    before = everything()
    path = write_xlsx(tmp_path / "a.xlsx", *rows)
    answer = staff.post(
        reverse("membership:import.upload"),
        {"kind": kind, "into": tree.root.code, "file": _file(path)},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    batch = ImportBatch.objects.get()
    choose(staff, batch)
    batch.refresh_from_db()
    assert not batch.errors, batch.errors
    apply(staff, batch)
    assert everything() != before
    undo(staff, batch)
    assert everything() == before


def _file(path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(path.name, path.read_bytes())


class AnyList(TestCase):
    """Random lists of members and admissions over random people, random edits in between."""

    @settings(max_examples=12, deadline=None)
    @given(seed=st.integers(0, 10**6), count=st.integers(1, 12), edits=st.integers(0, 4))
    def test_import_then_undo_is_nothing_but_what_was_edited(self, seed, count, edits):
        chance = random.Random(seed)
        tree = make_tree()
        by = UserFactory(role=RoleCode.ORGANISATION_STAFF, organisation=tree.root)
        places = [tree.branch, tree.sibling_branch, tree.other_branch]
        old = [
            MemberFactory(organisation=chance.choice(places), full_name=f"Người cũ {n}", born_on=date(1980, 1, 1 + n))
            for n in range(4)
        ]
        before = everything()
        rows = [
            [f"Người mới {n}", "05/06/1985", "Nam", chance.choice(places).code, "", "01/02/2015", "01/02/2016"]
            for n in range(count)
        ] + [
            [m.full_name, f"{m.born_on:%d/%m/%Y}", "Nữ", m.organisation.code, "", "", ""]
            for m in old[: chance.randrange(5)]
        ]
        with TemporaryDirectory() as folder:
            path = write_xlsx(Path(folder) / "a.xlsx", MEMBERS, *rows)
            batch = ImportBatch.objects.create(
                kind="members", filename="a.xlsx", sha256="0" * 64, organisation=tree.root,
                organisation_path=tree.root.path, created_by=by,
            )  # fmt: skip
            draft = read_list(KINDS["members"], path, into=tree.root)
            batch.state, batch.counts = ImportState.TRIED, {"rows": len(rows), "errors": 0}
            batch.save()
            taken = import_batches.begin_apply(batch=batch, version=batch.version)
            outcome = steps._write(draft, batch, taken, by=by)
        assert outcome.applied or not (outcome.create + outcome.update)
        fresh = survey(batch)
        assert fresh.stays == 0 and not fresh.kept, "nobody has touched anything yet"
        touched = chance.sample(list(PartyMember.objects.order_by("pk")), min(edits, PartyMember.objects.count()))
        for member in touched:
            amend_member(by=by, member=member, version=member.version, values={"note": f"sửa {seed}"})
        after_edits = {m.pk: m.note for m in PartyMember.objects.all()}
        batch.refresh_from_db()
        if ImportTrace.objects.filter(batch=batch).exists():
            undo_steps.start_undo(batch, by=by, version=batch.version, reason="thử")
        left = {m.pk: m for m in PartyMember.objects.all()}
        new_touched = {m.pk for m in touched if m.full_name.startswith("Người mới")}
        assert {pk for pk, m in left.items() if m.full_name.startswith("Người mới")} == new_touched
        assert all(left[pk].note == after_edits[pk] for pk in left)
        assert set(MemberSpell.objects.values_list("member_id", flat=True)) == set(left)
        if not touched:
            assert everything() == before
