"""Questions about actors, and verbs on many of them at once."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Prefetch, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.models import PublishableQuerySet
from ecru.base.searchable import SEARCH_TEXTS

from .municipality import Municipality
from .vocabulary import Discipline, TargetGroup, Theme

if TYPE_CHECKING:
    from .actor import Actor

ARTIST = "kunstenaar"
UNSEEN = ("facts", *SEARCH_TEXTS)  # large, and for machines only


def lightly(name: str, model: type[models.Model], *unseen: str) -> "Prefetch[Any, Any, Any]":
    """The relation ``name`` to be fetched at once, without the fields ``unseen``: by itself those for machines."""
    return Prefetch(name, model._default_manager.defer(*(unseen or UNSEEN)))


class VerifiedBy(models.TextChoices):
    """Who looked last whether the facts are still right."""

    SOURCE = "bron", _("the source")
    EDITOR = "redactie", _("the editors")
    ACTOR = "actor", _("the organisation itself")


class ActorQuerySet(PublishableQuerySet["Actor"]):
    """Questions about actors."""

    def at_work_in(self, municipality: Municipality) -> Self:
        """Actors that have their seat in ``municipality`` or are active there."""
        return self.filter(active_in=municipality)

    def moved_from(self, slug: str) -> "Actor | None":
        """The actor into which the one at the address ``slug`` was merged."""
        return self.filter(redirects__slug=slug).first()

    def ties_of(self, actor: "Actor") -> dict[int, str]:
        """The keys of what stands "above" ``actor`` (parent, umbrellas) and of who stands "below"; one query."""
        umbrellas = self.model.umbrellas.through.objects
        above, below = Value("above", models.CharField()), Value("below", models.CharField())
        over = umbrellas.filter(from_actor=actor).values_list("to_actor", above)
        under = umbrellas.filter(to_actor=actor).values_list("from_actor", below)
        members = self.model.objects.filter(parent=actor).order_by().values_list("pk", below)
        ties = dict(members.union(under, over, all=True))
        return ties if actor.parent_id is None else {**ties, actor.parent_id: "above"}

    def confirm(self, by: VerifiedBy = VerifiedBy.EDITOR) -> int:
        """Notes that somebody looked at these facts today and found them right; returns how many."""
        return self.update(verified_on=timezone.localdate(), verified_by=by, updated_at=timezone.now())

    def for_reindex(self) -> Self:
        """With all that search looks in, in a constant number of queries."""
        words = ("names", "active_in", "disciplines", "target_groups", "themes")
        return self.select_related("kind", "municipality").prefetch_related(*words)

    def for_cards(self) -> Self:
        """With all that a card in a list shows and no more, in two queries."""
        unseen = [*UNSEEN, "note", "kind__facts", "kind__description"]
        unseen += [f"municipality__{name}" for name in UNSEEN]
        return (
            self.select_related("kind", "municipality")
            .defer(*unseen)
            .prefetch_related(lightly("active_in", Municipality))
        )

    def for_page(self) -> Self:
        """With all that the page of one actor shows, in a constant number of queries."""
        return (
            self.select_related("kind", "municipality", "municipality_hint", "parent", "source")
            .defer(*UNSEEN)
            .prefetch_related(
                "names",
                lightly("active_in", Municipality),
                lightly("disciplines", Discipline, "facts"),
                lightly("target_groups", TargetGroup, "facts"),
                lightly("themes", Theme, "facts"),
            )
        )
