"""The two numbers of the Party Charter that this app counts with, each with the article it stands in.

The procedure (candidates/procedure) knows the whole law as data, but this app stands below it and may not import it.
The Charter of the XIth Congress (19/01/2011) is still in force; a regulation that implements it cannot change these.
"""

from dataclasses import dataclass

CHARTER = "Điều lệ Đảng Cộng sản Việt Nam (Đại hội XI thông qua ngày 19/01/2011)"


@dataclass(frozen=True)
class CharterTerm:
    """A length in calendar months, and the article that sets it."""

    months: int
    article: str
    source: str = CHARTER


# "Người được kết nạp vào Đảng phải trải qua thời kỳ dự bị mười hai tháng, tính từ ngày chi bộ làm lễ kết nạp."
PROBATION = CharterTerm(12, "Điều 5 khoản 1")
# "Công dân Việt Nam từ mười tám tuổi trở lên"; the implementing regulations count it to the month.
ADULT = CharterTerm(18 * 12, "Điều 1 khoản 2")

PROBATION_MONTHS = PROBATION.months
ADULT_MONTHS = ADULT.months
