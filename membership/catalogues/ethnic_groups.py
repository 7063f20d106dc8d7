"""The 54 ethnic groups, keyed by name: two official code orders exist, and each entry carries its code in both.

tctk1979: QĐ 121-TCTK/PPCĐ of 2/3/1979 (01-09 confirmed, the rest from memory); census2008: QĐ 1019/QĐ-TCTK of
12/11/2008, used by the national population database (01-39 confirmed, the rest from memory). Party form 2B follows
tctk1979 but for Ê-đê (11) and Ngái (12), and adds 55 and 56.
"""

from membership.catalogues.declarations import Catalogue, Entry

# code, name, 1979 code, 2008 code, other spellings
_GROUPS = (
    ("kinh", "Kinh", 1, 1, ("Việt", "Kinh (Việt)", "Người Kinh")),
    ("tay", "Tày", 2, 2, ("Thổ (Tày)",)),
    ("thai", "Thái", 3, 3, ("Thái Đen", "Thái Trắng")),
    ("hoa", "Hoa", 4, 6, ("Hán", "Hoa (Hán)", "Người Hoa")),
    ("khmer", "Khơ-me", 5, 5, ("Khmer", "Khơ me", "Khơ Me", "Khme", "Khơme", "Miên", "Cam-pu-chia")),
    ("muong", "Mường", 6, 4, ("Mol", "Mual")),
    ("nung", "Nùng", 7, 7, ()),
    ("mong", "Mông", 8, 8, ("H'Mông", "HMông", "Hmông", "H Mông", "Hơ Mông", "H'mong", "Mèo", "Mông Trắng", "Mông Hoa")),
    ("dao", "Dao", 9, 9, ("Mán",)),
    ("gia_rai", "Gia-rai", 10, 10, ("Gia Rai", "Giarai", "Jrai", "J'rai", "Jarai", "Gia lai")),
    ("ngai", "Ngái", 11, 43, ()),
    ("e_de", "Ê-đê", 12, 11, ("Ê Đê", "Êđê", "Ede", "Rađê", "Rhade")),
    ("ba_na", "Ba-na", 13, 12, ("Ba Na", "Bana", "Bahnar", "Ba Nar")),
    ("xo_dang", "Xơ-đăng", 14, 16, ("Xơ Đăng", "Xê Đăng", "Xê-đăng", "Sê Đăng", "Sơ Đăng", "Xđăng")),
    ("san_chay", "Sán Chay", 15, 13, ("Cao Lan", "Sán Chỉ", "Cao Lan - Sán Chỉ", "Sán Chí", "San Chay")),
    ("co_ho", "Cơ-ho", 16, 15, ("Cơ Ho", "K'ho", "Kơ Ho", "K'Ho", "Koho")),
    ("cham", "Chăm", 17, 14, ("Chàm", "Chiêm Thành")),
    ("san_diu", "Sán Dìu", 18, 17, ("Sán Déo", "San Diu")),
    ("hre", "Hrê", 19, 18, ("H'rê", "Hơ Rê", "H Rê")),
    ("mnong", "Mnông", 20, 20, ("M'Nông", "Mơ Nông", "M Nông")),
    ("ra_glai", "Ra-glai", 21, 19, ("Ra Glai", "Raglai", "Ra-glây", "Rắc Lây", "Raglay")),
    ("xtieng", "Xtiêng", 22, 22, ("S'tiêng", "Stiêng", "X'tiêng", "Xa Điêng")),
    ("bru_van_kieu", "Bru-Vân Kiều", 23, 24, ("Bru Vân Kiều", "Vân Kiều", "Bru")),
    ("tho", "Thổ", 24, 21, ()),
    ("giay", "Giáy", 25, 26, ("Nhắng", "Dẳng")),
    ("co_tu", "Cơ-tu", 26, 25, ("Cơ Tu", "Ca Tu", "Katu", "Ka Tu", "K'tu", "Cờ Tu")),
    ("gie_trieng", "Gié-Triêng", 27, 29, ("Gié Triêng", "Giẻ Triêng", "Giẻ-Triêng", "Gié", "Triêng")),
    ("ma", "Mạ", 28, 28, ("Châu Mạ",)),
    ("kho_mu", "Khơ-mú", 29, 23, ("Khơ Mú", "Khơmú", "Khmú", "Xá Cẩu")),
    ("co", "Co", 30, 30, ("Cor", "Kor", "Cua", "Trầu")),
    ("ta_oi", "Tà-ôi", 31, 27, ("Tà Ôi", "Tà Ôih", "Pa Cô", "Pa-cô", "Pa Kô", "Tôi Ôi")),
    ("cho_ro", "Chơ-ro", 32, 31, ("Chơ Ro", "Châu Ro", "Chrau", "Chơro")),
    ("khang", "Kháng", 33, 37, ()),
    ("xinh_mun", "Xinh-mun", 34, 32, ("Xinh Mun", "Xinhmun", "Puộc")),
    ("ha_nhi", "Hà Nhì", 35, 33, ("Hà Nhì Đen", "U Ní", "Hani")),
    ("chu_ru", "Chu-ru", 36, 34, ("Chu Ru", "Churu", "Chơ Ru")),
    ("lao", "Lào", 37, 35, ("Lào Bốc",)),
    ("la_chi", "La Chí", 38, 36, ()),
    ("la_ha", "La Ha", 39, 40, ()),
    ("phu_la", "Phù Lá", 40, 38, ("Xá Phó", "Phù Lá Hán")),
    ("la_hu", "La Hủ", 41, 39, ("Xá Lá Vàng",)),
    ("lu", "Lự", 42, 42, ("Lừ",)),
    ("lo_lo", "Lô Lô", 43, 45, ()),
    ("chut", "Chứt", 44, 44, ("Rục", "Sách", "Mày")),
    ("mang", "Mảng", 45, 46, ()),
    ("pa_then", "Pà Thẻn", 46, 41, ("Pà Hưng",)),
    ("co_lao", "Cơ Lao", 47, 47, ("Cờ Lao",)),
    ("cong", "Cống", 48, 49, ()),
    ("bo_y", "Bố Y", 49, 48, ("Tu Dí", "Pu Nà")),
    ("si_la", "Si La", 50, 50, ()),
    ("pu_peo", "Pu Péo", 51, 51, ()),
    ("brau", "Brâu", 52, 53, ()),
    ("o_du", "Ơ Đu", 53, 54, ("Ơ-đu", "Tày Hạt")),
    ("ro_mam", "Rơ-măm", 54, 52, ("Rơ Măm", "Rơmăm")),
)


