"""Occupation groups of Biểu 2-BTCTW, section II.1: they sum to the number admitted."""

from membership.catalogues.declarations import Catalogue, Entry

_SOURCE = "Biểu 2-BTCTW mục II.1 (HD 11-HD/BTCTW 13/12/2021), đọc qua nguồn thứ cấp"


def _entry(code: str, name: str, *aliases: str, group: str = "") -> Entry:
    return Entry(code, name, aliases, source=_SOURCE, verified=False, group=group)


OCCUPATIONS = Catalogue(
    "occupation",
    "Nhóm nghề nghiệp",
    (
        _entry("state_official", "Cán bộ, công chức cơ quan nhà nước (huyện trở lên)", "CBCC cơ quan nhà nước",
               "Cán bộ, công chức cơ quan nhà nước", "Cán bộ công chức cơ quan nhà nước", "Công chức", "Công chức nhà nước",
               "CBCC nhà nước", "Cán bộ, công chức", "Cán bộ công chức", "CBCC",
               "CBCC cơ quan nhà nước (huyện trở lên)", "Cán bộ, công chức nhà nước"),
        _entry("party_official", "Cán bộ, công chức cơ quan Đảng, MTTQ, đoàn thể (huyện trở lên)",
               "CBCC cơ quan Đảng, MTTQ, đoàn thể", "Cán bộ, công chức cơ quan Đảng, MTTQ, đoàn thể",
               "CBCC cơ quan Đảng, MTTQ, đoàn thể (huyện trở lên)", "Cán bộ Đảng, đoàn thể", "CBCC Đảng, đoàn thể",
               "Cán bộ Đoàn", "Cán bộ đoàn thể"),
        _entry("commune_official", "Cán bộ, công chức và người hoạt động không chuyên trách cấp xã",
               "CBCC và người hoạt động không chuyên trách cấp xã", "Cán bộ xã", "Công chức xã", "Cán bộ, công chức cấp xã",
               "Cán bộ, công chức xã", "CBCC cấp xã", "CBCC xã", "Không chuyên trách cấp xã", "Cán bộ phường", "Công chức phường",
               "Người hoạt động không chuyên trách cấp xã", "Cán bộ không chuyên trách cấp xã"),
        _entry("village_activist", "Người hoạt động không chuyên trách ở thôn, tổ dân phố", "Không chuyên trách thôn, TDP",
               "Không chuyên trách thôn, tổ dân phố", "Không chuyên trách thôn", "Trưởng thôn", "Trưởng bản", "Trưởng ấp",
               "Tổ trưởng tổ dân phố", "Không chuyên trách ấp", "Không chuyên trách khu vực", "Trưởng khu vực",
               "Cán bộ không chuyên trách thôn"),
        _entry("public_employee", "Viên chức đơn vị sự nghiệp công lập", "Viên chức", "Viên chức ĐVSN công lập",
               "Viên chức đơn vị sự nghiệp", "Viên chức sự nghiệp"),
        _entry("private_service", "Người lao động đơn vị sự nghiệp ngoài công lập", "Người lao động ĐVSN ngoài công lập",
               "Lao động ĐVSN ngoài công lập"),
        _entry("enterprise_leader", "Doanh nghiệp: lãnh đạo, quản lý", "Lãnh đạo, quản lý doanh nghiệp",
               "Lãnh đạo quản lý doanh nghiệp", "Lãnh đạo doanh nghiệp", "Quản lý doanh nghiệp", "Giám đốc doanh nghiệp",
               "Chủ doanh nghiệp", "Doanh nghiệp - lãnh đạo quản lý", group="enterprise"),
        _entry("enterprise_staff", "Doanh nghiệp: nhân viên gián tiếp", "Nhân viên gián tiếp", "Nhân viên doanh nghiệp",
               "Nhân viên văn phòng doanh nghiệp", "Nhân viên gián tiếp doanh nghiệp", "Doanh nghiệp - nhân viên gián tiếp",
               group="enterprise"),
        _entry("enterprise_worker", "Doanh nghiệp: công nhân, lao động trực tiếp", "Công nhân", "Công nhân lao động",
               "Công nhân, lao động trực tiếp", "Công nhân lao động trực tiếp", "Công nhân trực tiếp", "Lao động trực tiếp",
               "Công nhân doanh nghiệp", "Doanh nghiệp - công nhân, lao động trực tiếp", group="enterprise"),
        _entry("farmer", "Nông, lâm, ngư nghiệp", "Nông dân", "Nông nghiệp", "Làm ruộng", "Làm nông", "Nông, lâm, ngư dân",
               "Ngư dân", "Lâm nghiệp", "Ngư nghiệp", "Làm rẫy", "Nuôi trồng thủy sản"),
        _entry("armed_forces", "Sĩ quan, chiến sĩ lực lượng vũ trang", "Bộ đội", "Công an", "Quân nhân", "Sĩ quan, chiến sĩ",
               "Sĩ quan, chiến sĩ LLVT", "Lực lượng vũ trang", "LLVT", "Chiến sĩ", "Sĩ quan", "Quân đội", "Sĩ quan, chiến sỹ LLVT",
               "Bộ đội biên phòng", "Chiến sĩ nghĩa vụ"),
        _entry("student", "Sinh viên", "SV"),
        _entry("pupil", "Học sinh", "HS"),
        _entry("other", "Khác (hợp đồng, lao động tự do…)", "Khác", "Lao động tự do", "Tự do", "Kinh doanh", "Buôn bán", "Nội trợ",
               "Làm nghề tự do", "Hợp đồng", "Lao động hợp đồng", "Nghề tự do", "Kinh doanh tự do"),
    ),
)
ENTERPRISE = tuple(entry.code for entry in OCCUPATIONS.entries if entry.group == "enterprise")
