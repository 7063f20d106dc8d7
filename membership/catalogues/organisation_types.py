"""Loại hình of base organisations (Biểu 5-BTCTW). Enterprises carry the ownership that Biểu 2 asks for in `group`."""

from membership.catalogues.declarations import Catalogue, Entry

_SOURCE = "Biểu 5-BTCTW (HD 11-HD/BTCTW 13/12/2021), đọc qua nguồn thứ cấp"
STATE, NON_STATE, FOREIGN, COOPERATIVE = "state", "non_state", "foreign", "cooperative"
OWNERSHIP_NAMES = {
    STATE: "Doanh nghiệp có vốn nhà nước",
    NON_STATE: "Doanh nghiệp ngoài nhà nước trong nước",
    FOREIGN: "Doanh nghiệp có vốn đầu tư nước ngoài",
    COOPERATIVE: "Hợp tác xã",
}


def _entry(code: str, name: str, number: str, *aliases: str, group: str = "") -> Entry:
    return Entry(code, name, aliases, source=_SOURCE, verified=False, codes={"form5": number}, group=group)


ORGANISATION_TYPES = Catalogue(
    "organisation_type",
    "Loại hình tổ chức cơ sở đảng",
    (
        _entry("commune", "Xã", "1", "Đảng bộ xã"),
        _entry("ward", "Phường", "2", "Đảng bộ phường"),
        _entry("township", "Thị trấn", "3", "Đảng bộ thị trấn"),
        _entry("party_agency", "Cơ quan Đảng, MTTQ, đoàn thể", "4", "Cơ quan Đảng", "Cơ quan Đảng, đoàn thể", "Đảng, đoàn thể",
               "Cơ quan Đảng, Mặt trận Tổ quốc, đoàn thể", "Cơ quan đảng, mặt trận, đoàn thể"),
        _entry("state_agency", "Cơ quan Nhà nước", "5", "Cơ quan hành chính", "Cơ quan hành chính nhà nước", "Cơ quan"),
        _entry("public_service", "Đơn vị sự nghiệp công lập", "6a", "Sự nghiệp công lập", "ĐVSN công lập", "Đơn vị sự nghiệp",
               "Sự nghiệp", "Trường học", "Bệnh viện"),
        _entry("private_service", "Đơn vị sự nghiệp ngoài công lập", "6b", "Sự nghiệp ngoài công lập", "ĐVSN ngoài công lập"),
        _entry("army", "Quân đội", "7", "Lực lượng vũ trang"),
        _entry("police", "Công an", "8"),
        _entry("state_full", "Doanh nghiệp 100% vốn nhà nước", "9a1", "DN 100% vốn nhà nước", "Doanh nghiệp nhà nước", "DNNN",
               "Doanh nghiệp Nhà nước 100% vốn", group=STATE),
        _entry("state_majority", "Doanh nghiệp có vốn nhà nước từ 50% trở lên", "9a2", "Vốn nhà nước từ 50%",
               "Doanh nghiệp cổ phần nhà nước chi phối", "Doanh nghiệp có vốn nhà nước", group=STATE),
        _entry("state_minority", "Doanh nghiệp có vốn nhà nước dưới 50%", "9a3", "Vốn nhà nước dưới 50%", group=STATE),
        _entry("joint_stock", "Công ty cổ phần ngoài nhà nước", "9b1", "Công ty cổ phần", "CTCP", "Cổ phần", group=NON_STATE),
        _entry("sole_proprietor", "Doanh nghiệp tư nhân", "9b2", "DNTN", "Tư nhân", "Doanh nghiệp ngoài nhà nước", "DN ngoài NN",
               "Doanh nghiệp ngoài khu vực nhà nước", group=NON_STATE),
        _entry("limited", "Công ty trách nhiệm hữu hạn ngoài nhà nước", "9b3", "Công ty TNHH", "TNHH",
               "Công ty trách nhiệm hữu hạn", group=NON_STATE),
        _entry("partnership", "Công ty hợp danh", "9b4", "Hợp danh", group=NON_STATE),
        _entry("foreign", "Doanh nghiệp có vốn đầu tư nước ngoài", "9b5", "FDI", "DN FDI", "Doanh nghiệp FDI",
               "Vốn nước ngoài", "Có vốn nước ngoài", "Doanh nghiệp 100% vốn nước ngoài", group=FOREIGN),
        _entry("cooperative", "Hợp tác xã", "9c", "HTX", group=COOPERATIVE),
        _entry("abroad", "Tổ chức cơ sở đảng ngoài nước", "10", "Ngoài nước"),
        _entry("other", "Khác", "11", "Loại hình khác"),
    ),
)
OWNERSHIP = {entry.code: entry.group for entry in ORGANISATION_TYPES.entries if entry.group}

# Labels that offices use for loại tổ chức; only suggestions, as the label may be anything.
ORGANISATION_KINDS = (
    "Đảng bộ tỉnh", "Đảng bộ thành phố", "Đảng bộ quận", "Đảng bộ huyện", "Đảng bộ khối", "Đảng bộ xã", "Đảng bộ phường",
    "Đảng bộ đặc khu", "Đảng bộ cấp trên cơ sở", "Đảng bộ cơ sở", "Đảng bộ bộ phận", "Chi bộ cơ sở", "Chi bộ trực thuộc", "Chi bộ",
)
