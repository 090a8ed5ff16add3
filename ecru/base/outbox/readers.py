"""Who gets mails from us, and what they want of them: people with an account, and addresses without one."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from .kinds import DIGEST, Frequency, MailKind, kinds
from .letters import Ways

SALT = "ecru.base.outbox.stop"


def account_of(address: str) -> Any:
    """The account that signs in with the bare ``address``, in any case; None without one."""
    return get_user_model()._default_manager.filter(email__iexact=address, is_active=True).first()


class ReaderQuerySet(models.QuerySet["MailReader"]):
    """Questions about readers."""

    def of(self, address: str) -> "MailReader":
        """The reader at ``address``, made when new. Who gets an account later takes their choices along."""
        bare = parseaddr(address)[1].lower()
        known = self.filter(user__email__iexact=bare, user__is_active=True).first()
        if known is not None:
            return known
        user = account_of(bare)
        if user is None:
            return self.get_or_create(user=None, address=bare)[0]
        return self.of_account(user)

    @transaction.atomic
    def of_account(self, user: Any) -> "MailReader":
        """The reader that ``user`` is; new ones take along what they chose before they had an account."""
        reader, new = self.get_or_create(user=user, defaults={"address": ""})
        if new:
            MailChoice.objects.filter(reader__user=None, reader__address=user.email.lower()).update(
                reader=reader
            )
            for before in self.filter(user=None, address=user.email.lower()):
                before.searches.update(reader=reader)  # what they saved
                before.told.update(reader=reader)  # and what we told them about it
        return reader

    def behind(self, token: str) -> "tuple[MailReader, MailKind] | None":
        """The reader and the kind of mail that ``token`` is about; None for a token that we did not make."""
        try:
            key, slug = signing.loads(token, salt=SALT)
            reader = self.select_related("user").filter(pk=key).first()
        except (signing.BadSignature, ValueError, TypeError):
            return None
        if reader is None or slug not in kinds:
            return None
        return (reader if reader.user else self.of(reader.address)), kinds[slug]

    def done_with(self, before: Any) -> "ReaderQuerySet":
        """Addresses without an account that chose and saved nothing, and got nothing since ``before``."""
        return self.filter(user=None, choices=None, searches=None, last_mail_at__lt=before)


class MailReader(models.Model):
    """Somebody who gets mails: an account, or an address (in lower case) without one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mail_reader",
        verbose_name=_("account"),
    )
    address = models.CharField(_("e-mail address"), max_length=320, blank=True)
    language = models.CharField(_("language"), max_length=7, blank=True)
    last_mail_at = models.DateTimeField(_("last mail"), default=timezone.now)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        app_label = "base"
        verbose_name = _("reader of mails")
        verbose_name_plural = _("readers of mails")
        constraints = [
            models.UniqueConstraint(fields=["address"], condition=Q(user=None), name="mail_reader_once"),
            models.CheckConstraint(
                condition=(Q(user=None) & ~Q(address="")) | Q(user__isnull=False, address=""),
                name="mail_reader_is_one",
            ),
        ]

    def __str__(self) -> str:
        return self.where

    @property
    def where(self) -> str:
        """The address that mails go to now."""
        return self.user.email if self.user else self.address

    @property
    def masked(self) -> str:
        """The address as who holds it recognises it, and nobody else learns it: "k…@genk.example"."""
        name, _at, domain = self.where.partition("@")
        return f"{name[:1]}…@{domain}"

    @property
    def spoken(self) -> str:
        """The language that they chose; empty when they did not."""
        return getattr(self.user, "language", "") if self.user else self.language

    def frequencies(self) -> dict[str, Frequency]:
        """How often they want each kind that one may choose about, by its slug; one query."""
        chosen = dict(self.choices.values_list("kind", "frequency"))
        return {kind.slug: self.settled(kind, chosen) for kind in kinds.values() if kind.is_chosen}

    def settled(self, kind: MailKind, chosen: Mapping[str, str]) -> Frequency:
        """How often, seen what they chose.

        Who stopped the mail of the day gets nothing that waits for it, and what cannot be stopped at once.
        """
        frequency = Frequency(chosen.get(kind.slug, kind.usual))
        if frequency == Frequency.DAILY and chosen.get(DIGEST.slug) == Frequency.NEVER and kind.digestible:
            frequency = Frequency.NEVER
        return frequency if frequency in dict(kind.choices) else Frequency.AT_ONCE

    def frequency_of(self, kind: MailKind) -> Frequency:
        """How often they want mails of ``kind``; what cannot be stopped comes at once."""
        return self.frequencies().get(kind.slug, Frequency.AT_ONCE)

    def choose(self, kind: MailKind, frequency: str) -> None:
        """Notes how often they want mails of ``kind``; the usual answer leaves nothing to remember.

        Raises ``ValueError`` for a kind that cannot be stopped, or of which there is nothing to choose.
        """
        if not kind.is_chosen or (frequency == Frequency.NEVER and not kind.stoppable):
            raise ValueError(f"mails of the kind {kind.slug} cannot be stopped")
        if frequency == kind.usual:
            self.choices.filter(kind=kind.slug).delete()
        else:
            self.choices.update_or_create(kind=kind.slug, defaults={"frequency": frequency})

    @transaction.atomic
    def choose_all(self, wanted: Mapping[str, str], language: str) -> None:
        """Notes how often they want each of the kinds in ``wanted``, and in which language.

        That says enough about the mail of the day: who stopped it before, gets it again when anything is to come daily.
        """
        for slug, frequency in wanted.items():
            self.choose(kinds[slug], frequency)
        self.choose(DIGEST, DIGEST.usual)
        self.speak(language)

    def speak(self, language: str) -> None:
        """Notes in which language they read: with their account when they have one."""
        if self.user and hasattr(self.user, "language"):
            self.user.language = language
            self.user.save(update_fields=["language"])
        else:
            self.language = language
            self.save(update_fields=["language"])

    def ways(self, kind: MailKind, language: str) -> Ways:
        """The addresses under a mail of ``kind``: to choose, and to stop it if one may.

        They name nobody, for they end up in logs.
        """
        token = signing.dumps([self.pk, kind.slug], salt=SALT)
        with override(language):
            stop, choose = (
                settings.BASE_URL + reverse(name, args=[token]) for name in ("mail-stop", "mail-choices")
            )
        return Ways(stop if kind.stoppable else "", choose)


