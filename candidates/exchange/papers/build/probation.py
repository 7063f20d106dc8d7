"""The papers of the probation: 10-KNĐ to 16-KNĐ, and the decision that strikes a probationer off."""

from candidates.exchange.papers.build.admission import opinions
from candidates.exchange.papers.build.blocks import Dots, Each, Head, If, P, Sheet, Signatures, Title
from candidates.exchange.papers.build.heads import (
    CHARTER,
    MERITS,
    SIGN,
    attendance,
    authority_head,
    base_act,
    branch_head,
    branch_signs,
    committee_signs,
    sectional_head,
    vote,
)

_WHEN = "được kết nạp vào Đảng {{ ngay_ket_nap_chu }}, hết thời gian dự bị {{ ngay_het_du_bi_chu|ngay }}"

_SELF = Sheet("10-KNĐ", (
    Head(), Title("BẢN TỰ KIỂM ĐIỂM", "của đảng viên dự bị"),
    P("Kính gửi: Chi ủy, {{ chi_bo|cham(50) }}", align="center"),
    P("Tôi là: **{{ ho_ten|cham(40) }}**, sinh ngày: {{ ngay_sinh|cham(20) }}"),
    P("Quê quán: {{ que_quan|cham(90) }}"),
    P("Nơi cư trú: {{ noi_o|cham(90) }}"),
    P("Chức vụ, đơn vị công tác: {{ chuc_vu|cham(60) }}"),
    P("Được kết nạp vào Đảng ngày: {{ ngay_ket_nap|cham(16) }}, đang sinh hoạt tại {{ chi_bo|cham(40) }}."),
    P("Căn cứ tiêu chuẩn, nhiệm vụ đảng viên và nhiệm vụ được chi bộ giao, tôi tự kiểm điểm trong thời gian dự bị như "
      "sau:"),
    P("Ưu điểm (về tư tưởng chính trị; phẩm chất đạo đức, lối sống; thực hiện nhiệm vụ được giao; quan hệ với quần "
      "chúng; ý thức tổ chức kỷ luật):"), Dots(10),
    P("Khuyết điểm:"), Dots(5),
    P("Biện pháp khắc phục khuyết điểm, tồn tại:"), Dots(5),
    P("Tôi tự nhận thấy có đủ điều kiện để được xét công nhận là đảng viên chính thức; đề nghị chi bộ, cấp ủy xem xét, "
      "quyết định."),
    P("........................, ngày ..... tháng ..... năm ........", align="right", italic=True),
    Signatures(right=("ĐẢNG VIÊN DỰ BỊ", SIGN)),
))  # fmt: skip

_REMARK = Sheet("11-KNĐ", (Each("nguoi", "nguoi_giup_do_du_bi", (
    Head(), Title("BẢN NHẬN XÉT", "của đảng viên được phân công giúp đỡ"),
    P("Kính gửi: - Chi ủy: {{ chi_bo|cham(50) }}", align="left"),
    P("                 - {{ dang_uy_co_so|cham(50) }}", align="left"),
    P("Tôi là: **{{ nguoi.ho_ten }}**, sinh ngày: {{ nguoi.ngay_sinh|cham(20) }}"),
    P("Ngày vào Đảng: {{ nguoi.ngay_vao_dang|cham(16) }}; ngày công nhận chính thức: "
      "{{ nguoi.ngay_chinh_thuc|cham(16) }}"),
    P("Chức vụ, đơn vị công tác: {{ nguoi.chuc_vu|cham(60) }}"),
    P("Đang sinh hoạt tại: {{ nguoi.chi_bo|cham(50) }}"),
    P("Được chi bộ phân công giúp đỡ đảng viên dự bị **{{ ho_ten }}**, sinh ngày {{ ngay_sinh }}, " + _WHEN + ", phấn "
                                                                                                              "đấu "
      "trở thành đảng viên chính thức, từ ngày {{ nguoi.tu_ngay|cham(16) }}. Nay xin báo cáo chi bộ những vấn đề chủ "
      "yếu về đảng viên dự bị như sau:"),
    P("Ưu điểm:"), Dots(8), P("Khuyết điểm:"), Dots(4),
    P("Tôi đề nghị chi bộ, cấp ủy xem xét, công nhận đảng viên dự bị {{ ho_ten }} trở thành đảng viên chính thức và "
      "xin chịu trách nhiệm trước Đảng về những ý kiến của mình."),
    P("........................, ngày ..... tháng ..... năm ........", align="right", italic=True),
    Signatures(right=("ĐẢNG VIÊN ĐƯỢC PHÂN CÔNG GIÚP ĐỠ", SIGN)),
), own_page=True),))  # fmt: skip

