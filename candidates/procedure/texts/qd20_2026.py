"""20-QĐ/TW, 8/4/2026, with 01-HD/TW of 19/5/2026. Its text was not to be had: nothing here is verified."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates.procedure.schema import LegalText, Source, restate
from candidates.procedure.texts import qd294_2025

GUIDANCE = "01-HD/TW 19/5/2026"
TEXT = LegalText(
    "20-QĐ/TW", _("Quy định thi hành Điều lệ Đảng"), date(2026, 4, 8), date(2026, 4, 8), date(2026, 7, 25),
    guidance=(GUIDANCE, "1361-CV/BTCTW 30/6/2026"),
    note=_("Chưa tìm được toàn văn. Mọi điều coi như giữ nguyên 294-QĐ/TW, cần đối chiếu."),
)  # fmt: skip
_BEFORE = qd294_2025.PROCEDURE
_FILES = "1361-CV/BTCTW 30/6/2026"
PROCEDURE = restate(
    _BEFORE,
    TEXT,
    cites={
        qd294_2025.TEXT.code: TEXT.code,
        qd294_2025.GUIDANCE: GUIDANCE,
        qd294_2025.FORMS_GUIDANCE: _FILES,
    },
    tasks=(replace(_BEFORE.task("move_away"), source=Source(_FILES, "mục 53, 92–95")),),
)
