"""Letters to other places, the branch's first resolution, lists of people and the dossier's table of contents."""

from candidates.exchange.papers.build.blocks import Dots, Each, Head, P, Sheet, Signatures, Table, Title
from candidates.exchange.papers.build.heads import (
    CHARTER,
    PLACE,
    SEAL,
    SIGN,
    SOME_DAY,
    base_head,
    branch_head,
    branch_signs,
    committee_signs,
    head,
)

_PERSON = (
    P("Quần chúng: **{{ ho_ten }}**, sinh ngày: {{ ngay_sinh|cham(20) }}; giới tính: {{ gioi_tinh|cham(8) }}; dân tộc: "
      "{{ dan_toc|cham(12) }}"),
    P("Quê quán: {{ que_quan|cham(90) }}"),
    P("Nơi cư trú: {{ noi_o|cham(90) }}"),
    P("Chức vụ, đơn vị công tác: {{ chuc_vu|cham(70) }}"),
)  # fmt: skip

_RECOGNITION = Sheet("NQ-CTĐ", (
    branch_head("nq_cam_tinh"),
    Title("NGHỊ QUYẾT", "công nhận cảm tình Đảng và phân công đảng viên chính thức giúp đỡ"), CHARTER,
    P("- Xét quá trình phấn đấu của quần chúng **{{ ho_ten }}**,", italic=True),
    P("{{ chi_bo|hoa }} QUYẾT NGHỊ", align="center", indent=False, bold=True, before=8, after=8),
    P("1. Công nhận là cảm tình Đảng:"), *_PERSON,
    P("2. Phân công đảng viên chính thức giúp đỡ, từ ngày {{ giup_do_tu_ngay|cham(16) }}:"),
    Each("nguoi", "nguoi_giup_do", (
        P("- Đồng chí **{{ nguoi.ho_ten }}**, chức vụ: {{ nguoi.chuc_vu|cham(40) }}, ngày chính thức: "
          "{{ nguoi.ngay_chinh_thuc|cham(16) }}."),)),
    P("Đảng viên được phân công định kỳ hằng tháng báo cáo chi bộ kết quả giúp đỡ."),
    branch_signs("{{ dang_uy_co_so|cham(20) }} (để báo cáo)", "Đảng viên được phân công", "Lưu chi bộ"),
))  # fmt: skip

_ASKED = Table("than", "yeu_cau.nguoi", (
    ("TT", 12, "{{ loop.index }}"),
    ("Quan hệ với người vào Đảng", 38, "{{ than.quan_he }}"),
    ("Họ và tên", 50, "{{ than.ho_ten|cham(20) }}"),
    ("Nơi thẩm tra", 65, "{{ than.noi|cham(20) }}"),
))  # fmt: skip

_VERIFY = Sheet("CV-TT", (Each("yeu_cau", "tham_tra", (
    base_head("Số {{ yeu_cau.so|so('CV/ĐU') }}", PLACE + ", {{ yeu_cau.ngay_chu|ngay }}"),
    P("V/v thẩm tra lý lịch của người xin vào Đảng", align="left", indent=False, italic=True, size=12),
    P("Kính gửi: Cấp ủy {{ yeu_cau.noi_nhan|cham(50) }}", align="center", before=8, after=8),
    P("{{ dang_uy_co_so }} đang xem xét hồ sơ xin vào Đảng của:"), *_PERSON,
    P("Để có cơ sở xem xét việc kết nạp theo quy định của Điều lệ Đảng, đề nghị cấp ủy thẩm tra, xác nhận những người "
      "sau:"),
    _ASKED,
    P("Nội dung thẩm tra: lịch sử chính trị và chính trị hiện nay; việc chấp hành đường lối, chủ trương của Đảng, "
      "chính sách, pháp luật của Nhà nước; riêng bản thân người vào Đảng, cả về phẩm chất đạo đức, lối sống."),
    P("Kết quả thẩm tra đề nghị ghi thành văn bản, có chữ ký và dấu của cấp ủy, gửi về {{ dang_uy_co_so }}. Rất mong "
      "sự phối hợp của cấp ủy."),
    committee_signs("Như trên", "Lưu"),
), own_page=True),))  # fmt: skip

