"""Load invented people on a public tree, so that every screen has something to say."""

from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from membership.domain.errors import Refused
from reports.demo.loader import ACCOUNTS, DEMOS, load


class Command(BaseCommand):
    help = "Nạp dữ liệu mẫu (người không có thật) vào một cơ sở dữ liệu trống."

    def add_arguments(self, parser):
        parser.add_argument("demo", choices=sorted(DEMOS), help="Mã của dữ liệu mẫu, ví dụ can-tho-2011.")

    def handle(self, *, demo, **options):
        begun = monotonic()
        try:
            loaded = load(demo, say=self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if not loaded:
            self.stdout.write(_("Dữ liệu mẫu %(demo)s đã có sẵn, không thay đổi gì.") % {"demo": demo})
            return
        seconds = round(monotonic() - begun)
        self.stdout.write(_("Đã nạp dữ liệu mẫu %(demo)s trong %(seconds)d giây.") % {"demo": demo, "seconds": seconds})
        if not options["verbosity"]:  # serve says it after the address
            return
        self.stdout.write(_("Tài khoản dùng thử (ai cũng biết mật khẩu này, nên không nhập dữ liệu thật vào đây):"))
        for account in ACCOUNTS[demo]:
            self.stdout.write(f"  {account.username:<16} {account.password:<20} {account.purpose}")
