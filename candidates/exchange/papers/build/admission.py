"""The papers up to the decision: 1-KNĐ to 9-KNĐ, in the order of the dossier."""

from candidates.exchange.papers.build.blocks import Dots, Each, Head, If, P, Sheet, Signatures, Title
from candidates.exchange.papers.build.heads import (
    CHARTER,
    MERITS,
    PLACE,
    SEAL,
    SIGN,
    SOME_DAY,
    attendance,
    base_act,
    branch_head,
    branch_signs,
    committee_signs,
    dated,
    head,
    numbered,
    sectional_head,
    vote,
)

_APPLICANT = (
    P("Tôi là: **{{ ho_ten|cham(40) }}**, sinh ngày: {{ ngay_sinh|cham(20) }}"),
    P("Dân tộc: {{ dan_toc|cham(20) }}, tôn giáo: {{ ton_giao|cham(20) }}"),
    P("Quê quán: {{ que_quan|cham(90) }}"),
    P("Nơi ở hiện nay: {{ noi_o|cham(90) }}"),
    P("Trình độ học vấn: {{ trinh_do_gdpt|cham(15) }}, chuyên môn: {{ trinh_do_chuyen_mon|cham(40) }}"),
    P("Nghề nghiệp: {{ nghe_nghiep|cham(30) }}; chức vụ, đơn vị công tác hoặc học tập: {{ chuc_vu|cham(50) }}"),
)
_ABOUT = (
    P("Sinh ngày: {{ ngay_sinh|cham(20) }}; giới tính: {{ gioi_tinh|cham(8) }}; dân tộc: {{ dan_toc|cham(12) }}; "
      "tôn giáo: {{ ton_giao|cham(12) }}"),
    P("Quê quán: {{ que_quan|cham(90) }}"),
    P("Nơi cư trú: {{ noi_o|cham(90) }}"),
    P("Chức vụ, đơn vị công tác: {{ chuc_vu|cham(70) }}"),
)  # fmt: skip
_STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_PARTY = "Đảng Cộng sản Việt Nam"

_CERTIFICATE = Sheet("CN-NTVĐ", (
    head("cap_tren_cua_co_so", "noi_mo_lop", "Số {{ so_gcn|so('GCN/TTCT') }}", SOME_DAY),
    Title("GIẤY CHỨNG NHẬN", "học lớp bồi dưỡng nhận thức về Đảng"),
    P("{{ noi_mo_lop|cham(50) }} chứng nhận:"),
    P("Đồng chí: **{{ ho_ten|cham(40) }}**, sinh ngày: {{ ngay_sinh|cham(20) }}"),
    P("Quê quán: {{ que_quan|cham(90) }}"),
    P("Nơi cư trú: {{ noi_o|cham(90) }}"),
    P("Đơn vị công tác hoặc học tập: {{ chuc_vu|cham(60) }}"),
    P("Đã học lớp bồi dưỡng nhận thức về Đảng: {{ ten_lop|cham(40) }}, từ ngày {{ lop_tu_ngay|cham(16) }} đến ngày "
      "{{ lop_den_ngay|cham(16) }}."),
    P("Xếp loại: {{ xep_loai|cham(20) }}"),
    P("Ngày cấp: {{ ngay_gcn|cham(16) }}"),
    Signatures(right=("GIÁM ĐỐC", SEAL)),
))  # fmt: skip

_APPLICATION = Sheet("1-KNĐ", (
    Head(), Title("ĐƠN XIN VÀO ĐẢNG"),
    P("Kính gửi: - Chi ủy: {{ chi_bo|cham(50) }}", align="left"),
    P("                 - {{ dang_uy_co_so|cham(50) }}", align="left"),
    *_APPLICANT,
    P("Được kết nạp vào Đoàn Thanh niên Cộng sản Hồ Chí Minh (hoặc là đoàn viên công đoàn) ngày ..... tháng ..... năm "
      "........ tại ........................................"),
    P("Được xóa tên trong danh sách đảng viên (nếu là người xin kết nạp lại) ngày ..... tháng ..... năm ........ tại "
      "chi bộ ........................................ Lý do: ........................................"),
    P("Qua tìm hiểu, được nghiên cứu Điều lệ Đảng, tôi xin báo cáo với chi bộ nhận thức của mình về mục đích, lý tưởng "
      "của Đảng, về Đảng Cộng sản Việt Nam và động cơ xin vào Đảng như sau:"),
    Dots(14),
    P("Nếu được đứng trong hàng ngũ của Đảng, tôi xin hứa với Đảng:"),
    Dots(6),
    P("........................, ngày ..... tháng ..... năm ........", align="right", italic=True),
    Signatures(right=("NGƯỜI LÀM ĐƠN", SIGN)),
))  # fmt: skip

