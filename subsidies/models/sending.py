"""What goes along with a dossier and what became of it: files, copies of what was sent, and extra time for a whole round."""

import hashlib
import json
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ecru.base.audit import FORMER
from ecru.base.edition import Shown, ShownQuerySet
from ecru.base.files.attachments import Attachment, AttachmentQuerySet
from ecru.base.files.storage import private_name, private_storage
from ecru.base.unchanging import Unchanging, UnchangingQuerySet

from .calls import Call
from .dossiers import Dossier

MOST_FILES = 30  # that count at one time, per dossier
HASH = 64  # letters of a SHA-256


class CallDocumentQuerySet(models.QuerySet["CallDocument"]):
    """Questions about what a round asks along."""

    def asked(self) -> Self:
        """What it asks now."""
        return self.filter(is_asked=True)


class CallDocument(models.Model):
    """A document that a round asks along with a dossier. One that is asked no more stays for the files under its name."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="documents", verbose_name=_("round"))
    name = models.CharField(_("which document"), max_length=120)
    is_asked = models.BooleanField(_("is asked"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = CallDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document that a round asks")
        verbose_name_plural = _("documents that rounds ask")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "name"], name="round_asks_a_document_once")]

    def __str__(self) -> str:
        return self.name


class DossierFileQuerySet(AttachmentQuerySet["DossierFile"]):
    """Questions about files of dossiers."""

    def current(self) -> Self:
        """What counts now: not replaced, and not taken away."""
        return self.filter(put_away_at=None)

    def of_person(self, user: Any) -> Self:
        """What one person sent."""
        return self.filter(uploaded_by=user.pk)


class DossierFile(Attachment):
    """A file with a dossier. A newer version ``replaces`` it; one that went along once is put away, never thrown away."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="files", verbose_name=_("dossier"))
    document = models.ForeignKey(
        CallDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("which document"),
    )
    label = models.CharField(_("what it is"), max_length=120, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="newer",
        verbose_name=_("newer version of"),
    )
    put_away_at = models.DateTimeField(_("counts no more since"), null=True, blank=True)
    sent_at = models.DateTimeField(_("went along first on"), null=True, blank=True)

    objects = DossierFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a dossier")
        verbose_name_plural = _("files of dossiers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "document", "checksum"],
                condition=Q(put_away_at=None, document__isnull=False),
                name="dossier_has_a_document_once",
            ),
            models.UniqueConstraint(
                fields=["dossier", "checksum"],
                condition=Q(put_away_at=None, document=None),
                name="dossier_has_a_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("my-dossier-file", args=[self.dossier_id, self.pk])

    @property
    def counts(self) -> bool:
        """Whether it counts now: not replaced, and not taken away."""
        return self.put_away_at is None

    @property
    def what(self) -> str:
        """What it is: the document that was asked, what somebody called it, or the name of the file. Select ``document``."""
        return self.document.name if self.document else self.label or self.name


class SentCopyQuerySet(UnchangingQuerySet["SentCopy"]):
    """Questions about what was sent. Nothing here changes it."""

    def by_person(self, user: Any) -> Self:
        """What ``user`` sent."""
        return self.filter(sender=user.pk)

    def forget_person(self, user: Any) -> None:
        """Takes the name of ``user`` out, also on paper, which is made anew when somebody asks for it; what was sent stays."""
        SentPaper.objects.filter(copy__in=self.by_person(user).values("pk")).throw_away()
        models.QuerySet.update(self.by_person(user), sender=None, sender_name=FORMER)


class SentCopy(Unchanging):
    """What was sent, as it was that second: canonical JSON and its hash. Added, and never changed: the database refuses it too.

    ``content`` names no account: who sent it stands beside it, so that a name can be taken out and the hash still holds.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="copies", verbose_name=_("dossier"))
    version = models.PositiveSmallIntegerField(_("which time"), default=1)
    number = models.CharField(_("number of the dossier"), max_length=12)
    sent_at = models.DateTimeField(_("sent on"))
    content = models.TextField(_("what was sent"))
    sha256 = models.CharField(_("hash"), max_length=HASH, db_index=True)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    sender_name = models.CharField(_("name of who sent it"), max_length=254, blank=True)

    objects = SentCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of what was sent")
        verbose_name_plural = _("copies of what was sent")
        ordering = ["dossier", "version"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "version"], name="sent_copy_of_one_time"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.version})"

    @cached_property
    def snapshot(self) -> dict[str, Any]:
        """What was sent, read back."""
        found: dict[str, Any] = json.loads(self.content)
        return found

    @property
    def is_whole(self) -> bool:
        """Whether the hash still fits what is kept."""
        return hashlib.sha256(self.content.encode()).hexdigest() == self.sha256

    @property
    def who(self) -> str:
        """Who sent it."""
        return gettext("former member") if self.sender_name == FORMER else self.sender_name


class SentPaperQuerySet(models.QuerySet["SentPaper"]):
    """Questions about copies on paper."""

    def throw_away(self) -> int:
        """Removes them with their files; how many. They are made anew from the copy when somebody asks."""
        papers = list(self)
        for paper in papers:
            paper.file.delete(save=False)
            paper.delete()
        return len(papers)

    throw_away.alters_data = True  # type: ignore[attr-defined]


class SentPaper(models.Model):
    """The PDF of a copy, made once, with the hash of the file."""

    copy = models.OneToOneField(SentCopy, models.CASCADE, related_name="paper", verbose_name=_("copy"))
    file = models.FileField(_("file"), storage=private_storage, upload_to=private_name, max_length=120)
    sha256 = models.CharField(_("hash"), max_length=HASH)
    made_at = models.DateTimeField(_("made on"), default=timezone.now)

    objects = SentPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of what was sent")
        verbose_name_plural = _("papers of what was sent")

    def __str__(self) -> str:
        return f"{self.copy}.pdf"


class LateSending(models.Model):
    """Somebody pressed "send" too late: the second in which that came in. It says what to grant extra time for."""

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="late_sendings", verbose_name=_("dossier")
    )
    at = models.DateTimeField(_("came in on"))

    class Meta:
        verbose_name = _("sending that came too late")
        verbose_name_plural = _("sendings that came too late")
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["dossier", "at"], name="late_sending_of_a_second")]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.at:%Y-%m-%d %H:%M:%S}"


class CallExtension(Shown):
    """Extra time for everybody in a round, and why; the closing moment of the round moved along."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="extensions", verbose_name=_("round"))
    before = models.DateTimeField(_("would close on"))
    until = models.DateTimeField(_("closes on"))
    reason = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    at = models.DateTimeField(_("given on"), default=timezone.now)

    objects = ShownQuerySet.as_manager()

    class Meta:
        verbose_name = _("extra time of a round")
        verbose_name_plural = _("extra time of rounds")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "before", "until"], name="round_is_extended_once"),
            models.CheckConstraint(condition=Q(until__gt=models.F("before")), name="extra_time_is_later"),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.until:%Y-%m-%d %H:%M:%S}"
