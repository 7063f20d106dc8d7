"""How long a handover of a member between two branches may take.

The procedure (candidates/procedure) declares the same terms for people with a dossier; this app stands below it.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from membership.base.working_days import WorkCalendar, add_working_days


@dataclass(frozen=True)
class HandoverTerm:
    """Working days from the day of the letter. `verified`: the text itself was read."""

    code: str
    label: str
    working_days: int
    source: str
    verified: bool = False

    def due(self, offered_on: date, calendar: WorkCalendar) -> date:
        return add_working_days(offered_on, self.working_days, calendar)


SOURCE = "24-QĐ/TW 30/7/2021, mục 6.3; 06-HD/TW 2025"
PRESENT = HandoverTerm("present_letter", _("Nộp giấy giới thiệu ở nơi mới"), 30, SOURCE)
COMPLETE = HandoverTerm("transfer", _("Chuyển sinh hoạt chính thức xong"), 60, SOURCE)
