"""Every paper that can be printed: who issues it, what it needs, where to mend what it lacks.

Titles are those of the forms of 12-HD/BTCTW (candidates/procedure/texts/hd12_2022.py); a paper outside that list has
a code of our own. `verified` is False where title or number of the form could not be read in an official text.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from candidates.exchange.papers.context import PaperContext
from candidates.procedure.texts.hd12_2022 import FORMS
from membership.base.text import fold


class Issuer(StrEnum):
    PERSON = "person"
    MEMBER = "member"
    BRANCH = "branch"
    SECTIONAL = "sectional"
    BASE = "base"
    AUTHORITY = "authority"
    BODY = "body"
    CENTRE = "centre"


ISSUERS = {
    Issuer.PERSON: _("Người vào Đảng"),
    Issuer.MEMBER: _("Đảng viên giúp đỡ, giới thiệu"),
    Issuer.BRANCH: _("Chi bộ"),
    Issuer.SECTIONAL: _("Đảng ủy bộ phận"),
    Issuer.BASE: _("Cấp ủy cơ sở"),
    Issuer.AUTHORITY: _("Cấp ủy có thẩm quyền"),
    Issuer.BODY: _("Đoàn, Công đoàn cơ sở"),
    Issuer.CENTRE: _("Trung tâm chính trị"),
}


class Mend(StrEnum):
    """Where what is missing can be entered."""

    PERSON = "person"
    ORGANISATION = "organisation"
    MENTORS = "mentors"
    INTRODUCERS = "introducers"
    TRAINING = "training"
    VERIFICATION = "verification"
    STEPS = "steps"
    MOVE = "move"
    LIST = "list"
    CLASS = "class"


MENDS = {
    Mend.PERSON: _("Sửa thông tin của người này"),
    Mend.ORGANISATION: _("Kiểm tra chi bộ, cấp ủy cấp trên trong cây tổ chức"),
    Mend.MENTORS: _("Phân công đảng viên giúp đỡ"),
    Mend.INTRODUCERS: _("Ghi người giới thiệu"),
    Mend.TRAINING: _("Ghi lớp bồi dưỡng và giấy chứng nhận"),
    Mend.VERIFICATION: _("Ghi việc thẩm tra lý lịch"),
    Mend.STEPS: _("Ghi bước tiếp theo của quy trình"),
    Mend.MOVE: _("Ghi việc chuyển đi"),
    Mend.LIST: _("Chọn người vào danh sách"),
    Mend.CLASS: _("Ghi ở trang của lớp"),
}


@dataclass(frozen=True)
class Need:
    """`field`: the value of the context that must not be empty, as a path of names."""

    field: str
    label: str
    mend: Mend


@dataclass(frozen=True)
class Missing:
    label: str
    mend: Mend

    @property
    def advice(self) -> str:
        return str(MENDS[self.mend])


@dataclass(frozen=True, kw_only=True)
class Paper:
    """`only_where`: the paper exists only where this value of the context is known ("name"), or is this ("name=value");
    `unless`: nor where that one is known.
    `dossier`: it belongs to what is printed as a whole. `many`: one paper for many people;
    `of_class`: of a class, printed from its page.
    `handwritten`: a form with blank lines."""

    code: str
    title: str
    issuer: Issuer
    needs: tuple[Need, ...]
    handwritten: bool = False
    only_where: str = ""
    unless: str = ""
    dossier: bool = True
    many: bool = False
    of_class: bool = False
    verified: bool = True
    note: str = ""

    @property
    def slug(self) -> str:
        """The code as it stands in addresses and file names."""
        return fold(self.code).replace(" ", "-")

    @property
    def issuer_label(self) -> str:
        return str(ISSUERS[self.issuer])

    def applies(self, context: PaperContext) -> bool:
        if self.unless and value_of(context, self.unless):
            return False
        name, equals, value = self.only_where.partition("=")
        if not name:
            return True
        known = value_of(context, name)
        return known == value if equals else bool(known)


def value_of(context: PaperContext, path: str):
    value = context
    for name in path.split("."):
        value = getattr(value, name)
    return value


def missing(paper: Paper, context: PaperContext) -> list[Missing]:
    """What has to be known before the paper may be printed, all at once."""
    return [Missing(str(need.label), need.mend) for need in paper.needs if not value_of(context, need.field)]


_NAME = Need("full_name", _("Họ và tên"), Mend.PERSON)
_BORN = Need("born_on", _("Ngày sinh"), Mend.PERSON)
_HOMETOWN = Need("hometown", _("Quê quán"), Mend.PERSON)
_RESIDENCE = Need("residence", _("Nơi cư trú"), Mend.PERSON)
_BRANCH = Need("branch", _("Chi bộ"), Mend.ORGANISATION)
_BASE = Need("base_committee", _("Cấp ủy cơ sở"), Mend.ORGANISATION)
_AUTHORITY = Need("authority", _("Cấp ủy có thẩm quyền"), Mend.ORGANISATION)
_ADMITTING = Need("admitting", _("Cấp ủy quyết định kết nạp"), Mend.ORGANISATION)
_SECTIONAL = Need("sectional_committee", _("Đảng ủy bộ phận"), Mend.ORGANISATION)
_CEREMONY = Need("ceremony_day", _("Ngày kết nạp"), Mend.STEPS)
_PERSON = (_NAME, _BORN)


_ACTS = {
    "branch_resolution": _("Nghị quyết của chi bộ"),
    "base_resolution": _("Nghị quyết của đảng ủy cơ sở"),
    "proposal": _("Nghị quyết đề nghị kết nạp"),
    "admission": _("Quyết định kết nạp"),
    "branch_official": _("Nghị quyết của chi bộ đề nghị công nhận chính thức"),
    "base_official": _("Nghị quyết của đảng ủy cơ sở đề nghị công nhận chính thức"),
    "proposal_official": _("Nghị quyết đề nghị công nhận chính thức"),
}


def _act_needs(acts: tuple[str, ...], wanted: dict[str, str]) -> tuple[Need, ...]:
    return tuple(
        Need(f"{act}.{name}", format_lazy("{act}: {what}", act=_ACTS[act], what=what), Mend.STEPS)
        for act in acts
        for name, what in wanted.items()
    )


def _voted(*acts: str) -> tuple[Need, ...]:
    return _act_needs(acts, {"counted": _("số người được tính"), "in_favour": _("số người tán thành")})


def _known(*acts: str) -> tuple[Need, ...]:
    return _act_needs(acts, {"number": _("số văn bản"), "day": _("ngày văn bản")})


_OUR_OWN = _("Không có mẫu trong 12-HD/BTCTW; trình bày theo thể thức chung.")
_SERIES = _("Số mẫu và tên gọi chưa kiểm chứng với văn bản gốc.")
_TITLES = {form.code: form for form in FORMS}


def _form(code: str, issuer: Issuer, *needs: Need, **more) -> Paper:
    """A paper whose title and note the procedure's list of forms gives."""
    form = _TITLES[code]
    return Paper(
        code=code,
        title=form.title,
        issuer=issuer,
        needs=(*_PERSON, *needs),
        verified=form.source.verified,
        note=form.note,
        **more,
    )


