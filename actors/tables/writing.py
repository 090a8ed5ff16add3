"""Writing an import: every row in one transaction, or none. What changed since it was compared is never overwritten."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from actors.history import Deed, note_added, recorded
from actors.models import Actor, ActorName, ImportRow, ImportRun, SlugRedirect
from actors.models.tables import ImportState
from ecru.base.models import Publication

from .bulk import BATCH, batches, rewrite
from .columns import KEYS, MANY, NAMES, RELATIONS, table, whole
from .comparing import reopen
from .words import Words

SIMPLE = {name for name in table.fields if name not in {*MANY, *NAMES, *RELATIONS}}
Change = tuple[Actor, dict[str, str]]


class Changed(Exception):  # noqa: N818 - named after what happened
    """Records changed after the import was compared; ``numbers`` are the rows that have to be looked at again."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


def write(run: ImportRun, *, user: Any) -> bool:
    """Makes and changes what ``run`` says; whether this call did it (somebody else may have, a moment before).

    Raises ``Changed`` when records are not what they were when it was compared: then nothing is written, and the
    rows it names are compared again.
    """
    if not run.claim(ImportState.READY):
        return False
    try:
        with transaction.atomic():
            locked = ImportRun.objects.select_for_update().get(pk=run.pk)
            if locked.state != ImportState.READY:
                return False
            Writer(user, _("Import of %(file)s") % {"file": run.file_name}).write(list(run.rows.to_write()))
            locked.state, locked.done_at, locked.writing_since = ImportState.DONE, timezone.now(), None
            locked.save(update_fields=["state", "done_at", "writing_since"])
        return True
    except Changed as changed:
        run.release()
        with transaction.atomic():
            run.rows.filter(number__in=changed.numbers).update(state=ImportRow.State.WAITING)
            reopen(run)
        raise
    finally:
        run.release()


class Writer:
    """Writes rows of one import in the name of ``user``; ``reason`` stands in the history of every actor."""

    def __init__(self, user: Any, reason: str) -> None:
        self.user, self.reason, self.words = user, reason, Words()

    def write(self, rows: list[ImportRow]) -> None:
        """Makes the new actors first, so that the others can name them."""
        new = [row for row in rows if row.state == ImportRow.State.NEW]
        old = [row for row in rows if row.state == ImportRow.State.CHANGED]
        self.words.promised = {row.after["slug"] for row in new if "slug" in row.after}
        self.refuse_meaningless(rows)
        self.refuse_taken(new)
        changes = [change for batch in batches(new) for change in self.make(batch)]
        for batch in batches(changes):
            self.apply(batch)
        note_added(Actor, [row.actor.pk for row in new if row.actor], by=self.user, reason=self.reason)
        for rows_then in batches(old):
            self.change(self.changes_of(rows_then))
        self.note([row.actor for row in new], ADDITION, _("Added by an import."))
        self.note([row.actor for row in old], CHANGE, _("Changed by an import."))

    def note(self, actors: Sequence[Any], flag: int, message: str) -> None:
        """Writes a line in the history of every actor."""
        if actors:
            LogEntry.objects.log_actions(self.user.pk, actors, flag, message)

    def refuse_taken(self, rows: list[ImportRow]) -> None:
        """Raises ``Changed`` when somebody gave a key of a new row away meanwhile."""
        taken: list[int] = []
        for name in KEYS:
            wanted = {self.value(name, row.after[name]): row.number for row in rows if row.after.get(name)}
            for part in batches(list(wanted)):
                known = Actor.objects.order_by().filter(**{f"{name}__in": part})
                taken += [wanted[value] for value in known.values_list(name, flat=True)]
        if taken:
            raise Changed(taken)

    def refuse_meaningless(self, rows: list[ImportRow]) -> None:
        """Raises ``Changed`` when a word that a row uses was taken away meanwhile."""
        self.words.meet(word for row in rows for word in table.mentioned(row.after))
        lost = []
        for row in rows:
            try:
                for name in {*RELATIONS, *MANY} & set(row.after):
                    self.value(name, row.after[name])
            except ValidationError:
                lost.append(row.number)
        if lost:
            raise Changed(lost)

    def value(self, name: str, cell: str) -> Any:
        """What we keep for ``cell``."""
        return table.stored(name, cell, self.words)

    def make(self, rows: list[ImportRow]) -> list[Change]:
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

    def changes_of(self, rows: list[ImportRow]) -> list[Change]:
        """What ``rows`` change. Raises ``Changed`` when a cell is not what it was."""
        locked = whole(Actor.objects.select_for_update(of=("self",)))
        actors = locked.in_bulk([row.actor_id for row in rows if row.actor_id])
        changes, stale = [], []
        for row in rows:
            actor = actors.get(row.actor_id or 0)
            if actor is None or any(
                table.cell(name, actor, self.words) != said for name, said in row.before.items()
            ):
                stale.append(row.number)
            else:
                changes.append((actor, dict(row.after)))
        if stale:
            raise Changed(stale)
        return changes

    def change(self, changes: list[Change]) -> None:
        """Gives every actor its cells, and notes the old and the new values."""
        keys = [actor.pk for actor, _cells in changes]
        with recorded(Actor, keys, Deed(self.user, self.reason)):
            self.apply(changes)

    def apply(self, changes: list[Change]) -> None:
        """Gives every actor the cells that stand with it, and lets search find the result."""
        self.words.meet(word for _actor, cells in changes for word in table.mentioned(cells))
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

    def link(self, name: str, cells: list[tuple[Actor, str]]) -> None:
        """Replaces the relation ``name`` of actors."""
        if not cells:
            return
        relation: Any = Actor._meta.get_field(name)
        through, one, other = (
            relation.remote_field.through,
            relation.m2m_field_name(),
            relation.m2m_reverse_field_name(),
        )
        through.objects.filter(**{f"{one}__in": [actor.pk for actor, _cell in cells]}).delete()
        through.objects.bulk_create(
            [
                through(**{f"{one}_id": actor.pk, f"{other}_id": self.key(name, slug)})
                for actor, cell in cells
                for slug in self.value(name, cell)
            ],
            batch_size=BATCH,
        )

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


def free_slugs(names: list[str]) -> list[str]:
    """An address for each of ``names`` that no actor has or had and that no other of them gets."""
    stems = [slugify(name)[:70].strip("-") or "actor" for name in names]
    taken = set(SlugRedirect.objects.order_by().values_list("slug", flat=True))
    for part in batches(sorted(set(stems))):
        taken |= set(Actor.objects.order_by().filter(slug__in=part).values_list("slug", flat=True))
    twice = taken | {stem for stem, times in Counter(stems).items() if times > 1}
    for stem in twice:
        like = Actor.objects.order_by().filter(slug__startswith=f"{stem}-")
        taken |= set(like.values_list("slug", flat=True))
    given = []
    for stem in stems:
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        given.append(slug)
    return given
