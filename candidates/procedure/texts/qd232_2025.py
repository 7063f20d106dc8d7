"""232-QĐ/TW, 20/1/2025: read only where it speaks of the ceremony and of the decision (mục 4.1, 4.3)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates.procedure.schema import LegalText, restate
from candidates.procedure.texts import qd24_2021

TEXT = LegalText(
    "232-QĐ/TW", _("Quy định thi hành Điều lệ Đảng"), date(2025, 1, 20), date(2025, 1, 20), date(2025, 6, 30),
    verified=True, guidance=(qd24_2021.GUIDANCE, "12-HD/BTCTW 18/01/2022"),
    note=_("Mới đọc được mục 4.1, 4.3; phần còn lại coi như giữ nguyên 24-QĐ/TW."),
)  # fmt: skip
PROCEDURE = restate(
    qd24_2021.PROCEDURE,
    TEXT,
    cites={qd24_2021.TEXT.code: TEXT.code},
    confirmed=frozenset({"decide", "hold_ceremony", "base", "above_base", "under_centre"}),
)
