"""The papers of a class: its learners, the roll, results, the decision that recognises them, certificates in bulk."""

from candidates.exchange.papers.build.blocks import Each, P, Sheet, Signatures, Table, Title
from candidates.exchange.papers.build.heads import CHARTER, PLACE, SEAL, SIGN, committee_signs, dated, head, numbered

_TODAY = PLACE + ", {{ ngay_in|ngay }}"
_HEAD = head("dang_bo_cap_tren", "noi_mo_lop", "", _TODAY)
_DAYS = "Từ ngày {{ lop_tu_ngay|cham(16) }} đến ngày {{ lop_den_ngay|cham(16) }}"
_OF_CLASS = P("{{ ten_lop }} (" + _DAYS[0].lower() + _DAYS[1:] + ")", align="center", italic=True, indent=False)
_COUNT = P("Danh sách có {{ so_hoc_vien }} học viên.", italic=True, indent=False)
_MADE = Signatures(left=("NGƯỜI LẬP", SIGN), right=("GIÁM ĐỐC", SEAL))

_LEARNERS = Sheet("DS-HV", (
    _HEAD, Title("DANH SÁCH HỌC VIÊN", "lớp {{ loai_lop }}"), _OF_CLASS,
    Table("hv", "hoc_vien", (
        ("TT", 10, "{{ hv.stt }}"),
        ("Họ và tên", 50, "{{ hv.ho_ten }}"),
        ("Ngày sinh", 26, "{{ hv.ngay_sinh }}"),
        ("Chức vụ, đơn vị công tác", 66, "{{ hv.chuc_vu }}"),
        ("Chi bộ", 60, "{{ hv.chi_bo }}"),
        ("Ghi chú", 40, ""),
    )),
    _COUNT, _MADE,
), landscape=True)  # fmt: skip

_ROLL = Sheet("DS-ĐD", (Each("trang", "trang_diem_danh", (
    _HEAD, Title("DANH SÁCH ĐIỂM DANH", "lớp {{ loai_lop }}"), _OF_CLASS,
    Table("hv", "trang.hoc_vien", (
        ("TT", 9, "{{ hv.stt }}"),
        ("Họ và tên", 48, "{{ hv.ho_ten }}"),
        ("Chi bộ", 45, "{{ hv.chi_bo }}"),
        *((f"{{{{ trang.b{number} }}}}", 15, f"{{{{ hv.b{number} }}}}") for number in range(1, 11)),
    ), size=11),
    P("x: có mặt; P: vắng có lý do; v: vắng không lý do.", italic=True, indent=False, size=12), _MADE,
), own_page=True),), landscape=True)  # fmt: skip

_RESULTS = Sheet("BKQ-L", (
    _HEAD, Title("BẢNG KẾT QUẢ HỌC TẬP", "lớp {{ loai_lop }}"), _OF_CLASS,
    Table("hv", "hoc_vien", (
        ("TT", 9, "{{ hv.stt }}"),
        ("Họ và tên", 44, "{{ hv.ho_ten }}"),
        ("Ngày sinh", 25, "{{ hv.ngay_sinh }}"),
        ("Chi bộ", 48, "{{ hv.chi_bo }}"),
        ("Số buổi có mặt", 20, "{{ hv.so_buoi }}"),
        ("Điểm thu hoạch", 20, "{{ hv.diem }}"),
        ("Xếp loại", 22, "{{ hv.xep_loai }}"),
        ("Kết quả", 34, "{{ hv.ket_qua }}{% if hv.ly_do %}: {{ hv.ly_do }}{% endif %}"),
        ("Số giấy chứng nhận", 30, "{{ hv.so_gcn }}"),
    ), size=11),
    P("Tổng số {{ so_hoc_vien }} học viên, hoàn thành {{ so_hoan_thanh }} học viên.", italic=True, indent=False),
    _MADE,
), landscape=True)  # fmt: skip

_DECISION = Sheet("QĐ-KQ", (
    head("dang_bo_cap_tren", "cap_uy_tham_quyen", numbered("qd_ket_qua", "QĐ/ĐU"), dated("qd_ket_qua")),
    Title("QUYẾT ĐỊNH", "công nhận kết quả lớp {{ loai_lop }}"),
    CHARTER,
    P("- Căn cứ kết quả học tập của {{ ten_lop }} do {{ noi_mo_lop }} tổ chức;", italic=True),
    P("{{ cap_uy_tham_quyen|hoa }} QUYẾT ĐỊNH:", align="center", bold=True, indent=False, before=6),
    P("**Điều 1.** Công nhận kết quả và cấp giấy chứng nhận cho {{ so_hoan_thanh }} ({{ so_hoan_thanh_chu }}) học viên "
      "hoàn thành {{ ten_lop }}, có danh sách dưới đây."),
    Table("hv", "hoc_vien_dat", (
        ("TT", 10, "{{ hv.stt }}"),
        ("Họ và tên", 46, "{{ hv.ho_ten }}"),
        ("Ngày sinh", 25, "{{ hv.ngay_sinh }}"),
        ("Chi bộ", 40, "{{ hv.chi_bo }}"),
        ("Xếp loại", 20, "{{ hv.xep_loai }}"),
        ("Số giấy chứng nhận", 24, "{{ hv.so_gcn }}"),
    ), size=11),
    P("**Điều 2.** {{ noi_mo_lop }}, các tổ chức đảng có liên quan và học viên có tên trên chịu trách nhiệm thi hành "
      "quyết định này."),
    committee_signs("Như Điều 2", "Lưu"),
))  # fmt: skip


def _certificates(code: str, of: str) -> Sheet:
    return Sheet(code, (Each("hv", "hoc_vien_dat", (
        head("dang_bo_cap_tren", "noi_mo_lop", "Số {{ hv.so_gcn|so('GCN/TTCT') }}",
             PLACE + ", {{ hv.ngay_gcn_chu|ngay }}"),
        Title("GIẤY CHỨNG NHẬN", f"học lớp {of}"),
        P("{{ noi_mo_lop }} chứng nhận:"),
        P("Đồng chí: **{{ hv.ho_ten }}**, sinh ngày: {{ hv.ngay_sinh|cham(20) }}"),
        P("Quê quán: {{ hv.que_quan|cham(90) }}"),
        P("Nơi cư trú: {{ hv.noi_o|cham(90) }}"),
        P("Đơn vị công tác hoặc học tập: {{ hv.chuc_vu|cham(60) }}"),
        P(f"Đã học lớp {of}: {{{{ ten_lop }}}}, {_DAYS[0].lower()}{_DAYS[1:]}."),
        P("Xếp loại: {{ hv.xep_loai|cham(20) }}"),
        P("Quyết định công nhận kết quả số {{ qd_ket_qua.so }} ngày {{ qd_ket_qua.ngay }}."),
        Signatures(right=("GIÁM ĐỐC", SEAL)),
    ), own_page=True),))  # fmt: skip


SHEETS = (
    _LEARNERS,
    _ROLL,
    _RESULTS,
    _DECISION,
    _certificates("GCN-NT", "bồi dưỡng nhận thức về Đảng"),
    _certificates("GCN-ĐVM", "bồi dưỡng đảng viên mới"),
)
