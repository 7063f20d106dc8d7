"""From what is on record to the values of papers: names of bodies, acts with their votes, constant queries."""

from datetime import date

import pytest

from candidates.domain.dossier import load_dossier, load_dossiers
from candidates.exchange.papers.declarations import BY_CODE, missing
from candidates.exchange.papers.fill import contexts_of, list_context
from candidates.exchange.papers.names import committee, organisation, place_of
from candidates.models import Introduction, Mentorship, Stage, Transfer, Verification
from candidates.procedure.levels import Chain, Link
from tests.factories import CandidateFactory, MemberFactory, OrganisationFactory

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "kind", "signs", "whole"),
    [
        ("Đảng bộ xã Yên Sơn", "Đảng bộ xã", "Đảng ủy xã Yên Sơn", "Đảng bộ xã Yên Sơn"),
        ("Đảng ủy xã Yên Sơn", "Đảng ủy xã", "Đảng ủy xã Yên Sơn", "Đảng bộ xã Yên Sơn"),
        ("Đảng uỷ phường Minh Xuân", "Đảng ủy phường", "Đảng ủy phường Minh Xuân", "Đảng bộ phường Minh Xuân"),
        ("Đảng bộ tỉnh Tuyên Quang", "Tỉnh ủy", "Tỉnh ủy Tuyên Quang", "Đảng bộ tỉnh Tuyên Quang"),
        ("Thành ủy Cần Thơ", "Thành ủy", "Thành ủy Cần Thơ", "Đảng bộ thành phố Cần Thơ"),
        ("Sở Công Thương", "Đảng bộ cơ sở", "Đảng ủy Sở Công Thương", "Đảng bộ Sở Công Thương"),
        ("Chi bộ Ấp 3", "Chi bộ", "Chi bộ Ấp 3", "Chi bộ Ấp 3"),
        ("Trường Tiểu học Yên Sơn", "Chi bộ cơ sở", "Chi bộ Trường Tiểu học Yên Sơn", "Chi bộ Trường Tiểu học Yên Sơn"),
    ],
)
def test_bodies_and_organisations_are_called_by_their_names(name, kind, signs, whole):
    link = Link(1, "00001", name, kind)
    assert (committee(link), organisation(link)) == (signs, whole)


def test_the_place_before_the_date_is_the_commune_or_else_the_province():
    province, commune, office, branch = (
        Link(1, "1", "Đảng bộ tỉnh Tuyên Quang", "Tỉnh ủy"),
        Link(2, "12", "Đảng bộ xã Yên Sơn", "Đảng bộ xã"),
        Link(3, "13", "Sở Công Thương", "Đảng bộ cơ sở"),
        Link(4, "124", "Chi bộ thôn Đông", "Chi bộ"),
    )
    assert place_of(Chain((province, commune, branch)), commune) == "Yên Sơn"
    assert place_of(Chain((province, office, branch)), office) == "Tuyên Quang"
    assert place_of(Chain((office, branch)), office) == ""


pytestmark = pytest.mark.django_db


@pytest.fixture
def branch(tree):
    province = OrganisationFactory(name="Đảng bộ tỉnh Tuyên Quang", kind="Tỉnh ủy")
    commune = OrganisationFactory(name="Đảng bộ xã Yên Sơn", kind="Đảng bộ xã", parent=province)
    return OrganisationFactory(name="Chi bộ thôn Đông", kind="Chi bộ", parent=commune)


