"""Questions about actors, and verbs on many of them at once."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.models import PublishableQuerySet
from ecru.base.searchable import SEARCH_TEXTS

from .municipality import Municipality

if TYPE_CHECKING:
    from .actor import Actor

ARTIST = "kunstenaar"
UNSEEN = ("facts", *SEARCH_TEXTS)  # large, and for machines only


class VerifiedBy(models.TextChoices):
    """Who looked last whether the facts are still right."""

    SOURCE = "bron", _("the source")
    EDITOR = "redactie", _("the editors")
    ACTOR = "actor", _("the organisation itself")


SEEN_BY = (VerifiedBy.EDITOR, VerifiedBy.ACTOR)  # people who looked; a source is as old as it is


class ActorQuerySet(PublishableQuerySet["Actor"]):
    """Questions about actors."""

    def visible_to(self, user: Any) -> Self:
        """What everyone may see, and for who acts for an actor also that one as a draft or archived (rule 1)."""
        seen, own = super().visible_to(user), getattr(user, "own_actors", None)
        return seen | self.filter(pk__in=own) if own and not user.keeps_the_field else seen

    def own(self, user: Any) -> Self:
        """The actors for which ``user`` acts."""
        return self.filter(pk__in=user.own_actors)

    def editable_by(self, user: Any) -> Self:
        """What ``user`` may change (``permissions.may_edit_actor`` says the same of one actor)."""
        if user.keeps_the_field:
            return self.all()
        return self.filter(Q(pk__in=user.own_actors) | Q(municipality__in=user.own_municipalities))

    def at_work_in(self, municipality: Municipality) -> Self:
        """Actors that have their seat in ``municipality`` or are active there."""
        return self.filter(active_in=municipality)

    def moved_from(self, slug: str) -> "Actor | None":
        """The actor into which the one at the address ``slug`` was merged."""
        return self.filter(redirects__slug=slug).first()

    def ties_of(self, actor: "Actor") -> dict[int, str]:
        """The keys of what stands "above" ``actor`` (parent, umbrellas) and of who stands "below"; one query.

        Umbrellas that ``actor`` has at hand (prefetched, or typed in a form) count instead of those that are stored.
        """
        umbrellas = self.model.umbrellas.through.objects
        above, below = Value("above", models.CharField()), Value("below", models.CharField())
        over = umbrellas.filter(from_actor=actor).values_list("to_actor", above)
        under = umbrellas.filter(to_actor=actor).values_list("from_actor", below)
        members = self.model.objects.filter(parent=actor).order_by().values_list("pk", below)
        typed = actor.__dict__.get("_prefetched_objects_cache", {}).get("umbrellas")
        if typed is None:
            ties = dict(members.union(under, over, all=True))
        else:
            ties = {**dict(members.union(under, all=True)), **{umbrella.pk: "above" for umbrella in typed}}
        return ties if actor.parent_id is None else {**ties, actor.parent_id: "above"}

    def confirm(self, by: VerifiedBy = VerifiedBy.EDITOR) -> int:
        """Notes that somebody looked at these facts today and found them right; returns how many."""
        return self.update(verified_on=timezone.localdate(), verified_by=by, updated_at=timezone.now())

    def reindex(self) -> None:
        """Writes the texts that search looks in, also those of their expertise, which goes by the name of its organisation."""
        experts: Any = self.model._meta.get_field("expertise").related_model
        theirs = list(
            experts.objects.filter(actor__in=self.order_by().values("pk")).values_list("pk", flat=True)
        )
        super().reindex()
        if theirs:
            experts.objects.filter(pk__in=theirs).reindex()

    def for_reindex(self) -> Self:
        """With all that search looks in, in a constant number of queries."""
        words = ("names", "active_in", "disciplines", "target_groups", "themes")
        return self.select_related("kind", "municipality").prefetch_related(*words)

    def for_cards(self) -> Self:
        """With what a card in a list shows and no more, in one query; ``terms.cards`` adds where they work."""
        unseen = [*UNSEEN, "note", "kind__facts", "kind__description"]
        unseen += [f"municipality__{name}" for name in UNSEEN]
        return self.select_related("kind", "municipality", "freshness").defer(*unseen)

    def for_page(self) -> Self:
        """With all that the page of one actor shows but the words of its vocabularies, in two queries.

        ``terms.with_terms`` adds those in one more.
        """
        return (
            self.select_related("kind", "municipality", "municipality_hint", "parent", "source", "freshness")
            .defer(*UNSEEN)
            .prefetch_related("names")
        )
