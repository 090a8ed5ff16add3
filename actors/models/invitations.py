"""Invitations by mail, to act for an actor, to work with a municipality, or to be an expert."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.tokens import fresh_token, hashed

from .actor import Actor
from .experts import Expert
from .links import MembershipRole
from .municipality import Municipality
from .people import initial_of

OPEN_FOR = timedelta(days=30)
A_DAY = timedelta(days=1)


class InvitationState(models.TextChoices):
    """What became of an invitation."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")


class HandOver(models.TextChoices):
    """What becomes of an owner who hands over, once the successor accepts."""

    LEAVE = "leave", _("leaves")
    STAY = "stay", _("stays as a colleague")


def end_of_invitation() -> datetime:
    """The last moment at which a new invitation can be accepted."""
    return timezone.now() + OPEN_FOR


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self) -> Self:
        """What can still be accepted."""
        return self.unanswered().filter(expires_at__gt=timezone.now())

    def unanswered(self) -> Self:
        """What nobody answered or withdrew, in time or too late."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None)

    def expired(self) -> Self:
        """What nobody answered in time."""
        return self.unanswered().filter(expires_at__lte=timezone.now())

    def sent_lately_by(self, user: Any) -> Self:
        """What one person sent, or sent again, in the last 24 hours."""
        return self.filter(invited_by=user.pk, sent_at__gt=timezone.now() - A_DAY)

    def of_actor(self, actor: Actor) -> Self:
        """Invitations to act for ``actor``."""
        return self.filter(actor=actor)

    def of_the_desk(self) -> Self:
        """Invitations that only the editors send: to be a partner of a municipality, or to keep an expert page."""
        return self.filter(actor=None)

    def hand_overs(self) -> Self:
        """Invitations with which an owner hands over."""
        return self.exclude(hand_over="")

    def with_subjects(self) -> Self:
        """With what they invite to, and who sent them."""
        return self.select_related("actor", "municipality", "expert__actor", "invited_by")

    def to(self, email: str) -> Self:
        """Invitations to one address, in any case."""
        return self.filter(email__iexact=email)

    def for_person(self, user: Any) -> Self:
        """Invitations to the address of ``user``, and those that they accepted under another."""
        return self.filter(Q(email__iexact=user.email) | Q(accepted_by=user.pk))

    def by_token(self, token: str) -> "Invitation | None":
        """The invitation that the link with ``token`` is about."""
        return self.with_subjects().filter(token_hash=hashed(token)).first()


class Invitation(models.Model):
    """Somebody, with or without an account, is asked by mail. The link in it works once."""

    State = InvitationState
    HandOver = HandOver

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=7, choices=settings.LANGUAGES, default="nl")
    message = models.TextField(_("a word of your own"), blank=True)
    actor = models.ForeignKey(
        Actor, models.CASCADE, null=True, blank=True, related_name="invitations", verbose_name=_("actor")
    )
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole, blank=True)
    hand_over = models.CharField(_("hands over"), max_length=5, choices=HandOver, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("municipality"),
    )
    expert = models.ForeignKey(
        Expert, models.CASCADE, null=True, blank=True, related_name="invitations", verbose_name=_("expert")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations_sent",
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("sent on"), default=timezone.now, db_index=True)
    sent_at = models.DateTimeField(_("sent last on"), default=timezone.now)
    asked_again_at = models.DateTimeField(_("asked for a new link on"), null=True, blank=True)
    expires_at = models.DateTimeField(_("open until"), default=end_of_invitation)
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations_accepted",
        verbose_name=_("accepted by"),
    )
    declined_at = models.DateTimeField(_("declined on"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False, municipality=None, expert=None)
                | Q(actor=None, municipality__isnull=False, expert=None)
                | Q(actor=None, municipality=None, expert__isnull=False),
                name="invitation_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, declined_at=None)
                | Q(accepted_at=None, withdrawn_at=None)
                | Q(declined_at=None, withdrawn_at=None),
                name="invitation_has_one_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called}: {self.subject}"

    @property
    def called(self) -> str:
        """How others than who typed the address see who is invited."""
        return self.name or initial_of(self.email)

    @property
    def subject(self) -> Actor | Municipality | Expert:
        """What it invites to; the database holds that one of the three is there."""
        found = self.actor or self.municipality or self.expert
        assert found is not None  # noqa: S101 - the constraint "invitation_to_one_thing"
        return found

    @property
    def state(self) -> InvitationState:
        """What became of it."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.declined_at:
            return InvitationState.DECLINED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.OPEN if timezone.now() < self.expires_at else InvitationState.EXPIRED

    def give_token(self) -> str:
        """A new secret for the link in the mail; the one before works no more. Save afterwards."""
        token = fresh_token()
        self.token_hash = hashed(token)
        return token