_HISTORY = Sheet("2-KNĐ", (
    Head(), Title("LÝ LỊCH", "của người xin vào Đảng"),
    P("1. Họ và tên đang dùng: **{{ ho_ten|cham(40) }}**    2. Nam, nữ: {{ gioi_tinh|cham(8) }}", indent=False),
    P("3. Họ và tên khai sinh: ....................    4. Các bí danh: ....................", indent=False),
    P("5. Ngày, tháng, năm sinh: {{ ngay_sinh|cham(20) }}", indent=False),
    P("6. Nơi sinh: ................................................................................", indent=False),
    P("7. Quê quán: {{ que_quan|cham(80) }}", indent=False),
    P("8. Nơi cư trú: a) Nơi thường trú: {{ noi_o|cham(70) }}; b) Nơi tạm trú: ........................", indent=False),
    P("9. Dân tộc: {{ dan_toc|cham(16) }}    10. Tôn giáo: {{ ton_giao|cham(16) }}", indent=False),
    P("11. Nghề nghiệp hiện nay: {{ nghe_nghiep|cham(50) }}", indent=False),
    P("12. Trình độ hiện nay: giáo dục phổ thông: {{ trinh_do_gdpt|cham(12) }}; chuyên môn: "
      "{{ trinh_do_chuyen_mon|cham(24) }}; lý luận chính trị: {{ ly_luan_chinh_tri|cham(16) }}; ngoại ngữ: "
      "............; tin học: ............; tiếng dân tộc thiểu số: ............", indent=False),
    P("13. Ngày và nơi kết nạp vào Đoàn Thanh niên Cộng sản Hồ Chí Minh: ........................................",
      indent=False),
    P("14. Ngày và nơi kết nạp vào Đảng lần thứ nhất (nếu có): ............; ngày và nơi công nhận chính thức: "
      "............; người giới thiệu: ............", indent=False),
    P("15. Lịch sử bản thân", bold=True, indent=False), Dots(8),
    P("16. Những công việc, chức vụ đã qua", bold=True, indent=False), Dots(8),
    P("17. Đặc điểm lịch sử", bold=True, indent=False), Dots(4),
    P("18. Những lớp đào tạo, bồi dưỡng đã qua", bold=True, indent=False), Dots(4),
    P("19. Đi nước ngoài    20. Khen thưởng    21. Kỷ luật", bold=True, indent=False), Dots(5),
    P("22. Hoàn cảnh gia đình (cha mẹ đẻ; cha mẹ vợ hoặc chồng, người trực tiếp nuôi dưỡng; vợ hoặc chồng; con; anh "
      "chị em ruột; ông bà nội, ngoại)", bold=True, indent=False),
    If("than_nhan", (Each("nguoi", "than_nhan", (
        P("- {{ nguoi.quan_he }}: {{ nguoi.ho_ten|cham(40) }}; nơi ở, nơi thẩm tra: {{ nguoi.noi|cham(50) }}",
          indent=False), Dots(2))),)),
    Dots(14),
    P("23. Tự nhận xét", bold=True, indent=False), Dots(6),
    P("24. Cam đoan và ký tên: Tôi cam đoan đã khai đầy đủ, rõ ràng, trung thực và chịu trách nhiệm trước Đảng về "
      "những nội dung đã khai trong lý lịch.", indent=False),
    P("........................, ngày ..... tháng ..... năm ........", align="right", italic=True),
    Signatures(right=("NGƯỜI KHAI", SIGN)),
    P("25. Nhận xét của chi ủy hoặc chi bộ", bold=True, indent=False), Dots(5),
    Signatures(right=("T/M CHI ỦY", "BÍ THƯ", SIGN)),
    P("26. Chứng nhận của cấp ủy cơ sở", bold=True, indent=False), Dots(5),
    Signatures(right=("T/M CẤP ỦY", "BÍ THƯ", SEAL)),
))  # fmt: skip

