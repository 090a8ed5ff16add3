"""Saved searches: what somebody wants to hear about, how often, and what they were told."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from pyroaring import BitMap

from ecru.base.outbox.kinds import Frequency
from ecru.base.outbox.mail import LONGEST_KEY
from ecru.base.outbox.readers import MailChoice, MailReader
from ecru.base.tokens import hashed

from .watched import Watched, watched

LONGEST_LABEL = 160
UNCONFIRMED = timedelta(days=7)  # how long the link that confirms works
TOLD_KEPT = timedelta(days=60)
KIND = "alert"  # the slug of the mails that tell news


class Rhythm(models.TextChoices):
    """How often somebody hears of news."""

    NOW = "now", _("at once")
    DAILY = "daily", _("once a day, at seven in the morning")
    WEEKLY = "weekly", _("once a week, on Monday morning")
    NEVER = "never", _("no mail")


def fresh_nonce() -> str:
    """What makes the secret of one search another than that of every other."""
    return get_random_string(22)


def digest_of(question: str) -> str:
    """A short stand-in for a query string, which may be too long for an index."""
    return hashlib.sha256(question.encode()).hexdigest()


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Questions about saved searches."""

    def of_user(self, user: Any) -> Self:
        """Those of an account that count, the newest first."""
        return self.confirmed().filter(reader__user=user).order_by("-confirmed_at", "-pk")

    def with_owner(self) -> Self:
        """Each with its reader and their account."""
        return self.select_related("reader__user")

    def of_reader(self, reader: MailReader) -> Self:
        """Those of somebody with an account or without, that count."""
        return self.confirmed().filter(reader=reader).order_by("-confirmed_at", "-pk")

    def standing_alone(self) -> Self:
        """Those that do not come with a saved page."""
        return self.filter(records=None)

    def confirmed(self) -> Self:
        """Those that their owner really wants."""
        return self.filter(confirmed_at__isnull=False)

    def never_confirmed(self, now: datetime) -> Self:
        """Those that nobody confirmed in time."""
        return self.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED)

    def behind(self, token: str, now: datetime | None = None) -> "SavedSearch | None":
        """The search that the link with ``token`` is about; None for a link that we did not make, or that is over."""
        since = (now or timezone.now()) - UNCONFIRMED
        there = self.filter(Q(confirmed_at__isnull=False) | Q(asked_at__gte=since), token_hash=hashed(token))
        return there.select_related("reader__user").first()

    def due(self, rhythms: list[str], today: date) -> Self:
        """Those to look at: at once, or when the day or the week (from Monday) of ``today`` was not looked at yet."""
        monday = today - timedelta(days=today.weekday())
        waiting = (
            Q(rhythm=Rhythm.NOW)
            | Q(rhythm=Rhythm.DAILY, looked_on__lt=today)
            | Q(rhythm=Rhythm.WEEKLY, looked_on__lt=monday)
        )
        return self.confirmed().filter(waiting, rhythm__in=rhythms).heard().order_by("pk")

    def resting(self, directories: list[str], today: date) -> Self:
        """Those in ``directories`` that are told once a week and had their turn this week."""
        monday = today - timedelta(days=today.weekday())
        had_it = self.confirmed().filter(rhythm=Rhythm.WEEKLY, looked_on__gte=monday)
        return had_it.filter(directory__in=directories).heard().order_by("pk")

    def beside(self, search: "SavedSearch") -> Self:
        """The other searches in the same list that the same person has, and that count."""
        mine = self.confirmed().filter(reader=search.reader_id, directory=search.directory)
        return mine.exclude(pk=search.pk)

    def heard(self) -> Self:
        """Those of people who did not stop all mails of this kind, and whose account works."""
        stopped = MailChoice.objects.filter(reader=OuterRef("reader"), kind=KIND, frequency=Frequency.NEVER)
        return self.filter(
            ~Exists(stopped), Q(reader__user=None) | Q(reader__user__is_active=True)
        ).select_related("reader__user")

    def without_open_mail(self) -> Self:
        """Those of which every mail went out: who waits for one gets no second before it."""
        return self.filter(~Exists(Told.objects.unsent().filter(search=OuterRef("pk"))))

    def locked(self, pk: int) -> "SavedSearch | None":
        """The search ``pk`` and whose it is, to change it while others wait; None when it is gone."""
        return (
            self.select_for_update(of=("self", "reader")).select_related("reader__user").filter(pk=pk).first()
        )

    def looked(self, keys: list[int], today: date) -> int:
        """Notes that these were looked at on ``today``."""
        return self.filter(pk__in=keys).update(looked_on=today)


