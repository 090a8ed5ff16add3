"""Partner calls (*oproepen*): an actor seeks or offers something, until a day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from ecru.base.models import Labelled, Publication, PublishableQuerySet, ShownQuerySet
from ecru.base.searchable import SEARCH_TEXTS

from .call_parts import CallQuestion
from .initiatives import Project
from .subjects import SUBJECTS, Subject

TAKEN_SLUGS = frozenset(["nieuw", "feed", "vraag"])  # pages of ours stand at these addresses
URGENT, FAR_OFF = 14, 60  # days
WARNING = timedelta(days=7)
FRESH = timedelta(days=9)


class Resource(Labelled):
    """What people seek from each other, or offer: a partner, expertise, a stage, room, material, hands, a public, money."""

    objects = ShownQuerySet.as_manager()

    class Meta(Labelled.Meta):
        verbose_name = _("what is sought or offered")
        verbose_name_plural = _("what is sought or offered")


class Direction(models.TextChoices):
    """Whether an actor seeks or offers."""

    SEEKS = "zoekt", _("seeks")
    OFFERS = "biedt", _("offers")


class Outcome(models.TextChoices):
    """What came of a call."""

    HERE = "platform", _("found, through this platform")
    ELSEWHERE = "elders", _("found, in another way")
    NOT = "niet", _("not found")


ROW = (
    *("title", "title_en", "slug", "description", "description_en", "status"),
    *("actor", "direction", "closes_on", "closed_at"),
)


class CallQuerySet(PublishableQuerySet["PartnerCall"]):
    """Questions about calls."""

    def visible_to(self, user: Any) -> Self:
        """What ``user`` may see: editors all of it, who acts for the actor also its drafts, else what shows."""
        if getattr(user, "keeps_the_field", False) or not getattr(user, "is_authenticated", False):
            return super().visible_to(user)
        return self.filter(Q(status=Publication.PUBLISHED) | Q(actor__in=user.own_actors))

    def of_actor(self, actor: Actor) -> Self:
        """Calls of one actor."""
        return self.filter(actor=actor)

    def of_project(self, project: Project) -> Self:
        """Calls for one project."""
        return self.filter(project=project)

    def in_municipality(self, place: Any) -> Self:
        """Calls that are about ``place``."""
        return self.filter(municipalities=place)

    def open(self, today: date | None = None) -> Self:
        """Calls that take answers ``today`` (a day in Europe/Brussels): not closed, and their last day is not over."""
        return self.filter(closed_at=None, closes_on__gte=today or timezone.localdate())

    def over(self, today: date) -> Self:
        """Calls of which the last day is over and that nobody closed yet."""
        return self.filter(closed_at=None, closes_on__lt=today)

    def without_outcome(self, today: date) -> Self:
        """Calls that are closed, or over on ``today``, and of which nobody told what came of it."""
        return self.published().filter(Q(closed_at__isnull=False) | Q(closes_on__lt=today), outcome="")

    def of_person(self, user: Any) -> Self:
        """Calls of the actors that ``user`` acts for."""
        return self.filter(actor__in=user.own_actors)

    def posted_since(self, moment: datetime) -> Self:
        """Calls that went on the site since ``moment``."""
        return self.filter(published_at__gte=moment)

    def to_ask(self, today: date) -> Self:
        """Open calls that close within a week of ``today``, of which nobody was asked yet whether they are still open.

        Who posts for less than ten days is not asked: they just said so.
        """
        asked = CallQuestion.objects.filter(
            call=models.OuterRef("pk"), kind=CallQuestion.Kind.OPEN, until=models.OuterRef("closes_on")
        )
        near = self.published().open(today).filter(closes_on__lte=today + WARNING)
        known = near.exclude(published_at__date__gt=models.F("closes_on") - FRESH)
        return known.filter(~models.Exists(asked))

    def opposite_to(self, call: "PartnerCall", resources: Iterable[int]) -> Self:
        """Calls that offer what ``call`` seeks, or seek what it offers: ``resources`` (keys); all of them when it names none."""
        others = self.exclude(direction=call.direction)
        wanted = list(resources)
        return (
            others.filter(pk__in=self.model.objects.filter(resources__in=wanted).values("pk"))
            if wanted
            else others
        )

    def soonest(self) -> Self:
        """What closes first comes first."""
        return self.order_by("closes_on", "pk")

    def for_reindex(self) -> Self:
        """With all that search looks in, in a constant number of queries."""
        return self.select_related("actor").prefetch_related(*SUBJECTS, "resources")

    def for_cards(self) -> Self:
        """With all that a card in a list shows, in a constant number of queries."""
        return self.select_related("actor__municipality").prefetch_related("municipalities", "resources")

    def for_rows(self) -> Self:
        """With what a row and a suggestion show, without who calls, places and resources, which ``catalogues.call_cards`` adds; one query."""
        return self.only(*ROW)

    def for_page(self) -> Self:
        """With all that the page of one call shows, in a constant number of queries."""
        return self.for_bare_page().defer(None).prefetch_related(*SUBJECTS, "resources")

    def for_bare_page(self) -> Self:
        """As ``for_page``, without its places and words, which ``catalogues.with_subjects`` has in memory; one query."""
        return self.select_related("actor__kind", "actor__municipality", "project").defer(*SEARCH_TEXTS)


class PartnerCall(Subject):
    """An actor seeks or offers something. Answers go through the platform; the call closes on its day by itself."""

    SPEAKS_OF = (*SUBJECTS, "actor", "resources")
    Direction = Direction
    Outcome = Outcome

    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="calls", verbose_name=_("who seeks or offers")
    )
    project = models.ForeignKey(
        Project,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("for this project"),
    )
    direction = models.CharField(
        _("seeks or offers"), max_length=6, choices=Direction, default=Direction.SEEKS, db_index=True
    )
    resources = models.ManyToManyField(
        Resource, related_name="calls", blank=True, verbose_name=_("what is sought or offered")
    )
    closes_on = models.DateField(_("until when"), db_index=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True, db_index=True)
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome, blank=True)
    found = models.ForeignKey(
        Actor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="found_calls",
        verbose_name=_("whom they found"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="created_calls",
        verbose_name=_("made by"),
    )
    stamp = models.CharField(max_length=64, blank=True, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["closes_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(closed_at__isnull=False), name="call_has_an_outcome_when_closed"
            ),
            models.UniqueConstraint(fields=["stamp"], condition=~Q(stamp=""), name="call_of_one_click"),
        ]

    def clean(self) -> None:
        """Refuses an address that leads to a page of ours."""
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": _("A page of ours stands at this address. Choose another.")})

    def get_absolute_url(self) -> str:
        return reverse("call-detail", args=[self.slug])

    @property
    def is_open(self) -> bool:
        """Whether it takes answers today: the whole last day counts, in Europe/Brussels."""
        return self.is_public and self.closed_at is None and self.closes_on >= timezone.localdate()

    @property
    def is_over(self) -> bool:
        """Whether it was published and takes no answers any more: closed, or its last day is over."""
        return self.is_public and not self.is_open

    @property
    def days_left(self) -> int:
        """How many days after today it stays open; 0 on its last day, negative when that is over."""
        return (self.closes_on - timezone.localdate()).days

    @property
    def is_urgent(self) -> bool:
        """Whether it closes within fourteen days."""
        return self.days_left <= URGENT

    @property
    def is_far_off(self) -> bool:
        """Whether it stays open for more than two months."""
        return self.days_left > FAR_OFF

    @property
    def needs_outcome(self) -> bool:
        """Whether nobody told what came of it yet."""
        return self.is_over and not self.outcome

    @property
    def seeks(self) -> bool:
        """Whether the actor seeks; else it offers."""
        return self.direction == Direction.SEEKS

    def search_words(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """Title, who, what is sought or offered and where, and its text. Use ``for_reindex()``."""
        about = [str(Direction(self.direction).label), self.actor.name, *self.subject_words()]
        for resource in self.resources.all():
            about += [resource.label, resource.label_en]
        return [self.title], [], about, [self.description, *self.alike()]
