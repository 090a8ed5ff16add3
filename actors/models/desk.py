"""What waits for an editor: claims, new actors, changes, reports, profiles, tasks. One queue for all of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NEW_ACTOR = "nieuw"  # the kind of item with which somebody adds an actor
HELD_FOR = timedelta(minutes=20)  # how long an item stays with the editor who opened it


class DeskState(models.TextChoices):
    """How far an item is."""

    OPEN = "open", _("waits for the editors")
    RETURNED = "returned", _("returned with a question")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DeskQuerySet(models.QuerySet["DeskItem"]):
    """Questions about the queue."""

    def open(self) -> Self:
        """What waits for an editor."""
        return self.filter(state=DeskState.OPEN)

    def unsettled(self) -> Self:
        """What waits for an editor, or for an answer of who sent it."""
        return self.filter(state__in=[DeskState.OPEN, DeskState.RETURNED])

    def settled(self) -> Self:
        """What was decided, the newest first."""
        return self.exclude(state__in=[DeskState.OPEN, DeskState.RETURNED]).order_by("-handled_at", "-pk")

    def for_editors(self) -> Self:
        """What waits for the editors now: not what others were asked first."""
        return self.open().filter(editors_from__lte=timezone.now())

    def came_in(self, since: datetime) -> Self:
        """What came to the editors after ``since``: sent, or left by whoever was asked first."""
        return self.filter(Q(waiting_since__gt=since) | Q(editors_from__gt=since))

    def count_and_oldest(self) -> tuple[int, datetime | None]:
        """How many there are, and since when the oldest waits; one query."""
        found = self.order_by().aggregate(count=models.Count("pk"), oldest=models.Min("waiting_since"))
        return found["count"], found["oldest"]

    def oldest_first(self) -> Self:
        """In the order in which the editors take them: what goes first, then who waits longest."""
        return self.order_by("-goes_first", "waiting_since", "pk")

    def newest_first(self) -> Self:
        """What was sent last comes first."""
        return self.order_by("-created_at", "-pk")

    def with_people(self) -> Self:
        """With who sent it, who has it open and who decided."""
        return self.select_related("by", "held_by", "handled_by")

    def held_by_person(self, user: Any) -> Self:
        """What one editor has open."""
        return self.filter(held_by=user.pk, held_until__gt=timezone.now())

    def of_kinds(self, kinds: Iterable[str]) -> Self:
        """Items of these kinds."""
        return self.filter(kind__in=list(kinds))

    def about_actors(self, keys: Any) -> Self:
        """Items about the actors with these ``keys``."""
        return self.filter(model="actors.actor", key__in=keys)

    def of_kind_and_key(self, keys: Mapping[str, Any]) -> Self:
        """Items of each kind that are about one of its ``keys`` (a subquery by kind)."""
        wanted = Q(pk=None)
        for kind, those in keys.items():
            wanted |= Q(kind=kind, key__in=those)
        return self.filter(wanted)

    def still_asked(self, keys: Mapping[str, Any]) -> Self:
        """Without items of the kinds in ``keys`` of which the record is not among those any more (a subquery by kind)."""
        found = self
        for kind, those in keys.items():
            found = found.filter(~Q(kind=kind) | Q(key__in=those))
        return found

    def new_actors(self) -> Any:
        """The keys of the actors that somebody added and that no editor accepted yet."""
        added = self.unsettled().of_kind(NEW_ACTOR).filter(model="actors.actor", key__isnull=False)
        return added.values("key")

    def of_kind(self, kind: str) -> Self:
        """Items of one kind."""
        return self.filter(kind=kind)

    def about(self, record: models.Model) -> Self:
        """Items about one record."""
        return self.filter(model=record._meta.label_lower, key=record.pk)

    def about_any(self, records: Sequence[models.Model]) -> Self:
        """Items about one of ``records``, which are of one model."""
        model = records[0]._meta.label_lower if records else ""
        return self.filter(model=model, key__in=[record.pk for record in records])

    def sent_by(self, user: Any) -> Self:
        """What one person sent in."""
        return self.filter(by=user.pk)


class DeskItem(models.Model):
    """Something that an editor decides about. What deciding does is the business of its ``kind`` (``actors.desk``).

    ``model`` and ``key`` name what it is about, without a relation, so that the item outlives it. ``version`` grows
    each time the sender changes it, so that nobody decides about words they did not read.
    """

    State = DeskState

    kind = models.SlugField(_("kind"), max_length=20)
    model = models.CharField(max_length=80, blank=True, editable=False)
    key = models.BigIntegerField(null=True, blank=True, editable=False)
    title = models.CharField(_("about"), max_length=200)
    content = models.JSONField(_("what is asked"), default=dict)
    reason = models.TextField(_("why"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="desk_items",
        verbose_name=_("sent by"),
    )
    by_name = models.CharField(_("sent by"), max_length=254, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DeskState, default=DeskState.OPEN)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("sent on"), default=timezone.now)
    waiting_since = models.DateTimeField(_("waits since"), default=timezone.now)
    goes_first = models.BooleanField(_("goes first"), default=False)
    editors_from = models.DateTimeField(_("for the editors from"), default=timezone.now)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    held_until = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    handled_by_name = models.CharField(_("handled by"), max_length=254, blank=True)
    handled_at = models.DateTimeField(_("handled on"), null=True, blank=True)
    answer = models.TextField(_("answer of the editors"), blank=True)

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("item for the editors")
        verbose_name_plural = _("items for the editors")
        ordering = ["waiting_since", "pk"]
        indexes = [
            models.Index(fields=["state", "waiting_since"], name="desk_queue"),
            models.Index(fields=["model", "key"], name="desk_about"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "model", "key", "by"],
                condition=Q(state__in=[DeskState.OPEN, DeskState.RETURNED]),
                name="desk_item_once",
            ),
            models.CheckConstraint(
                condition=Q(state=DeskState.OPEN) | Q(handled_at__isnull=False),
                name="desk_item_handled_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.kind})"

    @property
    def is_open(self) -> bool:
        """Whether an editor can decide about it now."""
        return self.state == DeskState.OPEN

    def is_held_by_another(self, user: Any, now: datetime | None = None) -> bool:
        """Whether a colleague of ``user`` has it open at this moment."""
        if self.held_by_id is None or self.held_by_id == user.pk or self.held_until is None:
            return False
        return self.held_until > (now or timezone.now())