class SavedSearch(models.Model):
    """A question to a directory that somebody keeps, and how often they hear of what is new in its answer."""

    Rhythm = Rhythm

    reader = models.ForeignKey(MailReader, models.CASCADE, related_name="searches", verbose_name=_("whose"))
    directory = models.CharField(_("list"), max_length=40)
    question = models.TextField(_("what was asked"), blank=True)
    digest = models.CharField(max_length=64, editable=False)
    label = models.CharField(_("name"), max_length=LONGEST_LABEL, blank=True)
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    language = models.CharField(_("language"), max_length=7, choices=settings.LANGUAGES, default="nl")
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    looked_on = models.DateField(_("last looked"), null=True, blank=True)
    told_at = models.DateTimeField(_("last mail"), null=True, blank=True)
    letters = models.PositiveIntegerField(default=0, editable=False)
    nonce = models.CharField(max_length=22, default=fresh_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    known = models.BinaryField(default=bytes, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reader", "directory", "digest"], name="saved_search_once"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="saved_search_known_rhythm"),
        ]
        indexes = [models.Index(fields=["rhythm", "looked_on"], name="saved_search_due")]

    def __str__(self) -> str:
        return self.label or self.in_words

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, with what follows from the question and from the secret of its link."""
        self.digest, self.token_hash = digest_of(self.question), hashed(self.token)
        super().save(*args, **kwargs)

    @property
    def entry(self) -> Watched | None:
        """Its directory; None when that does not exist any more."""
        return watched.get(self.directory)

    @property
    def listing(self) -> Any:
        """Its list as it is now; None when the directory does not exist any more."""
        return self.entry.opened(self.question) if self.entry else None

    @property
    def in_words(self) -> str:
        """What it asks for, in the active language; never what its owner called it."""
        if self.entry is None:
            return self.directory
        asked = self.listing.question_in_words
        return f"{self.entry.label}: {asked}" if asked else str(self.entry.label)

    @property
    def lost(self) -> list[str]:
        """The answers in its question that do not exist any more."""
        return self.listing.unknown if self.entry else []

    @property
    def is_broken(self) -> bool:
        """Whether it asks for something that does not exist any more, so that nobody can tell what is new in it."""
        return self.entry is None or self.listing.is_widened

    @property
    def token(self) -> str:
        """The secret of its links: the same in every mail, and only to be made with the key of the portal."""
        return salted_hmac("ecru.base.saved", self.nonce, algorithm="sha256").hexdigest()

    @property
    def known_numbers(self) -> BitMap:
        """The numbers of the happenings that its owner knows: those of the day they asked, and those they were told."""
        return BitMap.deserialize(bytes(self.known)) if self.known else BitMap()

    @property
    def spoken(self) -> str:
        """The language of its mails: what its reader chose, else that of the page on which they asked."""
        return self.reader.spoken or self.language

    def address(self, route: str) -> str:
        """A page behind its link, whole, in the language of its mails: "alert" or "alert-stop"."""
        with override(self.spoken):
            return settings.BASE_URL + reverse(route, args=[self.token])

    def know(self, numbers: BitMap, **changes: Any) -> None:
        """Notes which happenings its owner knows by now, with ``changes`` of other columns."""
        self.known = numbers.serialize()
        type(self).objects.filter(pk=self.pk).update(known=self.known, **changes)

    def keep_token(self) -> None:
        """Lets the secret of its links in, also when the key of the portal changed since the last mail."""
        self.token_hash = hashed(self.token)
        type(self).objects.filter(pk=self.pk).update(token_hash=self.token_hash)

    def next_letter(self) -> int:
        """The number of its next mail, which no other mail of it has. Call it with the search locked."""
        type(self).objects.filter(pk=self.pk).update(letters=F("letters") + 1)
        self.letters += 1
        return self.letters


class ToldQuerySet(models.QuerySet["Told"]):
    """Questions about what was told."""

    def unsent(self) -> Self:
        """What stands in a mail that is not sent yet."""
        return self.filter(sent_at=None)

    def to(self, reader: MailReader) -> Self:
        """What stands in mails to one person, whichever search it came by."""
        return self.filter(reader=reader)

    def in_mail(self, occasion: str) -> Self:
        """What stands in one mail."""
        return self.filter(occasion=occasion)

    def long_ago(self, now: datetime) -> Self:
        """What was told so long ago that nobody needs to know."""
        return self.filter(sent_at__lt=now - TOLD_KEPT)


class Told(models.Model):
    """That one happening stands in a mail to one person; ``sent_at`` only once the mail server took that mail.

    ``search`` is the one that it came by. Another search of the same person that finds the same tells it no more.
    """

    reader = models.ForeignKey(
        MailReader, models.CASCADE, related_name="told", verbose_name=_("whom we told")
    )
    search = models.ForeignKey(
        SavedSearch,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="told",
        verbose_name=_("saved search"),
    )
    number = models.BigIntegerField()
    key = models.BigIntegerField()
    occasion = models.CharField(_("occasion"), max_length=LONGEST_KEY, db_index=True)
    posted_at = models.DateTimeField(_("posted on"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, db_index=True)

    objects = ToldQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = _("news that was told")
        verbose_name_plural = _("news that was told")
        constraints = [models.UniqueConstraint(fields=["reader", "number"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.reader_id}: {self.number}"
