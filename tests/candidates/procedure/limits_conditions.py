"""Every condition of the law at its boundary, as data: what just suffices and what just does not."""

from datetime import date, timedelta
from typing import Any

from candidates.procedure.facts import Introducer
from candidates.procedure.limits import Ballot
from candidates.procedure.schema import Level
from membership.base.dates import PartialDate
from tests.candidates.procedure.limits_table import LONG, MET, RITES, TEXTS, Row, signed

BEFORE_208 = TEXTS[:-1]
_ONE = timedelta(days=1)
_ELSE: Introducer = MET["introducers"][0]


def _of(name: str, **more: Any):
    return lambda value, on: {name: value, **more}


def _born(value, on: date) -> dict[str, Any]:
    return {"born": PartialDate(value)}


def _introducers(value, on: date) -> dict[str, Any]:
    return {"introducers": (_ELSE,) * value}


def _beside(organisation: str):
    return lambda value, on: {"introducers": (_ELSE,) * value, "introduced_by": organisation}


def _second(since=LONG, official=True, **more):
    return {"introducers": (_ELSE, Introducer("Lê Văn Thử", official, since)), **more}


def _mentor(since=LONG, official=True, near=True, **more):
    return {"mentor": Introducer("Lê Văn Thử", official, since, near), **more}


def _ballot(members: int, **more: int):
    return lambda value, on: {"ballot": Ballot(members=members, in_favour=value, **more)}


def _again(**known: Any):
    return {"readmission": True, "consent_to_readmit": True, "left_on": LONG, **known}


def _excluded(why: str):
    return Row("readmission", "mục 3.5", ("struck_off", why), lambda value, on: _again(left_because=value),
               "Không xét kết nạp lại")  # fmt: skip


def _children(number: int):
    return lambda value, on: {"children": number, "youngest_born_on": value}


def _by(level: Level | None, **more: Any):
    return lambda value, on: {"decided_at": level, "delegated": value, **more}


def _rite(value: date, on: date) -> dict[str, Any]:
    decided, received = next(pair for pair in RITES.values() if value - timedelta(days=70) < pair[0] < value)
    return {"on": value, "decision_on": decided, "decision_received_on": received}


