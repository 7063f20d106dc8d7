from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from candidates.domain.check import deadline_mismatches, mismatches

SHOWN = 20


class Command(BaseCommand):
    help = (
        "So giai đoạn đang lưu của từng quần chúng với các sự việc đã ghi, và từng thời hạn đang lưu với quy định; "
        "--repair ghi lại theo sự việc và quy định. Có sai khác thì kết thúc với mã 1."
    )

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true")

    def handle(self, *args, repair: bool, **options):
        stages = self._show(mismatches(repair=repair))
        deadlines = self._show(deadline_mismatches(repair=repair))
        words = {"stages": stages, "deadlines": deadlines}
        if not stages and not deadlines:
            self.stdout.write(_("Không có gì sai khác."))
        elif repair:
            self.stdout.write(_("Đã ghi lại giai đoạn của %(stages)d người và %(deadlines)d thời hạn.") % words)
        else:
            told = _("%(stages)d người có giai đoạn không khớp sự việc; %(deadlines)d thời hạn không khớp quy định.")
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
