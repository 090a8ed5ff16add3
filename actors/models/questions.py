"""Questions about actors, and verbs on many of them at once."""

from typing import TYPE_CHECKING, Any, Self

from django.db import connections, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecru.base.models import PublishableQuerySet
from ecru.base.searchable import SEARCH_TEXTS, renaming

from .municipality import Municipality

if TYPE_CHECKING:
    from .actor import Actor

ARTIST = "kunstenaar"
UNSEEN = ("facts", *SEARCH_TEXTS)  # large, and for machines only
ON_CARD = (
    *("name", "slug", "kind", "municipality", "description", "status", "closed"),
    *("verified_on", "verified_by", "published_at", "created_at"),
    *("picture", "picture_alt", "picture_x", "picture_y"),
)
IN_FAMILY = (
    *("name", "slug", "status", "kind__slug", "kind__label", "kind__label_en"),
    *("municipality__slug", "municipality__name"),
)


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
        typed = actor.__dict__.get("_prefetched_objects_cache", {}).get("umbrellas")
        stored, known = self.model.umbrellas.through._meta.db_table, [actor.pk] * 3
        # The names are our own; no text of anybody is among them.
        asked = [
            f"SELECT id, 'below' FROM {self.model._meta.db_table} WHERE parent_id = %s",  # noqa: S608
            f"SELECT from_actor_id, 'below' FROM {stored} WHERE to_actor_id = %s",  # noqa: S608
            f"SELECT to_actor_id, 'above' FROM {stored} WHERE from_actor_id = %s",  # noqa: S608
        ]
        if typed is not None:
            asked, known = asked[:2], known[:2]
        with connections[self.db].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked), known)
            ties = dict(cursor.fetchall())
        ties |= {umbrella.pk: "above" for umbrella in typed or ()}
        return ties if actor.parent_id is None else {**ties, actor.parent_id: "above"}

    def confirm(self, by: VerifiedBy = VerifiedBy.EDITOR) -> int:
        """Notes that somebody looked at these facts today and found them right; returns how many."""
        return self.update(verified_on=timezone.localdate(), verified_by=by, updated_at=timezone.now())

    def reindex(self) -> None:
        """Writes the texts that search looks in, also of what speaks of them: their expertise, what they made, do and seek."""
        with renaming(self.model, self.order_by().values("pk")):
            super().reindex()

    def for_reindex(self) -> Self:
        """With all that search looks in, in a constant number of queries."""
        words = ("names", "active_in", "disciplines", "target_groups", "themes")
        return self.select_related("kind", "municipality").prefetch_related(*words)

    def for_cards(self) -> Self:
        """With what a card in a list shows and no more, in one query; ``terms.cards`` adds where they work."""
        unseen = [*UNSEEN, "note", "kind__facts", "kind__description"]
        unseen += [f"municipality__{name}" for name in UNSEEN]
        return self.select_related("kind", "municipality", "freshness").defer(*unseen)

    def for_bare_cards(self) -> Self:
        """What ``terms.cards`` does not have in memory: only what a card shows."""
        return self.only(*ON_CARD)

    def for_page(self) -> Self:
        """With all that the page of one actor shows but the words of its vocabularies, in two queries.

        ``terms.with_terms`` adds those in one more.
        """
        beside = ("kind", "municipality", "municipality_hint", "parent", "source", "freshness")
        unseen = [*UNSEEN, *(f"parent__{name}" for name in SEARCH_TEXTS)]
        return self.select_related(*beside).defer(*unseen).prefetch_related("names")

    def for_bare_page(self) -> Self:
        """As ``for_page``, without what ``terms.with_all_known`` and ``family`` give; one query."""
        return self.defer(*UNSEEN)

    def for_family(self) -> Self:
        """With what stands beside the name of a relative, in one query."""
        return self.select_related("kind", "municipality").only(*IN_FAMILY).order_by("search_name")
