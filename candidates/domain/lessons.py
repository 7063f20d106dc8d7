"""The lessons of a class as a list ready to be used, and what is said of where it comes from."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from candidates.models import ClassKind


@dataclass(frozen=True)
class Programme:
    """`verified` is False: the number of lessons was read of, their wording was not compared with the text."""

    lessons: tuple[str, ...]
    source: str
    verified: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lessons)


PROGRAMMES: dict[str, Programme] = {
    ClassKind.AWARENESS: Programme(
        (
            "Khái quát lịch sử Đảng Cộng sản Việt Nam",
            "Cương lĩnh xây dựng đất nước trong thời kỳ quá độ lên chủ nghĩa xã hội",
            "Nội dung cơ bản Điều lệ Đảng Cộng sản Việt Nam",
            "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
            "Phấn đấu trở thành đảng viên Đảng Cộng sản Việt Nam",
        ),
        _("61-HD/BTGTW 16/6/2022: 5 bài, 10 buổi; tên bài chưa kiểm chứng."),
    ),
    ClassKind.NEW_MEMBER: Programme(
        (
            "Chủ nghĩa Mác - Lênin, tư tưởng Hồ Chí Minh – nền tảng tư tưởng của Đảng",
            "Độc lập dân tộc gắn liền với chủ nghĩa xã hội",
            "Phát triển kinh tế thị trường định hướng xã hội chủ nghĩa",
            "Xây dựng văn hóa, con người, quản lý phát triển xã hội",
            "Tăng cường quốc phòng, an ninh; đối ngoại và hội nhập quốc tế",
            "Phát huy sức mạnh đại đoàn kết toàn dân tộc",
            "Xây dựng Nhà nước pháp quyền xã hội chủ nghĩa Việt Nam",
            "Nguyên tắc tổ chức và sinh hoạt đảng; xây dựng, chỉnh đốn Đảng",
            "Xây dựng tổ chức cơ sở đảng và nâng cao chất lượng đảng viên",
            "Đảng viên rèn luyện, học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        ),
        _("Theo thông lệ 10 bài; tên bài chưa kiểm chứng."),
    ),
}
