"""The kinds of deadline: what is to be done, where it is written, on which page it is done.

`limit`: the code of the deadline or validity in the legal text (candidates/procedure/texts); "" for what is practice,
set by offices themselves. `setting`: the code of the setting that says how long a practice waits.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from candidates.models import Actor
from candidates.procedure.schema import Procedure, Source
from candidates.procedure.texts import PROCEDURES

# How many days ahead the work list looks, in steps.
WINDOWS = (7, 15, 30, 60, 90)
_BY_TEXT: dict[str, Procedure] = {procedure.text.code: procedure for procedure in PROCEDURES}


@dataclass(frozen=True)
class Kind:
    """`step`: the one step of the procedure that does it, where there is only one."""

    code: str
    label: str
    advice: str
    limit: str = ""
    setting: str = ""
    step: str = ""

    def source(self, rules: str) -> Source | None:
        """The paragraph that a deadline computed by the text `rules` comes from; for a practice what is said of it."""
        if self.limit:
            procedure = _BY_TEXT.get(rules)
            if procedure is None:
                return None
            rows = (*procedure.deadlines, *procedure.validities)
            return next((row.source for row in rows if row.code == self.limit), None)
        return None


KINDS: tuple[Kind, ...] = (
    Kind("decide", _("Xem xét, quyết định kết nạp"),
         _("Thẩm định, đề nghị rồi quyết định, kể từ nghị quyết của chi bộ."), limit="decide"),
    Kind("hold_ceremony", _("Tổ chức lễ kết nạp"), _("Làm lễ trong hạn, rồi ghi ngày làm lễ."),
         limit="hold_ceremony", step="hold_ceremony"),
    Kind("propose_official", _("Chi bộ xét đề nghị công nhận chính thức"),
         _("Hết thời gian dự bị: chi bộ họp xét, ra nghị quyết."), limit="propose_official", step="propose_official"),
    Kind("make_official", _("Quyết định công nhận đảng viên chính thức"),
         _("Xem xét, quyết định kể từ nghị quyết của chi bộ."), limit="make_official"),
    Kind("transfer", _("Chuyển sinh hoạt đảng chính thức"), _("Theo dõi đến khi nơi đến tiếp nhận."),
         limit="transfer"),
    Kind("present_letter", _("Nộp giấy giới thiệu ở nơi mới"), _("Nhắc người chuyển đi nộp giấy giới thiệu."),
         limit="present_letter"),
    Kind("certificate", _("Giấy chứng nhận lớp nhận thức hết giá trị"),
         _("Chi bộ đề nghị trước ngày này; quá ngày thì phải học lại lớp."), limit="certificate"),
    Kind("papers", _("Giấy tờ trong hồ sơ hết giá trị"), _("Đề nghị trước ngày này, hoặc làm lại giấy tờ ấy."),
         limit="papers"),
    Kind("verification", _("Nơi được hỏi chưa trả lời thẩm tra lý lịch"), _("Nhắc nơi được hỏi, hoặc ghi kết quả."),
         setting="reply_days"),
    Kind("transfer_reply", _("Nơi đến chưa trả lời về người chuyển đi"), _("Nhắc nơi đến, hoặc ghi trả lời."),
         setting="reply_days"),
    Kind("leaves", _("Sắp rời nơi này, cần giới thiệu chuyển đi"), _("Giới thiệu đến nơi mới trước ngày rời đi.")),
    Kind("review", _("Rà soát quần chúng trong danh sách"), _("Chi bộ xét: giữ, đề nghị, hay đưa ra khỏi danh sách."),
         setting="review_months"),
    Kind("mentor_note", _("Người giúp đỡ báo cáo tháng"), _("Ghi nhận xét tháng của đảng viên được phân công.")),
    Kind("talk", _("Nghe nói chuyện chuyên đề"), _("Mời dự buổi nói chuyện chuyên đề gần nhất, rồi ghi người dự."),
         setting="talk_months"),
    Kind("quiet", _("Lâu chưa có việc gì mới"), _("Ghi bước tiếp theo, hoặc đưa ra khỏi danh sách."),
         setting="quiet_months"),
)  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}
ORDER = {kind.code: number for number, kind in enumerate(KINDS)}
# From the person up to who decides: what stands earlier is below.
RANK = {actor: rank for rank, actor in enumerate((Actor.PERSON, Actor.BRANCH, Actor.SECTION, Actor.BASE,
                                                  Actor.AUTHORITY))}  # fmt: skip


def window_of(due_on: date, today: date) -> int | None:
    """0: overdue; else the smallest window of WINDOWS the day falls into, None beyond the last."""
    if due_on < today:
        return 0
    return next((days for days in WINDOWS if due_on <= today + timedelta(days=days)), None)
