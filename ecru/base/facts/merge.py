"""Writing facts without touching what an editor changed since.

Every record remembers what the file said last (``FromFacts.facts``). A field is only written when its value in the
database is still what the file said then, or when it is empty and the file never spoke of it. Anything else was
changed by a person, and is kept.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

EMPTY: tuple[Any, ...] = (None, "", [], {}, False)


@dataclass
class Tally:
    """What happened to the records of one file."""

    outcomes: dict[tuple[str, str], str] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)

    def note(self, model: type[models.Model], key: str, outcome: str) -> None:
        """Notes an outcome; of several for one record the weightiest counts (created, updated, kept, unchanged)."""
        weight = ["unchanged", "kept", "updated", "created"]
        known = self.outcomes.get((model.__name__, key), "unchanged")
        self.outcomes[model.__name__, key] = max(known, outcome, key=weight.index)

    @property
    def has_written(self) -> bool:
        """Whether any record was created or updated."""
        return bool({"created", "updated"} & set(self.outcomes.values()))

    def count(self) -> Counter[str]:
        """How many records were created, updated, kept and left unchanged."""
        return Counter(self.outcomes.values())


@dataclass
class Merge:
    """Writes the records of one file, and keeps the tally and the faults."""

    file: str
    progress: Callable[[int], Any] = lambda steps: None
    tally: Tally = field(default_factory=Tally)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    only_checked: int = 0

    def write(
        self, known: dict[str, Any], make: Callable[[], Any], key: str, values: dict[str, Any], step: int = 1
    ) -> Any:
        """Creates or updates the record ``key`` and returns it.

        ``known``: the records that exist, by key (see ``existing``); ``make``: gives a new, unsaved one.
        ``values``: field name to wanted value; relations as instances or lists of instances.
        What cannot be stored is noted as a fault.
        """
        self.progress(step)
        record = known.get(key)
        fresh = record is None
        if record is None:
            record = known[key] = make()
        verdicts = {name: self.verdict(record, name, value, fresh) for name, value in values.items()}
        changed = {name: values[name] for name, verdict in verdicts.items() if verdict == "write"}
        kept = [name for name, verdict in verdicts.items() if verdict == "keep"]
        said = {name: plain(values[name]) for name in values if name not in kept}
        if changed or fresh:
            self.store(record, changed, said, key)
        elif any(record.facts.get(name, ...) != value for name, value in said.items()):
            record.facts.update(said)
            type(record).objects.filter(pk=record.pk).update(facts=record.facts)
        self.tally.kept += [(key, name) for name in kept]
        outcome = "created" if fresh else "updated" if changed else "kept" if kept else "unchanged"
        self.tally.note(type(record), key, outcome)
        return record

    def verdict(self, record: Any, name: str, value: Any, fresh: bool) -> str:
        """What to do with a field: ``write`` it, leave it because it is the ``same``, or ``keep`` an editor's value."""
        if fresh:
            return "write"
        now = plain(current(record, name))
        if now == plain(value):
            return "same"
        untouched = record.facts[name] == now if name in record.facts else now in EMPTY
        return "write" if untouched else "keep"

    def store(self, record: Any, changed: dict[str, Any], said: dict[str, Any], key: str) -> None:
        """Writes ``changed`` to ``record``, checked, and remembers what the file ``said``."""
        if any(isinstance(value, models.Model) and value.pk is None for value in changed.values()):
            return  # it stands on a record with a fault, which is told already
        many = {name for name in changed if is_relation_to_many(record, name)}
        for name in changed.keys() - many:
            setattr(record, name, changed[name])
        record.facts.update(said)
        try:
            record.full_clean(validate_constraints=False)  # the database holds those, in a tenth of the time
            with transaction.atomic():
                record.save()
        except ValidationError as error:
            self.faults += [(key, name, " ".join(texts)) for name, texts in error.message_dict.items()]
        except (IntegrityError, DataError) as error:
            self.faults.append((key, "", _("the database refuses it: %(why)s") % {"why": error}))
        else:
            for name in sorted(many):
                assign(record, name, changed[name])


def existing(queryset: models.QuerySet, *relations: str, by: str = "slug") -> dict[str, Any]:
    """The records of ``queryset`` by key, with ``relations`` fetched in a constant number of queries."""
    return {getattr(record, by): record for record in queryset.prefetch_related(*relations)}


def is_relation_to_many(record: Any, name: str) -> bool:
    """Whether ``name`` stands for several related records."""
    relation = record._meta.get_field(name)
    return bool(relation.many_to_many or relation.one_to_many)


def current(record: Any, name: str) -> Any:
    """The value of ``name`` on ``record``; related records as a list."""
    value = getattr(record, name)
    return list(value.all()) if is_relation_to_many(record, name) else value


def assign(record: Any, name: str, values: list[Any]) -> None:
    """Makes the related records of ``record`` exactly ``values``; unsaved ones are made."""
    manager = getattr(record, name)
    if record._meta.get_field(name).many_to_many:
        manager.set(values)
    else:
        manager.all().delete()
        manager.set(values, bulk=False)
    getattr(record, "_prefetched_objects_cache", {}).pop(name, None)


def plain(value: Any) -> Any:
    """``value`` in the form that is remembered and compared: JSON, relations by their key, in a fixed order."""
    if isinstance(value, models.Model):
        return getattr(value, "fact_key", None) or getattr(value, "slug", None) or str(value)
    if isinstance(value, list):
        return sorted((plain(entry) for entry in value), key=in_order)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return value


def in_order(entry: Any) -> str:
    """What a list is sorted by; databases give the keys of an object back in an order of their own."""
    return json.dumps(entry, sort_keys=True, default=str)


def doubles(records: Iterable[Any], by: str = "slug") -> Iterator[str]:
    """The keys that more than one of ``records`` has."""
    yield from (key for key, count in Counter(getattr(record, by) for record in records).items() if count > 1)
