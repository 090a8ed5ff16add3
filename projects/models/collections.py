"""Collections: practices and projects that belong together, with an introduction of the editors."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from actors.models import Source
from ecru.base.models import (
    FromFacts,
    Publication,
    Publishable,
    PublishableQuerySet,
    Shown,
    ShownQuerySet,
)

from .initiatives import Project
from .places import FollowsSource
from .practices import Practice
from .subjects import in_language

SHOWN = Q(practice__status=Publication.PUBLISHED) | Q(project__status=Publication.PUBLISHED)


class CollectionQuerySet(PublishableQuerySet["Collection"]):
    """Questions about collections."""

    def in_order(self) -> Self:
        """In the order that editors gave them, each with ``shown_count``: how many of its items everyone may see."""
        shown = Q(items__practice__status=Publication.PUBLISHED) | Q(
            items__project__status=Publication.PUBLISHED
        )
        return self.annotate(shown_count=Count("items", filter=shown)).order_by("position", "title", "pk")

    def for_page(self) -> Self:
        """With all that the page of one collection shows, in a constant number of queries."""
        items = CollectionItem.objects.shown().with_records()
        return self.select_related("source").prefetch_related(
            Prefetch("items", queryset=items, to_attr="shown_items")
        )

    def holding(self, practice: Practice) -> Self:
        """Collections that ``practice`` is in."""
        return self.filter(items__practice=practice).order_by("position", "title", "pk")


class Collection(FollowsSource, Publishable, FromFacts):
    """Practices and projects around one subject, in an order, with an introduction."""

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    summary = models.CharField(_("in one sentence"), max_length=240, blank=True)
    summary_en = models.CharField(_("in one sentence, in English"), max_length=240, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    introduction_en = models.TextField(_("introduction in English"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, verbose_name=_("source"))
    source_pages = models.CharField(_("pages"), max_length=200, blank=True)
    verified_on = models.DateField(_("checked on"), null=True, blank=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["position", "title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("practice-collection", args=[self.slug])

    @property
    def name(self) -> str:
        """The title in the visitor's language."""
        return in_language(self.title, self.title_en)

    @property
    def in_short(self) -> str:
        """One sentence in the visitor's language; without one, the first words of the introduction."""
        return in_language(self.summary, self.summary_en) or Truncator(self.told).words(24, truncate=" …")

    @property
    def told(self) -> str:
        """The introduction in the visitor's language if that exists, else in Dutch."""
        return in_language(self.introduction, self.introduction_en)

    @property
    def told_in_dutch(self) -> bool:
        """Whether ``told`` is Dutch."""
        return self.told == self.introduction


class CollectionItemQuerySet(ShownQuerySet["CollectionItem"]):
    """Questions about what is in collections."""

    def shown(self) -> Self:
        """Items of which the practice or the project shows."""
        return self.filter(SHOWN)

    def with_records(self) -> Self:
        """With what a card shows of each, in their order; three queries."""
        return (
            self.select_related("practice", "project")
            .prefetch_related("practice__municipalities", "project__municipalities")
            .order_by("position", "pk")
        )


class CollectionItem(Shown):
    """A practice or a project in a collection, and why it is in there."""

    collection = models.ForeignKey(
        Collection, models.CASCADE, related_name="items", verbose_name=_("collection")
    )
    practice = models.ForeignKey(
        Practice,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="collected",
        verbose_name=_("practice"),
    )
    project = models.ForeignKey(
        Project,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="collected",
        verbose_name=_("project"),
    )
    note = models.CharField(_("why it is in here"), max_length=240, blank=True)
    note_en = models.CharField(_("why it is in here, in English"), max_length=240, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = CollectionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a collection")
        verbose_name_plural = _("items of a collection")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(practice=None, project__isnull=False) | Q(practice__isnull=False, project=None),
                name="collection_item_is_one_thing",
            ),
            models.UniqueConstraint(fields=["collection", "practice"], name="collection_has_a_practice_once"),
            models.UniqueConstraint(fields=["collection", "project"], name="collection_has_a_project_once"),
        ]

    def __str__(self) -> str:
        return f"{self.collection}: {self.record}"

    def clean(self) -> None:
        """Refuses an item without a practice or a project, and one with both."""
        if bool(self.practice_id) == bool(self.project_id):
            raise ValidationError(_("Choose a practice or a project, one of both."))

    @property
    def record(self) -> Any:
        """The practice or the project."""
        return self.practice or self.project

    @property
    def fact_key(self) -> str:
        """What a facts file compares."""
        return f"{self.position:03} {self.record.slug} {self.note} {self.note_en}".strip()

    @property
    def why(self) -> str:
        """Why it is in here, in the visitor's language if that exists, else in Dutch."""
        return in_language(self.note, self.note_en)

    @property
    def why_in_dutch(self) -> bool:
        """Whether ``why`` is Dutch."""
        return self.why == self.note
