"""A mail in the outbox, and what may happen to it."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from .kinds import NEEDED

PATIENCE = timedelta(days=3)  # how long a mail is tried
CLAIM = timedelta(minutes=5)  # how long one worker may be busy with it; far longer than one SMTP dialogue
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
LONGEST_ERROR = 500
LONGEST_SUBJECT = 250
CODE = "code-"  # how the occasion of a mail with a one-time code starts
LONGEST_KEY = 320  # an occasion may name an address


class MailState(models.TextChoices):
    """Where a mail is on its way."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    UNSURE = "unsure", _("unsure: sent or not?")
    GIVEN_UP = "given up", _("given up")


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many ``attempts``: one minute, doubling to six hours, a quarter more or less."""
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
    return wait * random.uniform(0.75, 1.25)  # noqa: S311 - it only spreads the load


def end_of_patience() -> datetime:
    """Until when a mail that is posted now will be tried."""
    return timezone.now() + PATIENCE


class MailQuerySet(models.QuerySet["OutgoingMail"]):
    """Questions about mails, and the steps that only one worker may win: each is one conditional UPDATE."""

    def in_state(self, state: str) -> Self:
        """The mails in ``state`` (a ``MailState``)."""
        busy = Q(claimed_until__gte=timezone.now())
        open_ = Q(sent_at=None, given_up_at=None)
        conditions: dict[str, Q] = {
            MailState.WAITING: open_ & (Q(handed_at=None) | busy),
            MailState.SENT: Q(sent_at__isnull=False),
            MailState.UNSURE: open_ & Q(handed_at__isnull=False) & ~busy,
            MailState.GIVEN_UP: Q(given_up_at__isnull=False),
        }
        return self.filter(conditions[state])

    def due(self, now: datetime) -> Self:
        """What may be sent at ``now``, and what no living worker has in hand."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        in_time = Q(until=None) | Q(until__gte=now)
        return self.filter(
            free, in_time, sent_at=None, given_up_at=None, handed_at=None, next_attempt_at__lte=now
        )

    def too_late(self, now: datetime) -> Self:
        """What did not go out before it was of no use any more."""
        return self.filter(until__lt=now, sent_at=None)

    def forgotten(self, since: datetime) -> Self:
        """What was due ``since`` then already: its task or its worker was lost."""
        return self.due(timezone.now()).filter(next_attempt_at__lte=since)

    def with_keys(self, keys: Iterable[str]) -> Self:
        """The mails of these occasions."""
        return self.filter(key__in=list(keys))

    def of_occasion(self, start: str) -> Self:
        """The mails of which the occasion starts with ``start``, the oldest first."""
        return self.filter(key__startswith=start).order_by("pk")

    def need_a_person(self) -> Self:
        """What stays where it is until somebody decides: given up and not put aside yet, or unsure."""
        return self.in_state(MailState.GIVEN_UP).filter(left_at=None) | self.in_state(MailState.UNSURE)

    def stopped(self) -> Self:
        """What nobody tries any more: given up, or unsure."""
        return self.in_state(MailState.GIVEN_UP) | self.in_state(MailState.UNSURE)

    def claim(self, pk: int) -> "OutgoingMail | None":
        """The mail ``pk`` in the hands of who asks, for five minutes; None when it is not due or another has it."""
        now, token = timezone.now(), get_random_string(32)
        if not self.due(now).filter(pk=pk).update(claimed_until=now + CLAIM, claim=token):
            return None
        return self.get(pk=pk)

    def withdraw(self) -> int:
        """Takes back what no worker has in hand and was not sent, as if it was never posted; returns how many.

        One conditional DELETE, so that a worker who claims such a mail at that moment either has it or finds nothing.
        """
        now = timezone.now()
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.filter(free, sent_at=None, handed_at=None)._raw_delete(self.db)

    def send_again(self) -> int:
        """Puts mails that stopped back in the row, for another three days; returns how many."""
        return self.stopped().update(
            given_up_at=None,
            left_at=None,
            handed_at=None,
            claimed_until=None,
            claim="",
            attempts=0,
            next_attempt_at=timezone.now(),
            try_until=end_of_patience(),
        )

    def mark_arrived(self) -> int:
        """Takes mails of which a person knows that they arrived for sent; returns how many."""
        now = timezone.now()
        return self.stopped().update(sent_at=now, given_up_at=None, left_at=None, claimed_until=None)

    def leave(self) -> int:
        """Puts mails aside that need a person: they stay unsent, and nobody is asked again. Returns how many."""
        now = timezone.now()
        since = Coalesce("given_up_at", Value(now))
        return self.need_a_person().update(given_up_at=since, left_at=now, claimed_until=None)


