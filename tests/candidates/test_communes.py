"""Old communes and new ones: bringing in the office's table, and finding a place however it is written."""

import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from candidates.domain.commune_table import CommuneRow, is_partial, record_communes
from candidates.domain.communes import is_certain, where_now, where_now_each
from candidates.domain.place_names import name_key, split_kind
from candidates.exchange.commune_list import read_commune_table
from candidates.models import CommuneChange, Verification
from membership.base.sheets.reader import UnreadableFile
from membership.base.text import fold
from membership.domain.errors import Refused
from membership.models import Activity, RoleCode
from tests.factories import CandidateFactory, UserFactory, VerificationFactory

pytestmark = pytest.mark.django_db

WHOLE, PART = "Nhập toàn bộ", "Nhập một phần"
# Invented places, with what makes names hard: numbers, a hyphen, a syllable that sounds like a kind, marks alone.
OLD = [
    ("Xã Tân Ân", "Huyện Mẫu", "Tỉnh Ví Dụ", "Xã Sông Mới", "Tỉnh Ví Dụ", WHOLE),
    ("Xã Tân An", "Huyện Mẫu", "Tỉnh Ví Dụ", "Xã Núi Mới", "Tỉnh Ví Dụ", WHOLE),
    ("Xã Tân Xã", "Huyện Quan Thử", "Tỉnh Ví Dụ", "Xã Đồng Mới", "Tỉnh Ví Dụ", WHOLE),
    ("Phường 1", "Quận 5", "Thành phố Lớn", "Phường Chợ Mới", "Thành phố Lớn", WHOLE),
    ("Phường 01", "Thị xã Thi Thử", "Tỉnh Bà Rừng - Vũng Lầy", "Phường Bến Mới", "Thành phố Lớn", WHOLE),
    ("Thị trấn Mẫu", "Huyện Mẫu", "Tỉnh Ví Dụ", "Xã Mẫu", "Tỉnh Ví Dụ", PART),
    ("Thị trấn Mẫu", "Huyện Mẫu", "Tỉnh Ví Dụ", "Xã Sông Mới", "Tỉnh Ví Dụ", "Nhập một phần diện tích"),
    ("Xã Mỹ Lý", "Huyện Đắk Thử", "Tỉnh Bắc Kạng", "Xã Kỳ Mới", "Tỉnh Ví Dụ", WHOLE),
    ("Xã Mẫu", "Thành phố Ví Dụ", "Tỉnh Ví Dụ", "Phường Ví Dụ", "Tỉnh Ví Dụ", WHOLE),
    ("Huyện Đảo Xa", "", "Tỉnh Ví Dụ", "Đặc khu Đảo Xa", "Tỉnh Ví Dụ", "Sắp xếp toàn bộ huyện"),
]


def rows_of(table=OLD):
    return [
        CommuneRow(number, old, new, new_province, district, province, note)
        for number, (old, district, province, new, new_province, note) in enumerate(table, start=2)
    ]


@pytest.fixture
def table():
    return record_communes(rows_of(), by=None, apply=True, document="Bảng thử")


def names(text):
    return [answer.name for answer in where_now(text)]


# --- finding ---------------------------------------------------------------------------------------------------------
def written(parts: list[tuple[str, str]], form: dict) -> str:
    """A place as people write it. `parts`: (kind, name) from the commune up."""
    short = {"xã": "X.", "phường": "P.", "thị trấn": "TT.", "huyện": "H.", "quận": "Q.", "thị xã": "TX.",
             "thành phố": "TP.", "tỉnh": "T."}  # fmt: skip
    texts = []
    for kind, name in parts:
        if form["kinds"] == "none" or not kind:
            texts.append(name)
        elif form["kinds"] == "short" and kind.lower() in short:
            texts.append(f"{short[kind.lower()]}{form['gap']}{name}")
        else:
            texts.append(f"{kind} {name}")
    if form["reversed"]:
        texts.reverse()
    text = form["between"].join(texts)
    if form["marks"] == "none":
        # What folding would do to letters, and nothing to punctuation.
        text = "".join(fold(sign) if sign.isalpha() else sign for sign in text)
    elif form["marks"] == "nfd":
        text = unicodedata.normalize("NFD", text)
    return {"as is": text, "lower": text.lower(), "upper": text.upper()}[form["case"]]