_INTRODUCTION = Sheet("3-KNĐ", (Each("nguoi", "nguoi_gioi_thieu", (
    Head(), Title("GIẤY GIỚI THIỆU", "người vào Đảng"),
    P("Kính gửi: - Chi ủy: {{ chi_bo|cham(50) }}", align="left"),
    P("                 - {{ dang_uy_co_so|cham(50) }}", align="left"),
    P("Tôi là: **{{ nguoi.ho_ten }}**, sinh ngày: {{ nguoi.ngay_sinh|cham(20) }}"),
    P("Ngày vào Đảng: {{ nguoi.ngay_vao_dang|cham(16) }}; ngày công nhận chính thức: "
      "{{ nguoi.ngay_chinh_thuc|cham(16) }}"),
    P("Chức vụ, đơn vị công tác: {{ nguoi.chuc_vu|cham(60) }}"),
    P("Đang sinh hoạt tại: {{ nguoi.chi_bo|cham(50) }}"),
    P("Cùng công tác, lao động, học tập hoặc cư trú với người được giới thiệu từ ngày "
      "{{ nguoi.cung_noi_tu|cham(16) }}. Được chi bộ phân công giúp đỡ quần chúng **{{ ho_ten }}**, sinh ngày "
      "{{ ngay_sinh }}, phấn đấu vào Đảng từ ngày {{ giup_do_tu_ngay|cham(16) }}."),
    P("Sau một thời gian theo dõi, giúp đỡ, tôi xin báo cáo chi bộ, cấp ủy những vấn đề chủ yếu của quần chúng "
      "{{ ho_ten }} như sau:"),
    *MERITS, Dots(10),
    P("Đối chiếu với tiêu chuẩn và điều kiện kết nạp đảng viên, tôi trân trọng giới thiệu và đề nghị chi bộ, cấp ủy "
      "xem xét kết nạp quần chúng {{ ho_ten }} vào Đảng. Tôi xin chịu trách nhiệm trước Đảng về lời giới thiệu của "
      "mình."),
    P("........................, ngày ..... tháng ..... năm ........", align="right", italic=True),
    Signatures(right=("NGƯỜI GIỚI THIỆU", SIGN)),
), own_page=True),))  # fmt: skip


def _body_resolution(code: str, top: Head, body: str, kind: str, member: str, signs: str) -> Sheet:
    return Sheet(code, (
        top, Title("NGHỊ QUYẾT", f"giới thiệu {member} vào Đảng"),
        P("Kính gửi: - Chi ủy: {{ chi_bo|cham(50) }}", align="left"),
        P("                 - {{ dang_uy_co_so|cham(50) }}", align="left"),
        CHARTER,
        P(f"- Ban Chấp hành {body} họp {{{{ nq_doan_the.ngay_hop|ngay }}}}, nhận thấy:", italic=True),
        P(f"{kind} **{{{{ ho_ten }}}}** có:"),
        *_ABOUT, *MERITS, Dots(8),
        P("Đối chiếu với tiêu chuẩn và điều kiện kết nạp đảng viên, Ban Chấp hành giới thiệu "
          f"{kind.lower()} {{{{ ho_ten }}}} với chi bộ, cấp ủy xem xét kết nạp vào {_PARTY}, với sự tán thành của "
          "{{ nq_doan_the.tan_thanh|cham(6) }} đồng chí, đạt {{ nq_doan_the.ty_le|cham(6) }} % tổng số ủy viên ban "
          "chấp hành; số không tán thành {{ nq_doan_the.khong_tan_thanh|cham(6) }} đồng chí, với lý do: "
          "...................."),
        P("Ban Chấp hành chịu trách nhiệm trước Đảng về lời giới thiệu này."),
        Signatures(right=("T/M BAN CHẤP HÀNH", signs, SEAL), receivers=("Như trên", "Lưu")),
    ))  # fmt: skip


_YOUTH = _body_resolution(
    "4-KNĐ",
    Head(("ĐOÀN TNCS HỒ CHÍ MINH", "{{ to_chuc_doan|cham|hoa }}"), "Số {{ nq_doan_the.so|so('NQ/ĐTN') }}",
         ("ĐOÀN TNCS HỒ CHÍ MINH",), PLACE + ", {{ nq_doan_the.ngay_chu|ngay }}"),
    "{{ to_chuc_doan|cham(40) }}", "Đoàn viên", "đoàn viên ưu tú", "BÍ THƯ",
)  # fmt: skip
_UNION = _body_resolution(
    "4A-KNĐ",
    Head(("CÔNG ĐOÀN CẤP TRÊN", "{{ cong_doan|cham|hoa }}"), "Số {{ nq_doan_the.so|so('NQ/CĐ') }}",
         _STATE, PLACE + ", {{ nq_doan_the.ngay_chu|ngay }}"),
    "{{ cong_doan|cham(40) }}", "Đoàn viên công đoàn", "đoàn viên công đoàn", "CHỦ TỊCH",
)  # fmt: skip

