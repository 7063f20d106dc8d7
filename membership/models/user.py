from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from membership.base.columns import BinaryTextField
from membership.models.roles import Action
from membership.models.scope import Reach, ScopedQuerySet, reach_of


class UserQuerySet(ScopedQuerySet):
    view_action = Action.MANAGE_USERS

    def visible_to(self, user, action: str | None = None):
        """Accounts with an assignment, now or ever, in the subtrees the person manages, and one's own."""
        reach = user.reach(action or self.view_action)
        if not reach:
            return self.filter(pk=user.pk)
        if reach.everything:
            return self
        return self.filter(Q(pk=user.pk) | self._assigned_in(reach))

    def inside(self, user):
        reach = user.subtrees()
        return self if reach.everything else self.filter(self._assigned_in(reach))

    def _assigned_in(self, reach: Reach) -> Q:
        Assignment = self.model._meta.apps.get_model("membership", "Assignment")
        held = Assignment.objects.filter(reach.condition("organisation__path"))
        return Q(pk__in=held.values("user_id"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username: str, full_name: str, password: str | None = None, **fields):
        user = self.model(username=self.model.normalize_username(username), full_name=full_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, full_name: str, password: str | None = None, **fields):
        """There is no user above the rules: this account gets its rights by an assignment like any other."""
        return self.create_user(username, full_name, password, **fields)


class User(AbstractBaseUser):
    """A person who works here. Rights come from assignments only; there is no superuser."""

    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    full_name = models.CharField(_("họ và tên"), max_length=120)
    sort_key = BinaryTextField(max_length=120, editable=False, default="")
    email = models.EmailField(_("thư điện tử"), blank=True, default="")
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True, default="")
    wants_mail = models.BooleanField(_("nhận thư nhắc việc"), default=False)
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    must_change_password = models.BooleanField(_("phải đổi mật khẩu"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args, **kwargs):
        from membership.base.text import name_sort_key

        self.sort_key = name_sort_key(self.full_name)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    def current_assignments(self) -> list[tuple[str, str]]:
        """(role, path) of the assignments in force today; read once per request."""
        if not hasattr(self, "_assignments"):
            rows = self.assignments.current().values_list("role", "organisation__path")
            self._assignments = list(rows) if self.is_active and self.pk else []
        return self._assignments

    def subtrees(self) -> Reach:
        """Where the person has any role at all."""
        return self.reach(None)

    def reach(self, action: str | None) -> Reach:
        """Where the person may do `action`."""
        if not hasattr(self, "_reaches"):
            self._reaches = {}
        if action not in self._reaches:
            if not hasattr(self, "_roots"):
                Organisation = self._meta.apps.get_model("membership", "Organisation")
                self._roots = Organisation.objects.filter(parent=None).count()
            self._reaches[action] = reach_of(self.current_assignments(), action, roots=self._roots)
        return self._reaches[action]

    def may(self, action: str, path: str | None = None) -> bool:
        """Whether the person may do `action` in the place of `path`, or anywhere when no place is given."""
        reach = self.reach(action)
        return bool(reach) if path is None else reach.covers(path)

    def forget_reach(self) -> None:
        """After a change of assignments, rights are read anew."""
        for name in ("_assignments", "_reaches", "_roots"):
            self.__dict__.pop(name, None)