FORMS = st.fixed_dictionaries(
    {
        "kinds": st.sampled_from(["full", "short", "none"]),
        "gap": st.sampled_from(["", " "]),
        "between": st.sampled_from([", ", ",", " - ", "; ", "\n"]),
        "reversed": st.booleans(),
        "marks": st.sampled_from(["all", "nfd", "none"]),
        "case": st.sampled_from(["as is", "lower", "upper"]),
        "above": st.sampled_from(["district and province", "district", "province"]),
    }
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.sampled_from(OLD), form=FORMS)
def test_every_recorded_name_is_found_again_however_it_is_written(table, row, form):
    old, district, province, new, new_province, _note = row
    whole = [split(old), split(district), split(province)]
    parts = [whole[0]]
    parts += [whole[1]] if district and "district" in form["above"] else []
    parts += [whole[2]] if "province" in form["above"] or not district else []
    text = written(parts, form)
    assert (new, new_province) in {(answer.name, answer.province) for answer in where_now(text)}, text


def split(name: str) -> tuple[str, str]:
    for kind in ("Thị trấn", "Thành phố", "Thị xã", "Phường", "Huyện", "Quận", "Tỉnh", "Xã"):
        if name.startswith(f"{kind} "):
            return kind, name.removeprefix(f"{kind} ")
    return "", name


def test_marks_tell_names_apart_where_they_are_written(table):
    assert names("xã Tân Ân, huyện Mẫu, tỉnh Ví Dụ") == ["Xã Sông Mới"]
    assert names("xã Tân An, huyện Mẫu, tỉnh Ví Dụ") == ["Xã Núi Mới"]
    assert sorted(names("xa Tan An, huyen Mau, tinh Vi Du")) == ["Xã Núi Mới", "Xã Sông Mới"]


def test_a_divided_commune_has_several_answers_and_none_is_certain(table):
    answers = where_now("Thị trấn Mẫu, H. Mẫu, Ví Dụ")
    assert [answer.name for answer in answers] == ["Xã Mẫu", "Xã Sông Mới"]
    assert all(answer.partial for answer in answers)
    assert not is_certain(answers)
    assert is_certain(where_now("xã Tân Ân, huyện Mẫu, tỉnh Ví Dụ"))


def test_a_name_that_several_communes_bear_has_all_of_them(table):
    assert sorted(names("phường 1")) == ["Phường Bến Mới", "Phường Chợ Mới"]
    assert names("P1, Q5, TP Lớn") == ["Phường Chợ Mới"]
    assert names("phường 1, TX Thi Thử") == ["Phường Bến Mới"]


def test_an_old_province_that_the_table_does_not_know_is_a_doubt(table):
    (answer,) = where_now("xã Tân Ân, huyện Mẫu, tỉnh Cũ Hơn")
    assert answer.name == "Xã Sông Mới"
    assert answer.doubt
    assert not is_certain([answer])
    assert where_now("xã Tân Ân, huyện Nào Khác") == []


@pytest.mark.parametrize("text", ["", " ,; - ", "Hà", "xã", "12345", "xã Không Có, huyện Mẫu", "x" * 5000, "%_'\"\\"])
def test_what_is_no_place_of_the_table_has_no_answer(table, text):
    assert where_now(text) == []


def test_a_name_of_today_is_known_as_such(table):
    (answer,) = where_now("xã Sông Mới, tỉnh Ví Dụ")
    assert answer.already
    assert is_certain([answer])


def test_the_hamlet_before_the_commune_does_not_matter(table):
    assert names("Thôn Mẫu, xã Tân Ân, huyện Mẫu, tỉnh Ví Dụ") == ["Xã Sông Mới"]


def test_many_places_are_looked_up_in_one_query(table, django_assert_num_queries):
    texts = [f"{old}, {district}, {province}" for old, district, province, *_rest in OLD]
    with django_assert_num_queries(1):
        found = where_now_each([*texts, "nơi nào đó"])
    assert all(found[text] for text in texts)


