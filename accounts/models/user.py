"""Members who sign in, by e-mail address."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account: a member of organisations, or an administrator of the portal (``is_superuser``)."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)
    session_generation = models.PositiveIntegerField(default=1, editable=False)

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["email"]

    def __str__(self):
        return self.name or self.email

    def save(self, *args, **kwargs):
        """Keeps allauth's record of the address, verified: an invitation went there, or an administrator typed it."""
        self.email = self.email.lower()
        is_new, fields = self._state.adding, kwargs.get("update_fields")
        super().save(*args, **kwargs)
        if is_new:
            self.emailaddress_set.create(email=self.email, primary=True, verified=True)
        elif fields is None or "email" in fields:
            others = self.emailaddress_set.filter(primary=True).exclude(email=self.email)
            others.update(email=self.email, verified=True)

    def _get_session_auth_hash(self, secret=None):
        """Django's seal of a session; raising the generation ends all sessions, as a new password does."""
        text = f"{self.password} {self.session_generation}"
        return salted_hmac("accounts.User.session", text, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_staff(self):
        """Django's word for "may enter the admin": access follows from membership."""
        if self.is_superuser:
            return True
        if not hasattr(self, "_is_member"):
            self._is_member = self.pk is not None and self.memberships.exists()
        return self._is_member
