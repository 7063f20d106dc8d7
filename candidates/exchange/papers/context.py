"""All that a paper may say, as plain texts already written the Vietnamese way. An empty text means: not known.

The names of the values in templates are listed for administrators in docs/user-guide/mau-giay-to.md, which a test
compares with this file.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from candidates.exchange.papers.values import group, rows, schema_of, text

_DAY = "05/06/2026"
_DAY_IN_WORDS = "ngày 05 tháng 6 năm 2026"


@dataclass(frozen=True, kw_only=True)
class Act:
    """A resolution, a report or a decision, with the vote it rests on."""

    number: str = text("so", _("Số văn bản"), "12-NQ/CB")
    day: str = text("ngay", _("Ngày văn bản"), _DAY)
    day_in_words: str = text("ngay_chu", _("Ngày văn bản, viết đủ"), _DAY_IN_WORDS)
    meeting: str = text("ngay_hop", _("Ngày họp, viết đủ"), _DAY_IN_WORDS)
    members: str = text("tong_so", _("Tổng số đảng viên chính thức, hoặc cấp ủy viên"), "15")
    counted: str = text("so_tinh", _("Số người được tính khi biểu quyết"), "14")
    present: str = text("co_mat", _("Có mặt"), "14")
    absent: str = text("vang", _("Vắng mặt"), "1")
    in_favour: str = text("tan_thanh", _("Số người tán thành"), "14")
    in_favour_in_words: str = text("tan_thanh_chu", _("Số người tán thành, viết bằng chữ"), "mười bốn")
    against: str = text("khong_tan_thanh", _("Số người không tán thành"), "0")
    against_in_words: str = text("khong_tan_thanh_chu", _("Số người không tán thành, viết bằng chữ"), "không")
    share: str = text("ty_le", _("Tỷ lệ tán thành trên số người được tính, phần trăm"), "100")


@dataclass(frozen=True, kw_only=True)
class Helper:
    """An official member who helps or introduces."""

    name: str = text("ho_ten", _("Họ và tên"), "Lê Thị Bình")
    position: str = text("chuc_vu", _("Chức vụ, đơn vị công tác"), "Phó Bí thư Chi bộ")
    born_on: str = text("ngay_sinh", _("Ngày sinh"), "02/03/1980")
    joined_on: str = text("ngay_vao_dang", _("Ngày vào Đảng"), "03/02/2010")
    official_on: str = text("ngay_chinh_thuc", _("Ngày chính thức"), "03/02/2011")
    branch: str = text("chi_bo", _("Chi bộ đang sinh hoạt"), "Chi bộ thôn Đông")
    since: str = text("tu_ngay", _("Được phân công, ký giấy từ ngày"), _DAY)
    together_since: str = text("cung_noi_tu", _("Cùng công tác, học tập, cư trú từ ngày"), "01/01/2024")


@dataclass(frozen=True, kw_only=True)
class Relative:
    """A person whose history is verified."""

    relation: str = text("quan_he", _("Quan hệ"), "cha đẻ")
    name: str = text("ho_ten", _("Họ và tên"), "Nguyễn Văn Bảy")
    place: str = text("noi", _("Nơi thẩm tra"), "xã Phú Bình, tỉnh Thái Nguyên")
    result: str = text("ket_qua", _("Kết quả"), "không có vấn đề")
    note: str = text("ghi_chu", _("Nội dung cần lưu ý"), "")


@dataclass(frozen=True, kw_only=True)
class Request:
    """One letter to one place, with those it asks about."""

    number: str = text("so", _("Số công văn, giấy giới thiệu"), "07-CV/ĐU")
    day_in_words: str = text("ngay_chu", _("Ngày gửi, viết đủ"), _DAY_IN_WORDS)
    recipient: str = text("noi_nhan", _("Nơi nhận: cấp ủy nơi thẩm tra"), "xã Phú Bình, tỉnh Thái Nguyên")
    relatives: tuple[Relative, ...] = rows("nguoi", _("Những người cần thẩm tra"), Relative)


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A line of the dossier's table of contents."""

    position: str = text("stt", _("Số thứ tự"), "1")
    code: str = text("ma", _("Mã mẫu"), "1-KNĐ")
    title: str = text("ten", _("Tên giấy tờ"), "Đơn xin vào Đảng")
    number: str = text("so", _("Số văn bản"), "12-NQ/CB")
    day: str = text("ngay", _("Ngày ký"), _DAY)
    valid_until: str = text("gia_tri_den", _("Còn giá trị đến"), "05/06/2027")
    state: str = text("tinh_trang", _("Tình trạng: có, hết giá trị, chưa có"), "còn giá trị")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A person's line on a list."""

    position: str = text("stt", _("Số thứ tự"), "1")
    name: str = text("ho_ten", _("Họ và tên"), "Nguyễn Văn An")
    sex: str = text("gioi_tinh", _("Giới tính"), "Nam")
    born_on: str = text("ngay_sinh", _("Ngày sinh"), "05/06/1999")
    ethnic_group: str = text("dan_toc", _("Dân tộc"), "Kinh")
    religion: str = text("ton_giao", _("Tôn giáo"), "Không")
    hometown: str = text("que_quan", _("Quê quán"), "xã Yên Sơn, tỉnh Tuyên Quang")
    residence: str = text("noi_o", _("Nơi cư trú"), "thôn Đông, xã Yên Sơn, tỉnh Tuyên Quang")
    general_education: str = text("trinh_do_gdpt", _("Giáo dục phổ thông"), "12/12")
    degree: str = text("trinh_do_chuyen_mon", _("Chuyên môn"), "Đại học")
    political_theory: str = text("ly_luan_chinh_tri", _("Lý luận chính trị"), "Sơ cấp")
    occupation: str = text("nghe_nghiep", _("Nghề nghiệp"), "Giáo viên")
    position_held: str = text("chuc_vu", _("Chức vụ, đơn vị công tác"), "Giáo viên Trường Tiểu học Yên Sơn")
    branch: str = text("chi_bo", _("Chi bộ"), "Chi bộ thôn Đông")
    resolution: str = text("so_nq_chi_bo", _("Số nghị quyết của chi bộ"), "12-NQ/CB")
    resolution_day: str = text("ngay_nq_chi_bo", _("Ngày nghị quyết của chi bộ"), _DAY)
    vote: str = text("bieu_quyet", _("Tán thành trên số được tính ở chi bộ"), "14/14")
    certificate: str = text("so_gcn", _("Số giấy chứng nhận lớp nhận thức"), "123/GCN")
    note: str = text("ghi_chu", _("Ghi chú"), "")


