"""Religions as the population database lists them, with the seven groups that Biểu 2B-BTCTW counts."""

from membership.catalogues.declarations import Catalogue, Entry

_SOURCE = "Danh mục tôn giáo CSDLQG về dân cư (qua văn bản của Đảng)"
NONE = "none"


def _entry(code: str, name: str, number: str, group: str, *aliases: str, verified: bool = False) -> Entry:
    return Entry(code, name, aliases, source=_SOURCE, verified=verified, codes={"population": number}, group=group)


RELIGIONS = Catalogue(
    "religion",
    "Tôn giáo",
    (
        _entry(NONE, "Không", "00", "", "Không có", "Không theo tôn giáo", "Không tôn giáo", "Lương", "Ko", "K", "0",
               "Không theo", "Không theo đạo", "Không đạo", "Không theo tôn giáo nào", "Không theo đạo nào", "Vô thần"),
        _entry("buddhist", "Phật giáo", "01", "Phật giáo", "Phật", "Đạo Phật", "Phật tử", "Phật giáo Việt Nam",
               "Phật giáo Nam tông", "Phật giáo Bắc tông"),
        _entry("catholic", "Công giáo", "02", "Công giáo", "Thiên Chúa", "Thiên Chúa giáo", "Thiên chúa", "Đạo Thiên Chúa",
               "Kitô giáo", "Ki tô giáo", "Kitô", "Đạo Công giáo", "Công giáo La Mã"),
        _entry("protestant", "Tin lành", "03", "Tin Lành", "Tin Lành", "Đạo Tin lành", "Tin lành Việt Nam"),
        _entry("cao_dai", "Cao Đài", "04", "Cao Đài", "Đạo Cao Đài", "Cao đài giáo"),
        _entry("hoa_hao", "Phật giáo Hòa Hảo", "05", "Phật giáo Hòa Hảo", "Hòa Hảo", "PG Hòa Hảo", "PGHH", "Đạo Hòa Hảo"),
        _entry("bahai", "Baha'i", "06", "Đạo khác", "Bahai", "Ba hai"),
        _entry("tinh_do", "Tịnh độ Cư sĩ Phật hội", "07", "Đạo khác", "Tịnh độ cư sĩ", "Tịnh độ Cư sĩ Phật hội Việt Nam"),
        _entry("tu_an", "Tứ Ân Hiếu nghĩa", "08", "Đạo khác", "Đạo Tứ Ân Hiếu Nghĩa", "Tứ Ân"),
        _entry("minh_su", "Minh Sư đạo", "09", "Đạo khác", "Minh Sư", "Giáo hội Phật đường Nam tông Minh Sư đạo"),
        _entry("minh_ly", "Minh Lý đạo", "10", "Đạo khác", "Minh Lý", "Minh Lý đạo - Tam Tông Miếu"),
        _entry("brahman", "Bà-la-môn", "11", "Đạo khác", "Bà la môn", "Bà La Môn giáo", "Chăm Bà-la-môn", "Bàlamôn"),
        _entry("mormon", "Mormon", "12", "Đạo khác", "Mặc Môn", "Các Thánh hữu Ngày sau của Chúa Giê Su Ky Tô"),
        _entry("ta_lon", "Phật giáo Hiếu Nghĩa Tà Lơn", "13", "Đạo khác", "PG Hiếu Nghĩa Tà Lơn", "Hiếu Nghĩa Tà Lơn"),
        _entry("adventist", "Cơ đốc Phục lâm", "14", "Đạo khác", "Cơ đốc Phục lâm Việt Nam"),
        _entry("muslim", "Hồi giáo", "", "Hồi giáo", "Đạo Hồi", "Hồi", "Islam", "Hồi giáo Islam",
               "Hồi giáo Bani", "Bani", "Bà ni"),
        _entry("buu_son", "Bửu Sơn Kỳ Hương", "", "Đạo khác", "Bửu Sơn Kì Hương"),
        _entry("other", "Đạo khác", "", "Đạo khác", "Tôn giáo khác", "Khác"),
    ),
    strict=True,
)