@pytest.fixture
def candidate(branch):
    candidate = CandidateFactory(
        full_name="Nguyễn Văn An", organisation=branch, stage=Stage.BRANCH_PROPOSED, ethnic_group="kinh",
        hometown="xã Yên Sơn", residence="thôn Đông", certificate_number="1/GCN", certificate_date=date(2026, 3, 20),
    )  # fmt: skip
    member = MemberFactory(full_name="Lê Thị Bình", organisation=branch, position="Phó Bí thư")
    Mentorship.objects.create(
        candidate=candidate, member=member, valid_from=date(2025, 9, 5), together_since=date(2024, 1, 1)
    )
    Introduction.objects.create(candidate=candidate, member=member, signed_on=date(2026, 4, 1))
    Introduction.objects.create(
        candidate=candidate, body="youth_union", body_name="Đoàn xã Yên Sơn", signed_on=date(2026, 4, 2),
        number="3-NQ/ĐTN",
    )  # fmt: skip
    for relative, place, sent in (
        ("father", "xã Phú Bình", date(2026, 4, 10)),
        ("mother", "xã Phú Bình", date(2026, 4, 10)),
        ("self", "xã Yên Sơn", None),
    ):
        Verification.objects.create(candidate=candidate, relative=relative, place=place, sent_on=sent)
    happened(
        candidate,
        "branch_proposed",
        date(2026, 6, 5),
        "12-NQ/CB",
        {"members": 15, "away": 1, "in_favour": 14, "present": 14},
    )
    return candidate


def happened(candidate, kind, day, number="", ballot=None):
    candidate.events.create(
        sequence=candidate.events.count() + 1, kind=kind, organisation=candidate.organisation, occurred_on=day,
        document_number=number, data={"ballot": ballot} if ballot else {},
    )  # fmt: skip


def context_of(candidate):
    return contexts_of([load_dossier(candidate)], TODAY)[candidate.pk]


def test_what_is_on_record_is_written_the_vietnamese_way(candidate):
    context = context_of(candidate)
    assert context.branch == "Chi bộ thôn Đông"
    assert context.base_committee == "Đảng ủy xã Yên Sơn"
    assert context.base_organisation == "Đảng bộ xã Yên Sơn"
    assert context.above_base == "Đảng bộ tỉnh Tuyên Quang"
    assert context.place == "Yên Sơn"
    assert context.today == "ngày 20 tháng 11 năm 2026"
    assert context.ethnic_group == "Kinh"
    assert context.helped_since == "05/09/2025"
    assert [(each.name, each.position, each.branch) for each in context.mentors] == [
        ("Lê Thị Bình", "Phó Bí thư", "Chi bộ thôn Đông")
    ]
    assert context.youth_body == "Đoàn xã Yên Sơn"
    assert context.body_resolution.number == "3-NQ/ĐTN"


def test_a_vote_is_told_in_numbers_words_and_share(candidate):
    vote = context_of(candidate).branch_resolution
    assert (vote.number, vote.day, vote.meeting) == ("12-NQ/CB", "05/06/2026", "ngày 05 tháng 6 năm 2026")
    assert (vote.members, vote.counted, vote.present, vote.absent) == ("15", "14", "14", "1")
    assert (vote.in_favour, vote.in_favour_in_words, vote.share) == ("14", "mười bốn", "100")
    assert (vote.against, vote.against_in_words) == ("0", "không")


def test_requests_are_gathered_into_one_letter_for_each_place(candidate):
    first, second = context_of(candidate).requests
    assert [each.relation for each in first.relatives] == ["cha đẻ", "mẹ đẻ"]
    assert first.day_in_words == "ngày 10 tháng 4 năm 2026"
    assert (second.recipient, second.relatives[0].name) == ("xã Yên Sơn", "Nguyễn Văn An")


def test_a_base_that_decides_itself_rests_on_the_branch(candidate):
    """208-QĐ/TW: the base decides; under rules that ask a committee above, its own resolution has to be there."""
    context = context_of(candidate)
    assert context.admitting == "Đảng ủy xã Yên Sơn"
    assert (context.proposal.number, context.proposed_by) == ("12-NQ/CB", "Chi bộ thôn Đông")
    assert missing(BY_CODE["9-KNĐ"], context) == []
    earlier = contexts_of([load_dossier(candidate)], date(2025, 8, 1))[candidate.pk]
    happened(candidate, "base_proposed", date(2026, 6, 20), "30-NQ/ĐU")
    assert context_of(candidate).proposal.number == "30-NQ/ĐU"
    assert earlier.base_committee


