"""The steps: what may be recorded of a person, from which stage to which, whose act it is.

Their order is the same under all texts known here (24-QĐ/TW 2021 to 208-QĐ/TW 2026); the conditions, deadlines and
forms, which are not, stand in candidates/procedure/texts under the text that holds on the day.
"""

from django.utils.translation import gettext_lazy as _

from candidates.models import BEFORE_DECISION, EventKind, Stage
from candidates.procedure.declarations import Step

_GUIDANCE = "09-HD/BTCTW 2017"
_REGULATION = "24-QĐ/TW 30/7/2021; 294-QĐ/TW 26/5/2025; 208-QĐ/TW 26/7/2026"
_OPEN = (*BEFORE_DECISION, Stage.SUSPENDED)
_RESOLUTION = _("Số nghị quyết")
_DECISION = _("Số quyết định")

STEPS: tuple[Step, ...] = (
    Step(
        "recognise", _("Công nhận cảm tình Đảng"), EventKind.RECOGNISED, (Stage.NOMINATED, Stage.TRAINED),
        Stage.SYMPATHISER, document_label=_RESOLUTION, source=_GUIDANCE, verified=True,
        note=_("Chi bộ xét, ra nghị quyết đưa vào danh sách cảm tình Đảng."),
    ),
    Step(
        "train", _("Hoàn thành lớp bồi dưỡng nhận thức về Đảng"), EventKind.TRAINED,
        (Stage.NOMINATED, Stage.SYMPATHISER), Stage.TRAINED, document_label=_("Số giấy chứng nhận"),
        source="06-HD/TW 9/6/2025, mục 5.4", verified=True,
        note=_("Ghi ngày cấp giấy chứng nhận. Giấy chứng nhận có giá trị 60 tháng."),
    ),
    Step(
        "open_dossier", _("Nộp đơn, bắt đầu làm hồ sơ"), EventKind.DOSSIER_OPENED,
        (Stage.SYMPATHISER, Stage.TRAINED), Stage.DOSSIER, source="06-HD/TW 9/6/2025, mục 3", paper="1-KNĐ",
        note=_("Đơn xin vào Đảng có trước, rồi đến lý lịch và thẩm tra lý lịch."),
    ),
    Step(
        "branch_propose", _("Chi bộ ra nghị quyết đề nghị kết nạp"), EventKind.BRANCH_PROPOSED, (Stage.DOSSIER,),
        Stage.BRANCH_PROPOSED, needs_document=True, document_label=_RESOLUTION, source=_REGULATION, verified=True,
        votes=True, paper="6-KNĐ",
        note=_("Được ít nhất hai phần ba tổng số đảng viên chính thức của chi bộ tán thành."),
    ),
    Step(
        "base_propose", _("Đảng ủy cơ sở ra nghị quyết đề nghị kết nạp"), EventKind.BASE_PROPOSED,
        (Stage.BRANCH_PROPOSED,), Stage.BASE_PROPOSED, needs_document=True, document_label=_RESOLUTION,
        source=_REGULATION, actor="base", votes=True, paper="8-KNĐ",
    ),
    Step(
        "decide", _("Có quyết định kết nạp"), EventKind.ADMISSION_DECIDED,
        (Stage.BRANCH_PROPOSED, Stage.BASE_PROPOSED), Stage.DECIDED, needs_document=True, document_label=_DECISION,
        source=_REGULATION, verified=True, actor="authority", votes=True, paper="9-KNĐ",
        note=_("Ghi ngày ký quyết định. Thông tin của quần chúng được giữ nguyên như tại ngày này để tính số liệu."),
    ),
    Step(
        "hold_ceremony", _("Làm lễ kết nạp"), EventKind.CEREMONY_HELD, (Stage.DECIDED,), Stage.PROBATIONARY,
        source=_REGULATION, verified=True,
        note=_("Ngày làm lễ là ngày vào Đảng; thời gian dự bị 12 tháng tính từ ngày này."),
    ),
    Step(
        "make_official", _("Công nhận đảng viên chính thức"), EventKind.MADE_OFFICIAL, (Stage.PROBATIONARY,),
        Stage.OFFICIAL, needs_document=True, document_label=_DECISION, source=_REGULATION, verified=True,
        actor="authority", votes=True, paper="16-KNĐ",
        note=_("Ghi ngày chính thức: ngày hết 12 tháng dự bị, dù quyết định ban hành muộn hơn."),
    ),
    Step(
        "suspend", _("Tạm dừng xem xét"), EventKind.SUSPENDED, BEFORE_DECISION, Stage.SUSPENDED,
        document_label=_RESOLUTION,
    ),
    Step("resume", _("Tiếp tục xem xét"), EventKind.RESUMED, (Stage.SUSPENDED,), "", document_label=_RESOLUTION),
    Step(
        "remove", _("Đưa ra khỏi danh sách cảm tình Đảng"), EventKind.REMOVED, _OPEN, Stage.REMOVED,
        document_label=_RESOLUTION, source=_GUIDANCE, verified=True, ends=True,
    ),
    Step("withdraw", _("Xin rút"), EventKind.WITHDREW, _OPEN, Stage.WITHDRAWN, ends=True),
    Step(
        "move_away", _("Chuyển đi ngoài đảng bộ"), EventKind.MOVED_AWAY, (*_OPEN, Stage.DECIDED, Stage.PROBATIONARY),
        Stage.MOVED_AWAY, document_label=_("Số giấy giới thiệu"), source="1361-CV/BTCTW 30/6/2026, mục 53, 92–95",
        ends=True, note=_("Dùng khi nơi đến đã nhận, hoặc không theo dõi được nữa. Còn chờ nơi đến trả lời thì dùng "
                          "“Giới thiệu chuyển đi”."),
    ),
    Step(
        "cancel", _("Hủy quyết định kết nạp"), EventKind.CANCELLED, (Stage.DECIDED, Stage.PROBATIONARY),
        Stage.CANCELLED, needs_document=True, document_label=_DECISION, source="24-QĐ/TW 30/7/2021, mục 4.4", ends=True,
    ),
    Step(
        "strike_off", _("Xóa tên đảng viên dự bị"), EventKind.STRUCK_OFF, (Stage.PROBATIONARY,), Stage.STRUCK_OFF,
        needs_document=True, document_label=_DECISION, source="Điều lệ Đảng, Điều 5 và Điều 8", ends=True,
        actor="authority",
    ),
    Step("die", _("Từ trần"), EventKind.DIED, (*_OPEN, Stage.DECIDED, Stage.PROBATIONARY), Stage.DECEASED, ends=True),
    Step(
        "redo", _("Làm lại thủ tục"), EventKind.REDONE, (Stage.CANCELLED,), Stage.DOSSIER,
        document_label=_("Số công văn chỉ đạo làm lại"), source="24-QĐ/TW 30/7/2021, mục 4.4",
        note=_("Chỉ khi quyết định bị hủy vì sai thủ tục hoặc sai thẩm quyền; hồ sơ đã có được dùng tiếp."),
    ),
    # --- within a stage ------------------------------------------------------------------------------------------
    Step(
        "assign_mentor", _("Phân công đảng viên giúp đỡ"), EventKind.MENTOR_ASSIGNED,
        (*BEFORE_DECISION[1:], Stage.DECIDED, Stage.PROBATIONARY), "", document_label=_RESOLUTION, stays=True,
        own_page="mentor.assign", source="24-QĐ/TW 30/7/2021, mục 3.2.1", verified=True,
        note=_("Đảng viên chính thức cùng công tác, học tập hoặc cư trú ít nhất 12 tháng."),
    ),
    Step(
        "conclude_history", _("Kết luận thẩm tra, xác minh lý lịch"), EventKind.HISTORY_VERIFIED, (Stage.DOSSIER,), "",
        document_label=_("Số văn bản kết luận"), stays=True, once=True, actor="base",
        source="06-HD/TW 9/6/2025, mục 3", note=_("Khi mọi nơi được hỏi đã trả lời."),
    ),
    Step(
        "fail_vote", _("Biểu quyết không đủ số phiếu"), EventKind.VOTE_FAILED, (Stage.DOSSIER, Stage.PROBATIONARY), "",
        document_label=_("Số biên bản họp"), stays=True, votes=True, source=_REGULATION,
        note=_("Ghi để lần xét sau còn biết đã biểu quyết mấy lần."),
    ),
    Step(
        "appraise", _("Đảng ủy bộ phận thẩm định"), EventKind.APPRAISED, (Stage.BRANCH_PROPOSED,), "",
        document_label=_("Số báo cáo"), stays=True, once=True, actor="section", paper="7-KNĐ", source=_REGULATION,
    ),
    Step(
        "receive_decision", _("Chi bộ nhận quyết định kết nạp"), EventKind.DECISION_RECEIVED, (Stage.DECIDED,), "",
        stays=True, once=True, source="24-QĐ/TW 30/7/2021, mục 4.1", verified=True,
        note=_("Trước 208-QĐ/TW, hạn làm lễ tính từ ngày chi bộ nhận được quyết định."),
    ),
    Step(
        "train_member", _("Hoàn thành lớp bồi dưỡng đảng viên mới"), EventKind.MEMBER_TRAINED, (Stage.PROBATIONARY,),
        "", document_label=_("Số giấy chứng nhận"), stays=True, once=True, source="06-HD/TW 9/6/2025",
    ),
    Step(
        "propose_official", _("Chi bộ đề nghị công nhận chính thức"), EventKind.OFFICIAL_PROPOSED,
        (Stage.PROBATIONARY,), "", needs_document=True, document_label=_RESOLUTION, stays=True, once=True, votes=True,
        paper="13-KNĐ", source=_REGULATION, verified=True,
        note=_("Trong 30 ngày làm việc sau khi hết 12 tháng dự bị."),
    ),
    Step(
        "appraise_official", _("Đảng ủy bộ phận thẩm định đề nghị công nhận"), EventKind.OFFICIAL_APPRAISED,
        (Stage.PROBATIONARY,), "", document_label=_("Số báo cáo"), stays=True, once=True, actor="section",
        paper="14-KNĐ", source=_REGULATION,
    ),
    Step(
        "base_propose_official", _("Đảng ủy cơ sở đề nghị công nhận chính thức"), EventKind.OFFICIAL_BASE_PROPOSED,
        (Stage.PROBATIONARY,), "", needs_document=True, document_label=_RESOLUTION, stays=True, once=True,
        actor="base", paper="15-KNĐ", source=_REGULATION,
    ),
    Step(
        "nominate_again", _("Giới thiệu lại"), EventKind.NOMINATED,
        (Stage.REMOVED, Stage.WITHDRAWN, Stage.MOVED_AWAY, Stage.CANCELLED), Stage.NOMINATED,
    ),
)  # fmt: skip
BY_CODE = {step.code: step for step in STEPS}
_AGAIN = ("nominate_again", "redo")
# The step that brings a person to a stage, for lists that only name the stage.
LEADS_TO = {
    Stage.NOMINATED.value: EventKind.NOMINATED,
    **{
        step.to_stage.value: step.kind
        for step in STEPS
        if step.to_stage and step.code not in ("nominate_again", "redo")
    },
}