_MENTOR = Need("mentors", _("Đảng viên giúp đỡ"), Mend.MENTORS)
_PROBATION_MENTOR = Need("probation_mentors", _("Đảng viên giúp đỡ đảng viên dự bị"), Mend.MENTORS)
_INTRODUCER = Need("introducers", _("Đảng viên giới thiệu"), Mend.INTRODUCERS)
_CLASS = (
    Need("certificate_number", _("Số giấy chứng nhận"), Mend.TRAINING),
    Need("certificate_day", _("Ngày cấp giấy chứng nhận"), Mend.TRAINING),
)
_RELATIVES = Need("requests", _("Người và nơi cần thẩm tra"), Mend.VERIFICATION)
_MOVE = Need("moves_to", _("Nơi chuyển đến"), Mend.MOVE)
_PEOPLE = Need("people", _("Người trong danh sách"), Mend.LIST)
_LEARNERS = (Need("class_name", _("Tên lớp"), Mend.CLASS), Need("learners", _("Học viên"), Mend.CLASS))
_PASSED = (
    Need("class_result.number", _("Số quyết định công nhận kết quả"), Mend.CLASS),
    Need("passed", _("Học viên hoàn thành"), Mend.CLASS),
)


def _of_class(code: str, title: str, *needs: Need) -> Paper:
    return Paper(
        code=code, title=title, issuer=Issuer.CENTRE, needs=(*_LEARNERS, *needs), dossier=False, many=True,
        of_class=True, verified=False, note=_OUR_OWN,
    )  # fmt: skip


