"""The way of a list through the browser: upload, columns, trial, writing, receipt; and who may walk it."""

import re
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from candidates.models import Admission
from membership.domain import import_files
from membership.models import Activity, ImportBatch, ImportState, Job, JobState, RoleCode
from tests.membership.list_files import ADMISSIONS, admission, write_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.UPLOAD_DIR = tmp_path / "uploads"


@pytest.fixture
def client(as_role, tree):
    return as_role(RoleCode.BASE_STAFF, tree.commune)


def upload(client, path, tree, kind="admissions", into=None):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    into = tree.commune.code if into is None else into
    return client.post(reverse("membership:import.upload"), {"kind": kind, "into": into, "file": file})


def choose(client, batch, **changes):
    """Post the page of columns as it was offered, with some answers changed."""
    url = reverse("membership:import.columns", args=[batch.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items()} | changes
    return client.post(url, data)


def tried(client, path, tree):
    """A batch that has been uploaded and tried."""
    answer = upload(client, path, tree)
    assert answer.status_code == 302, answer.context["form"].errors
    batch = ImportBatch.objects.latest("created_at")
    answer = choose(client, batch)
    assert answer.status_code == 302, answer.context["form"].errors
    batch.refresh_from_db()
    return batch


def apply(client, batch, version=None):
    url = reverse("membership:import.apply", args=[batch.pk])
    return client.post(url, {"version": batch.version if version is None else version}, follow=True)


def test_a_list_from_file_to_receipt(client, tree, tmp_path):
    path = write_xlsx(tmp_path / "Kết nạp quý I.xlsx", ["TT", *ADMISSIONS], [1, *admission(1)], [2, *admission(2)])
    answer = upload(client, path, tree)
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("membership:import.columns", args=[batch.pk])
    page = client.get(answer.url)
    assert page.context["recognised"] == len(ADMISSIONS)
    assert "A – TT" in page.content.decode()
    assert import_files.path_of(batch).parent.name == "uploads"
    choose(client, batch)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["create"], batch.counts["errors"]) == (ImportState.TRIED, 2, 0)
    assert not Admission.objects.exists()
    page = client.get(reverse("membership:import.detail", args=[batch.pk]))
    assert "Ghi vào sổ: thêm 2, sửa 0" in page.content.decode()
    page = apply(client, batch)
    batch.refresh_from_db()
    assert (batch.state, batch.applied_by) == (ImportState.APPLIED, client.user)
    assert Admission.objects.filter(batch=batch, recorded_by=client.user).count() == 2
    assert batch.sha256 in page.content.decode()
    assert Activity.objects.filter(action="list.imported", by=client.user, subject_id=str(batch.pk)).count() == 1
    assert "Kết nạp quý I.xlsx" in client.get(reverse("membership:import.list")).content.decode()


def test_a_csv_which_has_no_sheet_to_name(client, tree, tmp_path):
    path = tmp_path / "Danh sách kết nạp.csv"
    rows = [ADMISSIONS, admission(1), admission(2)]
    path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8-sig")
    batch = tried(client, path, tree)
    assert (batch.state, batch.counts["create"], batch.errors) == (ImportState.TRIED, 2, [])
    apply(client, batch)
    batch.refresh_from_db()
    assert (batch.state, Admission.objects.count()) == (ImportState.APPLIED, 2)
    wrong = tmp_path / "sai.csv"
    wrong.write_text(";".join(ADMISSIONS) + "\n" + ";".join(admission(3, **{"Dân tộc": "Sao Hỏa"})), encoding="utf-8")
    batch = tried(client, wrong, tree)
    assert [error["cell"] for error in batch.errors] == ["D2"]
    assert "D2" in client.get(reverse("membership:import.detail", args=[batch.pk])).content.decode()