@dataclass(frozen=True, kw_only=True)
class Learner:
    """A person's line in the papers of a class. b1 to b10: the marks at the meetings of one page of the roll."""

    position: str = text("stt", _("Số thứ tự"), "1")
    name: str = text("ho_ten", _("Họ và tên"), "Nguyễn Văn An")
    born_on: str = text("ngay_sinh", _("Ngày sinh, hoặc năm sinh"), "05/06/1999")
    hometown: str = text("que_quan", _("Quê quán"), "xã Yên Sơn, tỉnh Tuyên Quang")
    residence: str = text("noi_o", _("Nơi cư trú"), "thôn Đông, xã Yên Sơn, tỉnh Tuyên Quang")
    position_held: str = text("chuc_vu", _("Chức vụ, đơn vị công tác"), "Giáo viên Trường Tiểu học Yên Sơn")
    branch: str = text("chi_bo", _("Chi bộ"), "Chi bộ thôn Đông")
    attended: str = text("so_buoi", _("Số buổi có mặt trên số buổi đã điểm danh"), "9/10")
    essay: str = text("diem", _("Điểm bài thu hoạch"), "8,5")
    grade: str = text("xep_loai", _("Xếp loại"), "Khá")
    result: str = text("ket_qua", _("Kết quả: hoàn thành, không hoàn thành"), "hoàn thành")
    reason: str = text("ly_do", _("Lý do không hoàn thành"), "")
    certificate: str = text("so_gcn", _("Số giấy chứng nhận"), "123/GCN")
    certificate_day: str = text("ngay_gcn", _("Ngày cấp giấy chứng nhận"), "20/03/2026")
    certificate_in_words: str = text("ngay_gcn_chu", _("Ngày cấp, viết đủ"), "ngày 20 tháng 3 năm 2026")
    certificate_until: str = text("gia_tri_den", _("Giấy chứng nhận có giá trị đến"), "20/03/2031")
    b1: str = text("b1", _("Điểm danh buổi 1 của trang"), "x")
    b2: str = text("b2", _("Điểm danh buổi 2 của trang"), "x")
    b3: str = text("b3", _("Điểm danh buổi 3 của trang"), "P")
    b4: str = text("b4", _("Điểm danh buổi 4 của trang"), "x")
    b5: str = text("b5", _("Điểm danh buổi 5 của trang"), "v")
    b6: str = text("b6", _("Điểm danh buổi 6 của trang"), "")
    b7: str = text("b7", _("Điểm danh buổi 7 của trang"), "")
    b8: str = text("b8", _("Điểm danh buổi 8 của trang"), "")
    b9: str = text("b9", _("Điểm danh buổi 9 của trang"), "")
    b10: str = text("b10", _("Điểm danh buổi 10 của trang"), "")


