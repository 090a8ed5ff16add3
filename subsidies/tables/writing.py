"""What is particular to writing measures: givers that are new, free addresses, rounds, and their history."""

from typing import Any

from django.utils import timezone

from actors.history import Deed, recorded_whole, write
from actors.history.recording import states_inside
from actors.models import Act
from ecru.base.models import Publication
from ecru.base.tables import writing as base
from ecru.base.tables.bulk import BATCH, batches, rewrite
from ecru.base.tables.writing import Cells
from ecru.base.text import fold
from subsidies.addresses import free_keys, free_slugs
from subsidies.models import Call, Measure, Provider

from .cells import rounds_of
from .columns import MANY, table
from .rounds import FIELDS, changed_rounds, too_low
from .words import Words

SIMPLE = table.simple()
PLACES = {"municipalities": "municipality"}


class Writer(base.Writer):
    """Writes rows of one import of measures."""

    table = table
    words_type = Words

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fresh: set[int] = set()  # the keys of measures that this import makes: they have no rounds yet

    def meet(self, many: list[dict[str, str]]) -> None:
        """Makes the givers that these cells name and that nobody knows yet; the import remembers them."""
        known = self.words.list_of("provider")
        names: dict[str, str] = {}
        for cells in many:
            name = cells.get("provider", "")
            if name and not known.knows(name):
                names.setdefault(fold(name), name)
        if not names:
            return
        titles = list(names.values())
        made = Provider.objects.bulk_create(
            [Provider(title=title, slug=slug) for title, slug in zip(titles, free_keys(titles), strict=True)]
        )
        self.run.made = [*self.run.made, *(giver.pk for giver in made)]
        self.run.save(update_fields=["made"])
        del self.words.lists["provider"]

    def make(self, rows: list[Any]) -> list[Cells]:
        """New measures with all that is their own; returns them with what is still to do."""
        slugs = iter(free_slugs([row.after["title"] for row in rows if "slug" not in row.after]))
        for row in rows:
            row.record = Measure(slug=row.after.get("slug") or next(slugs))
            self.fill(row.record, row.after)
        Measure.objects.bulk_create([row.record for row in rows])
        self.fresh |= {row.record.pk for row in rows}
        rewrite(rows, ["measure"])
        later = {*MANY, *table.beside}
        return [
            (row.record, {name: cell for name, cell in row.after.items() if name in later}) for row in rows
        ]

    def fill(self, measure: Measure, cells: dict[str, str]) -> None:
        """Gives ``measure`` its own fields, and its giver."""
        for name in SIMPLE & set(cells):
            setattr(measure, name, self.value(name, cells[name]))
        if "provider" in cells:
            key = self.key("provider", self.value("provider", cells["provider"]))
            measure.provider_id = key  # type: ignore[assignment]
        if measure.status == Publication.PUBLISHED and measure.published_at is None:
            measure.published_at = timezone.now()

    def apply(self, changes: list[Cells]) -> None:
        """Gives every measure the cells that stand with it, and lets search find the result."""
        for measure, cells in changes:
            self.fill(measure, cells)
            measure.updated_at = timezone.now()
        own = {name for _measure, cells in changes for name in cells} - {*MANY, *table.beside}
        rewrite([measure for measure, _cells in changes], ["updated_at", "published_at", *sorted(own)])
        for name in MANY:
            self.link(name, [(measure, cells[name]) for measure, cells in changes if name in cells])
        self.write_rounds(changes)
        Measure.objects.filter(pk__in=[measure.pk for measure, _cells in changes]).reindex()

    def changes_of(self, rows: list[Any]) -> list[Cells]:
        """As in every table; a budget from which more was granted in the meantime counts as changed, too."""
        changes = super().changes_of(rows)
        pairs = zip(rows, changes, strict=True)  # none is left out: that raised
        stale = [
            row.number
            for row, (measure, cells) in pairs
            if too_low(rounds_of(measure.calls), cells, self.words)
        ]
        if stale:
            raise base.Changed(stale)
        return changes

    def write_rounds(self, changes: list[Cells]) -> None:
        """Makes and changes rounds; one of which nothing is left goes."""
        new: list[Call] = []
        old: list[Call] = []
        gone: list[Call] = []
        for measure, cells in changes:
            known = [] if measure.pk in self.fresh else rounds_of(measure.calls)
            made, changed, emptied = changed_rounds(measure, known, cells, self.words)
            new.extend(made)
            old.extend(changed)
            gone.extend(emptied)
        Call.objects.bulk_create(new, batch_size=BATCH)
        rewrite(old, list(FIELDS))
        for part in batches(gone):
            Call.objects.filter(pk__in=[call.pk for call in part]).delete()

    def key(self, name: str, slug: str) -> int | None:
        """The key of the record that ``slug`` names in relation ``name``."""
        keys: dict[str, int] = self.words.list_of(PLACES.get(name, name)).keys
        return keys[slug]

    def note_added(self, records: list[Any]) -> None:
        """Writes new measures, and their rounds, in the history."""
        for part in batches(records):
            for kind, now in states_inside(Measure, [measure.pk for measure in part]).items():
                write(kind, {}, now, Deed(self.user, self.reason, Act.ADDED))

    def note_deleted(self, records: list[Any]) -> None:
        """Writes in the history that measures go, and their rounds with them."""
        for kind, now in states_inside(Measure, [measure.pk for measure in records]).items():
            write(kind, now, {}, Deed(self.user, self.reason, Act.DELETED))

    def change(self, changes: list[Cells]) -> None:
        """Gives every measure its cells, and notes the old and the new values."""
        keys = [measure.pk for measure, _cells in changes]
        with recorded_whole(Measure, keys, Deed(self.user, self.reason)):
            self.apply(changes)
