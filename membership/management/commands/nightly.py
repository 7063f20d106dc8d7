from django.core.management.base import BaseCommand, CommandError

from membership.domain.nightly import run_night
from membership.models import JobState


class Command(BaseCommand):
    help = "Làm ngay các việc hằng đêm của hôm nay trong tiến trình này (cho nơi dùng cron thay cho beat)."

    def handle(self, *args, **options):
        jobs = run_night()
        for job in jobs:
            told = job.error or job.result.get("told", "")
            self.stdout.write(f"{job.get_state_display()}: {job.title}{f' – {told}' if told else ''}")
        if failed := [job for job in jobs if job.state == JobState.FAILED]:
            raise CommandError(f"{len(failed)} việc không thành; xem trang Công việc nền.")
