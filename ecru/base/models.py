"""Abstract models that every app builds on."""

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .audit import AuditEntry
from .daily import DailyRun
from .edition import ChangeNote, Row, Shown, ShownQuerySet
from .guard import Knock, Salt
from .links.records import CheckedLink, LinkHost
from .outbox.mail import MailState, OutgoingMail
from .outbox.readers import MailChoice, MailReader
from .outbox.waiting import WaitingLetter
from .saved.happenings import Happening
from .saved.records import SavedRecord
from .saved.searches import SavedSearch, Told
from .searchable import SearchableQuerySet

__all__ = [
    "AuditEntry",
    "ChangeNote",
    "CheckedLink",
    "DailyRun",
    "FromFacts",
    "Happening",
    "Knock",
    "Labelled",
    "LinkHost",
    "MailChoice",
    "MailReader",
    "MailState",
    "OutgoingMail",
    "Publication",
    "Publishable",
    "PublishableQuerySet",
    "Salt",
    "SavedRecord",
    "SavedSearch",
    "Shown",
    "ShownQuerySet",
    "Told",
    "WaitingLetter",
]


class Publication(models.TextChoices):
    """The life of a record: the public sees published records only (rule 1)."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class PublishableQuerySet(SearchableQuerySet[Row]):
    """Questions about records that are drafts, published or archived."""

    def published(self) -> Self:
        """Records that everyone may see."""
        return self.filter(status=Publication.PUBLISHED)

    def visible_to(self, user: Any) -> Self:
        """Records that ``user`` may see: all of them for who keeps the field, else the published ones."""
        return self.all() if getattr(user, "keeps_the_field", False) else self.published()

    def newest(self) -> Self:
        """The records published last come first."""
        return self.order_by("-published_at", "-pk")

    def publish(self) -> int:
        """Publishes every record that is not published yet; returns how many."""
        waiting = self.exclude(status=Publication.PUBLISHED)
        waiting.filter(published_at=None).update(published_at=timezone.now())
        return waiting.update(status=Publication.PUBLISHED, updated_at=timezone.now())

    def archive(self) -> int:
        """Archives every record that is not archived yet; returns how many."""
        return self.exclude(status=Publication.ARCHIVED).update(
            status=Publication.ARCHIVED, updated_at=timezone.now()
        )


class Publishable(Shown):
    """A record that is a draft, published or archived."""

    status = models.CharField(
        _("status"), max_length=10, choices=Publication, default=Publication.DRAFT, db_index=True
    )
    published_at = models.DateTimeField(
        _("published at"), null=True, blank=True, editable=False, db_index=True
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, and notes the first moment of publication."""
        if self.is_public and self.published_at is None:
            self.published_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def is_public(self) -> bool:
        """Whether everyone may see this record."""
        return self.status == Publication.PUBLISHED

    @property
    def is_archived(self) -> bool:
        """Whether this record was put away."""
        return self.status == Publication.ARCHIVED


class FromFacts(Shown):
    """A record that a facts file may have made; remembers what the file said last, field by field."""

    facts = models.JSONField(_("as loaded"), default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


class Labelled(Shown):
    """A word of a vocabulary, with a Dutch and an English label."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    label = models.CharField(_("label"), max_length=120)
    label_en = models.CharField(_("label in English"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "label"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The label in the visitor's language."""
        return (self.label_en if get_language() == "en" else "") or self.label