def test_keys_join_usual_variants_of_spelling():
    assert name_key("Mĩ Lí") == name_key("Mỹ Lý")
    assert name_key("Bắc Cạn") == name_key("BẮC KẠN")
    assert name_key("Khánh") != name_key("Chánh")
    assert split_kind("Thị  trấn Mẫu") == ("thi tran", "Mẫu")
    assert split_kind("Xuân Thử") == ("", "Xuân Thử")
    assert split_kind("Xã") == ("", "Xã")


# --- recording -------------------------------------------------------------------------------------------------------
def test_a_trial_writes_nothing_and_the_same_table_twice_changes_nothing(table):
    assert (table.create, table.update, table.unchanged, table.withdrawn, table.divided) == (10, 0, 0, 0, 1)
    again = record_communes(rows_of(), by=None, apply=True, document="Bảng thử")
    assert (again.create, again.update, again.unchanged, again.withdrawn) == (0, 0, 10, 0)
    other = [("Xã Khác", "Huyện Mẫu", "Tỉnh Ví Dụ", "Xã Mẫu", "Tỉnh Ví Dụ", WHOLE)]
    trial = record_communes(rows_of(other), by=None, apply=False)
    assert (trial.create, trial.applied) == (1, False)
    assert CommuneChange.objects.count() == 10


def test_a_later_table_says_all_there_is_to_say_of_its_communes(table):
    better = [(*OLD[0][:3], "Xã Đúng Hơn", "Tỉnh Ví Dụ", WHOLE), (*OLD[1][:5], "Nhập một phần")]
    effect = record_communes(rows_of(better), by=None, apply=True, document="Bảng sửa")
    assert (effect.create, effect.update, effect.withdrawn) == (1, 1, 1)
    assert names("xã Tân Ân, huyện Mẫu, tỉnh Ví Dụ") == ["Xã Đúng Hơn"]
    assert names("Phường 1, Quận 5") == ["Phường Chợ Mới"]  # not mentioned, so untouched
    back = record_communes(rows_of(OLD[:1]), by=None, apply=True, document="Bảng thử")
    assert (back.update, back.withdrawn) == (1, 1)
    assert names("xã Tân Ân, huyện Mẫu, tỉnh Ví Dụ") == ["Xã Sông Mới"]


def test_a_table_with_errors_is_not_written():
    rows = [
        CommuneRow(4, "Xã A", "", "Tỉnh B"),
        CommuneRow(5, "x" * 121, "Xã C", ""),
        CommuneRow(6, "Xã D", "Xã E", "F"),
    ]
    effect = record_communes(rows, by=None, apply=True)
    assert [(error.row, error.field) for error in effect.errors] == [
        (4, "new_name"), (5, "new_province"), (5, "old_name"),
    ]  # fmt: skip
    assert not effect.applied
    assert not CommuneChange.objects.exists()


def test_whole_and_elsewhere_too_is_asked_back():
    told = [(*OLD[0][:3], "Xã Một", "Tỉnh Ví Dụ", WHOLE), (*OLD[0][:3], "Xã Hai", "Tỉnh Ví Dụ", PART)]
    effect = record_communes(rows_of(told), by=None, apply=False)
    assert [(question.row, "Xã Hai" in question.message) for question in effect.questions] == [(2, True)]


def test_only_who_manages_catalogues_may_bring_a_table_in(tree):
    staff = UserFactory(role=RoleCode.BASE_STAFF, organisation=tree.commune)
    with pytest.raises(Refused):
        record_communes(rows_of(), by=staff, apply=True)
    administrator = UserFactory(role=RoleCode.ADMINISTRATOR, organisation=tree.root)
    record_communes(rows_of(), by=administrator, apply=True, document="Bảng thử")
    told = Activity.objects.get(action="communes.recorded")
    assert (told.by, told.data["create"]) == (administrator, 10)


