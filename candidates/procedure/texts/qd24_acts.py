"""Conditions of 24-QĐ/TW and its guidance that look at what was done before: who helped, asked, appraised, proposed."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from candidates.procedure.checks import PapersThere, Voted
from candidates.procedure.checks_acts import (
    Appraised,
    BaseProposed,
    DecisionVoted,
    HasAuthority,
    HistoryAnswered,
    HistoryConcluded,
    InTime,
    MemberTrained,
    Mentored,
    MentorFits,
    OfficialProposed,
    OnOfficialDay,
    VotesLeft,
)
from candidates.procedure.schema import Condition, Source


def acts(law: Callable[..., Source], guidance: str) -> tuple[Condition, ...]:
    """The conditions, citing the regulation (`law`) and the Secretariat's `guidance`."""
    read = Source(guidance, "mục 3")
    return (
        Condition("mentor_fits", _("Người giúp đỡ là đảng viên chính thức, cùng công tác, học tập, cư trú đủ thời "
                                   "gian; người chuyển đến khi đang được giúp đỡ không phải tính lại"),
                  "assign_mentor", law("mục 3.2.1"), MentorFits("same_place")),
        Condition("history_answered", _("Mọi nơi được hỏi đã trả lời"), "verify_history", read, HistoryAnswered()),
        Condition("mentored", _("Có đảng viên chính thức được phân công giúp đỡ"), "branch_propose",
                  law("mục 3.2.1"), Mentored()),
        Condition("history", _("Đã có kết luận thẩm tra, xác minh lý lịch"), "branch_propose", read,
                  HistoryConcluded()),
        Condition("appraised", _("Đảng ủy bộ phận, nếu có, đã thẩm định nghị quyết của chi bộ"), "base_propose",
                  law("mục 3.6", False), Appraised()),
        Condition("base_vote", _("Đủ số cấp ủy viên tán thành"), "base_propose", law("mục 3.6", False),
                  Voted("base_propose")),
        Condition("base_proposed", _("Cấp trên quyết định khi có nghị quyết đề nghị của đảng ủy cơ sở"), "decide",
                  law("mục 3.6", False), BaseProposed()),
        Condition("authority", _("Cấp ủy ra quyết định có thẩm quyền"), "decide", law("mục 4.3.2"), HasAuthority()),
        Condition("decision_vote", _("Đủ số người của cấp ủy tán thành"), "decide", law("mục 4.3.2"),
                  DecisionVoted()),
        Condition("ceremony_in_time", _("Làm lễ trong hạn, hoặc được cấp ủy cấp trên trực tiếp đồng ý"),
                  "hold_ceremony", law("mục 4.1"), InTime("hold_ceremony")),
        Condition("votes_left", _("Chưa quá số lần biểu quyết không đủ số phiếu"), "propose_official",
                  law("mục 4.2"), VotesLeft("failed_votes")),
        Condition("votes_left_to_fail", _("Biểu quyết lại chỉ khi chưa quá số lần không đủ số phiếu"), "vote_again",
                  law("mục 4.2"), VotesLeft("failed_votes")),
        Condition("official_papers", _("Có bản tự kiểm điểm, nhận xét của người giúp đỡ, tổng hợp ý kiến"),
                  "propose_official", Source(guidance), PapersThere(("10-KNĐ", "11-KNĐ", "12-KNĐ"))),
        Condition("member_trained", _("Có giấy chứng nhận lớp bồi dưỡng đảng viên mới"), "propose_official",
                  Source(guidance), MemberTrained()),
        Condition("official_appraised", _("Đảng ủy bộ phận, nếu có, đã thẩm định nghị quyết của chi bộ"),
                  "base_propose_official", law("mục 4.2", False), Appraised(official=True)),
        Condition("official_proposed", _("Chi bộ đã có nghị quyết đề nghị công nhận"), "make_official",
                  law("mục 4.2"), OfficialProposed()),
        Condition("official_base_proposed", _("Cấp trên quyết định khi có nghị quyết đề nghị của đảng ủy cơ sở"),
                  "make_official", law("mục 4.2", False), BaseProposed(official=True)),
        Condition("official_authority", _("Cấp ủy ra quyết định có thẩm quyền"), "make_official", law("mục 4.3.2"),
                  HasAuthority()),
        Condition("official_day", _("Ngày chính thức là ngày hết thời gian dự bị, dù quyết định ban hành chậm"),
                  "make_official", law("mục 4.3", False), OnOfficialDay()),
    )  # fmt: skip
