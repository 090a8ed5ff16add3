"""Mails that wait for the mail of the day, for who wants them together; and that mail itself."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from .kinds import DIGEST, Frequency, kinds
from .letters import Entry, Group, Letter, Link
from .mail import LONGEST_KEY, LONGEST_SUBJECT, OutgoingMail
from .readers import MailReader


class WaitingQuerySet(models.QuerySet["WaitingLetter"]):
    """Questions about mails that wait."""

    def open(self) -> Self:
        """Those that went nowhere yet, the oldest first."""
        return self.filter(settled_at=None).order_by("pk")

    def settle(self, mail: OutgoingMail | None, now: datetime) -> int:
        """Notes in which mail they went, or that they became pointless; returns how many."""
        return self.filter(settled_at=None).update(mail=mail, settled_at=now)


class WaitingLetter(models.Model):
    """One mail that waits. Its ``key`` names the occasion, as that of a mail that goes at once."""

    reader = models.ForeignKey(
        MailReader, models.CASCADE, related_name="waiting", verbose_name=gettext_lazy("reader")
    )
    key = models.CharField(gettext_lazy("occasion"), max_length=LONGEST_KEY, unique=True)
    kind = models.CharField(gettext_lazy("kind of mail"), max_length=40)
    subject = models.CharField(gettext_lazy("subject"), max_length=LONGEST_SUBJECT)
    body = models.TextField(gettext_lazy("text"))
    links = models.JSONField(default=list)
    language = models.CharField(gettext_lazy("language"), max_length=7)
    created_at = models.DateTimeField(gettext_lazy("created at"), default=timezone.now)
    settled_at = models.DateTimeField(gettext_lazy("went on"), null=True, blank=True, db_index=True)
    mail = models.ForeignKey(
        OutgoingMail,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("mail"),
    )

    objects = WaitingQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = gettext_lazy("mail that waits for the mail of the day")
        verbose_name_plural = gettext_lazy("mails that wait for the mail of the day")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_wanted(self) -> bool:
        """Whether it still says something that its reader wants to hear."""
        kind = kinds.get(self.kind)
        return kind is not None and kind.still(self.key)

    @property
    def letter(self) -> Letter:
        """As a mail of its own."""
        links = tuple(Link(label, address) for label, address in self.links)
        return Letter(
            to=self.reader.where,
            subject=self.subject,
            body=self.body,
            kind=self.kind,
            links=links,
            language=self.language,
        )

    @property
    def entry(self) -> Entry:
        """As it stands in the mail of the day."""
        return Entry(self.subject, self.body, tuple(Link(label, address) for label, address in self.links))


def keep(key: str, letter: Letter, reader: MailReader) -> bool:
    """Keeps ``letter`` for the mail of the day of ``reader``; False when it was kept before."""
    links = [[str(link.label), link.whole] for link in letter.links]
    words = {"kind": letter.kind, "subject": letter.subject, "body": letter.body, "language": letter.language}
    return WaitingLetter.objects.get_or_create(key=key, defaults={"reader": reader, "links": links, **words})[
        1
    ]


def digests(now: datetime) -> dict[str, int]:
    """Posts the mail of the day to everybody for whom mails wait; as often as you like, one a day for each.

    Each reader is one transaction: who is killed in the middle leaves the rest for the next time, and nobody gets
    two. What nobody wants any more is settled without a mail. What cannot be stopped goes by itself when its reader
    stopped the mail of the day meanwhile. Returns the counts.
    """
    report = {"mails": 0, "messages": 0, "pointless": 0}
    readers = MailReader.objects.filter(waiting__settled_at=None, waiting__isnull=False).distinct()
    for reader in readers.select_related("user").order_by("pk"):
        for name, number in digest(reader, now).items():
            report[name] += number
    return report


@transaction.atomic
def digest(reader: MailReader, now: datetime) -> dict[str, int]:
    """Posts the mail of the day to ``reader``, unless they got it or nothing is left to say. Returns the counts."""
    from .posting import post  # noqa: PLC0415 - posting keeps what waits here

    waiting = list(WaitingLetter.objects.open().filter(reader=reader).select_related("reader__user"))
    wanted = reader.frequencies()
    left = [letter for letter in waiting if letter.is_wanted and wanted.get(letter.kind) != Frequency.NEVER]
    if reader.user and not reader.user.is_active:
        left = []
    pointless = [letter.pk for letter in waiting if letter not in left]
    dropped = WaitingLetter.objects.filter(pk__in=pointless).settle(None, now)
    if left and wanted[DIGEST.slug] == Frequency.NEVER:
        return {"mails": apart(left, now), "messages": len(left), "pointless": dropped}
    key = f"digest-{reader.pk}-{timezone.localdate(now)}"
    if not left or not post(key, letter_of_the_day(reader, left)):
        return {"pointless": dropped}
    went = WaitingLetter.objects.filter(pk__in=[letter.pk for letter in left])
    went.settle(OutgoingMail.objects.get(key=key), now)
    return {"mails": 1, "messages": len(left), "pointless": dropped}


def apart(waiting: Sequence[WaitingLetter], now: datetime) -> int:
    """Sends each of ``waiting`` as a mail of its own; returns how many."""
    from .posting import send_out  # noqa: PLC0415 - posting keeps what waits here

    for letter in waiting:
        ways = letter.reader.ways(kinds[letter.kind], letter.language)
        send_out(letter.key, letter.letter, ways)
        own = WaitingLetter.objects.filter(pk=letter.pk)
        own.settle(OutgoingMail.objects.get(key=letter.key), now)
    return len(waiting)


def letter_of_the_day(reader: MailReader, waiting: Sequence[WaitingLetter]) -> Letter:
    """All that ``waiting`` says in one letter, each kind under its own heading."""
    found = sorted(waiting, key=lambda letter: (letter.kind, letter.pk))
    language = reader.spoken or waiting[-1].language
    with override(language):
        count = len(found)
        told = ngettext("%(count)d message from ECRU", "%(count)d messages from ECRU", count)
        groups = tuple(
            Group(str(kinds[slug].label), tuple(letter.entry for letter in letters))
            for slug, letters in groupby(found, key=lambda letter: letter.kind)
        )
        return Letter(
            to=reader.where,
            subject=told % {"count": count},
            body=_("Hello\n\nThis is what came in for you since your last mail of the day."),
            why=_("You get this mail because you asked for these messages once a day."),
            kind=DIGEST.slug,
            language=language,
            groups=groups,
        )
