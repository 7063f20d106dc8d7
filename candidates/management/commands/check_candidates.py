from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from candidates.domain.check import deadline_mismatches, mentor_mismatches, mismatches

SHOWN = 20


class Command(BaseCommand):
    help = (
        "So giai đoạn đang lưu của từng quần chúng với các sự việc đã ghi, từng thời hạn đang lưu với quy định, và tìm "
        "việc giúp đỡ còn để mở dù không còn theo dõi người được giúp đỡ; "
        "--repair ghi lại theo sự việc và quy định. Có sai khác thì kết thúc với mã 1."
    )

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true")

    def handle(self, *args, repair: bool, **options):
        stages = self._show(mismatches(repair=repair))
        mentors = self._show(mentor_mismatches(repair=repair))
        deadlines = self._show(deadline_mismatches(repair=repair))
        words = {"stages": stages, "deadlines": deadlines, "mentors": mentors}
        if not stages and not deadlines and not mentors:
            self.stdout.write(_("Không có gì sai khác."))
        elif repair:
            told = _(
                "Đã ghi lại giai đoạn của %(stages)d người và %(deadlines)d thời hạn; "
                "kết thúc %(mentors)d việc giúp đỡ còn để mở."
            )
            self.stdout.write(told % words)
        else:
            told = _(
                "%(stages)d người có giai đoạn không khớp sự việc; %(deadlines)d thời hạn không khớp quy định; "
                "%(mentors)d việc giúp đỡ còn để mở."
            )
            self.stderr.write(told % words)
            raise SystemExit(1)

    def _show(self, found) -> int:
        """Print the first of them; how many there are. Names of people are not printed."""
        count = 0
        for count, each in enumerate(found, start=1):
            if count <= SHOWN:
                self.stdout.write(f"{each.candidate} {each.what}: {each.stored} -> {each.folded}")
        if count > SHOWN:
            self.stdout.write(_("… và %(n)d chỗ nữa.") % {"n": count - SHOWN})
        return count
