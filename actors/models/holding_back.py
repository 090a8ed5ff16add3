"""What a person did not agree to show is taken out of the public columns, and kept aside for them alone.

So no page, list, search text or export can show it: it is not there. The form of the person still has it.
"""

from datetime import date
from typing import Any

from .consents import COLUMNS

NOTHING: dict[str, Any] = {"availability": 3, "fee": "onbekend", "by_experience": False}  # "not asked yet"
DAYS = {"available_from"}
AWAY = 4  # the number of "has no time now"


class HeldBack:
    """A record with public columns, and ``kept_back``: what of them is not public, by column, as JSON holds it."""

    pk: Any
    _meta: Any
    availability: Any
    consents: Any
    kept_back: dict[str, Any]
    save: Any

    @property
    def agreed(self) -> set[str]:
        """The parts that the person agreed to show. Prefetch ``consents`` for many."""
        return {consent.field for consent in self.consents.all() if consent.withdrawn_on is None}

    def own_value(self, column: str) -> Any:
        """What the person filled in, shown or not: a value, a key, or a list of keys."""
        held = self.kept_back.get(column)
        if held is None:
            return self.stored(column)
        return date.fromisoformat(held) if column in DAYS else held

    def stored(self, column: str) -> Any:
        """What the public column holds: a value, a key, or a list of keys."""
        field = self._meta.get_field(column)
        if field.many_to_many:
            return sorted(getattr(self, column).values_list("pk", flat=True))
        return getattr(self, field.attname)

    def fill(self, column: str, value: Any) -> None:
        """Writes ``value`` (as ``own_value`` gives it) into the public column. Save afterwards.

        Words of a vocabulary, and places, that are gone by now are left out.
        """
        field = self._meta.get_field(column)
        if field.many_to_many:
            getattr(self, column).set(field.related_model._base_manager.filter(pk__in=value))
        elif field.is_relation:
            known = field.related_model._base_manager.filter(pk=value)
            setattr(self, field.attname, known.values_list("pk", flat=True).first())
        else:
            setattr(self, field.attname, value)

    def empty(self, column: str) -> None:
        """Empties the public column. Save afterwards."""
        field = self._meta.get_field(column)
        empty = [] if field.many_to_many else None if field.null else NOTHING.get(column, "")
        self.fill(column, empty)

    def is_empty(self, column: str) -> bool:
        """Whether the public column says nothing."""
        return self.stored(column) in (None, "", [], NOTHING.get(column))

    def hold_back(self) -> None:
        """Brings the public columns in line with what the person agreed to; saves when that changed something.

        A pause always shows, since nobody can ask anything during it.
        """
        agreed, before = self.agreed, dict(self.kept_back)
        for share, columns in COLUMNS.items():
            for column in columns:
                if share in agreed:
                    self.give_back(column)
                elif not (self.is_empty(column) or (column == "availability" and self.availability == AWAY)):
                    self.keep(column)
        if self.kept_back != before:
            self.save()

    def keep(self, column: str) -> None:
        """Moves the public column aside."""
        value = self.stored(column)
        self.kept_back[column] = value.isoformat() if isinstance(value, date) else value
        self.empty(column)

    def give_back(self, column: str) -> None:
        """Shows what was kept aside, unless somebody filled in something else meanwhile."""
        if column not in self.kept_back:
            return
        value = self.own_value(column)
        del self.kept_back[column]
        if self.is_empty(column):
            self.fill(column, value)
