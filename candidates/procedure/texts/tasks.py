"""What is done at each step, by whom: the order of the procedure as 09-HD/BTCTW 2017 and its successors describe it.

The steps themselves (what the software records, from which stage to which) are candidates/procedure/present.py.
"""

from django.utils.translation import gettext_lazy as _

from candidates.procedure.schema import Source, Task

_OLD = Source("09-HD/BTCTW 2017", verified=True)
_BRANCH, _BASE = _("Chi bộ"), _("Đảng ủy cơ sở")
_PROBATION = Source("Điều lệ Đảng", "Điều 5", True)


def tasks(text: str, guidance: str) -> tuple[Task, ...]:
    """The tasks, citing the regulation `text` and the Secretariat's `guidance` that goes with it."""
    law, read = (lambda paragraph, verified=True: Source(text, paragraph, verified)), Source(guidance, "mục 3")
    return (
        Task("review_masses", _("Rà soát quần chúng, lập kế hoạch tạo nguồn hằng năm"), _BRANCH, "", _OLD,
             _("Đảng ủy cơ sở cụ thể hóa kế hoạch, định kỳ rà soát danh sách cảm tình Đảng.")),
        Task("nominate", _("Giới thiệu quần chúng ưu tú"),
             _("Đoàn Thanh niên, Công đoàn, Mặt trận, đoàn thể khác, đảng viên chính thức"), "", _OLD),
        Task("recognise", _("Nghị quyết công nhận cảm tình Đảng"), _BRANCH, "recognise", _OLD),
        Task("assign_mentor", _("Phân công đảng viên chính thức giúp đỡ"), _BRANCH, "assign_mentor", law("mục 3.2.1"),
             _("Người giúp đỡ báo cáo chi bộ hằng tháng.")),
        Task("train", _("Học lớp bồi dưỡng nhận thức về Đảng"), _("Trung tâm chính trị; chi bộ đề nghị"), "train",
             Source("61-HD/BTGTW 16/6/2022", verified=True), _("50 tiết, 5 bài, viết bài thu hoạch.")),
        Task("apply", _("Viết đơn xin vào Đảng"), _("Người vào Đảng"), "open_dossier", read,
             _("Đơn trước, lý lịch sau, rồi thẩm tra.")),
        Task("write_history", _("Khai lý lịch"), _("Người vào Đảng"), "open_dossier", read),
        Task("verify_history", _("Thẩm tra, xác minh lý lịch"), _("Chi ủy, cấp ủy cơ sở; cấp ủy nơi đến thẩm tra"),
             "conclude_history", read,
             _("Bản thân; cha mẹ đẻ; cha mẹ vợ hoặc chồng, hoặc người nuôi dưỡng; vợ hoặc chồng; con đẻ có năng lực "
               "hành vi. Người thân là đảng viên đã có lý lịch đầy đủ thì không phải thẩm tra.")),
        Task("introduce", _("Giới thiệu người vào Đảng"),
             _("Hai đảng viên chính thức; hoặc ban chấp hành Đoàn, Công đoàn cơ sở và một đảng viên chính thức"),
             "open_dossier", law("mục 3.2")),
        Task("gather_opinions", _("Lấy ý kiến đoàn thể và chi ủy nơi cư trú"), _("Chi ủy"), "open_dossier", read),
        Task("branch_propose", _("Chi bộ xét, biểu quyết, ra nghị quyết đề nghị kết nạp"), _BRANCH, "branch_propose",
             law("mục 3.6", False)),
        Task("appraise", _("Thẩm định nghị quyết của chi bộ"), _("Đảng ủy bộ phận, nếu có"), "appraise",
             law("mục 3.6", False)),
        Task("base_propose", _("Ra nghị quyết đề nghị kết nạp"), _BASE, "base_propose", law("mục 3.6", False)),
        Task("decide", _("Quyết định kết nạp"), _("Cấp ủy có thẩm quyền"), "decide", law("mục 4.3")),
        Task("hold_ceremony", _("Tổ chức lễ kết nạp"), _BRANCH, "hold_ceremony", law("mục 4.1"),
             _("Làm lễ cho từng người. Quá hạn phải báo cáo và được cấp ủy cấp trên trực tiếp đồng ý.")),
        Task("assign_probation_mentor", _("Phân công đảng viên giúp đỡ đảng viên dự bị"), _BRANCH, "assign_mentor",
             _PROBATION),
        Task("train_member", _("Học lớp bồi dưỡng đảng viên mới"), _("Trung tâm chính trị"), "train_member",
             Source(guidance)),
        Task("criticise_oneself", _("Viết bản tự kiểm điểm"), _("Đảng viên dự bị"), "propose_official",
             Source(guidance)),
        Task("remark", _("Viết bản nhận xét"), _("Đảng viên được phân công giúp đỡ"), "propose_official",
             Source(guidance)),
        Task("gather_opinions_again", _("Lấy ý kiến đoàn thể và chi ủy nơi cư trú"), _("Chi ủy"), "propose_official",
             Source(guidance)),
        Task("propose_official", _("Chi bộ xét, ra nghị quyết đề nghị công nhận chính thức"), _BRANCH,
             "propose_official", law("mục 4.2"),
             _("Nghị quyết đề ngày sau khi hết 12 tháng dự bị. Ba lần biểu quyết không đủ số phiếu thì báo cáo cấp ủy "
               "có thẩm quyền.")),
        Task("vote_again", _("Biểu quyết không đủ số phiếu"), _("Chi bộ"), "fail_vote", law("mục 4.2"),
             _("Trong thời gian dự bị: đủ số lần thì chi bộ báo cáo cấp ủy có thẩm quyền, không biểu quyết nữa.")),
        Task("appraise_official", _("Thẩm định nghị quyết của chi bộ"), _("Đảng ủy bộ phận, nếu có"),
             "appraise_official", law("mục 4.2", False)),
        Task("base_propose_official", _("Ra nghị quyết đề nghị công nhận"), _BASE, "base_propose_official",
             law("mục 4.2", False)),
        Task("make_official", _("Quyết định công nhận đảng viên chính thức"), _("Cấp ủy có thẩm quyền"),
             "make_official", law("mục 4.3"),
             _("Công nhận đúng ngày hết 12 tháng dự bị, dù quyết định ban hành chậm.")),
        Task("issue_card", _("Làm thẻ, lập hồ sơ đảng viên"), _("Ban tổ chức; đảng ủy cơ sở"), "make_official",
             Source(guidance)),
        Task("move_away", _("Giới thiệu người chuyển đi"), _("Cấp ủy nơi đi"), "move_away", Source(guidance),
             _("Thời gian được giúp đỡ, thời gian dự bị tính tiếp ở nơi mới.")),
        Task("present_letter", _("Nộp giấy giới thiệu ở nơi mới"), _("Người chuyển đi"), "move_away",
             Source(guidance)),
        Task("cancel", _("Hủy quyết định kết nạp sai"), _("Cấp ủy có thẩm quyền"), "cancel", law("mục 4.4", False),
             _("Sai tiêu chuẩn: hủy và xóa tên. Sai thủ tục, thẩm quyền: hủy, làm lại, công nhận sau khắc phục.")),
        Task("strike_off", _("Xóa tên trong danh sách đảng viên"), _("Cấp ủy có thẩm quyền"), "strike_off",
             Source("Điều lệ Đảng", "Điều 8", True)),
    )  # fmt: skip
