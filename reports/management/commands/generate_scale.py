"""Fill an empty database with made-up data of a commune, a province or the nation, to measure on."""

from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from membership.base.numbers import format_integer
from membership.domain.errors import Refused
from reports.demo.scale import SCALES, generate


class Command(BaseCommand):
    help = "Ghi dữ liệu giả định cỡ lớn vào một cơ sở dữ liệu trống để đo tốc độ."

    def add_arguments(self, parser):
        parser.add_argument("--scale", choices=tuple(SCALES), required=True, help="Cỡ: một xã, một tỉnh, cả nước.")
        parser.add_argument(
            "--seed", type=int, default=1, help="Cùng một số cho cùng một dữ liệu (trong cùng một ngày)."
        )

    def handle(self, *, scale, seed, **options):
        begun = monotonic()
        try:
            counts = generate(SCALES[scale], seed=seed, today=timezone.localdate(), say=self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        for table, count in counts.items():
            self.stdout.write(f"  {table:<28} {format_integer(count):>12}")
        self.stdout.write(_("Xong trong %(seconds)d giây.") % {"seconds": round(monotonic() - begun)})
