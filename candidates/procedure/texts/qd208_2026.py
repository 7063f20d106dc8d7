"""208-QĐ/TW, 26/7/2026, in the place of 20-QĐ/TW. Known from questions for learners only: nothing here is verified."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates.procedure.schema import Authority, LegalText, Level, Majority, Source, StartDay, VoteRule, restate
from candidates.procedure.texts import qd20_2026

TEXT = LegalText(
    "208-QĐ/TW", _("Quy định thi hành Điều lệ Đảng"), date(2026, 7, 26), date(2026, 7, 26),
    guidance=(qd20_2026.GUIDANCE, "1361-CV/BTCTW 30/6/2026"),
    note=_("Chưa tìm được toàn văn; đọc qua bộ câu hỏi học tập. Điều không nói tới coi như giữ nguyên."),
)  # fmt: skip
_BEFORE = qd20_2026.PROCEDURE
_BOARD = _("Ban thường vụ đảng ủy cơ sở")

PROCEDURE = restate(
    _BEFORE,
    TEXT,
    cites={qd20_2026.TEXT.code: TEXT.code},
    deadlines=(
        replace(
            _BEFORE.deadline("hold_ceremony"), since=_("ngày ban hành quyết định"),
            start=StartDay.ISSUED, source=Source(TEXT.code),
            note=_("Tính từ ngày ban hành quyết định, không phải từ ngày nhận."),
        ),
    ),
    votes=(
        VoteRule("base_decide", _("Ban thường vụ đảng ủy cơ sở quyết định"), "decide", Majority(1, 2, strict=True),
                 _("tổng số ủy viên ban thường vụ"), Source(TEXT.code), _("Tỷ lệ phiếu chưa kiểm chứng.")),
    ),
    authorities=(
        Authority("base", Level.BASE, _BOARD, _("Ban thường vụ xem xét, quyết định"), Source(TEXT.code),
                  "base_decide"),
    ),
    conditions=(
        replace(
            next(row for row in _BEFORE.conditions if row.code == "education"), source=Source(TEXT.code),
            label=_("Hoàn thành chương trình giáo dục bậc trung học cơ sở trở lên. Miền núi, biên giới, hải đảo, vùng "
                    "dân tộc thiểu số, vùng đặc biệt khó khăn, ngư dân: tiểu học. Già làng, trưởng bản, người có uy "
                    "tín: biết đọc, biết viết chữ quốc ngữ"),
        ),
    ),
    changes=(
        _("Lễ kết nạp: 30 ngày làm việc tính từ ngày ban hành quyết định (trước đây: từ ngày nhận được)."),
        _("Ban thường vụ đảng ủy cơ sở quyết định kết nạp (trước đây: tập thể đảng ủy cơ sở được ủy quyền)."),
        _("Đảng bộ xã, phường, đặc khu lại là đảng bộ cơ sở."),
        _("Học vấn: hoàn thành chương trình trung học cơ sở (trước đây: tốt nghiệp)."),
    ),
)  # fmt: skip