_OPINIONS = opinions("12-KNĐ", "của tổ chức chính trị - xã hội nơi sinh hoạt và chi ủy nơi cư trú đối với đảng viên dự "
                     "bị", "đảng viên dự bị", "đề nghị công nhận đảng viên chính thức")  # fmt: skip

_PERSON = (
    P("Sinh ngày: {{ ngay_sinh|cham(20) }}; giới tính: {{ gioi_tinh|cham(8) }}; dân tộc: {{ dan_toc|cham(12) }}"),
    P("Quê quán: {{ que_quan|cham(90) }}"),
    P("Được kết nạp vào Đảng ngày: {{ ngay_ket_nap|cham(16) }}; hết thời gian dự bị ngày: "
      "{{ ngay_het_du_bi|cham(16) }}"),
)  # fmt: skip

_BRANCH = Sheet("13-KNĐ", (
    branch_head("nq_chi_bo_ct"), Title("NGHỊ QUYẾT", "đề nghị công nhận đảng viên chính thức"), CHARTER,
    P("- {{ chi_bo }} đã họp {{ nq_chi_bo_ct.ngay_hop|ngay }} để xét, đề nghị công nhận đảng viên dự bị "
      "**{{ ho_ten }}** là đảng viên chính thức.", italic=True),
    *attendance("nq_chi_bo_ct"),
    P("Sau khi xem xét bản tự kiểm điểm, bản nhận xét của đảng viên được phân công giúp đỡ, ý kiến nhận xét của tổ "
      "chức chính trị - xã hội và chi ủy nơi cư trú, chi bộ thống nhất kết luận về đảng viên dự bị **{{ ho_ten }}** "
      "như sau:"),
    *_PERSON, *MERITS, Dots(6),
    *vote("nq_chi_bo_ct", "Đối chiếu với tiêu chuẩn và điều kiện, số đảng viên chính thức tán thành công nhận đảng "
                          "viên "
          "dự bị {{ ho_ten }} trở thành đảng viên chính thức", "đảng viên chính thức"),
    P("Chi bộ báo cáo {{ dang_uy_co_so|cham(30) }} xem xét, đề nghị công nhận đồng chí {{ ho_ten }} là đảng viên chính "
      "thức kể từ {{ ngay_het_du_bi_chu|ngay }}."),
    branch_signs("{{ dang_uy_co_so|cham(20) }} (để báo cáo)", "Lưu chi bộ"),
))  # fmt: skip

_APPRAISAL = Sheet("14-KNĐ", (
    sectional_head("bc_bo_phan_ct"),
    Title("BÁO CÁO", "thẩm định nghị quyết của chi bộ về việc công nhận đảng viên chính thức"),
    P("Kính gửi: {{ dang_uy_co_so|cham(50) }}", align="center"),
    P("{{ dang_uy_bo_phan }} đã họp {{ bc_bo_phan_ct.ngay_hop|ngay }} để thẩm định Nghị quyết số {{ nq_chi_bo_ct.so }} "
      "ngày {{ nq_chi_bo_ct.ngay }} của {{ chi_bo }} về việc đề nghị công nhận đảng viên dự bị **{{ ho_ten }}**, sinh "
      "ngày {{ ngay_sinh }}, " + _WHEN + "."),
    P("Kết quả thẩm định (về thủ tục, hồ sơ, tiêu chuẩn, điều kiện):"), Dots(8),
    P("Đảng ủy bộ phận đề nghị {{ dang_uy_co_so|cham(30) }} xem xét, đề nghị công nhận đồng chí {{ ho_ten }} là đảng "
      "viên chính thức."),
    committee_signs("Như trên", "Lưu", body="T/M ĐẢNG ỦY BỘ PHẬN"),
))  # fmt: skip