_GO = Sheet("GGT-TT", (Each("yeu_cau", "tham_tra", (
    base_head("Số {{ yeu_cau.so|so('GGT/ĐU') }}", PLACE + ", {{ yeu_cau.ngay_chu|ngay }}"),
    Title("GIẤY GIỚI THIỆU", "đi thẩm tra lý lịch của người xin vào Đảng"),
    P("Kính gửi: Cấp ủy {{ yeu_cau.noi_nhan|cham(50) }}", align="center", after=8),
    P("{{ dang_uy_co_so }} giới thiệu đồng chí: ................................, chức vụ: ........................"),
    P("đến quý cấp ủy để thẩm tra lý lịch của người xin vào Đảng:"), *_PERSON,
    P("Những người cần thẩm tra:"), _ASKED,
    P("Đề nghị cấp ủy giúp đỡ để đồng chí có tên trên hoàn thành nhiệm vụ. Giấy này có giá trị đến hết ngày ..... "
      "tháng ..... năm ........"),
    committee_signs("Như trên", "Lưu"),
), own_page=True),))  # fmt: skip

_TODAY = PLACE + ", {{ ngay_in|ngay }}"
_MOVE_DAY = PLACE + ", {{ ngay_chuyen_chu|ngay }}"
_TAKES_ON = P("Đề nghị {{ noi_den }} tiếp nhận và chỉ đạo việc tiếp tục giúp đỡ, xem xét theo quy định.")

_HELPED = Sheet("GCN-GĐ", (
    base_head("Số {{ so_giay_chuyen|so('GCN/ĐU') }}", _MOVE_DAY),
    Title("GIẤY CHỨNG NHẬN", "người vào Đảng đang được giúp đỡ"),
    P("Kính gửi: {{ noi_den }}", align="center", after=8),
    P("{{ dang_uy_co_so }} chứng nhận:"), *_PERSON,
    P("là quần chúng đang được {{ chi_bo }} xem xét, giúp đỡ vào Đảng từ ngày {{ giup_do_tu_ngay|cham(16) }}."),
    P("Đảng viên được phân công giúp đỡ:"),
    Each("nguoi", "nguoi_giup_do", (
        P("- Đồng chí {{ nguoi.ho_ten }}, chức vụ: {{ nguoi.chuc_vu|cham(40) }}, từ ngày "
          "{{ nguoi.tu_ngay|cham(16) }}."),)),
    P("Giấy chứng nhận học lớp bồi dưỡng nhận thức về Đảng: số {{ so_gcn|cham(16) }}, ngày {{ ngay_gcn|cham(16) }}."),
    P("Lý do chuyển: {{ ly_do_chuyen|cham(40) }}; kể từ ngày {{ ngay_chuyen|cham(16) }}."),
    P("Nhận xét về quá trình phấn đấu:"), Dots(4), _TAKES_ON,
    committee_signs("Như trên", "Lưu"),
))  # fmt: skip


def _series(code: str, top: Head, who: str, *done: P) -> Sheet:
    return Sheet(code, (
        top,
        P(f"V/v giới thiệu người vào Đảng {who}", align="left", indent=False, italic=True, size=12),
        P("Kính gửi: {{ noi_den }}", align="center", before=8, after=8),
        *_PERSON, *done,
        P("Nay người có tên trên chuyển đến nơi mới, kể từ ngày {{ ngay_chuyen|cham(16) }}; lý do: "
          "{{ ly_do_chuyen|cham(40) }}."),
        P("Gửi kèm theo hồ sơ của người vào Đảng. Đề nghị {{ noi_den }} xem xét, quyết định theo thẩm quyền."),
        committee_signs("Như trên", "Lưu"),
    ))  # fmt: skip


_LETTER = "Số {{ so_giay_chuyen|so('CV/ĐU') }}"
_BRANCH_DONE = P("đã được {{ chi_bo }} làm thủ tục đề nghị kết nạp vào Đảng tại Nghị quyết số {{ nq_chi_bo.so }} ngày "
                 "{{ nq_chi_bo.ngay }}.")  # fmt: skip
_SERIES = (
    _series("17A-KNĐ", base_head(_LETTER, _MOVE_DAY), "đã được chi bộ làm thủ tục đề nghị kết nạp", _BRANCH_DONE),
    _series(
        "17B-KNĐ", base_head(_LETTER, _MOVE_DAY), "đã được đảng ủy cơ sở làm thủ tục đề nghị kết nạp",
        P("đã được {{ dang_uy_co_so }} làm thủ tục đề nghị kết nạp vào Đảng tại Nghị quyết số {{ nq_co_so.so }} ngày "
          "{{ nq_co_so.ngay }}."),
    ),
    _series(
        "17C-KNĐ",
        head("dang_bo_cap_tren", "cap_uy_tham_quyen", _LETTER, _MOVE_DAY),
        "đã có quyết định kết nạp",
        P("đã có Quyết định kết nạp đảng viên số {{ qd_ket_nap.so }} ngày {{ qd_ket_nap.ngay }} của "
          "{{ cap_uy_tham_quyen }}, chưa tổ chức lễ kết nạp."),
    ),
)  # fmt: skip

