"""Where people are signed in, and their accounts elsewhere."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.retention import HALF_A_YEAR

from .people import User

LOG_KEPT = HALF_A_YEAR  # how long we can tell when somebody signed in
LONGEST_NUMBER = 19  # digits that a key may have
SEEN_EVERY = timedelta(minutes=10)  # "last seen" is no more exact than this


class SignedInQuerySet(models.QuerySet["SignedIn"]):
    """Questions about where people are signed in."""

    def of(self, user: Any) -> Self:
        """Those of one person."""
        return self.filter(user_id=user.pk)

    def going_on(self) -> Self:
        """Those that still open the portal: not ended, and with a session that is not too old."""
        living = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
        return self.filter(ended_at=None, key__in=living)

    def but(self, key: str | None) -> Self:
        """All but the one with this session."""
        return self.exclude(key=key or "")

    def with_key(self, key: str | None) -> Self:
        """The one with this session."""
        return self.filter(key=key or "")

    def chosen(self, key: str) -> Self:
        """The one that somebody points at; none when it is no number."""
        return (
            self.filter(pk=int(key))
            if key.isascii() and key.isdigit() and len(key) < LONGEST_NUMBER
            else self.none()
        )

    def see(self) -> int:
        """Notes that these are in use now."""
        return self.update(seen_at=timezone.now())

    def move_to(self, key: str | None) -> int:
        """The session got another key."""
        return self.update(key=key or "")

    def end(self) -> int:
        """Signs out in each of these; returns how many there were."""
        rows = list(self.filter(ended_at=None).values_list("pk", "key"))
        Session.objects.filter(session_key__in=[key for _pk, key in rows]).delete()
        return self.model.objects.filter(pk__in=[pk for pk, _key in rows]).update(ended_at=timezone.now())

    def owner_of(self, mark: str) -> str:
        """The key of the account that signed in with ``mark``; empty when nobody did."""
        user = self.filter(mark=mark).values_list("user_id", flat=True).first()
        return "" if user is None else str(user)

    def forget(self, before: datetime | None = None) -> int:
        """Removes what nobody has to know any more; returns how many there were."""
        return self.filter(seen_at__lt=before or timezone.now() - LOG_KEPT).delete()[0]


class SignedIn(models.Model):
    """One time that somebody signed in: in which kind of browser, since when, last seen, ended.

    ``key`` is that of the session. ``mark`` is the trace that forms shown there carry (``ecru.base.unsent``). There is no
    IP address: people recognise their own browser and the day.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    key = models.CharField(max_length=40, unique=True)
    mark = models.CharField(max_length=64, blank=True, db_index=True)
    browser = models.CharField(_("browser"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now, db_index=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SignedInQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.browser}"


class OutsideAccountQuerySet(models.QuerySet["OutsideAccount"]):
    """Questions about accounts elsewhere."""

    def user_of(self, issuer: str, subject: str) -> User | None:
        """Whose account ``subject`` at ``issuer`` is."""
        found = self.filter(issuer=issuer, subject=subject).select_related("user").first()
        return found.user if found else None

    def link(self, user: User, issuer: str, subject: str) -> None:
        """From now on ``subject`` at ``issuer`` opens the account of ``user``; linked once, it stays where it is."""
        self.get_or_create(issuer=issuer, subject=subject, defaults={"user": user})


class OutsideAccount(models.Model):
    """That somebody may also sign in through another organisation, such as ACM/IDM: whose account is whose."""

    user = models.ForeignKey(User, models.CASCADE, related_name="outside_accounts")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=timezone.now)

    objects = OutsideAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account elsewhere")
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="outside_account_once")]

    def __str__(self) -> str:
        return f"{self.issuer}: {self.subject}"
