from django.core.management.base import BaseCommand, CommandError

from membership.domain.unit_check import differences, mend
from membership.models import ResidentialUnit


class Command(BaseCommand):
    help = "So tình trạng của từng thôn, bản với các lần xác nhận, in những chỗ sai khác. Mã thoát 1 khi còn."

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="ghi lại tình trạng theo lần xác nhận cuối")
        parser.add_argument("--limit", type=int, default=100, help="in nhiều nhất chừng này dòng (mặc định 100)")

    def handle(self, *args, fix, limit, **options):
        if fix:
            self.stdout.write(f"Đã sửa {mend()} đơn vị.")
        found = 0
        for difference in differences():
            found += 1
            if found <= limit:
                self.stdout.write(f"{difference.code or '–'}: {difference.message}")
        if found > limit:
            self.stdout.write(f"… và {found - limit} chỗ nữa.")
        if found:
            raise CommandError(f"Có {found} chỗ sai khác." + ("" if fix else " Thử lại với --fix."))
        self.stdout.write(self.style.SUCCESS(f"{ResidentialUnit.objects.count()} đơn vị dân cư không có sai khác."))