_CONTENTS = Sheet("ML-HS", (
    head("dang_bo_co_so", "chi_bo", "", _TODAY),
    Title("MỤC LỤC HỒ SƠ", "kết nạp đảng viên"),
    P("Họ và tên: **{{ ho_ten }}**, sinh ngày: {{ ngay_sinh }}; giai đoạn: {{ giai_doan|cham(20) }}", indent=False),
    Table("giay", "ho_so", (
        ("TT", 10, "{{ giay.stt }}"),
        ("Mẫu", 20, "{{ giay.ma }}"),
        ("Tên giấy tờ", 55, "{{ giay.ten }}"),
        ("Số", 22, "{{ giay.so }}"),
        ("Ngày ký", 23, "{{ giay.ngay }}"),
        ("Tình trạng", 35, "{{ giay.tinh_trang }}{% if giay.gia_tri_den %} (đến {{ giay.gia_tri_den }}){% endif %}"),
    ), size=11),
    Signatures(left=("NGƯỜI GIAO", SIGN), right=("NGƯỜI NHẬN", SIGN)),
))  # fmt: skip

_PROPOSED = Sheet("DS-KN", (
    head("dang_bo_co_so", "chi_bo", "", SOME_DAY),
    Title("DANH SÁCH", "đề nghị kết nạp đảng viên"),
    P("(Kèm theo Nghị quyết số {{ nq_chi_bo.so|cham(12) }}, {{ nq_chi_bo.ngay_chu|ngay }} của {{ chi_bo|cham }})",
      align="center", italic=True, indent=False),
    Table("nguoi", "danh_sach", (
        ("TT", 10, "{{ nguoi.stt }}"),
        ("Họ và tên", 45, "{{ nguoi.ho_ten }}"),
        ("Ngày sinh", 24, "{{ nguoi.ngay_sinh }}"),
        ("Giới tính", 16, "{{ nguoi.gioi_tinh }}"),
        ("Dân tộc", 20, "{{ nguoi.dan_toc }}"),
        ("Quê quán", 45, "{{ nguoi.que_quan }}"),
        ("Chức vụ, đơn vị công tác", 45, "{{ nguoi.chuc_vu }}"),
        ("Số tán thành", 20, "{{ nguoi.bieu_quyet }}"),
        ("Ghi chú", 27, "{{ nguoi.ghi_chu }}"),
    ), size=11),
    P("Danh sách có {{ so_nguoi }} ({{ so_nguoi_chu }}) người.", italic=True, indent=False),
    Signatures(right=("T/M CHI BỘ", "BÍ THƯ", SIGN)),
), landscape=True)  # fmt: skip

_OUTLINE = Sheet("DS-TN", (
    head("dang_bo_co_so", "chi_bo", "", _TODAY),
    Title("DANH SÁCH TRÍCH NGANG", "người vào Đảng"),
    Table("nguoi", "danh_sach", (
        ("TT", 9, "{{ nguoi.stt }}"),
        ("Họ và tên", 34, "{{ nguoi.ho_ten }}"),
        ("Ngày sinh", 21, "{{ nguoi.ngay_sinh }}"),
        ("Giới tính", 13, "{{ nguoi.gioi_tinh }}"),
        ("Dân tộc", 16, "{{ nguoi.dan_toc }}"),
        ("Tôn giáo", 16, "{{ nguoi.ton_giao }}"),
        ("Quê quán", 32, "{{ nguoi.que_quan }}"),
        ("Nơi cư trú", 32, "{{ nguoi.noi_o }}"),
        ("Học vấn, chuyên môn, lý luận", 30,
         "{{ nguoi.trinh_do_gdpt }}{% if nguoi.trinh_do_chuyen_mon %}; {{ nguoi.trinh_do_chuyen_mon }}{% endif %}"
         "{% if nguoi.ly_luan_chinh_tri %}; {{ nguoi.ly_luan_chinh_tri }}{% endif %}"),
        ("Nghề nghiệp, chức vụ, đơn vị", 30, "{{ nguoi.chuc_vu or nguoi.nghe_nghiep }}"),
        ("Chi bộ", 19, "{{ nguoi.chi_bo }}"),
    ), size=10),
    P("Danh sách có {{ so_nguoi }} ({{ so_nguoi_chu }}) người.", italic=True, indent=False),
    Signatures(left=("NGƯỜI LẬP", SIGN), right=("T/M CẤP ỦY", SEAL)),
), landscape=True)  # fmt: skip

SHEETS = (_RECOGNITION, _VERIFY, _GO, _HELPED, *_SERIES, _CONTENTS, _PROPOSED, _OUTLINE)
