"""Undoing an import: back to what it was, except where somebody worked since. That is left alone, and told."""

from typing import Any

from django.contrib.admin.models import CHANGE, DELETION
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.history import note_deleted
from actors.models import Actor, ActorName, ImportRow, ImportRun
from actors.models.tables import ImportState

from .bulk import batches, rewrite
from .columns import header_of, table, whole
from .writing import Change, Writer


def undo(run: ImportRun, *, user: Any) -> bool:
    """Takes back what ``run`` wrote; whether this call did it. Rows say in ``left_alone`` what could not be taken back."""
    if not run.claim(ImportState.DONE):
        return False
    try:
        with transaction.atomic():
            locked = ImportRun.objects.select_for_update().get(pk=run.pk)
            if locked.state != ImportState.DONE:
                return False
            Undoer(user, run).undo(run)
            locked.state, locked.undone_at, locked.writing_since = ImportState.UNDONE, timezone.now(), None
            locked.undone_by_name = str(user)
            locked.save(update_fields=["state", "undone_at", "undone_by_name", "writing_since"])
        return True
    finally:
        run.release()


class Undoer:
    """Takes back the rows of one import in the name of ``user``."""

    def __init__(self, user: Any, run: ImportRun) -> None:
        self.writer = Writer(user, _("Import of %(file)s undone") % {"file": run.file_name})
        self.words = self.writer.words

    def undo(self, run: ImportRun) -> None:
        """The changed actors first, as they may mention the new ones."""
        written = run.rows.to_write()
        for rows in batches(list(written.filter(state=ImportRow.State.CHANGED))):
            self.set_back(rows)
        new = list(written.filter(state=ImportRow.State.NEW))
        going = [row for rows in batches(new) for row in self.untouched(rows)]
        self.remove(self.unneeded(going))
        rewrite(new, ["left_alone"])

    def actors_of(self, rows: list[ImportRow]) -> dict[int, Actor]:
        """The actors of ``rows`` as they are now; a row whose actor is gone says so."""
        locked = whole(Actor.objects.select_for_update(of=("self",)))
        actors = locked.in_bulk([row.actor_id for row in rows if row.actor_id])
        for row in rows:
            if row.actor_id not in actors:
                row.left_alone = _("It was deleted or merged since.")
        return actors

    def set_back(self, rows: list[ImportRow]) -> None:
        """Gives changed actors their cells of before, where these are still what the import wrote."""
        actors = self.actors_of(rows)
        self.words.meet(word for row in rows for word in table.mentioned(row.before))
        changes: list[Change] = []
        for row in rows:
            actor = actors.get(row.actor_id or 0)
            cells = self.cells_back(row, actor) if actor else {}
            if actor and cells:
                changes.append((actor, cells))
        if changes:
            self.writer.change(changes)
            self.writer.note([actor for actor, _cells in changes], CHANGE, _("Import undone."))
        rewrite(rows, ["left_alone"])

    def cells_back(self, row: ImportRow, actor: Actor) -> dict[str, str]:
        """The cells of ``row`` that can go back to what they were."""
        cells, left = {}, []
        for name, before in row.before.items():
            now = table.cell(name, actor, self.words)
            if now == before:
                continue
            if now == row.after.get(name) and self.is_possible(name, before):
                cells[name] = before
            else:
                left.append(header_of(name))
        if left:
            row.left_alone = _("Changed since, so left alone: %(columns)s.") % {"columns": ", ".join(left)}
        return cells

    def is_possible(self, name: str, cell: str) -> bool:
        """Whether ``cell`` still means something."""
        try:
            table.stored(name, cell, self.words)
        except ValidationError:
            return False
        return True

    def untouched(self, rows: list[ImportRow]) -> list[ImportRow]:
        """Those of the new actors that nobody worked on since."""
        actors, going = self.actors_of(rows), []
        for row in rows:
            actor = actors.get(row.actor_id or 0)
            if actor is None:
                continue
            changed = [
                header_of(name)
                for name in table.fields
                if name != "slug"
                and table.cell(name, actor, self.words) != row.after.get(name, table.blank(name))
            ]
            if changed or actor.picture:
                columns = ", ".join(changed) or _("picture")
                row.left_alone = _("Changed since, so it stays: %(columns)s.") % {"columns": columns}
            else:
                going.append(row)
        return going

    def unneeded(self, rows: list[ImportRow]) -> list[ImportRow]:
        """Those of ``rows`` whose actor no other record needs; a record that goes as well needs nothing."""
        while True:
            keys = {row.actor_id for row in rows if row.actor_id}
            needed = needed_among(keys)
            for row in rows:
                if row.actor_id in needed:
                    row.left_alone = _("Other records refer to it by now, so it stays.")
            if not needed:
                return rows
            rows = [row for row in rows if row.actor_id not in needed]

    def remove(self, rows: list[ImportRow]) -> None:
        """Deletes the actors of ``rows``; the history keeps their names."""
        for part in batches(rows):
            actors = list(Actor.objects.filter(pk__in=[row.actor_id for row in part]))
            self.writer.note(actors, DELETION, _("Import undone."))
            going = [actor.pk for actor in actors]
            note_deleted(Actor, going, by=self.writer.user, reason=self.writer.reason)
            Actor.objects.filter(pk__in=going).delete()
            for row in part:
                row.actor_id = None


def needed_among(keys: set[int]) -> set[int]:
    """Those of ``keys`` to which a record refers that does not go with them."""
    needed: set[int] = set()
    for relation in relations_to_actors():
        model: Any = relation.related_model
        name = relation.field.name
        for part in batches(sorted(keys)):
            found = model._base_manager.filter(**{f"{name}__in": part})
            if model is Actor:
                found = found.exclude(pk__in=keys)
            needed |= set(
                found.values_list(f"{name}__pk" if relation.many_to_many else f"{name}_id", flat=True)
            )
    return needed & keys


def relations_to_actors() -> list[Any]:
    """Every relation from another record to an actor, but for those of its own names, its links and imports."""
    own = {ImportRow, ActorName}
    return [
        relation
        for relation in Actor._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel)
        and relation.related_model not in own
        and not relation.related_model._meta.auto_created
    ]