_BRANCH = Sheet("6-KNĐ", (
    branch_head("nq_chi_bo"), Title("NGHỊ QUYẾT", "đề nghị kết nạp đảng viên"), CHARTER,
    P("- {{ chi_bo }} đã họp {{ nq_chi_bo.ngay_hop|ngay }} để xét, đề nghị kết nạp quần chúng **{{ ho_ten }}** vào "
      "Đảng.", italic=True),
    *attendance("nq_chi_bo"),
    P("Sau khi nghe báo cáo và thảo luận, chi bộ thống nhất kết luận về quần chúng **{{ ho_ten }}** như sau:"),
    *_ABOUT,
    P("Những vấn đề về lý lịch:"), Dots(2),
    *MERITS, Dots(6),
    *vote("nq_chi_bo", "Đối chiếu với tiêu chuẩn và điều kiện kết nạp đảng viên, số đảng viên chính thức tán thành kết "
          "nạp quần chúng {{ ho_ten }} vào Đảng", "đảng viên chính thức"),
    P("Chi bộ báo cáo {{ dang_uy_co_so|cham(30) }} xem xét, đề nghị kết nạp quần chúng {{ ho_ten }} vào "
      f"{_PARTY}."),
    branch_signs("{{ dang_uy_co_so|cham(20) }} (để báo cáo)", "Lưu chi bộ"),
))  # fmt: skip

_APPRAISAL = Sheet("7-KNĐ", (
    sectional_head("bc_bo_phan"), Title("BÁO CÁO", "thẩm định nghị quyết của chi bộ về việc kết nạp đảng viên"),
    P("Kính gửi: {{ dang_uy_co_so|cham(50) }}", align="center"),
    P("{{ dang_uy_bo_phan }} đã họp {{ bc_bo_phan.ngay_hop|ngay }} để thẩm định Nghị quyết số {{ nq_chi_bo.so }} ngày "
      "{{ nq_chi_bo.ngay }} của {{ chi_bo }} về việc đề nghị kết nạp quần chúng **{{ ho_ten }}**, sinh ngày "
      "{{ ngay_sinh }}, vào Đảng."),
    P("Tại hội nghị chi bộ có {{ nq_chi_bo.tan_thanh }} trên {{ nq_chi_bo.so_tinh }} đảng viên chính thức được tính "
      "tán thành."),
    P("Kết quả thẩm định (về thủ tục, hồ sơ, tiêu chuẩn, điều kiện):"), Dots(8),
    P("Đảng ủy bộ phận đề nghị {{ dang_uy_co_so|cham(30) }} xem xét, quyết định việc đề nghị kết nạp quần chúng "
      "{{ ho_ten }} vào Đảng."),
    committee_signs("Như trên", "Lưu", body="T/M ĐẢNG ỦY BỘ PHẬN"),
))  # fmt: skip

_BASE = Sheet("8-KNĐ", (
    base_act("nq_co_so", "NQ/ĐU"), Title("NGHỊ QUYẾT", "đề nghị kết nạp đảng viên"), CHARTER,
    P("- Xét Nghị quyết số {{ nq_chi_bo.so }} ngày {{ nq_chi_bo.ngay }} của {{ chi_bo }} về việc đề nghị kết nạp quần "
      "chúng **{{ ho_ten }}** vào Đảng ({{ nq_chi_bo.tan_thanh }} trên {{ nq_chi_bo.so_tinh }} đảng viên chính thức "
      "tán thành);", italic=True),
    If("dang_uy_bo_phan and bc_bo_phan.so", (
        P("- Xét Báo cáo thẩm định số {{ bc_bo_phan.so }} ngày {{ bc_bo_phan.ngay|cham(16) }} của "
          "{{ dang_uy_bo_phan }};", italic=True),)),
    P("{{ dang_uy_co_so }} đã họp {{ nq_co_so.ngay_hop|ngay }}. Tổng số cấp ủy viên: {{ nq_co_so.tong_so|cham(6) }} "
      "đồng chí; có mặt: {{ nq_co_so.co_mat|cham(6) }} đồng chí; vắng mặt: {{ nq_co_so.vang|cham(6) }} đồng chí (lý "
      "do: ....................)."),
    P("Chủ trì hội nghị: đồng chí ................................; thư ký: đồng chí ................................"),
    P("Sau khi thảo luận, đảng ủy thống nhất kết luận về quần chúng **{{ ho_ten }}** như sau:"),
    *_ABOUT, *MERITS, Dots(5),
    *vote("nq_co_so", "Số cấp ủy viên tán thành đề nghị kết nạp quần chúng {{ ho_ten }} vào Đảng", "cấp ủy viên"),
    P("Đề nghị {{ cap_uy_tham_quyen|cham(30) }} xem xét, quyết định kết nạp quần chúng {{ ho_ten }} vào "
      f"{_PARTY}."),
    committee_signs("{{ cap_uy_tham_quyen|cham(20) }}", "Lưu đảng ủy"),
))  # fmt: skip

