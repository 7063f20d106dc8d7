from django.core.management.base import BaseCommand, CommandError

from membership.domain.member_check import disagreements
from membership.models import PartyMember


class Command(BaseCommand):
    help = "So thời gian sinh hoạt, biến động và tình trạng của từng đảng viên. Mã thoát 1 khi có chỗ không khớp."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=100, help="in nhiều nhất chừng này dòng (mặc định 100)")

    def handle(self, *args, limit, **options):
        found = 0
        for each in disagreements():
            found += 1
            if found <= limit:
                self.stdout.write(f"Đảng viên {each.member}: {each.message}")
        if found > limit:
            self.stdout.write(f"… và {found - limit} chỗ nữa.")
        if found:
            raise CommandError(f"Có {found} chỗ không khớp.")
        count = PartyMember.objects.count()
        self.stdout.write(self.style.SUCCESS(f"Sổ của {count} đảng viên khớp với biến động đã ghi."))
