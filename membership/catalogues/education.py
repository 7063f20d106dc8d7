"""Levels of education as Biểu 2-BTCTW lists them: general (GDPT), professional (CMNV), political theory (LLCT)."""

from membership.catalogues.declarations import Catalogue, Entry

_SOURCE = "Biểu 2-BTCTW (HD 11-HD/BTCTW 13/12/2021), đọc qua nguồn thứ cấp"


def _entry(code: str, name: str, *aliases: str, group: str = "") -> Entry:
    return Entry(code, name, aliases, source=_SOURCE, verified=False, group=group)


GENERAL_EDUCATION = Catalogue(
    "general_education",
    "Trình độ giáo dục phổ thông",
    (
        _entry("literate", "Biết đọc, biết viết", "Biết đọc biết viết", "Biết chữ", "Biết đọc biết viết chữ quốc ngữ"),
        _entry("primary", "Tiểu học", "TH", "Cấp 1", "Cấp I", "5/12", "4/12", "3/12", "2/12", "1/12", "4/10", "3/10", "5/5"),
        _entry("lower_secondary", "Trung học cơ sở", "THCS", "Cấp 2", "Cấp II", "9/12", "8/12", "7/12", "6/12", "7/10",
               "6/10", "5/10", "9/9"),
        _entry("upper_secondary", "Trung học phổ thông", "THPT", "PTTH", "Cấp 3", "Cấp III", "12/12", "10/10", "11/12",
               "10/12", "9/10", "8/10", "Phổ thông trung học", "BTTH", "Bổ túc THPT", "GDTX cấp THPT"),
    ),
)

DEGREES = Catalogue(
    "degree",
    "Trình độ chuyên môn nghiệp vụ (cao nhất)",
    (
        _entry("none", "Chưa qua đào tạo", "Không", "Chưa có", "Chưa đào tạo", "Lao động phổ thông", "Không có"),
        _entry("elementary", "Sơ cấp, công nhân kỹ thuật, nhân viên nghiệp vụ", "Sơ cấp", "Công nhân kỹ thuật", "CNKT",
               "Nhân viên nghiệp vụ", "Sơ cấp nghề", "SC", "Đào tạo nghề dưới 3 tháng"),
        _entry("intermediate", "Trung cấp", "TC", "Trung cấp nghề", "THCN", "Trung học chuyên nghiệp",
               "Trung cấp chuyên nghiệp", "TCCN"),
        _entry("college", "Cao đẳng", "CĐ", "Cao đẳng nghề", "CĐN"),
        _entry("university", "Đại học", "ĐH", "Cử nhân", "Kỹ sư", "Kĩ sư", "Bác sĩ", "Bác sỹ", "Dược sĩ đại học",
               "Kiến trúc sư", "CN", "KS"),
        _entry("master", "Thạc sĩ", "Thạc sỹ", "ThS", "Th.S", "Cao học", "Sau đại học",
               "Trên đại học", "Bác sĩ chuyên khoa I", "Bác sĩ CKI", "BSCKI"),
        _entry("doctor", "Tiến sĩ", "Tiến sỹ", "TS", "T.S", "Tiến sĩ khoa học", "TSKH", "Phó tiến sĩ",
               "Bác sĩ chuyên khoa II", "Bác sĩ CKII", "BSCKII"),
    ),
    leading=True,
)
UNIVERSITY_OR_HIGHER = ("university", "master", "doctor")

POLITICAL_THEORY = Catalogue(
    "political_theory",
    "Trình độ lý luận chính trị",
    (
        _entry("none", "Chưa qua đào tạo", "Không", "Chưa có", "Chưa học", "Chưa"),
        _entry("elementary", "Sơ cấp", "SC", "Sơ cấp LLCT", "Sơ cấp lý luận chính trị"),
        _entry("intermediate", "Trung cấp", "TC", "Trung cấp LLCT", "Trung cấp lý luận chính trị", "Trung cấp LLCT-HC"),
        _entry("advanced", "Cao cấp", "CC", "Cao cấp LLCT", "Cao cấp lý luận chính trị"),
        _entry("bachelor", "Cử nhân", "CN", "Cử nhân chính trị", "Cử nhân LLCT"),
    ),
)
