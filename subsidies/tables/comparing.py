"""What is particular to comparing measures: how a row is known, who gives it, and the rules of amounts, days and rounds."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from ecru.base.tables import comparing as base
from ecru.base.text import fold
from subsidies.models import Level, Measure
from subsidies.models.measures import TAKEN_SLUGS

from .columns import AREAS, table
from .rounds import Settler
from .words import Words

NEW_GIVERS = 10  # named in one notice


class Comparer(base.Comparer):
    """Compares the rows of one import of measures."""

    table = table
    words_type = Words

    def meet(self, rows: list[Any]) -> dict[str, Measure]:
        """The measures that ``rows`` are about, by address and by key."""
        slugs = {row.cells.get("slug", "").lower() for row in rows} - {""}
        chosen = [row.alike_id for row in rows if row.answer == base.SAME]
        found = table.whole(Measure.objects.filter(Q(slug__in=slugs) | Q(pk__in=chosen)))
        known: dict[str, Measure] = {}
        for measure in found:
            known[measure.slug] = known[f"#{measure.pk}"] = measure
        return known

    def record_of(self, row: Any, known: dict[str, Measure]) -> Measure | None:
        """The measure that ``row`` is about; None for a new one."""
        if row.answer == base.SAME and (chosen := known.get(f"#{row.alike_id}")):
            return chosen
        return known.get(row.cells.get("slug", "").lower())

    def needed_because(self) -> str:
        """What to say about a cell that a new measure cannot do without."""
        return _("A new measure needs this.")

    def ask(self, row: Any) -> None:
        """Without a key, the same title by the same giver is a question."""
        if row.cells.get("slug"):
            return
        giver = row.cells.get("provider", "")
        if giver:
            try:
                giver = table.stored("provider", giver, self.words)
            except ValidationError:
                return
        row.alike_id = self.words.namesake(row.cells.get("title", ""), giver)

    def settle(self, row: Any, record: Measure | None) -> None:
        """The rules of a measure, and those of its rounds."""
        if record is None:
            self.settle_new(row)
        wrong = {fault[0] for fault in row.faults}
        for least, most, told in (
            ("min_amount", "max_amount", _("The most is less than the least. Change one of both.")),
            ("valid_from", "valid_to", _("It ends before it begins. Change one of both.")),
        ):
            if not {least, most} & wrong and {least, most} & set(row.after):
                low, high = (
                    table.stored(name, self.then(name, row, record), self.words) for name in (least, most)
                )
                if low is not None and high is not None and low > high:
                    self.fault(row, most if most in row.cells else least, told)
        Settler(self, row, record).settle()

    def settle_new(self, row: Any) -> None:
        """A measure of a municipality holds there and not wider, unless the row says so; an address of ours is taken."""
        if row.after.get("level") == Level.MUNICIPALITY and row.after.get("municipalities"):
            self.put(row, None, "area", row.after.get("area") or next(iter(AREAS.values())))
        if row.after.get("slug") in TAKEN_SLUGS:
            self.fault(row, "slug", _("A page of ours stands at this address. Choose another."))

    def finish(self, run: Any) -> None:
        """Says which givers the import would make, so that a slip of the keyboard is seen."""
        known = self.words.list_of("provider")
        new: dict[str, str] = {}
        for after in run.rows.to_write().values_list("after", flat=True):
            name = after.get("provider", "")
            if name and not known.knows(name):
                new.setdefault(fold(name), name)
        names = list(new.values())
        start = _("New givers:")
        run.notices = [notice for notice in run.notices if not notice.startswith(start)]
        if names:
            more = f" … (+{len(names) - NEW_GIVERS})" if len(names) > NEW_GIVERS else ""
            run.notices.append(f"{start} {', '.join(names[:NEW_GIVERS])}{more}")
        run.save(update_fields=["notices"])