@pytest.mark.parametrize(
    ("note", "partial"),
    [
        ("Nhập toàn bộ", False), ("Giữ nguyên", False), ("Nhâp một  phần diện tích", True), ("", False),
        ("Nhập một phần diện tích, toàn bộ dân số", True), ("Phần còn lại sau khi tách", True),
    ],
)  # fmt: skip
def test_what_a_note_says(note, partial):
    assert is_partial(note) is partial


# --- the file --------------------------------------------------------------------------------------------------------
HEADER = ["Tỉnh, thành phố mới", "Tên Xã mới", "Tên Xã cũ", "Ghi chú", "Quận/huyện", "Tỉnh cũ"]


def workbook(path, *lines, header=HEADER):
    book = Workbook()
    sheet = book.active
    for line in (header, *lines):
        sheet.append(line)
    book.save(path)
    return path


def test_the_layout_offices_use_is_read(tmp_path):
    path = workbook(
        tmp_path / "bang.xlsx",
        ["VÍ DỤ  "],
        ["Tỉnh Ví Dụ (01)", "Xã Mới ", " Xã Một", WHOLE, "Huyện Mẫu (001)", "Tỉnh Ví Dụ (01)"],
        [None, None, unicodedata.normalize("NFD", "Xã Nhị Hòa"), PART, "Huyện Mẫu (001)", "Tỉnh Ví Dụ (01)"],
        ["Tỉnh Ví Dụ (01)", "Đặc khu Đảo", None, "Sắp xếp toàn bộ huyện Đảo", "Huyện Đảo (009)", "Tỉnh Ví Dụ (01)"],
        [],
        ["TỈNH KHÁC"],
        ["Tỉnh Khác (02)", "Xã Kia", "Xã Ba", None, "Huyện Bên (010)", "Tỉnh Khác (02)"],
    )
    table = read_commune_table(path, "bang.xlsx")
    assert table.errors == []
    found = [(row.row, row.old_name, row.old_district, row.new_name, row.new_province, row.note) for row in table.rows]
    assert found == [
        (3, "Xã Một", "Huyện Mẫu", "Xã Mới", "Tỉnh Ví Dụ", WHOLE),
        (4, "Xã Nhị Hòa", "Huyện Mẫu", "Xã Mới", "Tỉnh Ví Dụ", PART),
        (5, "Huyện Đảo", "", "Đặc khu Đảo", "Tỉnh Ví Dụ", "Sắp xếp toàn bộ huyện Đảo"),
        (8, "Xã Ba", "Huyện Bên", "Xã Kia", "Tỉnh Khác", ""),
    ]


def test_a_new_name_is_not_carried_over_the_head_of_a_section(tmp_path):
    path = workbook(
        tmp_path / "bang.xlsx",
        ["Tỉnh Ví Dụ", "Xã Mới", "Xã Một", WHOLE, "Huyện Mẫu", "Tỉnh Ví Dụ"],
        ["TỈNH KHÁC"],
        ["Tỉnh Khác", None, "Xã Hai", WHOLE, "Huyện Bên", "Tỉnh Khác"],
    )
    table = read_commune_table(path, "bang.xlsx")
    effect = record_communes(table.rows, by=None, apply=False)
    assert [table.cell_of(error) for error in effect.errors] == ["B4"]


def test_a_file_without_the_two_columns_says_so(tmp_path):
    path = workbook(tmp_path / "x.xlsx", ["a", "b"], header=["Họ và tên", "Ngày sinh"])
    with pytest.raises(UnreadableFile, match="Tên xã mới"):
        read_commune_table(path, "x.xlsx")


# --- pages -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def keeper(as_role, tree, settings, tmp_path):
    settings.UPLOAD_DIR = tmp_path / "uploads"
    return as_role(RoleCode.ADMINISTRATOR, tree.root)


def upload(path):
    return SimpleUploadedFile("bang.xlsx", path.read_bytes())


def test_an_empty_table_says_what_to_do(keeper):
    shown = keeper.get(reverse("candidates:commune.list")).content.decode()
    assert "Chưa có bảng xã cũ, xã mới" in shown
    assert reverse("candidates:commune.upload") in shown


