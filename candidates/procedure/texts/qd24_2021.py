"""24-QĐ/TW, 30/7/2021, with 01-HD/TW of 28/9/2021: the rules as they were before the three re-issues of 2025–2026."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates.procedure.checks import (
    AgeBetween,
    EducationFrom,
    EnoughMembers,
    Introduced,
    LocalCriteriaMet,
    MayBeReadmitted,
    OwnerReviewed,
    PapersFresh,
    PapersThere,
    PoliticalQuestionClosed,
    PopulationPolicy,
    ProbationOver,
    VietnameseCitizen,
    Voted,
)
from candidates.procedure.schema import (
    Authority,
    Condition,
    Deadline,
    LegalText,
    Length,
    Level,
    Majority,
    Procedure,
    Setting,
    Source,
    StartDay,
    Threshold,
    Unit,
    Validity,
    VoteRule,
    Waiting,
)
from candidates.procedure.texts.hd12_2022 import FORMS
from candidates.procedure.texts.qd24_acts import acts
from candidates.procedure.texts.tasks import tasks

GUIDANCE = "01-HD/TW 28/9/2021"
TEXT = LegalText(
    "24-QĐ/TW", _("Quy định thi hành Điều lệ Đảng"), date(2021, 7, 30), date(2021, 7, 30), date(2025, 1, 19),
    verified=True, guidance=(GUIDANCE, "12-HD/BTCTW 18/01/2022"),
)  # fmt: skip

_MONTHS, _WORKING = Unit.MONTHS, Unit.WORKING_DAYS
_CHARTER = "Điều lệ Đảng"
_POPULATION = Source("05-QĐi/TW 28/8/2018")
_OWNERS = Source("08-HD/BTCTW 27/9/2021")
_TRANSFER = Source(GUIDANCE)


def _law(paragraph: str, verified: bool = True) -> Source:
    return Source(TEXT.code, paragraph, verified)


DEADLINES = (
    Deadline(
        code="decide", label=_("Cấp ủy xem xét, quyết định kết nạp"), task="decide", length=Length(60, _WORKING),
        since=_("ngày chi bộ có nghị quyết đề nghị kết nạp"),
        runs_from="branch_propose", extension=Length(30, _WORKING), source=_law("mục 4.3.1"),
        note=_("Trường hợp đặc biệt có thể gia hạn; mức gia hạn đọc ở 29-QĐ/TW 2016, chưa kiểm chứng."),
    ),
    Deadline(
        code="hold_ceremony", label=_("Chi bộ tổ chức lễ kết nạp"), task="hold_ceremony",
        length=Length(30, _WORKING),
        since=_("ngày nhận được quyết định"), runs_from="decide", start=StartDay.RECEIVED, source=_law("mục 4.1"),
        note=_("Quá hạn phải báo cáo và được cấp ủy cấp trên trực tiếp đồng ý."),
    ),
    Deadline(
        code="propose_official", label=_("Chi bộ xét đề nghị công nhận chính thức"), task="propose_official",
        length=Length(30, _WORKING),
        since=_("ngày hết thời gian dự bị"), runs_from="hold_ceremony", after="probation", source=_law("mục 4.2"),
    ),
    Deadline(
        code="make_official", label=_("Cấp ủy xem xét, quyết định công nhận chính thức"), task="make_official",
        length=Length(30, _WORKING),
        since=_("ngày chi bộ có nghị quyết đề nghị công nhận"),
        runs_from="propose_official", extension=Length(30, _WORKING),
        source=_law("mục 4.3.1"), note=_("Trường hợp đặc biệt có thể gia hạn."),
    ),
    Deadline(
        code="transfer", label=_("Chuyển sinh hoạt đảng chính thức"), task="move_away", length=Length(60, _WORKING),
        since=_("ngày cấp giấy giới thiệu"), runs_from="move_away", source=_TRANSFER,
        note=_("Mức này đọc ở 06-HD/TW 2025."),
    ),
    Deadline(
        code="present_letter", label=_("Nộp giấy giới thiệu sinh hoạt ở nơi mới"), task="present_letter",
        length=Length(30, _WORKING), since=_("ngày cấp giấy giới thiệu"), runs_from="move_away", source=_TRANSFER,
        note=_("Mức này đọc ở 06-HD/TW 2025; chưa rõ là ngày làm việc hay ngày theo lịch."),
    ),
)  # fmt: skip

WAITINGS = (
    Waiting(
        code="same_place", label=_("Người giới thiệu, giúp đỡ cùng công tác, học tập, cư trú với người vào Đảng"),
        task="introduce", length=Length(12, _MONTHS), runs_from="nominate", source=_law("mục 3.2.1"),
        note=_("Tính từ ngày bắt đầu ở cùng nơi. Người chuyển đến khi đang được giúp đỡ thì không phải tính lại."),
    ),
    Waiting(
        code="probation", label=_("Thời gian dự bị"), task="make_official", length=Length(12, _MONTHS),
        runs_from="hold_ceremony", source=Source(_CHARTER, "Điều 5", True),
    ),
    Waiting(
        code="after_probation", label=_("Nghị quyết đề nghị công nhận đề ngày sau khi hết thời gian dự bị"),
        task="propose_official", length=Length(12, _MONTHS), runs_from="hold_ceremony", strictly_after=True,
        source=_law("mục 4.2", False),
    ),
    Waiting(
        code="readmit", label=_("Xét kết nạp lại, kể từ khi ra khỏi Đảng"), task="branch_propose",
        length=Length(36, _MONTHS), runs_from="strike_off", source=_law("mục 3.5.1"),
    ),
    Waiting(
        code="readmit_convicted", label=_("Xét kết nạp lại người bị án về tội ít nghiêm trọng, kể từ khi xóa án tích"),
        task="branch_propose", length=Length(60, _MONTHS), runs_from="strike_off", source=_law("mục 3.5.1"),
    ),
    Waiting(
        code="third_child", label=_("Phấn đấu sau khi sinh con thứ ba"), task="branch_propose",
        length=Length(24, _MONTHS), runs_from="nominate", source=_POPULATION,
    ),
    Waiting(
        code="fourth_child", label=_("Phấn đấu sau khi sinh con thứ tư"), task="branch_propose",
        length=Length(36, _MONTHS), runs_from="nominate", source=_POPULATION,
    ),
)  # fmt: skip

VALIDITIES = (
    Validity(
        code="certificate", label=_("Giấy chứng nhận lớp nhận thức"), task="train", length=Length(60, _MONTHS),
        forms=("CN-NTVĐ",), source=Source(GUIDANCE), note=_("Hết hạn thì phải học lại lớp."),
    ),
    Validity(
        code="papers", label=_("Giấy tờ trong hồ sơ, kể từ ngày ký"), task="branch_propose",
        length=Length(12, _MONTHS), forms=("1-KNĐ", "2-KNĐ", "3-KNĐ", "4-KNĐ", "4A-KNĐ", "5-KNĐ"),
        source=Source(GUIDANCE), note=_("Quá hạn thì phải làm lại. Danh sách giấy tờ phải làm lại chưa kiểm chứng."),
    ),
)  # fmt: skip

THRESHOLDS = (
    Threshold(code="branch_members", label=_("Đảng viên chính thức để chi bộ ra được nghị quyết"),
              task="branch_propose", length=Length(3, Unit.PERSONS), source=_law("", False), note=_("Ít nhất.")),
    Threshold(code="failed_votes", label=_("Biểu quyết không đủ số phiếu thì báo cáo cấp ủy có thẩm quyền"),
              task="propose_official", length=Length(3, Unit.TIMES), source=_law("mục 4.2")),
    Threshold(code="readmissions", label=_("Được kết nạp lại"), task="branch_propose", length=Length(1, Unit.TIMES),
              source=_law("mục 3.5.1"), note=_("Chỉ một lần.")),
    Threshold(code="too_many_children", label=_("Số con từ đó trở lên thì không xem xét kết nạp"),
              task="branch_propose", length=Length(5, Unit.PERSONS), source=_POPULATION),
    Threshold(code="inactive", label=_("Bỏ sinh hoạt hoặc không đóng đảng phí trong năm mà không có lý do chính đáng"),
              task="strike_off", length=Length(3, _MONTHS), source=Source(_CHARTER, "Điều 8", True)),
    Threshold(code="lost_will", label=_("Giảm sút ý chí phấn đấu, đã giáo dục mà không tiến bộ"), task="strike_off",
              length=Length(12, _MONTHS), source=_law("mục 8")),
    Threshold(code="unworthy", label=_("Vi phạm tư cách đảng viên liên tục"), task="strike_off",
              length=Length(2, Unit.YEARS), source=_law("mục 8")),
    Threshold(code="temporary_from", label=_("Chuyển sinh hoạt tạm thời khi đi từ"), task="move_away",
              length=Length(3, _MONTHS), source=_TRANSFER, note=_("Mức này đọc ở 06-HD/TW 2025.")),
    Threshold(code="official_from", label=_("Không còn là tạm thời mà chuyển sinh hoạt chính thức khi đi từ"),
              task="move_away", length=Length(12, _MONTHS), source=_TRANSFER,
              note=_("Mức này đọc ở 06-HD/TW 2025.")),
    Threshold(code="study_to", label=_("Đi học thì vẫn sinh hoạt tạm thời đến"), task="move_away",
              length=Length(2, Unit.YEARS), source=_TRANSFER, note=_("Mức này đọc ở 06-HD/TW 2025.")),
)  # fmt: skip

_TWO_THIRDS, _HALF = Majority(2, 3), Majority(1, 2, strict=True)
_MEMBERS = _("tổng số đảng viên chính thức")
_LEFT_OUT = _("Không tính đảng viên sinh hoạt tạm thời ở nơi khác và đảng viên được miễn sinh hoạt mà vắng mặt.")
VOTES = (
    VoteRule("branch_propose", _("Chi bộ đề nghị kết nạp"), "branch_propose", _TWO_THIRDS, _MEMBERS,
             _law("mục 9.3.2; mục 3.6b"), _LEFT_OUT),
    VoteRule("propose_official", _("Chi bộ đề nghị công nhận chính thức"), "propose_official", _TWO_THIRDS, _MEMBERS,
             _law("mục 4.2"), _LEFT_OUT),
    VoteRule("base_propose", _("Đảng ủy cơ sở đề nghị kết nạp"), "base_propose", _TWO_THIRDS, _("tổng số cấp ủy viên"),
             _law("mục 3.6", False)),
    VoteRule("base_decide", _("Đảng ủy cơ sở được ủy quyền quyết định"), "decide", _TWO_THIRDS,
             _("tổng số cấp ủy viên"), _law("mục 3.7a")),
    VoteRule("board_decide", _("Ban thường vụ quyết định"), "decide", _HALF, _("tổng số ủy viên ban thường vụ"),
             _law("mục 3.7", False)),
)  # fmt: skip

AUTHORITIES = (
    Authority("base", Level.BASE, _("Đảng ủy cơ sở được ủy quyền"), _("Tập thể đảng ủy xem xét, quyết định"),
              _law("mục 4.3.2a"), "base_decide", delegated=True),
    Authority("above_base", Level.ABOVE_BASE,
              _("Cấp ủy cấp trên trực tiếp của tổ chức cơ sở đảng; đảng ủy được giao quyền cấp trên cơ sở"),
              _("Ban thường vụ xem xét, quyết định"), _law("mục 4.3.2b"), "board_decide"),
    Authority("under_centre", Level.UNDER_CENTRE, _("Tỉnh ủy, thành ủy, đảng ủy trực thuộc Trung ương"),
              _("Thường trực cấp ủy cùng các ủy viên thường vụ là trưởng ban đảng xem xét, quyết định"),
              _law("mục 4.3.2c")),
)  # fmt: skip

_EXCLUDED = (
    ("gave_up", _("tự bỏ sinh hoạt đảng")),
    ("resigned", _("tự làm đơn xin ra khỏi Đảng, trừ trường hợp gia đình đặc biệt khó khăn")),
    ("disunity", _("gây mất đoàn kết nội bộ nghiêm trọng")),
    ("corruption", _("bị kết án về tội tham nhũng")),
    ("serious_crime", _("bị kết án về tội nghiêm trọng trở lên")),
)
CONDITIONS = (
    Condition("age", _("Đủ 18 tuổi đến đủ 60 tuổi khi chi bộ xét, tính theo tháng; trên 60 tuổi phải được ban thường "
                       "vụ cấp ủy trực thuộc Trung ương đồng ý bằng văn bản"),
              "branch_propose", _law("mục 1.1"), AgeBetween(18, 60)),
    Condition("citizen", _("Công dân Việt Nam"), "branch_propose", Source(_CHARTER, "Điều 1", True),
              VietnameseCitizen()),
    Condition("education", _("Tốt nghiệp trung học cơ sở trở lên. Miền núi, biên giới, hải đảo, vùng dân tộc thiểu số, "
                             "vùng đặc biệt khó khăn, ngư dân: tốt nghiệp tiểu học. Già làng, trưởng bản, người có uy "
                             "tín: biết đọc, biết viết chữ quốc ngữ"),
              "branch_propose", _law("mục 1.2"),
              EducationFrom("lower_secondary", (("hard_area", "primary"), ("village_elder", "literate")))),
    Condition("political_history", _("Vấn đề lịch sử chính trị, chính trị hiện nay đã có kết luận, nếu có"),
              "branch_propose", Source("58-QĐ/TW 08/02/2022"), PoliticalQuestionClosed()),
    Condition("order", _("Có đơn, rồi mới có lý lịch"), "branch_propose", Source(GUIDANCE, "mục 3"),
              PapersThere(("1-KNĐ", "2-KNĐ"), ordered=True)),
    Condition("trained", _("Có giấy chứng nhận lớp bồi dưỡng nhận thức về Đảng"), "branch_propose",
              Source(GUIDANCE, verified=True), PapersThere(("CN-NTVĐ",))),
    Condition("certificate", _("Giấy chứng nhận lớp nhận thức còn giá trị"), "branch_propose", Source(GUIDANCE),
              PapersFresh("certificate")),
    Condition("opinions", _("Có tổng hợp ý kiến đoàn thể và chi ủy nơi cư trú"), "branch_propose", Source(GUIDANCE),
              PapersThere(("5-KNĐ",))),
    Condition("fresh_papers", _("Giấy tờ trong hồ sơ còn giá trị"), "branch_propose", Source(GUIDANCE),
              PapersFresh("papers")),
    Condition("introduced", _("Hai đảng viên chính thức giới thiệu; hoặc Đoàn, Công đoàn cơ sở và một đảng viên chính "
                              "thức; cùng công tác, học tập, cư trú đủ thời gian"),
              "branch_propose", _law("mục 3.2"), Introduced(2, 1, "same_place")),
    Condition("branch_members", _("Chi bộ đủ số đảng viên chính thức để ra nghị quyết"), "branch_propose",
              _law("", False), EnoughMembers("branch_members")),
    Condition("branch_vote", _("Đủ số đảng viên chính thức tán thành"), "branch_propose", _law("mục 9.3.2; mục 3.6b"),
              Voted("branch_propose")),
    Condition("readmission", _("Kết nạp lại: đủ thời gian, chỉ một lần, được ban thường vụ tỉnh ủy, thành ủy đồng ý "
                               "bằng văn bản, không thuộc trường hợp không xét lại"),
              "branch_propose", _law("mục 3.5"),
              MayBeReadmitted("readmit", "readmit_convicted", "readmissions", _EXCLUDED)),
    Condition("population_policy", _("Chính sách dân số: sinh con thứ ba, thứ tư phải đủ thời gian phấn đấu"),
              "branch_propose", _POPULATION,
              PopulationPolicy(((3, "third_child"), (4, "fourth_child")), "too_many_children"), "population_policy"),
    Condition("private_owner", _("Chủ doanh nghiệp tư nhân: có văn bản thẩm định điều kiện riêng trước khi chi bộ ra "
                                 "nghị quyết"),
              "branch_propose", _OWNERS, OwnerReviewed()),
    Condition("local_criteria", _("Tiêu chí riêng của đảng bộ, nếu có"), "branch_propose", _law("", False),
              LocalCriteriaMet("local_criteria"), "local_criteria"),
    Condition("probation", _("Đã hết thời gian dự bị"), "propose_official", _law("mục 4.2"),
              ProbationOver("after_probation")),
    Condition("official_vote", _("Đủ số đảng viên chính thức tán thành"), "propose_official", _law("mục 4.2"),
              Voted("propose_official")),
    Condition("probation_ended", _("Đã hết thời gian dự bị"), "make_official", Source(_CHARTER, "Điều 5", True),
              ProbationOver("probation")),
    *acts(_law, GUIDANCE),
)  # fmt: skip

SETTINGS = (
    Setting("population_policy", _("Xét chính sách dân số khi kết nạp"), True, _POPULATION,
            _("Chưa rõ 05-QĐi/TW còn áp dụng cho kết nạp sau Pháp lệnh 07/2025/UBTVQH15 hay không.")),
    Setting("many_years", _("“Nhiều năm” không kết nạp được đảng viên là bao nhiêu năm"), 3, _law("", False),
            _("Chưa có định nghĩa chung, đặt theo địa phương; các nơi lấy 2, 3 hoặc 5 năm liền.")),
    Setting("old_age", _("Từ bao nhiêu tuổi thì coi đảng viên là cao tuổi khi xét nơi có nguy cơ"), 70,
            _law("", False), _("Văn bản không nêu con số; địa phương tự đặt.")),
    Setting("referral_days", _("Giới thiệu giữa nơi làm việc và nơi cư trú: sau bao nhiêu ngày thì đôn đốc"), 15,
            _law("", False), _("Văn bản không nêu con số; địa phương tự đặt.")),
    Setting("local_criteria", _("Tiêu chí riêng của đảng bộ"), "", _law("", False)),
    Setting("may_admit", _("Đảng ủy cơ sở được ủy quyền quyết định kết nạp, công nhận chính thức"), False,
            _law("mục 4.3.2a"), _("Đặt cho chính đảng ủy cơ sở được ủy quyền, theo văn bản ủy quyền.")),
    Setting("reply_days", _("Sau bao nhiêu ngày chưa có trả lời thì nhắc (thẩm tra lý lịch, chuyển đi)"), 30,
            _law("", False), _("Văn bản không nêu con số; địa phương tự đặt.")),
    Setting("review_months", _("Bao nhiêu tháng thì rà soát lại một quần chúng trong danh sách"), 6,
            _law("", False), _("Theo cách làm nêu ở các địa phương; văn bản không nêu con số.")),
    Setting("talk_months", _("Bao nhiêu tháng thì mời quần chúng trong danh sách nghe nói chuyện chuyên đề"), 6,
            _law("", False), _("Theo cách làm ở Khánh Hòa năm 2021; văn bản không nêu con số.")),
    Setting("class_attendance", _("Dự từ bao nhiêu phần trăm số buổi thì được công nhận kết quả lớp bồi dưỡng"), 80,
            _law("", False), _("Theo thông lệ của các lớp, chưa kiểm chứng; ghi 0 thì không xét.")),
    Setting("class_essay", _("Bài thu hoạch của lớp bồi dưỡng đạt từ bao nhiêu điểm (thang 10)"), 5,
            _law("", False), _("Theo thông lệ của các lớp, chưa kiểm chứng; ghi 0 thì không xét.")),
    Setting("quiet_months", _("Bao nhiêu tháng không có việc gì mới thì nhắc về một quần chúng"), 12,
            _law("", False), _("Văn bản không nêu con số; địa phương tự đặt.")),
)  # fmt: skip

PROCEDURE = Procedure(
    text=TEXT,
    tasks=tasks(TEXT.code, GUIDANCE),
    deadlines=DEADLINES,
    waitings=WAITINGS,
    validities=VALIDITIES,
    thresholds=THRESHOLDS,
    votes=VOTES,
    authorities=AUTHORITIES,
    conditions=CONDITIONS,
    forms=FORMS,
    settings=SETTINGS,
    transition=_(
        "Mỗi việc theo quy định có hiệu lực vào ngày diễn ra việc đó. Thời hạn đang chạy tính theo quy định có "
        "hiệu lực vào ngày bắt đầu tính. Việc đã ghi giữ nguyên. Đây là cách tính của phần mềm; chưa đọc được điều "
        "khoản chuyển tiếp của văn bản."
    ),
)