def test_an_act_taken_back_says_nothing(candidate):
    event = candidate.events.get(kind="branch_proposed")
    candidate.events.create(
        sequence=9, kind="reversed", organisation=candidate.organisation, occurred_on=TODAY, reverses=event
    )
    context = context_of(candidate)
    assert context.branch_resolution.number == ""
    assert missing(BY_CODE["6-KNĐ"], context)


def test_probation_ends_twelve_months_after_the_ceremony(candidate):
    happened(candidate, "admission_decided", date(2026, 6, 20), "5-QĐ/ĐU")
    happened(candidate, "ceremony_held", date(2026, 6, 30))
    context = context_of(candidate)
    assert (context.ceremony_day, context.probation_ends) == ("30/06/2026", "30/06/2027")
    assert context.admission.number == "5-QĐ/ĐU"


def test_only_a_probationer_is_struck_off(candidate):
    paper = BY_CODE["QĐ-XT"]
    assert not paper.applies(context_of(candidate))
    happened(candidate, "ceremony_held", date(2025, 6, 30))
    assert paper.applies(context_of(candidate))
    happened(candidate, "made_official", date(2026, 7, 20), "9-QĐ/ĐU")
    assert not paper.applies(context_of(candidate))


def test_the_letter_of_a_move_fits_its_moment(candidate, tree):
    Transfer.objects.create(
        candidate=candidate, organisation=candidate.organisation, organisation_path=candidate.organisation_path,
        target_text="Đảng ủy phường Minh Xuân", moment="branch_proposed", offered_on=date(2026, 7, 1),
        letter_number="9-CV/ĐU",
    )  # fmt: skip
    context = context_of(candidate)
    assert [code for code in ("GCN-GĐ", "17A-KNĐ", "17B-KNĐ", "17C-KNĐ") if BY_CODE[code].applies(context)] == [
        "17A-KNĐ"
    ]
    assert context.moves_to == "Đảng ủy phường Minh Xuân"
    assert missing(BY_CODE["17A-KNĐ"], context) == []


def test_the_table_of_contents_marks_what_is_stale(candidate):
    candidate.papers.create(form="1-KNĐ", signed_on=date(2025, 10, 1))
    candidate.papers.create(form="5-KNĐ", signed_on=date(2026, 10, 1))
    lines = {line.code: line for line in context_of(candidate).dossier}
    assert lines["1-KNĐ"].state == "hết giá trị, phải làm lại"
    assert (lines["1-KNĐ"].day, lines["1-KNĐ"].valid_until) == ("01/10/2025", "01/10/2026")
    assert lines["5-KNĐ"].state == "có"
    assert (lines["6-KNĐ"].number, lines["6-KNĐ"].state) == ("12-NQ/CB", "có")
    assert lines["9-KNĐ"].state == "ở bước sau"


def test_a_list_shares_what_its_people_share(candidate, branch):
    other = CandidateFactory(full_name="Trần Thị Em", organisation=branch)
    happened(other, "branch_proposed", date(2026, 6, 5), "12-NQ/CB", {"members": 15, "in_favour": 11})
    dossiers = load_dossiers([candidate, other])
    context = list_context(dossiers.values(), contexts_of(dossiers.values(), TODAY), TODAY)
    assert (context.branch, context.branch_resolution.number) == ("Chi bộ thôn Đông", "12-NQ/CB")
    assert [(row.position, row.name, row.vote) for row in context.people] == [
        ("1", "Nguyễn Văn An", "14/14"),
        ("2", "Trần Thị Em", "11/15"),
    ]
    assert (context.people_count, context.people_count_in_words) == ("2", "hai")


def test_filling_for_many_takes_no_more_queries_than_for_one(candidate, branch, django_assert_max_num_queries):
    for _number in range(12):
        other = CandidateFactory(organisation=OrganisationFactory(parent=branch.parent))
        Mentorship.objects.create(
            candidate=other, member=MemberFactory(organisation=other.organisation), valid_from=date(2026, 1, 1)
        )
    people = list(type(candidate).objects.all())
    with django_assert_max_num_queries(14):
        contexts = contexts_of(load_dossiers(people).values(), TODAY)
    assert len(contexts) == 13
