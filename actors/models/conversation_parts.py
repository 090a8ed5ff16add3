"""What belongs to a conversation: what is said, who takes part, to whom it was passed on, what happened, who is blocked."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecru.base.tokens import hashed

from .actor import Actor
from .conversations import LONGEST_NAME, Conversation, Side
from .experts import Expert

LINK_LASTS = timedelta(days=90)  # without movement
NONCE_LENGTH = 22  # letters and digits: 130 bits
SALT = "actors.conversations"


def fresh_nonce() -> str:
    """What makes a link another one."""
    return get_random_string(NONCE_LENGTH)


def address_hash(email: str) -> str:
    """An address by which it is recognised, without being kept."""
    return salted_hmac(f"{SALT}.block", email.strip().lower(), algorithm="sha256").hexdigest()


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Questions about who takes part."""

    def by_token(self, token: str) -> "Participant | None":
        """Whose link ``token`` is, also when it ended."""
        with_all = (
            "conversation__actor",
            "conversation__expert__actor",
            "conversation__topic",
            "conversation__municipality",
            "conversation__asker",
            "user",
        )
        return self.select_related(*with_all).filter(token_hash=hashed(token)).first()

    def of_person(self, user: Any) -> Self:
        """What one account takes part in."""
        return self.filter(user=user.pk)

    def on_side(self, side: str) -> Self:
        """Who speaks for one side."""
        return self.filter(side=side)


class Participant(models.Model):
    """Somebody who can follow a conversation with a link of their own, with an account or not.

    The link is worked out from ``nonce`` and the secret of the portal: who reads the database cannot make it.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    side = models.CharField(_("side"), max_length=10, choices=Side)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    nonce = models.CharField(max_length=NONCE_LENGTH, default=fresh_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    issued_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "side", "user"],
                condition=Q(user__isnull=False),
                name="participant_user_once",
            ),
            models.UniqueConstraint(
                fields=["conversation", "side", "email"],
                condition=Q(user__isnull=True),
                name="participant_address_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} ({self.conversation_id})"

    @property
    def token(self) -> str:
        """The secret part of the link."""
        return salted_hmac(SALT, f"{self.conversation_id}.{self.nonce}", algorithm="sha256").hexdigest()

    @property
    def address(self) -> str:
        """Where mails for this participant go."""
        return self.user.email if self.user else self.email

    @property
    def language(self) -> str:
        """In which language mails to this participant are."""
        if self.user:
            return self.user.language
        return self.conversation.language if self.side == Side.ASKER else settings.LANGUAGE_CODE

    @property
    def may_be_renewed(self) -> bool:
        """Whether a new link can be mailed: we know where to, and there is still something to read."""
        return self.conversation.forgotten_at is None and bool(self.address)

    def has_ended(self, now: datetime | None = None) -> bool:
        """Whether the link works no more, because nobody wrote for 90 days."""
        moved = max(self.issued_at, self.conversation.last_at)
        return (now or timezone.now()) - moved > LINK_LASTS


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about messages."""

    def in_order(self) -> Self:
        """As they were said, with who said it."""
        return self.order_by("pk")

    def by_side(self, side: str) -> Self:
        """What one side said."""
        return self.filter(side=side)


