"""What is particular to comparing actors: how a row is known, who looks alike, and what follows from the rules of an actor."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from actors.models import Actor, ImportRow, ImportRun, SlugRedirect
from actors.models.tables import RowState
from ecru.base.spreadsheet.cells import tidy
from ecru.base.tables import comparing as base
from ecru.base.tables.cells import joined, parts
from ecru.base.text import fold

from .columns import KEYS, table, whole
from .families import refuse_lost_families
from .words import Words


@dataclass
class Known:
    """The actors that a batch of rows names, by each of their keys."""

    by_key: dict[tuple[str, str], Actor] = field(default_factory=dict)
    moved: dict[str, Actor] = field(default_factory=dict)

    def add(self, actors: Iterable[Actor]) -> None:
        """Adds ``actors``."""
        for actor in actors:
            self.by_key["pk", str(actor.pk)] = actor
            for name in KEYS:
                value = getattr(actor, name)
                if value:
                    self.by_key[name, value.casefold()] = actor


class Comparer(base.Comparer):
    """Compares the rows of one import of actors."""

    table = table
    words_type = Words

    def meet(self, rows: list[ImportRow]) -> Known:
        """The actors that ``rows`` are about or mention."""
        if not self.words.promised:
            own = self.run.rows.exclude(state=RowState.REFUSED).values_list("cells__slug", flat=True)
            self.words.promised = {slug for slug in own if slug}
        self.words.meet(word for row in rows for word in table.mentioned(row.cells))
        wanted: dict[str, set[str]] = {name: set() for name in KEYS}
        for row in rows:
            for name, value in keys_of(row, self.words).items():
                wanted[name].add(value)
        naming = Q(pk__in=[row.alike_id for row in rows if row.answer == "zelfde"])
        for name, values in wanted.items():
            naming |= Q(**{f"{name}__in": values})
        known = Known()
        known.add(whole(Actor.objects.filter(naming)))
        moved = SlugRedirect.objects.select_related("actor").filter(slug__in=wanted["slug"])
        known.moved = {redirect.slug: redirect.actor for redirect in moved}
        return known

    def ask(self, row: ImportRow) -> None:
        """Without a key, the same name in the same place is a question."""
        if not keys_of(row, self.words):
            place = row.cells.get("place", "") or self.seat_of(row)
            row.alike_id = self.words.namesake(row.cells.get("name", ""), place)

    def needed_because(self) -> str:
        """What to say about a cell that a new actor cannot do without."""
        return _("A new actor needs this.")

    def finish(self, run: ImportRun) -> None:
        """Relations between actors of one table are looked at last."""
        refuse_lost_families(run)

    def seat_of(self, row: ImportRow) -> str:
        """The name of the municipality that ``row`` gives, as far as we understand it."""
        try:
            slug = table.stored("municipality", row.cells.get("municipality", ""), self.words)
        except ValidationError:
            return ""
        return self.words.list_of("municipality").labels.get(slug, "") if slug else ""

    def record_of(self, row: ImportRow, known: Known) -> Actor | None:
        """The actor that ``row`` is about; None for a new one. Keys that contradict each other are faults."""
        if row.answer == "zelfde" and (chosen := known.by_key.get(("pk", str(row.alike_id)))):
            return chosen
        keys = keys_of(row, self.words)
        found = {name: known.by_key.get((name, value.casefold())) for name, value in keys.items()}
        first = next((actor for actor in found.values() if actor), None)
        for name, actor in found.items():
            if first and actor and actor != first:
                text = _("This belongs to “%(name)s” (%(slug)s), but another key of this row does not.")
                self.fault(row, name, text % {"name": actor.name, "slug": actor.slug})
            elif name == "slug" and (survivor := known.moved.get(keys[name])):
                text = _("This one was merged into “%(name)s”: write %(slug)s.")
                self.fault(row, name, text % {"name": survivor.name, "slug": survivor.slug})
            elif first and not actor and name == "slug":
                text = _("We do not know this key. The other number is of “%(name)s”: write %(slug)s.")
                self.fault(row, name, text % {"name": first.name, "slug": first.slug})
        return first

    def settle(self, row: ImportRow, actor: Actor | None) -> None:
        """What follows from the rules of an actor: the seat is a place of work, a former name stays known."""

        then = partial(self.then, row=row, record=actor)
        seat, places = then("municipality"), parts(then("active_in"))
        if seat and seat not in places:
            stored = table.stored("active_in", joined([*places, seat]), self.words)
            self.put(row, actor, "active_in", table.told("active_in", stored, self.words))
        if bool(then("latitude")) != bool(then("longitude")):
            self.fault(row, "latitude", _("Give both latitude and longitude, or neither."))
        if actor and "name" in row.after:
            former = [name for name in parts(then("former_names")) if name != row.after["name"]]
            if fold(actor.name) != fold(row.after["name"]) and tidy(actor.name) not in former:
                former.append(tidy(actor.name))
            self.put(row, actor, "former_names", joined(former))
        if row.cells.get("slug") and then("parent") == row.cells["slug"]:
            self.fault(row, "parent", _("An actor cannot be part of itself."))


def keys_of(row: ImportRow, words: Words) -> dict[str, str]:
    """The keys that ``row`` gives and that can be one, as we keep them."""
    keys = {}
    for name in KEYS:
        said = row.cells.get(name, "")
        try:
            value = table.stored(name, said, words) if said else ""
        except ValidationError:
            continue
        if value:
            keys[name] = value
    return keys