def test_writing_twice_is_writing_once(client, tree, tmp_path):
    batch = tried(client, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1)), tree)
    first, second = apply(client, batch), apply(client, batch)
    assert "đã ghi danh sách này vào sổ" in first.content.decode()
    assert "không ghi thêm lần nữa" in second.content.decode()
    assert Admission.objects.count() == 1
    assert Activity.objects.filter(action="list.imported").count() == 1


def test_a_stale_window_writes_nothing(client, tree, tmp_path):
    batch = tried(client, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1)), tree)
    old = batch.version
    client.post(reverse("membership:import.try", args=[batch.pk]), {"version": old})
    page = apply(client, batch, version=old)
    assert "vừa được đổi ở cửa sổ khác" in page.content.decode()
    assert not Admission.objects.exists()


def test_errors_are_shown_with_their_cells_and_cannot_be_written(client, tree, tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1), admission(2, **{"Dân tộc": "Sao Hỏa"}))
    batch = tried(client, path, tree)
    page = client.get(reverse("membership:import.detail", args=[batch.pk])).content.decode()
    assert "D3" in page
    assert "Sao Hỏa" in page
    assert "Ghi vào sổ:" not in page
    assert "Danh sách còn lỗi" in apply(client, batch).content.decode()
    assert not Admission.objects.exists()


def test_records_that_change_after_the_trial_are_seen_when_writing(client, tree, tmp_path):
    batch = tried(client, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1)), tree)
    tree.branch.valid_to = "2020-01-01"
    tree.branch.save()
    page = apply(client, batch)
    batch.refresh_from_db()
    assert batch.state == ImportState.TRIED
    assert "Dữ liệu đã đổi" in page.content.decode()
    assert not Admission.objects.exists()


def test_columns_can_be_corrected(client, tree, tmp_path):
    header = list(ADMISSIONS)
    header[3] = "Cột Z"
    upload(client, write_xlsx(tmp_path / "a.xlsx", ["Danh sách"], header, admission(1, **{"Dân tộc": "Mường"})), tree)
    batch = ImportBatch.objects.get()
    page = client.get(reverse("membership:import.columns", args=[batch.pk]))
    assert page.context["ignored"] == ["D – Cột Z"]
    assert page.context["header_row"] == 2
    assert choose(client, batch, c_ethnic_group="2").status_code == 200  # that column is the sex already
    choose(client, batch, c_ethnic_group="3")
    batch.refresh_from_db()
    apply(client, batch)
    assert Admission.objects.get().ethnic_group == "muong"


def test_a_required_column_must_be_chosen(client, tree, tmp_path):
    upload(client, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1)), tree)
    batch = ImportBatch.objects.get()
    answer = choose(client, batch, c_decision_date="")
    assert "Còn thiếu cột bắt buộc: Ngày quyết định" in answer.content.decode()


def test_another_sheet_and_another_header_row(client, tree, tmp_path):
    path = write_xlsx(
        tmp_path / "a.xlsx",
        ["x"],
        sheet="Bìa",
        more={"Một": [ADMISSIONS, admission(1)], "Hai": [ADMISSIONS, admission(2)]},
    )
    upload(client, path, tree)
    batch = ImportBatch.objects.get()
    url = reverse("membership:import.columns", args=[batch.pk])
    assert client.get(url).context["sheet"].name == "Một"
    page = client.get(url, {"trang_tinh": "Hai", "dong_tieu_de": "2"})
    assert (page.context["sheet"].name, page.context["header_row"], page.context["recognised"]) == ("Hai", 2, 0)
    page = client.get(url, {"trang_tinh": "Hai"})
    form = page.context["form"]
    client.post(url, {name: form[name].value() if form[name].value() is not None else "" for name in form.fields})
    batch.refresh_from_db()
    assert (batch.sheet, batch.counts["create"]) == ("Hai", 1)