class MailChoice(models.Model):
    """How often somebody wants mails of one kind, where that is not the usual."""

    reader = models.ForeignKey(MailReader, models.CASCADE, related_name="choices", verbose_name=_("reader"))
    kind = models.CharField(_("kind of mail"), max_length=40)
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency)
    since = models.DateTimeField(_("since"), auto_now=True)

    class Meta:
        app_label = "base"
        verbose_name = _("choice about mails")
        verbose_name_plural = _("choices about mails")
        constraints = [models.UniqueConstraint(fields=["reader", "kind"], name="mail_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_frequency_display()}"


def language_of(address: str, otherwise: str = "") -> str:
    """In which language to write to ``address``: what they chose, else ``otherwise`` (that of the conversation)."""
    bare = parseaddr(address)[1].lower()
    user = account_of(bare)
    if user is not None:
        chosen = getattr(user, "language", "")
    else:
        chosen = MailReader.objects.filter(user=None, address=bare).values_list("language", flat=True).first()
    return chosen or otherwise or settings.LANGUAGE_CODE


def wants(address: str, kind: MailKind) -> bool:
    """Whether mails of ``kind`` may go to ``address``, at once or with those of the day. Only asks, writes nothing."""
    if not kind.stoppable:
        return True
    bare = parseaddr(address)[1].lower()
    whose, user = Q(reader__user=None, reader__address=bare), account_of(bare)
    if user is not None:
        whose |= Q(reader__user=user)
    chosen = MailChoice.objects.filter(whose).order_by(F("reader__user").asc(nulls_first=True))
    return MailReader().settled(kind, dict(chosen.values_list("kind", "frequency"))) != Frequency.NEVER
