from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from candidates.domain.check import mismatches


class Command(BaseCommand):
    help = "So giai đoạn đang lưu của từng quần chúng với các sự việc đã ghi; --repair ghi lại theo sự việc."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true")

    def handle(self, *args, repair: bool, **options):
        found = 0
        for mismatch in mismatches(repair=repair):
            found += 1
            self.stdout.write(f"{mismatch.candidate} {mismatch.name}: {mismatch.stored} -> {mismatch.folded}")
        if found and not repair:
            self.stderr.write(_("%(n)d người có giai đoạn không khớp với sự việc.") % {"n": found})
            raise SystemExit(1)
        self.stdout.write(_("Không có gì sai khác.") if not found else _("Đã ghi lại %(n)d người.") % {"n": found})