def test_the_same_file_again_is_recognised(client, tree, tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1))
    apply(client, tried(client, path, tree))
    batch = tried(client, path, tree)
    page = client.get(reverse("membership:import.detail", args=[batch.pk])).content.decode()
    assert "Đúng tệp này đã được" in page
    assert "không có gì phải ghi" in page
    assert batch.counts["unchanged"] == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("rong.xlsx", b" ", "trống"), ("thu.xlsx", "Kính gửi".encode(), "chỉ là văn bản"),
     ("a.zip", b"PK\x05\x06" + b"\0" * 18, "không phải bảng tính"),
     ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "bảng tính")],
)  # fmt: skip
def test_unreadable_files_are_answered_beside_the_field(client, tree, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    answer = upload(client, path, tree)
    assert answer.status_code == 200
    assert words in " ".join(answer.context["form"].errors["file"])
    assert not ImportBatch.objects.exists()
    assert not list((tmp_path / "uploads").iterdir())


def test_a_file_above_the_cap_is_refused(client, tree, tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 1000
    answer = upload(client, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1)), tree)
    assert "lớn hơn" in answer.context["form"].errors["file"][0]


# --- who may ----------------------------------------------------------------------------------------------------------


def test_the_place_must_lie_within_reach(client, tree, tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1))
    for place in (tree.foreign_commune, tree.province):
        answer = upload(client, path, tree, into=place.code)
        assert "Không thấy tổ chức này" in answer.context["form"].errors["into"][0]
    answer = upload(client, path, tree, into=tree.branch.name)
    assert answer.status_code == 302
    answer = upload(client, path, tree, kind="organisations")
    assert "kind" in answer.context["form"].errors


def test_a_list_cannot_reach_beyond_the_place_it_goes_into(client, tree, tmp_path):
    batch = tried(
        client, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1, code=tree.foreign_branch.code)), tree
    )
    assert batch.errors[0]["cell"] == "K2"
    assert tree.foreign_branch.name not in batch.errors[0]["message"]


def test_the_batches_of_others(client, as_role, tree, tmp_path):
    batch = tried(client, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1)), tree)
    pages = [
        ("detail", "get"),
        ("columns", "get"),
        ("columns", "post"),
        ("try", "post"),
        ("apply", "post"),
        ("discard", "post"),
    ]
    colleague, stranger = as_role(RoleCode.BASE_STAFF, tree.commune), as_role(RoleCode.BASE_STAFF, tree.foreign_commune)
    secretary = as_role(RoleCode.BRANCH_SECRETARY, tree.branch)
    for name, method in pages:
        url = reverse(f"membership:import.{name}", args=[batch.pk])
        assert getattr(colleague, method)(url).status_code == 404
        assert getattr(stranger, method)(url).status_code == 404
        assert getattr(secretary, method)(url).status_code == 404
    apply(client, batch)
    receipt = reverse("membership:import.detail", args=[batch.pk])
    assert colleague.get(receipt).status_code == 200  # a receipt is the office's
    assert stranger.get(receipt).status_code == 404
    assert as_role(RoleCode.LEADER, tree.commune).get(receipt).status_code == 403
    assert colleague.post(reverse("membership:import.apply", args=[batch.pk])).status_code == 404


def test_get_changes_nothing(client, tree, tmp_path):
    batch = tried(client, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1)), tree)
    for name in ("try", "apply", "discard"):
        assert client.get(reverse(f"membership:import.{name}", args=[batch.pk])).status_code == 405


def test_discarding(client, tree, tmp_path, django_capture_on_commit_callbacks):
    batch = tried(client, write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, admission(1)), tree)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("membership:import.discard", args=[batch.pk]), {"version": batch.version})
    assert not import_files.path_of(batch).exists()
    assert client.get(reverse("membership:import.detail", args=[batch.pk])).status_code == 404
    assert "a.xlsx" not in client.get(reverse("membership:import.list")).content.decode()


# --- long lists become jobs ----------------------------------------------------------------------------------------


