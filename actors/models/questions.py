"""Questions about actors, and verbs on many of them at once."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.models import PublishableQuerySet
from ecru.base.text import LONGEST_QUERY, SHORTEST_INFIX, fold, query_words, stem

from .municipality import Municipality

if TYPE_CHECKING:
    from .actor import Actor

ARTIST = "kunstenaar"
SHRINK = Decimal("0.6286")  # cosine of 51.05°, the middle of the seven


class VerifiedBy(models.TextChoices):
    """Who looked last whether the facts are still right."""

    SOURCE = "bron", _("the source")
    EDITOR = "redactie", _("the editors")
    ACTOR = "actor", _("the organisation itself")


class ActorQuerySet(PublishableQuerySet["Actor"]):
    """Questions about actors."""

    def search(self, query: str) -> Self:
        """Actors that match every word of ``query``, in any order; adds ``rank`` (0 is best, names before text)."""
        words = query_words(query)
        found = self
        for word in words:
            infix = word if len(word) >= SHORTEST_INFIX else f" {word}"
            found = found.filter(Q(search_text__contains=infix) | Q(search_text__contains=f" {stem(word)} "))
        in_name = Q(*[Q(search_name__contains=word) for word in words], pk__gt=0)
        name_is = f" {fold(query[:LONGEST_QUERY])} "
        return found.annotate(
            rank=Case(
                When(search_name=name_is, then=0),
                When(search_name__startswith=name_is.rstrip(), then=1),
                When(in_name, then=2),
                default=3,
                output_field=models.IntegerField(),
            )
        )

    def with_nearness(self, place: Municipality) -> Self:
        """Adds ``nearness``, which grows with the distance to ``place``; None where no place is known.

        Flat geometry with one cosine: right to 1 % within Flanders, and only used to put actors in order.
        """
        degrees = models.DecimalField(max_digits=8, decimal_places=5)
        north = Coalesce(F("latitude"), F("municipality__latitude")) - Value(place.latitude, degrees)
        east = Coalesce(F("longitude"), F("municipality__longitude")) - Value(place.longitude, degrees)
        square = north * north + east * east * Value(SHRINK * SHRINK, models.DecimalField())
        return self.annotate(nearness=models.ExpressionWrapper(square, models.FloatField()))

    def crossing_borders(self) -> Self:
        """Organisations still at work in two or more of the seven, the widest first; adds ``reach`` (how many).

        No artists, and no records that stand for a whole group of organisations.
        """
        reach = Count("active_in", filter=Q(active_in__member=True), distinct=True)
        organisations = self.filter(closed=False, collective=False).exclude(kind__slug=ARTIST)
        return (
            organisations.annotate(reach=reach)
            .filter(reach__gte=2)
            .order_by("-reach", "kind__position", "name")
        )

    def at_work_in(self, municipality: Municipality) -> Self:
        """Actors that have their seat in ``municipality`` or are active there."""
        return self.filter(active_in=municipality)

    def in_the_seven(self) -> Self:
        """Actors that are active in the seven, and of which more is known than a name."""
        ties = self.model.active_in.through.objects.filter(municipality__member=True)
        return self.filter(pk__in=ties.values("actor_id"), named_only=False, closed=False)

    def ties_of(self, actor: "Actor") -> tuple[Q, Q]:
        """What says that a record stands above ``actor`` (parent, umbrellas), and that it stands below."""
        ties = self.model.umbrellas.through.objects
        above = Q(pk__in=ties.filter(from_actor=actor).values("to_actor")) | Q(pk=actor.parent_id)
        below = Q(pk__in=ties.filter(to_actor=actor).values("from_actor")) | Q(parent=actor)
        return above, below

    def not_family_of(self, actor: "Actor") -> Self:
        """Actors other than ``actor``, what it is part of and who belongs to it."""
        above, below = self.ties_of(actor)
        others = self.exclude(pk=actor.pk)
        return others.exclude(pk__in=self.model.objects.filter(above | below).values("pk"))

    def confirm(self, by: VerifiedBy = VerifiedBy.EDITOR) -> int:
        """Notes that somebody looked at these facts today and found them right; returns how many."""
        return self.update(verified_on=timezone.localdate(), verified_by=by, updated_at=timezone.now())

    def reindex(self) -> None:
        """Writes the folded text that search looks in, 500 actors at a time."""
        words = ("names", "active_in", "disciplines", "target_groups", "themes")
        found = self.order_by().select_related("kind", "municipality").prefetch_related(*words)
        batch: list[Actor] = []
        for actor in found.iterator(chunk_size=500):
            actor.search_name, actor.search_text = actor.search_texts()
            batch.append(actor)
        self.model.objects.bulk_update(batch, ["search_name", "search_text"], batch_size=500)

    def for_cards(self) -> Self:
        """With all that a card in a list shows, in a constant number of queries."""
        return self.select_related("kind", "municipality").prefetch_related("active_in")

    def for_page(self) -> Self:
        """With all that the page of one actor shows, in a constant number of queries."""
        return self.select_related(
            "kind", "municipality", "municipality_hint", "parent", "source"
        ).prefetch_related("names", "active_in", "disciplines", "target_groups", "themes")
