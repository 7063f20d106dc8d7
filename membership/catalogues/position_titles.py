"""Titles held in a thôn, bản, tổ dân phố that the software knows from the start; the administrator keeps the rest.

The five titles with a share to reach in Tuyên Quang (article of 2023): trưởng ban công tác mặt trận, chi hội trưởng phụ nữ,
nông dân, cựu chiến binh, bí thư chi đoàn. The others are those named among learners of Mường Nhé (2016). No national
catalogue of these titles was found, so all of them are "chưa kiểm chứng".
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class DeclaredTitle:
    """`aliases`: how offices write it in lists."""

    code: str
    name: str
    short: str
    aliases: tuple[str, ...] = ()
    verified: bool = False


POSITION_TITLES: tuple[DeclaredTitle, ...] = (
    DeclaredTitle(
        "front_head", "Trưởng ban công tác mặt trận", "Trưởng ban CTMT",
        ("TB CTMT", "Trưởng ban mặt trận", "Trưởng ban công tác mặt trận thôn", "Trưởng ban công tác mặt trận khu dân cư",
         "Trưởng ban công tác mặt trận Tổ quốc", "Trưởng BCTMT"),
    ),
    DeclaredTitle(
        "women_head", "Chi hội trưởng phụ nữ", "CHT phụ nữ",
        ("Chi hội trưởng hội phụ nữ", "Chi hội trưởng chi hội phụ nữ", "Chi hội trưởng PN", "CHT PN"),
    ),
    DeclaredTitle(
        "farmers_head", "Chi hội trưởng nông dân", "CHT nông dân",
        ("Chi hội trưởng hội nông dân", "Chi hội trưởng chi hội nông dân", "Chi hội trưởng ND", "CHT ND"),
    ),
    DeclaredTitle(
        "veterans_head", "Chi hội trưởng cựu chiến binh", "CHT CCB",
        ("Chi hội trưởng hội cựu chiến binh", "Chi hội trưởng chi hội cựu chiến binh", "Chi hội trưởng CCB",
         "CHT cựu chiến binh"),
    ),
    DeclaredTitle(
        "youth_secretary", "Bí thư chi đoàn", "BT chi đoàn",
        ("Bí thư chi đoàn thanh niên", "Bí thư chi đoàn thôn", "Bí thư đoàn thanh niên thôn", "BTCĐ"),
    ),
    DeclaredTitle(
        "village_head", "Trưởng thôn, bản; tổ trưởng tổ dân phố", "Trưởng thôn, TDP",
        ("Trưởng thôn", "Trưởng bản", "Trưởng xóm", "Trưởng ấp", "Trưởng buôn", "Trưởng làng", "Trưởng khu phố",
         "Trưởng khu vực", "Tổ trưởng tổ dân phố", "Tổ trưởng TDP", "Tổ trưởng dân phố", "Tổ trưởng"),
    ),
    DeclaredTitle(
        "security_team", "Công an viên; tổ bảo vệ an ninh, trật tự", "Công an viên",
        ("Tổ bảo vệ an ninh trật tự", "Tổ trưởng tổ bảo vệ an ninh trật tự", "Tổ bảo vệ ANTT", "Công an thôn",
         "Tổ trưởng tổ bảo vệ ANTT", "Tổ an ninh"),
    ),
    DeclaredTitle(
        "militia_head", "Thôn đội trưởng", "Thôn đội trưởng",
        ("Khẩu đội trưởng", "Bản đội trưởng", "Ấp đội trưởng", "Tổ đội trưởng", "Trung đội trưởng dân quân thôn",
         "Tiểu đội trưởng dân quân"),
    ),
    DeclaredTitle(
        "health_worker", "Nhân viên y tế thôn, bản", "Y tế thôn",
        ("Y tế bản", "Nhân viên y tế thôn", "Nhân viên y tế bản", "Y tế thôn bản", "Cộng tác viên y tế"),
    ),
)  # fmt: skip