def _entry(code: str, name: str, old: int, new: int, aliases: tuple[str, ...]) -> Entry:
    party = {11: 12, 12: 11}.get(old, old)
    return Entry(
        code,
        name,
        aliases,
        source="QĐ 121-TCTK/PPCĐ 2/3/1979; QĐ 1019/QĐ-TCTK 12/11/2008",
        verified=old <= 9 and new <= 39,
        codes={"tctk1979": f"{old:02d}", "census2008": f"{new:02d}", "party2b": f"{party:02d}"},
    )


ETHNIC_GROUPS = Catalogue(
    "ethnic_group",
    "Dân tộc",
    (
        *(_entry(*group) for group in _GROUPS),
        Entry("other", "Dân tộc khác", source="Biểu 2B-BTCTW", verified=False, codes={"party2b": "55"}),
        Entry(
            "foreign_origin",
            "Quốc tịch gốc nước ngoài",
            ("Gốc nước ngoài", "Người nước ngoài"),
            source="Biểu 2B-BTCTW",
            verified=False,
            codes={"party2b": "56", "census2008": "55"},
        ),
    ),
    strict=True,
    openings=("Dân tộc", "Người"),
)

# Dân tộc thiểu số: every group but Kinh (domain: Hoa counts as a minority in statistics; from memory).
MAJORITY = "kinh"
NOT_MINORITY = (MAJORITY, "foreign_origin")