_BASE = Sheet("15-KNĐ", (
    base_act("nq_co_so_ct", "NQ/ĐU"), Title("NGHỊ QUYẾT", "đề nghị công nhận đảng viên chính thức"), CHARTER,
    P("- Xét Nghị quyết số {{ nq_chi_bo_ct.so }} ngày {{ nq_chi_bo_ct.ngay }} của {{ chi_bo }} về việc đề nghị công "
      "nhận đảng viên dự bị **{{ ho_ten }}** là đảng viên chính thức ({{ nq_chi_bo_ct.tan_thanh }} trên "
      "{{ nq_chi_bo_ct.so_tinh }} đảng viên chính thức tán thành);", italic=True),
    If("dang_uy_bo_phan and bc_bo_phan_ct.so", (
        P("- Xét Báo cáo thẩm định số {{ bc_bo_phan_ct.so }} ngày {{ bc_bo_phan_ct.ngay|cham(16) }} của "
          "{{ dang_uy_bo_phan }};", italic=True),)),
    P("{{ dang_uy_co_so }} đã họp {{ nq_co_so_ct.ngay_hop|ngay }}. Tổng số cấp ủy viên: "
      "{{ nq_co_so_ct.tong_so|cham(6) }} đồng chí; có mặt: {{ nq_co_so_ct.co_mat|cham(6) }} đồng chí; vắng mặt: "
      "{{ nq_co_so_ct.vang|cham(6) }} đồng chí (lý do: ....................)."),
    P("Sau khi thảo luận, đảng ủy thống nhất kết luận về đảng viên dự bị **{{ ho_ten }}** như sau:"),
    *_PERSON, *MERITS, Dots(5),
    *vote("nq_co_so_ct", "Số cấp ủy viên tán thành đề nghị công nhận đồng chí {{ ho_ten }} là đảng viên chính thức",
          "cấp ủy viên"),
    P("Đề nghị {{ cap_uy_tham_quyen|cham(30) }} xem xét, quyết định công nhận đồng chí {{ ho_ten }} là đảng viên chính "
      "thức kể từ {{ ngay_het_du_bi_chu|ngay }}."),
    committee_signs("{{ cap_uy_tham_quyen|cham(20) }}", "Lưu đảng ủy"),
))  # fmt: skip

_DECISION = Sheet("16-KNĐ", (
    authority_head("qd_chinh_thuc"), Title("QUYẾT ĐỊNH", "công nhận đảng viên chính thức"), CHARTER,
    P("- Xét Nghị quyết số {{ nq_de_nghi_ct.so }} ngày {{ nq_de_nghi_ct.ngay }} của {{ co_quan_de_nghi_ct }} về việc "
      "đề nghị công nhận đảng viên dự bị **{{ ho_ten }}** là đảng viên chính thức,", italic=True),
    P("{{ cap_uy_tham_quyen|hoa }} QUYẾT ĐỊNH", align="center", indent=False, bold=True, before=8, after=8),
    P("**Điều 1.** Công nhận đồng chí **{{ ho_ten }}**"),
    P("Sinh ngày: {{ ngay_sinh }}; giới tính: {{ gioi_tinh|cham(8) }}; dân tộc: {{ dan_toc|cham(12) }}"),
    P("Quê quán: {{ que_quan|cham(90) }}"),
    P("Được kết nạp vào Đảng {{ ngay_ket_nap_chu }} theo Quyết định số {{ qd_ket_nap.so }} ngày {{ qd_ket_nap.ngay }}, "
      "sinh hoạt tại {{ chi_bo }},"),
    P("là đảng viên chính thức của Đảng Cộng sản Việt Nam, kể từ **{{ ngay_het_du_bi_chu }}**.", indent=False),
    P("**Điều 2.** {{ dang_uy_co_so }}, {{ chi_bo }} và đồng chí có tên ở Điều 1 chịu trách nhiệm thi hành Quyết định "
      "này."),
    committee_signs("Như Điều 2", "Lưu", body="T/M {{ cap_uy_tham_quyen|hoa }}"),
))  # fmt: skip

_STRIKE_OFF = Sheet("QĐ-XT", (
    authority_head("qd_xoa_ten"), Title("QUYẾT ĐỊNH", "xóa tên đảng viên dự bị trong danh sách đảng viên"), CHARTER,
    P("- Xét đề nghị của {{ dang_uy_co_so|cham(30) }} về việc xóa tên đảng viên dự bị **{{ ho_ten }}** trong danh sách "
      "đảng viên,", italic=True),
    P("{{ cap_uy_tham_quyen|hoa }} QUYẾT ĐỊNH", align="center", indent=False, bold=True, before=8, after=8),
    P("**Điều 1.** Xóa tên trong danh sách đảng viên đối với đảng viên dự bị **{{ ho_ten }}**, sinh ngày "
      "{{ ngay_sinh }}, quê quán {{ que_quan|cham(40) }}, được kết nạp vào Đảng {{ ngay_ket_nap_chu }}, sinh hoạt tại "
      "{{ chi_bo }}."),
    P("Lý do:"), Dots(3),
    P("**Điều 2.** {{ dang_uy_co_so|cham(30) }}, {{ chi_bo }} và người có tên ở Điều 1 chịu trách nhiệm thi hành Quyết "
      "định này."),
    committee_signs("Như Điều 2", "Lưu", body="T/M {{ cap_uy_tham_quyen|hoa }}"),
))  # fmt: skip

SHEETS = (_SELF, _REMARK, _OPINIONS, _BRANCH, _APPRAISAL, _BASE, _DECISION, _STRIKE_OFF)
