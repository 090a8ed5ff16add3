"""The rounds in a row of a table: what a new one begins with, what breaks the rules of a round, and writing them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from subsidies.models import Call, Certainty, Measure, Rhythm
from subsidies.models.envelopes import least_budget

from .cells import rounds_of
from .columns import MOST_ROUNDS, ROUND_PARTS, round_column, table

FIELDS = (
    "name",
    "rhythm",
    "opens_at",
    "closes_at",
    "month",
    "day",
    "budget",
    "spent_at",
    "note",
    "certainty",
)


def numbers_in(cells: dict[str, str]) -> list[int]:
    """The numbers of the rounds that ``cells`` say something about."""
    return [
        number
        for number in range(1, MOST_ROUNDS + 1)
        if any(round_column(number, part) in cells for part in ROUND_PARTS)
    ]


def values_of(cells: dict[str, str], number: int, words: Any) -> dict[str, Any]:
    """The fields of a round that its ``cells`` give."""
    values: dict[str, Any] = {}
    for part in ROUND_PARTS:
        name = round_column(number, part)
        if name not in cells:
            continue
        kept = table.stored(name, cells[name], words)
        if part == "around":
            values["day"], values["month"] = kept or (None, None)
        else:
            values[part] = kept
    return values


class Settler:
    """Holds the rounds of one row against the rules. ``comparer`` keeps what changes and what is wrong."""

    def __init__(self, comparer: Any, row: Any, measure: Measure | None) -> None:
        self.comparer, self.row, self.measure = comparer, row, measure
        self.known = rounds_of(measure.calls) if measure else []

    def settle(self) -> None:
        """Looks at every round that changes."""
        before = len(self.known)
        for number in numbers_in(self.row.after):
            if any(round_column(number, fault[0]) == fault[0] for fault in self.row.faults):
                continue
            if number <= before:
                self.hold(number)
            elif number == before + 1:
                before += 1
                self.begin(number)
                self.hold(number)
            else:
                told = _("Fill in round %(number)d first.") % {"number": before + 1}
                self.fault(number, "name", told)

    def then(self, number: int) -> dict[str, str]:
        """All cells of the round ``number``, as they would be."""
        names = [round_column(number, part) for part in ROUND_PARTS]
        return {name: self.comparer.then(name, self.row, self.measure) for name in names}

    def begin(self, number: int) -> None:
        """What a new round begins with, where the row does not say."""
        cells = self.then(number)
        if not cells[round_column(number, "rhythm")]:
            yearly = bool(cells[round_column(number, "around")])
            self.put(number, "rhythm", Rhythm.YEARLY.value if yearly else Rhythm.ONCE.value)
        if not cells[round_column(number, "certainty")]:
            self.put(number, "certainty", Certainty.SURE.value)

    def hold(self, number: int) -> None:
        """Notes what breaks the rules of a round."""
        cells = self.then(number)
        if not any(cells.values()):
            self.fault(
                number, "name", _("A table does not take a round away. Do that on the page of the measure.")
            )
            return
        if not cells[round_column(number, "rhythm")]:
            self.fault(number, "rhythm", _("Say how often: eenmalig, jaarlijks or doorlopend."))
            return
        if not cells[round_column(number, "certainty")]:
            self.fault(number, "certainty", _("Say how sure: zeker, gedateerd or onzeker."))
            return
        meant = Call(**values_of(cells, number, self.comparer.words))
        if number <= len(self.known) and round_column(number, "budget") in self.row.after:
            meant.pk = self.known[number - 1].pk  # so that it is held against what was granted of it
        try:
            meant.clean()
        except ValidationError as error:
            for field, texts in error.message_dict.items():
                part = "around" if field in {"day", "month"} else field
                self.fault(number, part, " ".join(texts))

    def put(self, number: int, part: str, told: str) -> None:
        """Notes what a cell of the round becomes."""
        self.comparer.put(self.row, self.measure, round_column(number, part), told)

    def fault(self, number: int, part: str, text: str) -> None:
        """Notes what is wrong with a cell of the round."""
        name = round_column(number, part)
        self.row.faults.append([name, text, self.row.after.get(name, "")[:100]])


def too_low(known: list[Call], cells: dict[str, str], words: Any) -> list[int]:
    """The numbers of the rounds in ``known`` of which ``cells`` lower the budget below what was granted. Locks these rounds."""
    numbers = [
        number
        for number in numbers_in(cells)
        if number <= len(known) and round_column(number, "budget") in cells
    ]
    found = []
    for number in numbers:
        call = Call.objects.select_for_update(of=("self",)).get(pk=known[number - 1].pk)
        if least_budget(call, values_of(cells, number, words)["budget"]) is not None:
            found.append(number)
    return found


def changed_rounds(
    measure: Measure, known: list[Call], cells: dict[str, str], words: Any
) -> tuple[list[Call], list[Call], list[Call]]:
    """The rounds of ``measure`` that ``cells`` make, change, and (when all of one is empty) take away; not written yet.

    ``known``: those that it has, in the order of the table.
    """
    new: list[Call] = []
    old: list[Call] = []
    gone: list[Call] = []
    for number in numbers_in(cells):
        values = values_of(cells, number, words)
        if number > len(known):
            new.append(Call(measure=measure, **values))
            continue
        call = known[number - 1]
        for name, value in values.items():
            setattr(call, name, value)
        (old if call.rhythm else gone).append(call)
    return new, old, gone
