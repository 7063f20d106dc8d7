"""294-QĐ/TW, 26/5/2025, in force with the two-tier local government, and 06-HD/TW of 9/6/2025."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates.procedure.schema import LegalText, Source, restate
from candidates.procedure.texts import hd12_2022, qd24_2021, qd232_2025

GUIDANCE = "06-HD/TW 09/6/2025"
FORMS_GUIDANCE = "38-HD/BTCTW năm 2025"
TEXT = LegalText(
    "294-QĐ/TW", _("Quy định thi hành Điều lệ Đảng"), date(2025, 5, 26), date(2025, 7, 1), date(2026, 4, 7),
    verified=True, guidance=(GUIDANCE, FORMS_GUIDANCE),
    note=_("Số hiệu mẫu theo 38-HD/BTCTW chưa tìm được; tạm giữ số hiệu mẫu cũ."),
)  # fmt: skip
_BEFORE = qd232_2025.PROCEDURE
PROCEDURE = restate(
    _BEFORE,
    TEXT,
    cites={
        qd232_2025.TEXT.code: TEXT.code,
        qd24_2021.GUIDANCE: GUIDANCE,
        hd12_2022.GUIDANCE: FORMS_GUIDANCE,
    },
    confirmed=frozenset(
        {
            "age", "decide", "hold_ceremony", "same_place", "assign_mentor", "readmit", "readmit_convicted",
            "readmissions", "readmission", "certificate", "trained",
        }
    ),
    deadlines=tuple(
        replace(_BEFORE.deadline(code), source=Source(GUIDANCE), note=note)
        for code, note in (("transfer", ""), ("present_letter", _("Chưa rõ là ngày làm việc hay ngày theo lịch.")))
    ),
    thresholds=tuple(
        replace(_BEFORE.threshold(code), source=Source(GUIDANCE), note="")
        for code in ("temporary_from", "official_from", "study_to")
    ),
    validities=(replace(_BEFORE.validity("certificate"), source=Source(GUIDANCE, "mục 5.4", True)),),
    changes=(
        _("Không còn cấp huyện: đảng ủy xã, phường, đặc khu là cấp trên trực tiếp của tổ chức cơ sở đảng (thí điểm)."),
        _("Giấy chứng nhận lớp nhận thức có giá trị 60 tháng (06-HD/TW, mục 5.4)."),
    ),
)  # fmt: skip