@pytest.fixture
def short_patience(settings):
    settings.IMPORT_INLINE_ROWS = 3


def test_a_long_list_is_tried_and_written_by_jobs(
    client, tree, tmp_path, short_patience, django_capture_on_commit_callbacks
):
    path = write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, *(admission(number) for number in range(1, 8)))
    upload(client, path, tree)
    batch = ImportBatch.objects.get()
    choose(client, batch)
    batch.refresh_from_db()
    assert (batch.state, batch.job.state) == (ImportState.UPLOADED, JobState.QUEUED)
    page = client.get(reverse("membership:import.detail", args=[batch.pk])).content.decode()
    assert f"viec-{batch.job.pk}" in page
    run_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.counts["create"]) == (ImportState.TRIED, 7)
    apply(client, batch)
    apply(client, batch)
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLYING
    assert Job.objects.filter(kind="import.apply").count() == 1
    assert not Admission.objects.exists()
    run_jobs()
    run_jobs()
    batch.refresh_from_db()
    job = Job.objects.get(kind="import.apply")
    assert (batch.state, job.state, job.result_url) == (
        ImportState.APPLIED, JobState.DONE, reverse("membership:import.detail", args=[batch.pk]),
    )  # fmt: skip
    assert Admission.objects.count() == 7


def run_jobs():
    """What a worker does, job after job."""
    from membership.domain import jobs

    for pk in Job.objects.order_by("created_at").values_list("pk", flat=True):
        jobs.run(pk)


def test_a_right_taken_away_while_the_job_waits(client, tree, tmp_path, short_patience):
    path = write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, *(admission(number) for number in range(1, 8)))
    upload(client, path, tree)
    batch = ImportBatch.objects.get()
    choose(client, batch)
    run_jobs()
    batch.refresh_from_db()
    apply(client, batch)
    client.user.assignments.update(valid_to="2020-01-01", valid_from="2019-01-01")
    run_jobs()
    job = Job.objects.get(kind="import.apply")
    assert (job.state, Admission.objects.count()) == (JobState.FAILED, 0)
    assert "không còn quyền" in job.error


def test_a_writing_that_failed_can_be_begun_again(client, tree, tmp_path, short_patience, monkeypatch):
    path = write_xlsx(tmp_path / "a.xlsx", ADMISSIONS, *(admission(number) for number in range(1, 8)))
    upload(client, path, tree)
    batch = ImportBatch.objects.get()
    choose(client, batch)
    run_jobs()
    batch.refresh_from_db()
    apply(client, batch)
    from membership.exchange import steps

    real = steps.import_batches.finish_apply

    def broken(**how):
        real(**how)
        raise RuntimeError("the power went off after everything was written")

    monkeypatch.setattr(steps.import_batches, "finish_apply", broken)
    run_jobs()
    assert Admission.objects.count() == 0
    monkeypatch.setattr(steps.import_batches, "finish_apply", real)
    batch.refresh_from_db()
    page = client.get(reverse("membership:import.detail", args=[batch.pk])).content.decode()
    assert "Ghi vào sổ: thêm 7" in page
    apply(client, batch)
    run_jobs()
    batch.refresh_from_db()
    assert (batch.state, Admission.objects.count()) == (ImportState.APPLIED, 7)


# --- blank workbooks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["organisations", "members", "candidates", "admissions", "quotas"])
def test_blank_workbooks_hold_every_column_and_are_read_back(client, tree, kind):
    answer = client.get(reverse("membership:import.template", args=[kind]))
    assert re.search(r"attachment; filename=\"mau-[a-z-]+\.xlsx\"", answer["Content-Disposition"])
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    from membership.exchange.registry import KINDS

    titles = [cell.value for cell in book.worksheets[0][1]]
    assert titles == [column.title for column in KINDS[kind].resource().written_columns]
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "hidden"]
    assert client.get(reverse("membership:import.template", args=["khac"])).status_code == 404