@dataclass(frozen=True, kw_only=True)
class RollPage:
    """As many meetings as fit on a page, and the learners with their marks at them."""

    b1: str = text("b1", _("Ngày buổi 1 của trang"), "08/03")
    b2: str = text("b2", _("Ngày buổi 2 của trang"), "15/03")
    b3: str = text("b3", _("Ngày buổi 3 của trang"), "22/03")
    b4: str = text("b4", _("Ngày buổi 4 của trang"), "29/03")
    b5: str = text("b5", _("Ngày buổi 5 của trang"), "05/04")
    b6: str = text("b6", _("Ngày buổi 6 của trang"), "")
    b7: str = text("b7", _("Ngày buổi 7 của trang"), "")
    b8: str = text("b8", _("Ngày buổi 8 của trang"), "")
    b9: str = text("b9", _("Ngày buổi 9 của trang"), "")
    b10: str = text("b10", _("Ngày buổi 10 của trang"), "")
    learners: tuple[Learner, ...] = rows("hoc_vien", _("Học viên và điểm danh của trang"), Learner)


@dataclass(frozen=True, kw_only=True)
class PaperContext:
    full_name: str = text("ho_ten", _("Họ và tên"), "Nguyễn Văn An")
    sex: str = text("gioi_tinh", _("Giới tính"), "Nam")
    born_on: str = text("ngay_sinh", _("Ngày sinh (hoặc tháng, năm sinh)"), "05/06/1999")
    born_in_words: str = text("ngay_sinh_chu", _("Ngày sinh, viết đủ"), "ngày 05 tháng 6 năm 1999")
    ethnic_group: str = text("dan_toc", _("Dân tộc"), "Kinh")
    religion: str = text("ton_giao", _("Tôn giáo"), "Không")
    hometown: str = text("que_quan", _("Quê quán"), "xã Yên Sơn, tỉnh Tuyên Quang")
    residence: str = text("noi_o", _("Nơi cư trú"), "thôn Đông, xã Yên Sơn, tỉnh Tuyên Quang")
    general_education: str = text("trinh_do_gdpt", _("Trình độ giáo dục phổ thông"), "12/12")
    degree: str = text("trinh_do_chuyen_mon", _("Trình độ chuyên môn"), "Đại học")
    political_theory: str = text("ly_luan_chinh_tri", _("Lý luận chính trị"), "Sơ cấp")
    occupation: str = text("nghe_nghiep", _("Nghề nghiệp"), "Giáo viên")
    position: str = text("chuc_vu", _("Chức vụ, đơn vị công tác"), "Giáo viên Trường Tiểu học Yên Sơn")
    youth_union: str = text("doan_vien", _("Là đoàn viên Đoàn Thanh niên: có, không"), "có")
    stage: str = text("giai_doan", _("Giai đoạn hiện nay"), "đang làm hồ sơ")

    branch: str = text("chi_bo", _("Chi bộ"), "Chi bộ thôn Đông")
    sectional_committee: str = text("dang_uy_bo_phan", _("Đảng ủy bộ phận, nếu có"), "Đảng ủy bộ phận Khu Đông")
    base_committee: str = text("dang_uy_co_so", _("Cấp ủy cơ sở"), "Đảng ủy xã Yên Sơn")
    base_organisation: str = text("dang_bo_co_so", _("Tổ chức cơ sở đảng"), "Đảng bộ xã Yên Sơn")
    above_base: str = text("cap_tren_cua_co_so", _("Đảng bộ cấp trên của cấp ủy cơ sở"), "Đảng bộ tỉnh Tuyên Quang")
    authority: str = text("cap_uy_tham_quyen", _("Cấp ủy có thẩm quyền quyết định"), "Đảng ủy xã Yên Sơn")
    authority_parent: str = text(
        "dang_bo_cap_tren", _("Đảng bộ cấp trên của cấp ủy có thẩm quyền"), "Đảng bộ tỉnh Tuyên Quang"
    )
    admitting: str = text("cap_uy_ket_nap", _("Cấp ủy quyết định kết nạp"), "Đảng ủy xã Yên Sơn")
    admitting_parent: str = text(
        "dang_bo_tren_cap_ket_nap", _("Đảng bộ cấp trên của cấp ủy quyết định kết nạp"), "Đảng bộ tỉnh Tuyên Quang"
    )
    place: str = text("dia_danh", _("Địa danh ghi trước ngày tháng"), "Yên Sơn")
    today: str = text("ngay_in", _("Ngày in, viết đủ"), "ngày 20 tháng 11 năm 2026")

    class_name: str = text("ten_lop", _("Tên lớp bồi dưỡng nhận thức"), "Lớp bồi dưỡng nhận thức về Đảng khóa II")
    class_from: str = text("lop_tu_ngay", _("Lớp mở từ ngày"), "10/03/2026")
    class_to: str = text("lop_den_ngay", _("Lớp bế giảng ngày"), "14/03/2026")
    training_centre: str = text("noi_mo_lop", _("Nơi mở lớp"), "Trung tâm chính trị xã Yên Sơn")
    grade: str = text("xep_loai", _("Xếp loại"), "Khá")
    certificate_number: str = text("so_gcn", _("Số giấy chứng nhận lớp nhận thức"), "123/GCN")
    certificate_day: str = text("ngay_gcn", _("Ngày cấp giấy chứng nhận"), "20/03/2026")
    application_day: str = text("ngay_don", _("Ngày trên đơn xin vào Đảng"), "02/04/2026")
    history_day: str = text("ngay_ly_lich", _("Ngày trên lý lịch"), "05/04/2026")

    helped_since: str = text("giup_do_tu_ngay", _("Được giúp đỡ từ ngày"), "05/09/2025")
    mentors: tuple[Helper, ...] = rows("nguoi_giup_do", _("Đảng viên giúp đỡ người vào Đảng"), Helper)
    probation_mentors: tuple[Helper, ...] = rows("nguoi_giup_do_du_bi", _("Người giúp đỡ đảng viên dự bị"), Helper)
    introducers: tuple[Helper, ...] = rows("nguoi_gioi_thieu", _("Đảng viên giới thiệu"), Helper)
    youth_body: str = text("to_chuc_doan", _("Đoàn cơ sở giới thiệu"), "Đoàn xã Yên Sơn")
    trade_union_body: str = text("cong_doan", _("Công đoàn cơ sở giới thiệu"), "Công đoàn Trường Tiểu học Yên Sơn")

    recognition: Act = group("nq_cam_tinh", _("Nghị quyết công nhận cảm tình Đảng"), Act)
    body_resolution: Act = group("nq_doan_the", _("Nghị quyết giới thiệu của Đoàn, Công đoàn"), Act)
    branch_resolution: Act = group("nq_chi_bo", _("Nghị quyết chi bộ đề nghị kết nạp"), Act)
    sectional_report: Act = group("bc_bo_phan", _("Báo cáo thẩm định của đảng ủy bộ phận"), Act)
    base_resolution: Act = group("nq_co_so", _("Nghị quyết đảng ủy cơ sở đề nghị kết nạp"), Act)
    proposal: Act = group("nq_de_nghi", _("Nghị quyết mà quyết định kết nạp căn cứ vào"), Act)
    proposed_by: str = text("co_quan_de_nghi", _("Nơi ra nghị quyết ấy"), "Đảng ủy xã Yên Sơn")
    admission: Act = group("qd_ket_nap", _("Quyết định kết nạp"), Act)
    ceremony_day: str = text("ngay_ket_nap", _("Ngày kết nạp (ngày làm lễ)"), "30/06/2026")
    ceremony_in_words: str = text("ngay_ket_nap_chu", _("Ngày kết nạp, viết đủ"), "ngày 30 tháng 6 năm 2026")
    probation_ends: str = text("ngay_het_du_bi", _("Ngày hết 12 tháng dự bị"), "30/06/2027")
    probation_ends_in_words: str = text("ngay_het_du_bi_chu", _("Ngày hết dự bị, viết đủ"), "ngày 30 tháng 6 năm 2027")
    branch_official: Act = group("nq_chi_bo_ct", _("Nghị quyết chi bộ đề nghị công nhận chính thức"), Act)
    sectional_official: Act = group("bc_bo_phan_ct", _("Báo cáo thẩm định của đảng ủy bộ phận (chính thức)"), Act)
    base_official: Act = group("nq_co_so_ct", _("Nghị quyết đảng ủy cơ sở đề nghị công nhận"), Act)
    proposal_official: Act = group("nq_de_nghi_ct", _("Nghị quyết mà quyết định công nhận căn cứ vào"), Act)
    official_proposed_by: str = text("co_quan_de_nghi_ct", _("Nơi ra nghị quyết ấy"), "Đảng ủy xã Yên Sơn")
    official: Act = group("qd_chinh_thuc", _("Quyết định công nhận đảng viên chính thức"), Act)
    strike_off: Act = group("qd_xoa_ten", _("Quyết định xóa tên đảng viên dự bị"), Act)

    relatives: tuple[Relative, ...] = rows("than_nhan", _("Những người phải thẩm tra"), Relative)
    requests: tuple[Request, ...] = rows("tham_tra", _("Công văn, giấy giới thiệu đi thẩm tra"), Request)
    moves_to: str = text("noi_den", _("Nơi chuyển đến"), "Đảng ủy phường Minh Xuân, tỉnh Tuyên Quang")
    move_form: str = text("mau_chuyen", _("Mã mẫu giấy chuyển đi"), "GCN-GĐ")
    moves_on: str = text("ngay_chuyen", _("Ngày giới thiệu chuyển đi"), _DAY)
    move_letter: str = text("so_giay_chuyen", _("Số giấy, công văn chuyển đi"), "09-CV/ĐU")
    move_letter_in_words: str = text("ngay_chuyen_chu", _("Ngày giới thiệu chuyển đi, viết đủ"), _DAY_IN_WORDS)
    move_reason: str = text("ly_do_chuyen", _("Lý do chuyển"), "chuyển nơi công tác")

    dossier: tuple[Filed, ...] = rows("ho_so", _("Mục lục hồ sơ"), Filed)
    people: tuple[Row, ...] = rows("danh_sach", _("Danh sách nhiều người"), Row)
    people_count: str = text("so_nguoi", _("Số người trong danh sách"), "3")
    people_count_in_words: str = text("so_nguoi_chu", _("Số người trong danh sách, bằng chữ"), "ba")

    class_code: str = text("ky_hieu_lop", _("Ký hiệu lớp"), "NT-02/2026")
    class_kind: str = text("loai_lop", _("Loại lớp"), "bồi dưỡng nhận thức về Đảng")
    class_result: Act = group("qd_ket_qua", _("Quyết định công nhận kết quả lớp"), Act)
    learners: tuple[Learner, ...] = rows("hoc_vien", _("Học viên của lớp"), Learner)
    passed: tuple[Learner, ...] = rows("hoc_vien_dat", _("Học viên hoàn thành lớp"), Learner)
    roll_pages: tuple[RollPage, ...] = rows("trang_diem_danh", _("Trang điểm danh, mười buổi một trang"), RollPage)
    learners_count: str = text("so_hoc_vien", _("Số học viên"), "54")
    passed_count: str = text("so_hoan_thanh", _("Số học viên hoàn thành"), "50")
    passed_count_in_words: str = text("so_hoan_thanh_chu", _("Số học viên hoàn thành, bằng chữ"), "năm mươi")


SCHEMA = schema_of(PaperContext)