class Message(models.Model):
    """What one side said, in plain text. The same ``token`` says it once."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="messages", verbose_name=_("conversation")
    )
    side = models.CharField(_("who"), max_length=10, choices=Side, default=Side.ASKER)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages_written",
        verbose_name=_("author"),
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    text = models.TextField(_("message"), blank=True)
    token = models.CharField(max_length=80, unique=True, editable=False)
    created_at = models.DateTimeField(_("sent on"), default=timezone.now, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_side_display()}, {date_format(timezone.localtime(self.created_at), 'j F Y')}"

    @property
    def author_name(self) -> str:
        """Who said it, without an address; a person who left is a former member."""
        return self.name or (gettext("a member") if self.author_id else gettext("former member"))


class PassingState(models.TextChoices):
    """What an expert did with a question that the team passed on."""

    OFFERED = "offered", _("asked")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    SILENT = "silent", _("did not answer")
    TAKEN_BACK = "taken back", _("taken back")


CURRENT = (PassingState.OFFERED, PassingState.ACCEPTED)


class PassingQuerySet(models.QuerySet["Passing"]):
    """Questions about passing on."""

    def current(self) -> Self:
        """Where an expert was asked, or has it in hand."""
        return self.filter(state__in=CURRENT)

    def in_hands_of(self, user: Any) -> Self:
        """What ``user`` can answer, as the expert or for the organisation that is."""
        return self.current().filter(Q(expert__user=user.pk) | Q(expert__actor__in=user.own_actors))

    def silent_since(self, moment: datetime) -> Self:
        """Where an expert did not say yes or no since ``moment``."""
        return self.filter(state=PassingState.OFFERED, offered_at__lt=moment)


class Passing(models.Model):
    """The team asks an expert to answer a question."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="passings")
    expert = models.ForeignKey(Expert, models.CASCADE, related_name="passings", verbose_name=_("expert"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=PassingState, default=PassingState.OFFERED)
    offered_at = models.DateTimeField(_("asked on"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)

    objects = PassingQuerySet.as_manager()

    class Meta:
        verbose_name = _("question passed on")
        verbose_name_plural = _("questions passed on")
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(state__in=CURRENT), name="passing_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert}, {self.get_state_display()}"

    @property
    def is_accepted(self) -> bool:
        """Whether the expert answers."""
        return self.state == PassingState.ACCEPTED


class Happening(models.TextChoices):
    """What can happen in a conversation besides what is said."""

    PASSED = "passed", _("The team asked %(name)s to answer.")
    ACCEPTED = "accepted", _("%(name)s answers this question.")
    CAME_BACK = "came back", _("The question went back to the team.")
    TEAM_ASKED = "team asked", _("%(name)s asked the team to read along.")
    TEAM_LEFT = "team left", _("The team reads along no more.")
    TEAM_READ = "team read", _("The team read this conversation (%(name)s).")
    REPORTED = "reported", _("Somebody reported abuse. The team reads this conversation.")
    STOPPED = "stopped", _("The team stopped this conversation.")
    CLOSED = "closed", _("%(name)s closed the conversation.")
    AGREED = "agreed", _("%(name)s agrees that the answer becomes public.")
    DISAGREED = "disagreed", _("%(name)s does not want the answer to be public.")


class ConversationEvent(models.Model):
    """Something that happened, for everyone in the conversation to see. Never changed afterwards."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="events")
    what = models.CharField(_("what"), max_length=12, choices=Happening)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    created_at = models.DateTimeField(_("happened on"), default=timezone.now)

    class Meta:
        verbose_name = _("event in a conversation")
        verbose_name_plural = _("events in conversations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.told

    @property
    def told(self) -> str:
        """What happened, in a sentence."""
        sentence = str(Happening(self.what).label)
        return sentence % {"name": self.name or gettext("former member")}


class BlockQuerySet(models.QuerySet["Block"]):
    """Questions about who stops whom."""

    def between(self, conversation: Conversation) -> Self:
        """What stops this conversation, from either side."""
        return self.of_person(conversation.asker, conversation.email).about(
            conversation.actor, conversation.expert
        )

    def by_receivers(self) -> Self:
        """Where who was asked wants no messages."""
        return self.filter(by_asker=False)

    def of_person(self, user: Any, email: str) -> Self:
        """About one person who asks, by account or by address."""
        who = Q(address_hash=address_hash(email)) if email else Q(pk=None)
        return self.filter(who | Q(user=user.pk)) if user is not None and user.pk else self.filter(who)

    def of_side_of(self, user: Any) -> Self:
        """What ``user`` can take back: as who asks, for an own actor, or as the expert."""
        as_receiver = Q(actor__in=user.own_actors, expert=None) | Q(expert__user=user.pk)
        as_receiver |= Q(expert__user=None, expert__actor__in=user.own_actors)
        return self.filter(Q(user=user.pk, by_asker=True) | (as_receiver & Q(by_asker=False)))

    def with_names(self) -> Self:
        """With who is kept apart, the newest first, in one query."""
        return self.select_related("user", "actor", "expert__actor").order_by("-pk")

    def about(self, actor: Actor | None, expert: Expert | None) -> Self:
        """About one receiver; the team when there is none."""
        return self.filter(expert=expert) if expert else self.filter(actor=actor, expert=None)


class Block(models.Model):
    """A person who asks and a receiver who do not write to each other any more. ``by_asker``: who asks wanted that."""

    actor = models.ForeignKey(Actor, models.CASCADE, null=True, blank=True, related_name="blocks")
    expert = models.ForeignKey(Expert, models.CASCADE, null=True, blank=True, related_name="blocks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    address_hash = models.CharField(max_length=64, blank=True)
    by_asker = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        indexes = [models.Index(fields=["address_hash"], name="block_address")]

    def __str__(self) -> str:
        return self.other_side

    @property
    def other_side(self) -> str:
        """Who was stopped, seen by who stopped them: never an address."""
        if self.by_asker:
            record = self.expert or self.actor
            return record.name if record else gettext("the team of ECRU")
        return (self.user.name if self.user else "") or gettext("somebody without an account")
