import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from membership.domain.errors import Refused
from membership.domain.tree import find_organisation
from membership.domain.users import open_account
from membership.models import RoleCode


class Command(BaseCommand):
    help = "Mở một tài khoản kèm vai trò đầu tiên, ví dụ cho người quản trị đầu tiên. In mật khẩu dùng một lần."

    def add_arguments(self, parser):
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("--name", required=True, help="họ và tên")
        parser.add_argument("--role", required=True, choices=RoleCode.values, help="vai trò")
        parser.add_argument("--organisation", required=True, metavar="CODE", help="mã tổ chức")
        parser.add_argument("--password-stdin", action="store_true", help="đọc mật khẩu từ đầu vào thay vì tạo mới")

    def handle(self, *args, username, name, role, organisation, password_stdin, **options):
        place = find_organisation(organisation)
        if place is None:
            raise CommandError(f"Không thấy tổ chức có mã “{organisation}”.")
        password = None
        if password_stdin:
            password = sys.stdin.readline().rstrip("\r\n")
            try:
                validate_password(password)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        try:
            user, shown = open_account(
                by=None, username=username, full_name=name, role=role, organisation=place, password=password
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Đã mở tài khoản {user.username} ({user.full_name}), {RoleCode(role).label} – {place.name}.")
        if password is None:
            self.stdout.write(f"Mật khẩu dùng một lần: {shown}")
