"""What makers give along with a practice: files and pictures. Private until the practice shows and an editor saw them."""

from typing import Any, Self

from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ecru.base.edition import Shown, ShownQuerySet
from ecru.base.files.attachments import Attachment, AttachmentQuerySet, SentPicture
from ecru.base.picture_sizes import WIDTHS, size_name
from ecru.base.pictures import PictureField

from .practices import Practice

MOST_FILES, MOST_PICTURES = 10, 8


class PracticeFileQuerySet(AttachmentQuerySet["PracticeFile"]):
    """Questions about files."""

    def public(self) -> Self:
        """What visitors may take: seen by an editor, with a practice that shows, and without a virus."""
        return self.ready().filter(accepted_at__isnull=False, practice__status="published")

    def of_person(self, user: Any) -> Self:
        """What one person sent."""
        return self.filter(uploaded_by=user.pk)

    def unaccepted(self) -> Self:
        """What no editor saw yet."""
        return self.filter(accepted_at=None)


class PracticeFile(Attachment):
    """A file with a practice: a plan, a list, a recording."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="files", verbose_name=_("practice"))
    label = models.CharField(_("what it is"), max_length=120)
    accepted_at = models.DateTimeField(_("seen by an editor on"), null=True, blank=True, editable=False)

    objects = PracticeFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a practice")
        verbose_name_plural = _("files of practices")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "checksum"], name="practice_has_a_file_once")
        ]

    @property
    def is_public(self) -> bool:
        """Whether visitors may take it."""
        return self.is_ready and self.accepted_at is not None and self.practice.is_public


class PracticePictureQuerySet(ShownQuerySet["PracticePicture"]):
    """Questions about pictures."""

    def of_person(self, user: Any) -> Self:
        """What one person sent."""
        return self.filter(uploaded_by=user.pk)

    def public(self) -> Self:
        """Pictures that pages show, in order."""
        return self.exclude(picture="").filter(practice__status="published")

    def out_of_step(self) -> Self:
        """Pictures that should show and do not, and those that show and should not."""
        shows = Q(practice__status="published", accepted_at__isnull=False)
        return self.filter((shows & Q(picture="")) | (~shows & ~Q(picture=""))).select_related("practice")

    def unaccepted(self) -> Self:
        """What no editor saw yet."""
        return self.filter(accepted_at=None)


class PracticePicture(SentPicture, Shown):
    """A picture of a practice, with words for who cannot see it. ``original`` is private; ``picture`` exists while it shows."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="pictures", verbose_name=_("practice")
    )
    picture = PictureField(_("picture that shows"), upload_to="praktijken", blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    accepted_at = models.DateTimeField(_("seen by an editor on"), null=True, blank=True, editable=False)

    objects = PracticePictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture of a practice")
        verbose_name_plural = _("pictures of practices")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "checksum"], name="practice_has_a_picture_once")
        ]

    def follow(self) -> None:
        """Makes the public copy when the picture should show, and takes it away when it should not. As often as you like."""
        if self.practice.is_public and self.accepted_at is not None:
            if not self.picture:
                with self.original.open("rb") as content:
                    self.picture = ContentFile(content.read(), name=f"{self.checksum[:32]}.webp")
                self.save()  # asks for the sizes too
        elif self.picture:
            self.forget_copies()
            self.save()

    def forget_copies(self) -> None:
        """Removes the public copy and its sizes. Save afterwards."""
        name, storage = self.picture.name or "", self.picture.storage
        for copy in (name, *(size_name(name, width) for width in WIDTHS)):
            storage.delete(copy)
        self.picture = ""
