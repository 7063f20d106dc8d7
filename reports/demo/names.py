"""Names of people who do not exist: common family, middle and given names put together by chance.

The pools leave out given names that would let chance compose the name of a well-known person.
"""

from random import Random

FEMALE, MALE = "female", "male"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


_FAMILY = {
    "kinh": _words(
        """
        Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Phạm Huỳnh Huỳnh Phan Võ Võ Đặng Bùi
        Đỗ Ngô Dương Lý Trương Lâm Đoàn Mai Cao Châu Hà Tô Thái Tạ Đinh Lưu Quách Tăng Trịnh Lương Kiều Đào
        Triệu Vương Từ La Ông
        """
    ),
    "khmer": _words("Thạch Thạch Danh Danh Sơn Kim Lâm Lý Kiên Trà"),
    "hoa": _words("Lâm Quách Trịnh Lý Châu Tăng La Vương Mã Ngô Hứa Khưu Trần"),
    "cham": _words("Châu Mách Sa"),
    "tay": _words("Nông Hoàng Lộc Bế Ma"),
    "mong": _words("Giàng Sùng Vàng Thào Lầu Mùa"),
    "thai": _words("Lò Quàng Cà Lường Tòng Điêu"),
    "ha_nhi": _words("Lỳ Pờ Chang Khoàng Sừng Vù"),
    "dao": _words("Triệu Đặng Phàn Chảo Bàn Tẩn"),
    "nung": _words("Nông Hoàng Lý Vi Lục Mông"),
    "san_chay": _words("Hoàng Trần Lâm Ninh Trương La"),
    "giay": _words("Lù Vàng Nông Sần Hoàng"),
    "ra_glai": _words("Mấu Cao Pi Bo"),
    "si_la": _words("Hù Pờ Lỳ"),
}
_MIDDLE = {
    MALE: _words(
        """
        Văn Văn Văn Hữu Hữu Thanh Minh Quốc Công Đình Hoàng Thành Tấn Bảo Gia Nhật Khánh Chí Phước Trọng Anh
        Ngọc Duy Tuấn Hải Xuân Vĩnh Thiện Trường Đăng Huy
        """
    ),
    FEMALE: _words(
        """
        Thị Thị Thị Thị Ngọc Ngọc Thanh Bích Mỹ Kim Thu Thùy Hồng Cẩm Diễm Tuyết Phương Kiều Minh Hoài Như
        Trúc Yến Mộng Huỳnh Ánh Bảo Thảo
        """
    ),
}
_GIVEN = {
    MALE: _words(
        """
        Đạt Đông Giang Hào Hậu Hiệp Hòa Khang Khoa Khôi Kiên Lộc Lợi Luân Nghĩa Nguyên Nhân Nhựt Phương Quân
        Quyền Tâm Tân Tài Thái Thiện Thuận Tiến Tín Toàn Trí Tuấn Tú Tùng Việt Vũ Đức Duy Linh Huy Điền Châu
        Bửu Nhơn Ngoan Út
        """
    ),
    FEMALE: _words(
        """
        An Anh Ánh Châu Chi Cúc Diễm Diệu Dung Duyên Đào Giang Hà Hạnh Hằng Hân Hiền Hoa Hồng Hương Huyền
        Khanh Lam Lệ Liên Linh Loan Ly Mai My Nga Nghi Ngọc Nguyệt Nhi Nhung Như Oanh Phụng Phương Quyên
        Quỳnh Sương Tâm Thanh Thoa Thơ Thu Thúy Thùy Thư Thương Tiên Trang Trâm Trinh Trúc Tuyền Uyên Vân Vi
        Vy Xuân Yến Ái
        """
    ),
}
_KHMER_GIVEN = {
    MALE: _phrases(
        """
        Sóc Kha, Sa Rinh, Sóc Khum, Ra Thi, Chanh Đa, Sa Rươne, Minh Tha, Sa Mách, Rích Thi, Vi Sal, Đa Ra,
        Sô Phi, Na Rinh
        """
    ),
    FEMALE: _phrases(
        """
        Thị Sa Rây, Thị Sóc Khum, Thị Đa Ni, Thị Na Ry, Thị Sa Mone, Thị Chanh Thi, Thị Rạ, Thị Sô Phia, Thị
        Linh Đa
        """
    ),
}


def invent_name(rng: Random, sex: str, ethnic_group: str = "kinh") -> str:
    """A full name that suits a sex and an ethnic group."""
    family = rng.choice(_FAMILY.get(ethnic_group, _FAMILY["kinh"]))
    if ethnic_group == "khmer" and rng.random() < 0.6:
        return f"{family} {rng.choice(_KHMER_GIVEN[sex])}"
    middle = rng.choice(_MIDDLE[sex])
    given = rng.choice(_GIVEN[sex])
    while given in (middle, family):
        given = rng.choice(_GIVEN[sex])
    if sex == FEMALE and middle != "Thị" and rng.random() < 0.35:
        middle = f"Thị {middle}"
    elif rng.random() < 0.06:
        family = f"{family} {rng.choice(_FAMILY['kinh'])}" if ethnic_group == "kinh" else family
    return f"{family} {middle} {given}"