PAPERS: tuple[Paper, ...] = (
    Paper(code="NQ-CTĐ", title=_("Nghị quyết công nhận cảm tình Đảng, phân công đảng viên giúp đỡ"),
          issuer=Issuer.BRANCH, needs=(*_PERSON, _BRANCH, _MENTOR), note=_OUR_OWN, verified=False, dossier=False),
    _form("CN-NTVĐ", Issuer.CENTRE, _HOMETOWN, *_CLASS),
    _form("1-KNĐ", Issuer.PERSON, _BRANCH, handwritten=True),
    _form("2-KNĐ", Issuer.PERSON, handwritten=True),
    _form("3-KNĐ", Issuer.MEMBER, _BRANCH, _INTRODUCER),
    _form("4-KNĐ", Issuer.BODY, Need("youth_body", _("Đoàn cơ sở giới thiệu"), Mend.INTRODUCERS),
          only_where="youth_body"),
    _form("4A-KNĐ", Issuer.BODY, Need("trade_union_body", _("Công đoàn cơ sở giới thiệu"), Mend.INTRODUCERS),
          only_where="trade_union_body"),
    _form("5-KNĐ", Issuer.BRANCH, _BRANCH, _RESIDENCE),
    _form("6-KNĐ", Issuer.BRANCH, _BRANCH, _HOMETOWN, _RESIDENCE, *_voted("branch_resolution")),
    _form("7-KNĐ", Issuer.SECTIONAL, _BRANCH, _SECTIONAL, *_known("branch_resolution"), *_voted("branch_resolution"),
          only_where="sectional_committee"),
    _form("8-KNĐ", Issuer.BASE, _BRANCH, _BASE, _HOMETOWN, *_known("branch_resolution"),
          *_voted("branch_resolution", "base_resolution")),
    _form("9-KNĐ", Issuer.AUTHORITY, _BRANCH, _BASE, _ADMITTING, _HOMETOWN, *_known("proposal")),
    _form("10-KNĐ", Issuer.PERSON, _BRANCH, _CEREMONY, handwritten=True),
    _form("11-KNĐ", Issuer.MEMBER, _BRANCH, _PROBATION_MENTOR, _CEREMONY),
    _form("12-KNĐ", Issuer.BRANCH, _BRANCH, _RESIDENCE, _CEREMONY),
    _form("13-KNĐ", Issuer.BRANCH, _BRANCH, _CEREMONY, *_voted("branch_official")),
    _form("14-KNĐ", Issuer.SECTIONAL, _BRANCH, _SECTIONAL, _CEREMONY, *_known("branch_official"),
          only_where="sectional_committee"),
    _form("15-KNĐ", Issuer.BASE, _BRANCH, _BASE, _CEREMONY, *_known("branch_official"),
          *_voted("branch_official")),
    _form("16-KNĐ", Issuer.AUTHORITY, _BRANCH, _BASE, _AUTHORITY, _CEREMONY, *_known("admission", "proposal_official"),
          Need("probation_ends", _("Ngày hết dự bị"), Mend.STEPS)),
    Paper(code="CV-TT", title=_("Công văn đề nghị thẩm tra lý lịch của người xin vào Đảng"), issuer=Issuer.BASE,
          needs=(*_PERSON, _BASE, _RELATIVES), dossier=False, verified=False,
          note=_("Mỗi nơi thẩm tra một công văn. Số 97 trong danh mục của 1361-CV/BTCTW.")),
    Paper(code="GGT-TT", title=_("Giấy giới thiệu đi thẩm tra lý lịch của người xin vào Đảng"), issuer=Issuer.BASE,
          needs=(*_PERSON, _BASE, _RELATIVES), dossier=False, verified=False,
          note=_("Mỗi nơi thẩm tra một giấy. Số 96 trong danh mục của 1361-CV/BTCTW.")),
    Paper(code="GCN-GĐ", title=_("Giấy chứng nhận người vào Đảng đang được giúp đỡ"), issuer=Issuer.BASE,
          needs=(*_PERSON, _BRANCH, _BASE, _MENTOR, _MOVE), dossier=False, verified=False,
          only_where="move_form=GCN-GĐ", note=_("Số 53 trong danh mục của 1361-CV/BTCTW.")),
    Paper(code="17A-KNĐ", title=_("Công văn giới thiệu người vào Đảng đã được chi bộ làm thủ tục đề nghị kết nạp"),
          issuer=Issuer.BASE, needs=(*_PERSON, _BRANCH, _BASE, _MOVE, *_known("branch_resolution")), dossier=False,
          verified=False, only_where="move_form=17A-KNĐ", note=_SERIES),
    _form("17B-KNĐ", Issuer.BASE, _BRANCH, _BASE, _MOVE, *_known("base_resolution"), dossier=False,
          only_where="move_form=17B-KNĐ"),
    Paper(code="17C-KNĐ", title=_("Công văn giới thiệu người vào Đảng đã có quyết định kết nạp"),
          issuer=Issuer.AUTHORITY, needs=(*_PERSON, _BRANCH, _AUTHORITY, _MOVE, *_known("admission")), dossier=False,
          verified=False, only_where="move_form=17C-KNĐ", note=_SERIES),
    Paper(code="QĐ-XT", title=_("Quyết định xóa tên đảng viên dự bị trong danh sách đảng viên"),
          issuer=Issuer.AUTHORITY, needs=(*_PERSON, _BRANCH, _AUTHORITY, _CEREMONY), dossier=False, verified=False,
          only_where="ceremony_day", unless="official.day", note=_OUR_OWN),
    Paper(code="ML-HS", title=_("Mục lục hồ sơ kết nạp đảng viên"), issuer=Issuer.BRANCH, needs=(*_PERSON, _BRANCH),
          verified=False, note=_OUR_OWN),
    Paper(code="DS-KN", title=_("Danh sách đề nghị kết nạp đảng viên"), issuer=Issuer.BRANCH, needs=(_PEOPLE,),
          dossier=False, many=True, verified=False, note=_OUR_OWN),
    Paper(code="DS-TN", title=_("Danh sách trích ngang người vào Đảng"), issuer=Issuer.BRANCH, needs=(_PEOPLE,),
          dossier=False, many=True, verified=False, note=_OUR_OWN),
    _of_class("DS-HV", _("Danh sách học viên")),
    _of_class("DS-ĐD", _("Danh sách điểm danh"), Need("roll_pages", _("Trang điểm danh"), Mend.CLASS)),
    _of_class("BKQ-L", _("Bảng kết quả học tập")),
    _of_class("QĐ-KQ", _("Quyết định công nhận kết quả"), *_PASSED),
    _of_class("GCN-NT", _("Giấy chứng nhận lớp nhận thức về Đảng, cả lớp"), *_PASSED),
    _of_class("GCN-ĐVM", _("Giấy chứng nhận lớp đảng viên mới, cả lớp"), *_PASSED),
)  # fmt: skip

BY_CODE = {paper.code: paper for paper in PAPERS}
BY_SLUG = {paper.slug: paper for paper in PAPERS}
POSITION = {paper.code: number for number, paper in enumerate(PAPERS, start=1)}
# How a page groups the papers of one person.
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_("Hồ sơ kết nạp"), ("NQ-CTĐ", "CN-NTVĐ", "1-KNĐ", "2-KNĐ", "3-KNĐ", "4-KNĐ", "4A-KNĐ", "5-KNĐ", "6-KNĐ",
                          "7-KNĐ", "8-KNĐ", "9-KNĐ", "ML-HS")),
    (_("Thẩm tra lý lịch"), ("CV-TT", "GGT-TT")),
    (_("Công nhận chính thức"), ("10-KNĐ", "11-KNĐ", "12-KNĐ", "13-KNĐ", "14-KNĐ", "15-KNĐ", "16-KNĐ", "QĐ-XT")),
    (_("Chuyển đi"), ("GCN-GĐ", "17A-KNĐ", "17B-KNĐ", "17C-KNĐ")),
)  # fmt: skip