def test_a_table_is_tried_then_written(keeper, tmp_path):
    path = workbook(tmp_path / "bang.xlsx", ["Tỉnh Ví Dụ", "Xã Mới", "Xã Một", WHOLE, "Huyện Mẫu", "Tỉnh Ví Dụ"])
    where = reverse("candidates:commune.upload")
    tried = keeper.post(where, {"file": upload(path), "document": "CV 1"})
    assert "thêm 1, sửa 0, bỏ 0" in tried.content.decode()
    assert not CommuneChange.objects.exists()
    told = {"ghi": "1", "filename": "bang.xlsx", "document": "CV 1"}
    keeper.post(where, {**told, "sha256": "0" * 64})
    assert not CommuneChange.objects.exists()  # another file than the one that was shown
    keeper.post(where, {**told, "sha256": tried.context["sha256"]})
    assert CommuneChange.objects.get().document == "CV 1"
    shown = keeper.get(reverse("candidates:commune.list"), {"q": "xã Một, huyện Mẫu"}).content.decode()
    assert "Xã Mới, Tỉnh Ví Dụ" in shown
    assert not list((tmp_path / "uploads").iterdir())


def test_a_wrong_file_is_refused_in_words(keeper, tmp_path):
    where = reverse("candidates:commune.upload")
    broken = SimpleUploadedFile("bang.xlsx", b"PK\x03\x04 not a workbook")
    answer = keeper.post(where, {"file": broken, "document": "CV 1"})
    assert answer.status_code == 422
    assert not list((tmp_path / "uploads").iterdir())
    path = workbook(tmp_path / "x.xlsx", ["Tỉnh Ví Dụ", None, "Xã Một", WHOLE, "Huyện Mẫu", "Tỉnh Ví Dụ"])
    shown = keeper.post(where, {"file": upload(path), "document": "CV 1"}).content.decode()
    assert "<strong>B2</strong>" in shown
    assert 'name="ghi"' not in shown


def test_a_name_of_today_is_stored_only_when_somebody_accepts_it(as_role, tree, table):
    office = as_role(RoleCode.BASE_STAFF, tree.commune)
    person = CandidateFactory(organisation=tree.branch, stage="dossier")
    add = reverse("candidates:verification.add", args=[person.pk])
    told = {"relative": "father", "relative_name": "Bố", "place": "xã Tân Ân, huyện Mẫu, tỉnh Ví Dụ", "version": 1}
    looked = office.post(add, {**told, "tra": "1"}).content.decode()
    assert "Xã Sông Mới, Tỉnh Ví Dụ" in looked
    assert not Verification.objects.exists()
    suggested = office.get(reverse("candidates:commune.suggest"), {"place": told["place"]}).content.decode()
    assert 'value="Xã Sông Mới, Tỉnh Ví Dụ"' in suggested
    office.post(add, told)
    assert Verification.objects.get().place_now == ""
    office.post(
        add, {**told, "relative": "mother", "relative_name": "Mẹ", "place_now_chosen": "Xã Sông Mới, Tỉnh Ví Dụ"}
    )
    assert Verification.objects.get(relative="mother").place_now == "Xã Sông Mới, Tỉnh Ví Dụ"


def test_the_page_of_a_person_offers_the_names_and_takes_one(as_role, tree, table):
    office = as_role(RoleCode.BASE_STAFF, tree.commune)
    person = CandidateFactory(organisation=tree.branch, stage="dossier")
    row = VerificationFactory(candidate=person, place="TT. Mẫu, H. Mẫu, Ví Dụ", result="")
    where = reverse("candidates:verification.person", args=[person.pk])
    shown = office.get(where).content.decode()
    assert "có nhiều khả năng" in shown
    assert shown.count('name="place_now"') == 2
    office.post(
        reverse("candidates:verification.place", args=[row.pk]), {"version": "1", "place_now": "Xã Mẫu, Tỉnh Ví Dụ"}
    )
    row.refresh_from_db()
    assert row.place_now == "Xã Mẫu, Tỉnh Ví Dụ"
    assert 'name="place_now"' not in office.get(where).content.decode()
