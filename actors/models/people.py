"""Accounts and roles."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may be in the network. A role is a group of this name, later with a link to what it is about."""

    MEMBER = "lid", _("member")
    EXPERT = "expert", _("expert")
    MUNICIPAL_PARTNER = "gemeentelijke-partner", _("municipal partner")
    BOARD_MEMBER = "bestuurslid", _("board member")
    EDITOR = "medewerker", _("editor")
    REGISSEUR = "regisseur", _("regisseur")


def initial_of(address: str) -> str:
    """How others see who gave no name: the first letter of ``address``, and never the rest of it."""
    return f"{address[:1].upper()}…"


class UserManager(BaseUserManager["User"]):
    """Makes accounts, with the e-mail address as login."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account with this e-mail address, in any case."""
        return self.get(email__iexact=username or "")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password it cannot sign in with one."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account with every right."""
        return self.create_user(email, password, **{**fields, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Organisations never have one: people act for them (rule 8)."""

    USERNAME_FIELD = "email"

    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("Somebody already uses this address.")}
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(
        _("language of mails"), max_length=7, choices=settings.LANGUAGES, default="nl"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or initial_of(self.email)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles of this person, asked once per request."""
        return frozenset(self.groups.values_list("name", flat=True)) if self.is_active else frozenset()

    @cached_property
    def own_actors(self) -> frozenset[int]:
        """The keys of the actors for which this person acts now, asked once per request."""
        links = self.memberships.running().values_list("actor", flat=True)
        return frozenset(links) if self.is_active else frozenset()

    @cached_property
    def own_municipalities(self) -> frozenset[int]:
        """The keys of the municipalities for which this person works: the role and the link, asked once per request."""
        if Role.MUNICIPAL_PARTNER not in self.roles:
            return frozenset()
        return frozenset(self.municipallinks.running().values_list("municipality", flat=True))

    @property
    def is_regisseur(self) -> bool:
        """Whether this person runs the network (superusers too)."""
        return self.is_active and (self.is_superuser or Role.REGISSEUR in self.roles)

    @property
    def keeps_the_field(self) -> bool:
        """Whether this person keeps the records of the field: editors, the regisseur, superusers."""
        return self.is_active and (self.is_superuser or bool(self.roles & {Role.EDITOR, Role.REGISSEUR}))

    @property
    def is_staff(self) -> bool:
        """Whether this person works in the admin (Django's own name for it)."""
        return self.keeps_the_field

    def get_short_name(self) -> str:
        """What the admin greets with."""
        return str(self)
