"""What is particular to undoing an import of measures: rounds go back whole, and givers that it made go when nobody needs them."""

from typing import Any

from django.utils.translation import gettext as _

from ecru.base.tables import undoing as base
from subsidies.models import Call, Measure, Provider
from subsidies.models.tables import MeasureImportRow

from .cells import rounds_of
from .columns import MOST_ROUNDS, ROUND_PARTS, round_column, table
from .rounds import too_low
from .writing import Writer


class Undoer(base.Undoer):
    """Takes back the rows of one import of measures."""

    writer_type = Writer
    own = frozenset([MeasureImportRow, Call])

    def undo(self, run: Any) -> None:
        """The measures first, then the givers that the import made."""
        super().undo(run)
        givers = Provider.objects.filter(pk__in=run.made, measures=None, actor=None, url="", title_en="")
        Provider.objects.filter(pk__in=list(givers.values_list("pk", flat=True))).delete()

    def cells_back(self, row: Any, record: Measure) -> dict[str, str]:
        """The cells that can go back; a round that the import made goes whole, or stays whole."""
        cells = super().cells_back(row, record)
        for number in range(1, MOST_ROUNDS + 1):
            rhythm = round_column(number, "rhythm")
            if row.before.get(rhythm) != "":
                continue
            names = [round_column(number, part) for part in ROUND_PARTS]
            if all(table.cell(name, record, self.words) == row.after.get(name, "") for name in names):
                continue
            for name in names:
                cells.pop(name, None)
            told = _("Round %(number)d was changed since, so it stays.") % {"number": number}
            row.left_alone = " ".join(filter(None, [row.left_alone, told]))
        for number in too_low(rounds_of(record.calls), cells, self.words):
            cells.pop(round_column(number, "budget"))
            told = _("More was granted of round %(number)d since, so its budget stays.") % {"number": number}
            row.left_alone = " ".join(filter(None, [row.left_alone, told]))
        return cells

    def changed_beside(self, record: Measure) -> list[str]:
        """Rounds that stand in no column any more."""
        return [_("rounds")] if record.calls.count() > MOST_ROUNDS else []
