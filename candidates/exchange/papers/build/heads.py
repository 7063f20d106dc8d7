"""The headings and lines that several papers share. ACT stands for the name of a resolution, a report or a decision."""

from candidates.exchange.papers.build.blocks import Head, P, Signatures

PLACE = "{{ dia_danh|cham(15) }}"
SOME_DAY = PLACE + ", ngày ..... tháng ..... năm ........"
SIGN = "(Ký, ghi rõ họ và tên)"
SEAL = "(Ký, ghi rõ họ và tên, đóng dấu)"
CHARTER = P("- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;", italic=True)
MERITS = (
    P("Những ưu điểm, khuyết điểm chính:"),
    P("(Về phẩm chất chính trị; đạo đức, lối sống; năng lực công tác; quan hệ quần chúng; thực hiện nhiệm vụ được "
      "giao)", italic=True),
)  # fmt: skip


def numbered(act: str, symbol: str) -> str:
    return "Số {{ ACT.so|so('SYMBOL') }}".replace("ACT", act).replace("SYMBOL", symbol)


def dated(act: str) -> str:
    return PLACE + ", {{ ACT.ngay_chu|ngay }}".replace("ACT", act)


def head(above: str, body: str, number: str, date: str) -> Head:
    return Head((f"{{{{ {above}|hoa }}}}", f"{{{{ {body}|cham|hoa }}}}"), number, date=date)


def branch_head(act: str, symbol: str = "NQ/CB") -> Head:
    return head("dang_bo_co_so", "chi_bo", numbered(act, symbol), dated(act))


def sectional_head(act: str) -> Head:
    return head("dang_bo_co_so", "dang_uy_bo_phan", numbered(act, "BC/ĐU"), dated(act))


def base_head(number: str, date: str) -> Head:
    return head("cap_tren_cua_co_so", "dang_uy_co_so", number, date)


def base_act(act: str, symbol: str) -> Head:
    return base_head(numbered(act, symbol), dated(act))


def authority_head(act: str, symbol: str = "QĐ/ĐU") -> Head:
    return head("dang_bo_cap_tren", "cap_uy_tham_quyen", numbered(act, symbol), dated(act))


def attendance(act: str) -> tuple[P, ...]:
    lines = (
        "Tổng số đảng viên: ........ đồng chí, trong đó chính thức: {{ ACT.tong_so|cham(8) }} đồng chí, dự bị: "
        "........ đồng chí.",
        "Có mặt: {{ ACT.co_mat|cham(8) }} đồng chí; vắng mặt: {{ ACT.vang|cham(8) }} đồng chí (lý do: "
        "........................).",
        "Chủ trì hội nghị: đồng chí ................................, chức vụ: ........................",
        "Thư ký hội nghị: đồng chí ................................",
    )
    return tuple(P(line.replace("ACT", act)) for line in lines)


def vote(act: str, what: str, whom: str) -> tuple[P, ...]:
    line = (
        "WHAT là {{ ACT.tan_thanh|cham(6) }} đồng chí (bằng chữ: {{ ACT.tan_thanh_chu|cham(12) }}), đạt "
        "{{ ACT.ty_le|cham(6) }} % so với tổng số WHOM được tính khi biểu quyết là {{ ACT.so_tinh|cham(6) }} đồng chí. "
        "Số không tán thành là {{ ACT.khong_tan_thanh|cham(6) }} đồng chí (bằng chữ: "
        "{{ ACT.khong_tan_thanh_chu|cham(12) }}), với lý do: ........................................"
    )
    return (P(line.replace("WHAT", what).replace("WHOM", whom).replace("ACT", act)),)


def branch_signs(*receivers: str) -> Signatures:
    return Signatures(right=("T/M CHI BỘ", "BÍ THƯ", "(hoặc Phó Bí thư)", SIGN), receivers=receivers)


def committee_signs(*receivers: str, body: str = "T/M ĐẢNG ỦY") -> Signatures:
    return Signatures(right=(body, "BÍ THƯ", "(hoặc Phó Bí thư)", SEAL), receivers=receivers)