class OutgoingMail(models.Model):
    """One mail to one address. Its ``key`` names the occasion, so that the same mail is never posted twice."""

    key = models.CharField(_("occasion"), max_length=LONGEST_KEY, unique=True)
    to = models.CharField(_("to"), max_length=320)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    body = models.TextField(_("text"))
    html = models.TextField(_("text as HTML"), blank=True)
    kind = models.CharField(_("kind of mail"), max_length=40, default=NEEDED.slug, db_index=True)
    language = models.CharField(_("language"), max_length=7, default="nl")
    stop_url = models.CharField(_("where to stop it"), max_length=500, blank=True)
    reply_to = models.CharField(_("answer goes to"), max_length=320, blank=True)
    message_id = models.CharField(_("message id"), max_length=250, unique=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    try_until = models.DateTimeField(_("tried until"), default=end_of_patience)
    until = models.DateTimeField(_("of no use after"), null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("what went wrong"), max_length=LONGEST_ERROR, blank=True)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    claimed_until = models.DateTimeField(_("in hand until"), null=True, blank=True)
    handed_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, db_index=True)
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)
    left_at = models.DateTimeField(_("put aside"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None), name="mail_sent_or_given_up"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"

    @property
    def holds_a_code(self) -> bool:
        """Whether who reads this mail can get into an account."""
        return self.key.startswith(CODE)

    @property
    def state(self) -> MailState:
        """Where this mail is on its way."""
        if self.sent_at:
            return MailState.SENT
        if self.given_up_at:
            return MailState.GIVEN_UP
        in_hand = self.claimed_until is not None and self.claimed_until >= timezone.now()
        return MailState.UNSURE if self.handed_at and not in_hand else MailState.WAITING

    def note(self, **changes: object) -> bool:
        """Writes ``changes`` and lets go, unless the claim went to another in the meantime; then it returns False."""
        mine = type(self).objects.filter(pk=self.pk, claim=self.claim)
        return bool(mine.update(claimed_until=None, **changes))

    def hand_over(self) -> bool:
        """Notes, just before the text goes out, that from here on it may have arrived; False: do not send it."""
        now = timezone.now()
        mine = type(self).objects.filter(
            Q(until=None) | Q(until__gte=now),
            pk=self.pk,
            claim=self.claim,
            handed_at=None,
            claimed_until__gte=now,
        )
        return bool(mine.update(handed_at=now))

    def mark_sent(self) -> bool:
        """The mail server took it."""
        return self.note(sent_at=timezone.now(), attempts=F("attempts") + 1, last_error="")

    def mark_unsure(self, error: str) -> bool:
        """The text went out and no answer came: a person decides, since sending again could make two."""
        return self.note(attempts=F("attempts") + 1, last_error=error[:LONGEST_ERROR])

    def mark_failed(self, error: str, *, for_good: bool = False) -> bool:
        """It certainly did not arrive: tried again later, or given up (``for_good``, or after three days)."""
        now = timezone.now()
        following = now + wait_after(self.attempts + 1)
        over = for_good or following > self.try_until
        return self.note(
            attempts=F("attempts") + 1,
            last_error=error[:LONGEST_ERROR],
            handed_at=None,
            given_up_at=now if over else None,
            next_attempt_at=now if over else following,
        )