OF_PROPOSAL = [
    Row("age", "mục 1.1", "born18", _born, "chưa đủ 18 tuổi"),
    Row("age", "mục 1.1", "born60", _born, "đã quá 60 tuổi"),
    Row("age", "mục 1.1", (True, False), _of("consent_over_age", born=PartialDate(date(1950, 1, 1))), "đã quá 60"),
    Row("age", "mục 1.1", (PartialDate(date(1990, 1, 1), "year"), None), _of("born"), "Chưa ghi ngày sinh"),
    Row("citizen", "Điều lệ Đảng, Điều 1", (True, False), _of("citizen"), "công dân Việt Nam"),
    Row("education", "mục 1.2", ("lower_secondary", "primary"), _of("education"), "“Trung học cơ sở”"),
    Row("education", "mục 1.2", ("primary", "literate"), _of("education", education_exception="hard_area"),
        "“Tiểu học”"),
    Row("education", "mục 1.2", ("literate", ""), _of("education", education_exception="village_elder"), "Chưa ghi"),
    Row("political_history", "58-QĐ/TW", (False, True), _of("political_question_open"), "chưa được kết luận"),
    Row("order", "mục 3", (0, 1), lambda days, on: signed(on, _1=on - timedelta(10 - days)), "1-KNĐ đề ngày"),
    Row("order", "mục 3", (1, None), lambda days, on: signed(on, _2=days and on - timedelta(days)), "(2-KNĐ)"),
    Row("trained", "HD/TW", (LONG, None), lambda day, on: signed(on, cn=day and on), "(CN-NTVĐ)"),
    Row("certificate", "HD/TW", "signed60", lambda day, on: signed(on, cn=day), "chỉ có giá trị đến hết ngày"),
    Row("certificate", "HD/TW", (0, 1), lambda days, on: signed(on, cn=on + timedelta(days)), "sau ngày"),
    Row("opinions", "HD/TW", (1, None), lambda days, on: signed(on, _5=days and on - timedelta(days)), "(5-KNĐ)"),
    *(Row("fresh_papers", "HD/TW", "signed12", lambda day, on, form=form: signed(on, **{form: day}), "đến hết ngày")
      for form in ("_1", "_3", "_4", "_4a", "_5")),
    Row("fresh_papers", "HD/TW", "signed12", lambda day, on: signed(on, _1=day, _2=day), "đến hết ngày"),
    Row("introduced", "mục 3.2", (2, 1), _introducers, "Cần 2 đảng viên chính thức"),
    Row("introduced", "mục 3.2", (1, 0), _beside("youth_union"), "Cần 1 đảng viên chính thức"),
    Row("introduced", "mục 3.2", (1, 0), _beside("trade_union"), "Cần 1 đảng viên chính thức"),
    Row("introduced", "mục 3.2", (True, False), lambda yes, on: _second(official=yes), "chưa phải là đảng viên"),
    Row("introduced", "mục 3.2", "ago12", lambda day, on: _second(day), "chưa cùng công tác"),
    Row("introduced", "mục 3.2", (True, False), lambda moved, on: _second(on, moved_while_helped=moved), "đủ 12 tháng"),
    Row("branch_members", "QĐ/TW", (3, 2), _of("official_members"), "có 2 đảng viên chính thức, cần ít nhất 3"),
    Row("branch_vote", "mục 9.3.2", (6, 5), _ballot(9), "5 người tán thành trên 9"),
    Row("branch_vote", "mục 9.3.2", (6, 5), _ballot(12, away=1, exempt_absent=2), "5 người tán thành trên 9"),
    Row("branch_vote", "mục 9.3.2", (8, 7), _ballot(12, present=8), "7 người tán thành trên 12"),  # the absent count
    Row("readmission", "mục 3.5", "ago36", lambda day, on: _again(left_on=day), "Sớm nhất là ngày"),
    Row("readmission", "mục 3.5", "ago60", lambda day, on: _again(convicted=True, conviction_cleared_on=day),
        "Sớm nhất là ngày"),
    Row("readmission", "mục 3.5", (0, 1), lambda times, on: _again(readmitted_before=times), "một lần"),
    Row("readmission", "mục 3.5", (True, False), lambda yes, on: _again(consent_to_readmit=yes), "Chưa có văn bản"),
    *(_excluded(why) for why in ("gave_up", "resigned", "disunity", "corruption", "serious_crime")),
    Row("readmission", "mục 3.5", ("hardship", "resigned"), lambda why, on: _again(left_because=why), "khó khăn"),
    Row("population_policy", "05-QĐi/TW", "ago24", _children(3), "con thứ 3: sớm nhất"),
    Row("population_policy", "05-QĐi/TW", "ago36", _children(4), "con thứ 4: sớm nhất"),
    Row("population_policy", "05-QĐi/TW", (2, 3), lambda n, on: _children(n)(on, on), "con thứ 3"),
    Row("population_policy", "05-QĐi/TW", (4, 5), lambda n, on: _children(n)(LONG, on), "không xem xét"),
    Row("population_policy", "05-QĐi/TW", (True, False), _of("population_exception", children=5), "không xem xét"),
    Row("population_policy", "05-QĐi/TW", (False, True),
        lambda on, _day: {"children": 5, "settings": {"population_policy": on}}, "không xem xét"),
    Row("private_owner", "08-HD/BTCTW", (True, False), _of("owner_reviewed", private_owner=True), "chưa có văn bản"),
    Row("private_owner", "08-HD/BTCTW", (False, True), _of("private_owner"), "Chủ doanh nghiệp tư nhân"),
    Row("private_owner", "08-HD/BTCTW", (None, True), _of("private_owner"), "thẩm định điều kiện riêng"),
    Row("mentored", "mục 3.2.1", (True, False), _of("mentored"), "Chưa phân công"),
    Row("history", "HD/TW", (True, False), _of("history_concluded"), "Chưa có kết luận"),
]  # fmt: skip
BEFORE_IT = [
    Row("mentor_fits", "mục 3.2.1", "ago12", lambda day, on: _mentor(day), "đủ 12 tháng"),
    Row("mentor_fits", "mục 3.2.1", (True, False), lambda yes, on: _mentor(official=yes), "chưa phải là đảng viên"),
    Row("mentor_fits", "mục 3.2.1", (True, False), lambda yes, on: _mentor(near=yes), "không sinh hoạt"),
    Row("mentor_fits", "mục 3.2.1", (True, False), lambda yes, on: _mentor(on, moved_while_helped=yes), "12 tháng"),
    Row("mentor_fits", "mục 3.2.1", (MET["mentor"], None), _of("mentor"), "Chưa chọn"),
    Row("history_answered", "HD/TW", ((), ("Cha: Trần Văn Thử",)), _of("history_open"), "Còn nơi chưa trả lời"),
    Row("history_answered", "HD/TW", (True, False), _of("history_asked"), "Chưa ghi việc thẩm tra"),
    Row("history_answered", "HD/TW", (True, False), _of("history_self"), "bản thân"),
]
OF_DECISION = [
    Row("appraised", "mục 3.6", (True, False), _of("appraised", section="Đảng ủy bộ phận A"), "chưa thẩm định"),
    Row("appraised", "mục 3.6", ("", "Đảng ủy bộ phận A"), _of("section"), "Đảng ủy bộ phận A chưa thẩm định"),
    Row("base_vote", "mục 3.6", (10, 9), _ballot(15), "9 người tán thành trên 15"),
    Row("base_vote", "mục 3.6", (Ballot(members=3, in_favour=2), None), _of("ballot"), "Chưa ghi kết quả"),
    Row("base_proposed", "mục 3.6", (True, False), _of("base_proposed"), "Chưa có nghị quyết đề nghị"),
    Row("base_proposed", "mục 3.6", (False, True), _of("base_proposal_needed", base_proposed=False), "Chưa có"),
    Row("authority", "mục 4.3.2", (True, False), _by(Level.BASE), "chưa được ủy quyền", BEFORE_208),
    Row("authority", "208-QĐ/TW", (Level.BASE, Level.BRANCH), _of("decided_at"), "không có thẩm quyền", TEXTS[-1:]),
    Row("authority", "mục 4.3.2", (Level.ABOVE_BASE, Level.SECTION), _of("decided_at"), "không có thẩm quyền",
        BEFORE_208),
    Row("authority", "mục 4.3.2", (Level.UNDER_CENTRE, None), _of("decided_at"), "không có thẩm quyền", BEFORE_208),
    Row("authority", "QĐ/TW", (True, False), _of("decided_within"), "không phải cấp trên"),
    Row("decision_vote", "mục 3.7a", (6, 5),
        lambda yes, on: {"delegated": True, "decided_at": Level.BASE, **_ballot(9)(yes, on)},
        "từ 2/3 trở lên", BEFORE_208),
    Row("decision_vote", "208-QĐ/TW", (5, 4),
        lambda yes, on: {"decided_at": Level.BASE, **_ballot(9)(yes, on)}, "trên 1/2", TEXTS[-1:]),
    Row("decision_vote", "mục 3.7", (6, 5), _ballot(10), "5 người tán thành trên 10"),
    Row("ceremony_in_time", "QĐ/TW", "rite", _rite, "Quá hạn"),
    Row("ceremony_in_time", "QĐ/TW", ("7-CV/ĐU", ""),
        lambda consent, on: {"decision_on": on - timedelta(days=300), "late_consent": consent}, "Quá hạn"),
]  # fmt: skip
OF_THE_PLACE = [
    Row("local_criteria", "QĐ/TW", (True, False),
        lambda met, on: {"criteria_met": met, "settings": {"local_criteria": "Biết bơi"}}, "“Biết bơi”"),
]  # fmt: skip
OF_RECOGNITION = [
    Row("probation", "mục 4.2", "over12", _of("ceremony_on"), "mới được xét"),
    Row("official_vote", "mục 4.2", (7, 6), _ballot(10), "6 người tán thành trên 10"),
    Row("votes_left", "mục 4.2", (2, 3), _of("failed_votes", ceremony_on=LONG), "3 lần biểu quyết"),
    Row("votes_left_to_fail", "mục 4.2", (2, 3), _of("failed_votes", ceremony_on=LONG), "3 lần biểu quyết"),
    *(Row("official_papers", "HD/TW", (1, None),
          lambda days, on, form=form: signed(on, **{f"_{form}": days and on - timedelta(days)}), f"({form}-KNĐ)")
      for form in (10, 11, 12)),
    Row("member_trained", "HD/TW", (True, False), _of("member_trained"), "đảng viên mới"),
    Row("official_appraised", "mục 4.2", (True, False), _of("official_appraised", section="Đảng ủy bộ phận A"),
        "chưa thẩm định"),
    Row("probation_ended", "Điều lệ Đảng, Điều 5", "ago12", _of("ceremony_on"), "mới được xét"),
    Row("official_proposed", "mục 4.2", (True, False), _of("official_proposed"), "Chi bộ chưa có nghị quyết"),
    Row("official_base_proposed", "mục 4.2", (True, False), _of("official_base_proposed"), "Chưa có nghị quyết"),
    Row("official_authority", "mục 4.3.2", (True, False), _by(Level.BASE), "chưa được ủy quyền", BEFORE_208),
    Row("official_authority", "208-QĐ/TW", (Level.BASE, Level.BRANCH), _of("decided_at"), "không có thẩm quyền",
        TEXTS[-1:]),
    Row("official_day", "mục 4.3", ("2020-03-10", "2020-03-11"),
        lambda day, on: {"ceremony_on": date(2019, 3, 10), "official_on": date.fromisoformat(day)},
        "phải là ngày hết 12 tháng dự bị: 10/03/2020"),
    Row("official_day", "mục 4.3", ("2021-02-28", "2021-03-01"),
        lambda day, on: {"ceremony_on": date(2020, 2, 29), "official_on": date.fromisoformat(day)}, "28/02/2021"),
]  # fmt: skip
CONDITIONS = [*OF_PROPOSAL, *BEFORE_IT, *OF_DECISION, *OF_THE_PLACE, *OF_RECOGNITION]
