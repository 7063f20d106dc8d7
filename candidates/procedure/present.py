"""The steps as they stand since 208-QĐ/TW of 26/7/2026 (its full text was not to be had: facts at second hand).

Conditions, deadlines and forms of each step are not yet declared here; what is declared is the order of the steps.
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
        (Stage.SYMPATHISER, Stage.TRAINED), Stage.DOSSIER, source="06-HD/TW 9/6/2025, mục 3",
        note=_("Đơn xin vào Đảng có trước, rồi đến lý lịch và thẩm tra lý lịch."),
    ),
    Step(
        "branch_propose", _("Chi bộ ra nghị quyết đề nghị kết nạp"), EventKind.BRANCH_PROPOSED, (Stage.DOSSIER,),
        Stage.BRANCH_PROPOSED, needs_document=True, document_label=_RESOLUTION, source=_REGULATION, verified=True,
        note=_("Được ít nhất hai phần ba tổng số đảng viên chính thức của chi bộ tán thành."),
    ),
    Step(
        "base_propose", _("Đảng ủy cơ sở ra nghị quyết đề nghị kết nạp"), EventKind.BASE_PROPOSED,
        (Stage.BRANCH_PROPOSED,), Stage.BASE_PROPOSED, needs_document=True, document_label=_RESOLUTION,
        source=_REGULATION,
    ),
    Step(
        "decide", _("Có quyết định kết nạp"), EventKind.ADMISSION_DECIDED,
        (Stage.BRANCH_PROPOSED, Stage.BASE_PROPOSED), Stage.DECIDED, needs_document=True, document_label=_DECISION,
        source=_REGULATION, verified=True,
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
        ends=True,
    ),
    Step(
        "cancel", _("Hủy quyết định kết nạp"), EventKind.CANCELLED, (Stage.DECIDED, Stage.PROBATIONARY),
        Stage.CANCELLED, needs_document=True, document_label=_DECISION, source="24-QĐ/TW 30/7/2021, mục 4.4", ends=True,
    ),
    Step(
        "strike_off", _("Xóa tên đảng viên dự bị"), EventKind.STRUCK_OFF, (Stage.PROBATIONARY,), Stage.STRUCK_OFF,
        needs_document=True, document_label=_DECISION, source="Điều lệ Đảng, Điều 5 và Điều 8", ends=True,
    ),
    Step("die", _("Từ trần"), EventKind.DIED, (*_OPEN, Stage.DECIDED, Stage.PROBATIONARY), Stage.DECEASED, ends=True),
    Step(
        "nominate_again", _("Giới thiệu lại"), EventKind.NOMINATED,
        (Stage.REMOVED, Stage.WITHDRAWN, Stage.MOVED_AWAY, Stage.CANCELLED), Stage.NOMINATED,
    ),
)  # fmt: skip
BY_CODE = {step.code: step for step in STEPS}
# The step that brings a person to a stage, for lists that only name the stage.
LEADS_TO = {
    Stage.NOMINATED.value: EventKind.NOMINATED,
    **{step.to_stage.value: step.kind for step in STEPS if step.to_stage and step.code != "nominate_again"},
}
