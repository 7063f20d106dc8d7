"""The forms of 12-HD/BTCTW, 18/1/2022 (member work), as far as their titles are known.

The re-issue of 2025 (38-HD/BTCTW) and of 2026 was not to be had; later texts cite these codes as unverified.
"""

from django.utils.translation import gettext_lazy as _

from candidates.procedure.schema import Form, Source

GUIDANCE = "12-HD/BTCTW 18/01/2022"
_KNOWN, _UNSURE = Source(GUIDANCE, verified=True), Source(GUIDANCE)

FORMS: tuple[Form, ...] = (
    Form("CN-NTVĐ", _("Giấy chứng nhận học lớp bồi dưỡng nhận thức về Đảng"), "train", _KNOWN),
    Form("1-KNĐ", _("Đơn xin vào Đảng"), "apply", _KNOWN, _("Tự viết tay.")),
    Form("2-KNĐ", _("Lý lịch của người xin vào Đảng"), "write_history", _KNOWN, _("Tự viết tay.")),
    Form("3-KNĐ", _("Giấy giới thiệu người vào Đảng"), "introduce", _KNOWN, _("Mỗi đảng viên giới thiệu một bản.")),
    Form("4-KNĐ", _("Nghị quyết giới thiệu đoàn viên ưu tú vào Đảng"), "introduce", _KNOWN,
         _("Nơi có Đoàn, người trong tuổi đoàn: thay cho một đảng viên giới thiệu.")),
    Form("4A-KNĐ", _("Nghị quyết giới thiệu đoàn viên công đoàn vào Đảng"), "introduce", _KNOWN,
         _("Cơ quan, doanh nghiệp không có Đoàn: thay cho một đảng viên giới thiệu.")),
    Form("5-KNĐ", _("Tổng hợp ý kiến nhận xét của tổ chức chính trị - xã hội nơi sinh hoạt và chi ủy nơi cư trú"),
         "gather_opinions", _KNOWN),
    Form("6-KNĐ", _("Nghị quyết đề nghị kết nạp đảng viên của chi bộ"), "branch_propose", _KNOWN),
    Form("7-KNĐ", _("Báo cáo của đảng ủy bộ phận thẩm định nghị quyết của chi bộ"), "appraise", _KNOWN,
         _("Chỉ nơi có đảng ủy bộ phận.")),
    Form("8-KNĐ", _("Nghị quyết đề nghị kết nạp đảng viên của đảng ủy cơ sở"), "base_propose", _KNOWN),
    Form("9-KNĐ", _("Quyết định kết nạp đảng viên"), "decide", _KNOWN),
    Form("10-KNĐ", _("Bản tự kiểm điểm của đảng viên dự bị"), "criticise_oneself", _KNOWN),
    Form("11-KNĐ", _("Bản nhận xét của đảng viên được phân công giúp đỡ"), "remark", _KNOWN),
    Form("12-KNĐ", _("Tổng hợp ý kiến nhận xét của tổ chức chính trị - xã hội và chi ủy nơi cư trú"),
         "gather_opinions_again", _KNOWN),
    Form("13-KNĐ", _("Nghị quyết của chi bộ đề nghị công nhận đảng viên chính thức"), "propose_official", _KNOWN),
    Form("14-KNĐ", _("Báo cáo của đảng ủy bộ phận thẩm định nghị quyết của chi bộ"), "appraise_official", _UNSURE,
         _("Tên mẫu suy ra từ mẫu 7-KNĐ. Chỉ nơi có đảng ủy bộ phận.")),
    Form("15-KNĐ", _("Nghị quyết của đảng ủy cơ sở đề nghị công nhận đảng viên chính thức"), "base_propose_official",
         _UNSURE),
    Form("16-KNĐ", _("Quyết định công nhận đảng viên chính thức"), "make_official", _KNOWN),
    Form("17B-KNĐ", _("Công văn giới thiệu người vào Đảng đã được đảng ủy cơ sở làm thủ tục đề nghị kết nạp"),
         "move_away", _UNSURE),
)  # fmt: skip
