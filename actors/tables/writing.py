"""What is particular to writing actors: free addresses, other names, relations, and their history."""

from django.utils import timezone

from actors.addresses import free_slugs
from actors.desk import accept_published
from actors.history import Deed, note_added, note_deleted, recorded
from actors.models import Actor, ActorName, ImportRow
from ecru.base.models import Publication
from ecru.base.tables import writing as base
from ecru.base.tables.bulk import BATCH, batches, rewrite
from ecru.base.tables.writing import Cells

from .columns import MANY, NAMES, RELATIONS, table
from .words import Words

SIMPLE = table.simple()


class Writer(base.Writer):
    """Writes rows of one import of actors."""

    table = table
    words_type = Words

    def prepare(self, new: list[ImportRow]) -> None:
        """Rows may mention actors that the table itself makes."""
        self.words.promised = {row.after["slug"] for row in new if "slug" in row.after}

    def settle(self, rows: list[ImportRow]) -> list[str]:
        """What the table published leaves the desk, as it does when an editor publishes it by hand."""
        changed = [row.actor_id for row in rows if row.state == ImportRow.State.CHANGED and row.actor_id]
        public = [
            actor for part in batches(changed) for actor in Actor.objects.published().filter(pk__in=part)
        ]
        return accept_published(records=public, by=self.user)

    def meet(self, many: list[dict[str, str]]) -> None:
        """Looks up the actors that these cells mention."""
        self.words.meet(word for cells in many for word in table.mentioned(cells))

    def note_added(self, records: list[Actor]) -> None:
        """Writes new actors in the history."""
        note_added(Actor, [actor.pk for actor in records], by=self.user, reason=self.reason)

    def note_deleted(self, records: list[Actor]) -> None:
        """Writes in the history that actors go."""
        note_deleted(Actor, [actor.pk for actor in records], by=self.user, reason=self.reason)

    def make(self, rows: list[ImportRow]) -> list[Cells]:
        """New actors with what needs no other record; returns them with what is still to do."""
        slugs = iter(free_slugs([row.after["name"] for row in rows if "slug" not in row.after]))
        for row in rows:
            row.actor = Actor(slug=row.after.get("slug") or next(slugs))
            for name in SIMPLE & set(row.after):
                setattr(row.actor, name, self.value(name, row.after[name]))
            self.relate(row.actor, {name: cell for name, cell in row.after.items() if name != "parent"})
            if row.actor.status == Publication.PUBLISHED:
                row.actor.published_at = timezone.now()
        Actor.objects.bulk_create([row.actor for row in rows if row.actor])
        rewrite(rows, ["actor"])
        self.words.meet(row.actor.slug for row in rows if row.actor)
        later = {*MANY, *NAMES, "parent"}
        return [
            (row.actor, {name: cell for name, cell in row.after.items() if name in later})
            for row in rows
            if row.actor
        ]

    def change(self, changes: list[Cells]) -> None:
        """Gives every actor its cells, and notes the old and the new values."""
        keys = [actor.pk for actor, _cells in changes]
        with recorded(Actor, keys, Deed(self.user, self.reason)):
            self.apply(changes)

    def apply(self, changes: list[Cells]) -> None:
        """Gives every actor the cells that stand with it, and lets search find the result."""
        self.meet([cells for _actor, cells in changes])
        own = [(actor, cells) for actor, cells in changes if set(cells) - {*MANY, *NAMES}]
        for actor, cells in own:
            for name in SIMPLE & set(cells):
                setattr(actor, name, self.value(name, cells[name]))
            self.relate(actor, cells)
            actor.updated_at = timezone.now()
            if actor.status == Publication.PUBLISHED and actor.published_at is None:
                actor.published_at = timezone.now()
        fields = {name for _actor, cells in own for name in cells} - {*MANY, *NAMES}
        rewrite([actor for actor, _cells in own], ["updated_at", "published_at", *sorted(fields)])
        for name in MANY:
            self.link(name, [(actor, cells[name]) for actor, cells in changes if name in cells])
        for name, kind in NAMES.items():
            self.rename(name, kind, [(actor, cells[name]) for actor, cells in changes if name in cells])
        Actor.objects.filter(pk__in=[actor.pk for actor, _cells in changes]).reindex()

    def relate(self, actor: Actor, cells: dict[str, str]) -> None:
        """Sets the relations to one other record."""
        for name in RELATIONS:
            if name in cells:
                setattr(actor, f"{name}_id", self.key(name, self.value(name, cells[name])))

    def key(self, name: str, slug: str | None) -> int | None:
        """The key of the record that ``slug`` names in relation ``name``."""
        if not slug:
            return None
        if name in {"parent", "umbrellas"}:
            return self.words.actors[slug]
        places = {"municipality_hint": "municipality", "active_in": "municipality"}
        return self.words.list_of(places.get(name, name)).keys[slug]

    def rename(self, column: str, kind: str, cells: list[tuple[Actor, str]]) -> None:
        """Replaces the other names of one kind."""
        if not cells:
            return
        ActorName.objects.filter(kind=kind, actor__in=[actor.pk for actor, _cell in cells]).delete()
        ActorName.objects.bulk_create(
            [
                ActorName(actor=actor, kind=kind, name=name)
                for actor, cell in cells
                for name in self.value(column, cell)
            ],
            batch_size=BATCH,
        )
