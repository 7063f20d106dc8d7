"""Printing from the pages: what a person's papers lack, one paper, all, many, the log; and templates of one's own."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from candidates.domain.paper_templates import active_templates
from candidates.exchange.papers.built_in import built_in
from candidates.exchange.papers.declarations import BY_CODE
from candidates.models import Mentorship, PaperTemplate, Stage
from membership.domain.jobs import run
from membership.models import Activity, Job, JobState, RoleCode
from tests.candidates.papers.make import text_of, word
from tests.factories import CandidateFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(as_role, tree):
    return as_role(RoleCode.BRANCH_SECRETARY, tree.branch)


@pytest.fixture
def administrator(as_role, tree):
    return as_role(RoleCode.ADMINISTRATOR, tree.root)


@pytest.fixture
def candidate(tree):
    candidate = CandidateFactory(
        full_name="Nguyễn Thị <Đào>", organisation=tree.branch, hometown="xã Yên Sơn", residence="thôn Đông",
        stage=Stage.DOSSIER,
    )  # fmt: skip
    mentor = MemberFactory(full_name="Lê Văn Bảy", organisation=tree.branch)
    Mentorship.objects.create(candidate=candidate, member=mentor, valid_from=date(2011, 2, 1))
    return candidate


def content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def printed(client, candidate, code: str):
    return client.get(reverse("candidates:paper.print", args=[candidate.pk, BY_CODE[code].slug]))


def test_the_page_says_what_can_be_printed_and_what_is_missing(secretary, candidate):
    page = secretary.get(reverse("candidates:paper.list", args=[candidate.pk])).content.decode()
    assert reverse("candidates:paper.print", args=[candidate.pk, "1-knd"]) in page
    assert reverse("candidates:paper.print", args=[candidate.pk, "6-knd"]) not in page
    assert "Nghị quyết của chi bộ: số người tán thành" in page
    assert "Ghi bước tiếp theo của quy trình" in page
    assert "17B-KNĐ" not in page, "nobody moves"


def test_a_paper_holds_the_persons_facts_and_is_logged(secretary, candidate, tree):
    answer = printed(secretary, candidate, "1-KNĐ")
    assert answer["Content-Disposition"].endswith('.docx"')
    assert answer["Content-Disposition"].isascii()
    said = text_of(answer.content)
    assert "Nguyễn Thị <Đào>" in said
    assert "xã Yên Sơn" in said
    assert tree.branch.name in said
    entry = Activity.objects.get(action="papers.printed")
    assert (entry.subject_id, entry.data) == (str(candidate.pk), {"papers": ["1-KNĐ"]})
    assert entry.organisation_path == candidate.organisation_path


def test_a_paper_that_lacks_something_is_not_given_out(secretary, candidate):
    answer = secretary.get(reverse("candidates:paper.print", args=[candidate.pk, "6-knd"]), follow=True)
    assert "Chưa in được 6-KNĐ, còn thiếu: Nghị quyết của chi bộ" in answer.content.decode()
    assert not Activity.objects.filter(action="papers.printed").exists()


@pytest.mark.parametrize("code", ["x", "ds-tn", "1-KND"])
def test_papers_that_do_not_exist_or_are_about_many_are_not_found(secretary, candidate, code):
    assert secretary.get(reverse("candidates:paper.print", args=[candidate.pk, code])).status_code == 404


def test_all_papers_of_one_person(secretary, candidate):
    answer = secretary.get(reverse("candidates:paper.all", args=[candidate.pk]))
    names = zipfile.ZipFile(io.BytesIO(content(answer))).namelist()
    assert "Nguyen Thi Dao/03.Don xin vao Dang.docx" in names
    assert all(name.startswith("Nguyen Thi Dao/") for name in names)
    assert not [name for name in names if "Cong van" in name or "cam tinh" in name]
    assert len(Activity.objects.get(action="papers.printed").data["papers"]) == len(names)


def test_papers_of_many_people_once_what_is_missing_was_shown(secretary, candidate, tree):
    other = CandidateFactory(full_name="Trần Văn Em", organisation=tree.branch, born_on=None)
    said = {"papers": ["1-knd"], "people": [candidate.pk, other.pk]}
    address = reverse("candidates:paper.bundle")
    page = secretary.post(address, said)
    assert page.status_code == 422
    assert "1 giấy chưa in được, 1 giấy đã đủ" in page.content.decode()
    answer = secretary.post(address, said | {"only": "1"})
    assert zipfile.ZipFile(io.BytesIO(content(answer))).namelist() == ["Nguyen Thi Dao/03.Don xin vao Dang.docx"]
    assert Activity.objects.get(action="papers.printed").data == {"papers": ["1-KNĐ"], "many": True}


def test_a_list_of_people_is_one_paper(secretary, candidate, tree):
    CandidateFactory(full_name="Trần Văn Em", organisation=tree.branch)
    answer = secretary.post(reverse("candidates:paper.bundle"), {"papers": ["ds-tn"], "everyone": "1"})
    said = text_of(answer.content)
    assert "Trần Văn Em" in said
    assert "Danh sách có 2 (hai) người." in said
    assert Activity.objects.filter(action="papers.printed").count() == 2


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({}, "Hãy chọn ít nhất một loại giấy tờ."), ({"papers": ["1-knd"]}, "Hãy đánh dấu ít nhất một người.")],
)
def test_nothing_chosen_is_said(secretary, candidate, said, sentence):
    answer = secretary.post(reverse("candidates:paper.bundle"), said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_people_of_elsewhere_cannot_be_printed(secretary, candidate, tree):
    stranger = CandidateFactory(full_name="Người Nơi Khác", organisation=tree.foreign_branch)
    said = {"papers": ["1-knd"], "people": [stranger.pk]}
    assert secretary.post(reverse("candidates:paper.bundle"), said).status_code == 422
    page = secretary.get(reverse("candidates:paper.bundle"), {"giai-doan": "nominated"}).content.decode()
    assert "Người Nơi Khác" not in page


def test_people_of_one_resolution(secretary, candidate, tree):
    candidate.events.create(
        sequence=9, kind="branch_proposed", to_stage="branch_proposed", organisation=tree.branch,
        occurred_on=date(2026, 6, 5), document_number="12-NQ/CB",
    )  # fmt: skip
    CandidateFactory(full_name="Trần Văn Em", organisation=tree.branch)
    page = secretary.get(reverse("candidates:paper.bundle"), {"nghi-quyet": " 12-NQ/CB "}).content.decode()
    assert "&lt;Đào&gt;" in page
    assert "Trần Văn Em" not in page


def test_many_papers_are_made_in_the_background_for_their_asker_alone(
    secretary, as_role, candidate, tree, monkeypatch, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.UPLOAD_DIR = tmp_path
    monkeypatch.setattr("candidates.views.papers.MOST_AT_ONCE", 0)
    secretary.post(reverse("candidates:paper.bundle"), {"papers": ["1-knd"], "people": [candidate.pk]})
    job = Job.objects.get()
    address = reverse("candidates:paper.download", args=[job.pk])
    assert secretary.get(address).status_code == 404
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.result_url) == (JobState.DONE, {"papers": 1}, address)
    names = zipfile.ZipFile(io.BytesIO(content(secretary.get(address)))).namelist()
    assert names == ["Nguyen Thi Dao/03.Don xin vao Dang.docx"]
    assert as_role(RoleCode.BRANCH_SECRETARY, tree.branch).get(address).status_code in (403, 404)
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600]
    candidate.organisation, candidate.organisation_path = tree.foreign_branch, tree.foreign_branch.path
    candidate.save()
    assert secretary.get(address).status_code == 404, "no longer their own"


# --- templates of one's own ------------------------------------------------------------------------------------------
def upload(client, code: str, file: bytes, replaces: object = ""):
    return client.post(
        reverse("candidates:template.detail", args=[BY_CODE[code].slug]),
        {"file": SimpleUploadedFile("mẫu.docx", file), "replaces": replaces, "note": "thử"},
    )


def test_a_template_takes_the_place_of_the_built_in_one_until_it_is_withdrawn(administrator, secretary, candidate):
    assert upload(administrator, "1-KNĐ", word("Mẫu riêng của {{ ho_ten|hoa }}")).status_code == 302
    assert text_of(printed(secretary, candidate, "1-KNĐ").content) == "Mẫu riêng của NGUYỄN THỊ <ĐÀO>"
    row = PaperTemplate.objects.get()
    assert row.uploaded_by is not None
    assert len(row.sha256) == 64
    administrator.post(reverse("candidates:template.withdraw", args=["1-knd"]), {"replaces": row.pk})
    assert "ĐƠN XIN VÀO ĐẢNG" in text_of(printed(secretary, candidate, "1-KNĐ").content)
    assert PaperTemplate.objects.get().withdrawn_by is not None, "kept"
    done = set(Activity.objects.values_list("action", flat=True))
    assert {"template.uploaded", "template.withdrawn"} <= done


def test_every_problem_of_a_template_is_shown_and_nothing_kept(administrator):
    answer = upload(administrator, "1-KNĐ", word("{{ ho_tem }}", "{% include 'x' %}"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "có lẽ là “ho_ten”" in page
    assert "chỉ được dùng các lệnh for" in page
    assert not PaperTemplate.objects.exists()


def test_two_administrators_do_not_overwrite_each_other(administrator):
    upload(administrator, "1-KNĐ", word("Một"))
    answer = upload(administrator, "1-KNĐ", word("Hai"))
    assert answer.status_code == 409
    assert active_templates()["1-KNĐ"].pk == PaperTemplate.objects.get().pk


def test_the_template_in_use_can_be_downloaded(administrator):
    upload(administrator, "6-KNĐ", word("Riêng"))
    address = reverse("candidates:template.download", args=["6-knd"])
    assert text_of(administrator.get(address).content) == "Riêng"
    assert administrator.get(address, {"co-san": "1"}).content == built_in(BY_CODE["6-KNĐ"])
    assert Document(io.BytesIO(administrator.get(address).content))


def test_templates_are_the_administrators_affair(secretary):
    assert upload(secretary, "1-KNĐ", word("Riêng")).status_code == 403
    assert not PaperTemplate.objects.exists()