_DECISION = Sheet("9-KNĐ", (
    head("dang_bo_tren_cap_ket_nap", "cap_uy_ket_nap", numbered("qd_ket_nap", "QĐ/ĐU"), dated("qd_ket_nap")),
    Title("QUYẾT ĐỊNH", "kết nạp đảng viên"), CHARTER,
    P("- Xét Nghị quyết số {{ nq_de_nghi.so }} ngày {{ nq_de_nghi.ngay }} của {{ co_quan_de_nghi }} về việc đề nghị "
      "kết nạp quần chúng **{{ ho_ten }}** vào Đảng,", italic=True),
    P("{{ cap_uy_ket_nap|hoa }} QUYẾT ĐỊNH", align="center", indent=False, bold=True, before=8, after=8),
    P("**Điều 1.** Kết nạp đồng chí **{{ ho_ten }}**"),
    P("Sinh ngày: {{ ngay_sinh }}; giới tính: {{ gioi_tinh|cham(8) }}; dân tộc: {{ dan_toc|cham(12) }}"),
    P("Quê quán: {{ que_quan }}"),
    P("Nghề nghiệp, chức vụ, đơn vị công tác: {{ chuc_vu|cham(50) }}"),
    P(f"vào {_PARTY}; sinh hoạt tại {{{{ chi_bo }}}}; thời gian dự bị là 12 tháng, kể từ ngày chi bộ tổ chức lễ kết "
      f"nạp.",
      indent=False),
    P("**Điều 2.** {{ dang_uy_co_so }}, {{ chi_bo }} và đồng chí có tên ở Điều 1 chịu trách nhiệm thi hành Quyết định "
      "này."),
    committee_signs("Như Điều 2", "Lưu", body="T/M {{ cap_uy_ket_nap|hoa }}"),
))  # fmt: skip


def opinions(code: str, about: str, who: str, ask: str) -> Sheet:
    """5-KNĐ and 12-KNĐ: what the mass organisations and the residence say."""
    return Sheet(code, (
        head("dang_bo_co_so", "chi_bo", "", SOME_DAY),
        Title("TỔNG HỢP Ý KIẾN NHẬN XÉT", about),
        P(f"Ngày ..... tháng ..... năm ........, chi ủy {{{{ chi_bo }}}} đã tổ chức lấy ý kiến nhận xét về {who} "
          "**{{ ho_ten }}**, sinh ngày {{ ngay_sinh }}, nơi cư trú: {{ noi_o }}. Kết quả như sau:"),
        P("1. Ý kiến nhận xét của tổ chức chính trị - xã hội nơi sinh hoạt", bold=True),
        P("Tổng số đại biểu được lấy ý kiến: ........ đồng chí, gồm đại diện: "
          "........................................"),
        P("Ưu điểm:"), Dots(4), P("Khuyết điểm:"), Dots(2),
        P(f"Số đồng ý {ask}: ........ đồng chí, đạt ........ % số được hỏi; số không đồng ý: ........ đồng chí, với lý "
          "do: ........................"),
        P("2. Ý kiến nhận xét của chi ủy (hoặc chi bộ) nơi cư trú", bold=True),
        P("Ưu điểm:"), Dots(3), P("Khuyết điểm:"), Dots(2),
        P(f"Số đồng ý {ask}: ........ đồng chí, đạt ........ % số được hỏi; số không đồng ý: ........ đồng chí, với lý "
          "do: ........................"),
        P("Tổng hợp các ý kiến nhận xét trên, chi ủy báo cáo chi bộ xem xét."),
        Signatures(right=("T/M CHI ỦY", "BÍ THƯ", "(hoặc Phó Bí thư)", SIGN)),
    ))  # fmt: skip


_OPINIONS = opinions("5-KNĐ", "của tổ chức chính trị - xã hội nơi sinh hoạt và chi ủy nơi cư trú đối với người xin vào "
                     "Đảng", "quần chúng", "giới thiệu vào Đảng")  # fmt: skip
SHEETS = (_CERTIFICATE, _APPLICATION, _HISTORY, _INTRODUCTION, _YOUTH, _UNION, _OPINIONS, _BRANCH, _APPRAISAL, _BASE)
SHEETS += (_DECISION,)
