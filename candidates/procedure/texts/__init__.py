"""The legal texts in the order they came into force, and which of them holds on a day."""

from datetime import date

from django.utils.translation import gettext as _

from candidates.procedure.schema import Procedure
from candidates.procedure.texts import qd20_2026, qd24_2021, qd208_2026, qd232_2025, qd294_2025
from membership.base.dates import format_date

PROCEDURES: tuple[Procedure, ...] = (
    qd24_2021.PROCEDURE,
    qd232_2025.PROCEDURE,
    qd294_2025.PROCEDURE,
    qd20_2026.PROCEDURE,
    qd208_2026.PROCEDURE,
)


class NoRulesKnown(LookupError):
    """No declared text was in force on the day; its text is a sentence for the person who asked."""


def procedure_on(day: date) -> Procedure:
    """The rules by which something that happens on a day is judged; a day without any is said, not guessed."""
    for procedure in PROCEDURES:
        if procedure.text.covers(day):
            return procedure
    raise NoRulesKnown(
        _("Phần mềm chưa có quy định có hiệu lực ngày %(day)s; sớm nhất là từ ngày %(first)s.")
        % {"day": format_date(day), "first": format_date(PROCEDURES[0].text.in_force_from)}
    )


__all__ = ["PROCEDURES", "NoRulesKnown", "procedure_on"]
