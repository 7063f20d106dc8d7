"""How to reach a person: the address for mail, and whether mail is wanted."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from membership.base.text import normalise
from membership.domain.activity import record
from membership.domain.errors import Refused, Stale
from membership.models import User


def contact_problems(user: User) -> dict[str, list[str]]:
    """What is wrong with the address: field -> sentences."""
    try:
        if user.email:
            validate_email(user.email)
        elif user.wants_mail:
            return {"email": [_("Muốn nhận thư nhắc việc thì cần ghi địa chỉ thư điện tử.")]}
    except ValidationError as error:
        return {"email": error.messages}
    return {}


@transaction.atomic
def change_own_contact(*, by: User, email: str, phone: str, wants_mail: bool, version: int) -> User:
    """One's own address and telephone, and whether the nightly mail is wanted."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if user.version != version:
        raise Stale(_("Tài khoản này vừa được sửa ở nơi khác. Hãy mở lại trang rồi làm lại."))
    user.email, user.phone, user.wants_mail = normalise(email), normalise(phone), wants_mail
    problems = contact_problems(user)
    if len(user.phone) > (limit := User._meta.get_field("phone").max_length):
        problems["phone"] = [_("Nội dung dài quá %(limit)d chữ.") % {"limit": limit}]
    if problems:
        raise Refused(messages=problems)
    user.version += 1
    user.save(update_fields=["email", "phone", "wants_mail", "version"])
    record("user.contact_changed", by=by, subject=user, wants_mail=wants_mail)
    return user
