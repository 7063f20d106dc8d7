from django.core.management.base import BaseCommand, CommandError

from membership.domain.tree_check import differences, mend
from membership.models import Organisation


class Command(BaseCommand):
    help = "Tính lại cây tổ chức từ cấp trên và lịch sử, in những chỗ sai khác. Mã thoát 1 khi còn sai khác."

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="ghi lại đường dẫn và các bản sao theo kết quả tính lại")
        parser.add_argument("--limit", type=int, default=100, help="in nhiều nhất chừng này dòng (mặc định 100)")

    def handle(self, *args, fix, limit, **options):
        if fix:
            self.stdout.write(f"Đã sửa {mend()} dòng.")
        found = 0
        for difference in differences():
            found += 1
            if found <= limit:
                self.stdout.write(f"{difference.code or '–'}: {difference.message}")
        if found > limit:
            self.stdout.write(f"… và {found - limit} chỗ nữa.")
        if found:
            raise CommandError(f"Có {found} chỗ sai khác." + ("" if fix else " Thử lại với --fix."))
        self.stdout.write(self.style.SUCCESS(f"Cây {Organisation.objects.count()} tổ chức không có sai khác."))
