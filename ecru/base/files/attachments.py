"""What every record of a sent file keeps, whatever it hangs on."""

from typing import Any, Self

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.edition import Row, Shown, ShownQuerySet

from .kinds import KINDS, FileKind
from .reading import Checked
from .storage import private_name, private_storage


class Scan(models.TextChoices):
    """What a virus scanner said of a file."""

    WAITING = "waiting", _("not checked yet")
    CLEAN = "clean", _("checked for viruses")
    INFECTED = "infected", _("a virus was found")
    NONE = "none", _("no virus scanner")


class AttachmentQuerySet(ShownQuerySet[Row]):
    """Questions about sent files."""

    def unscanned(self) -> Self:
        """Files of which no scanner said anything yet."""
        return self.filter(scan__in=[Scan.WAITING, Scan.NONE])

    def ready(self) -> Self:
        """Files that may be served: clean, or of a portal without a scanner."""
        return self.filter(scan__in=[Scan.CLEAN, Scan.NONE])


class Sent(models.Model):
    """Something that a person sent, and when."""

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    uploaded_at = models.DateTimeField(_("sent on"), default=timezone.now)

    class Meta:
        abstract = True


class SentPicture(Sent):
    """A picture that a person sent, as it came: private, with words for who cannot see it.

    A model that stands on this adds what the picture belongs to, and a unique constraint on that and ``checksum``.
    """

    original = models.FileField(_("picture"), storage=private_storage, upload_to=private_name, max_length=120)
    alt = models.CharField(_("what the picture shows"), max_length=200)
    credit = models.CharField(_("who made the picture"), max_length=120, blank=True)
    checksum = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.alt


class Attachment(Sent, Shown):
    """A sent file: where it lies, what it is, and whether it may be served.

    A model that stands on this adds what the file belongs to, and a unique constraint on that and ``checksum``, so that a
    double click keeps one file. Whoever needs versions adds ``replaces``, a relation to itself: a file never changes.
    """

    file = models.FileField(
        _("file"), storage=private_storage, upload_to=private_name, max_length=120, blank=True
    )
    name = models.CharField(_("name of the file"), max_length=120)
    kind = models.CharField(_("kind of file"), max_length=5, choices=[(key, key) for key in KINDS])
    size = models.PositiveIntegerField(_("size"))
    checksum = models.CharField(max_length=64, db_index=True, editable=False)
    scan = models.CharField(_("virus check"), max_length=8, choices=Scan, default=Scan.WAITING, db_index=True)
    scanned_at = models.DateTimeField(_("checked for viruses on"), null=True, blank=True)
    virus = models.CharField(_("virus"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def file_kind(self) -> FileKind:
        """What it is."""
        return KINDS[self.kind]

    @property
    def is_ready(self) -> bool:
        """Whether it may be served."""
        return bool(self.file) and self.scan in {Scan.CLEAN, Scan.NONE}

    @property
    def in_short(self) -> str:
        """Its kind and size, in words."""
        return f"{self.file_kind.label}, {filesizeformat(self.size)}"

    def take(self, upload: UploadedFile, checked: Checked, scan: str) -> None:
        """Takes over ``upload``, which was ``checked``. Save afterwards."""
        self.file.save(checked.name, upload, save=False)
        self.name, self.kind = checked.name, checked.kind.extension
        self.size, self.checksum, self.scan = checked.size, checked.checksum, scan
        self.scanned_at = timezone.now() if scan == Scan.CLEAN else None

    def judge(self, virus: str) -> None:
        """Writes down what the scanner said; the content of a file with a ``virus`` goes at once."""
        self.scan = Scan.INFECTED if virus else Scan.CLEAN
        self.virus, self.scanned_at = virus[:200], timezone.now()
        if virus:
            self.file.delete(save=False)
        self.save()


def attachment_models() -> list[type[Any]]:
    """Every model of sent files."""
    from django.apps import apps  # noqa: PLC0415 - models are not there yet when this module is read

    return [model for model in apps.get_models() if issubclass(model, Attachment)]
