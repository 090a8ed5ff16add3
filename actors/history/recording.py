"""Writing history: one line for each record that an act changed, in the transaction of that act."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _

from actors.models import Act, Change, Expert

from .states import (
    BESIDE,
    NAMES,
    PARTS,
    State,
    batches,
    is_many,
    labels,
    parts_of,
    plain,
    related_model,
    states,
)

BATCH = 500
Values = dict[str, list[Any]]


@dataclass(frozen=True)
class Deed:
    """Who did something (None: a file of facts), what, and why. ``into``: where a merged record went.

    Of a part of a record, ``into`` follows from the record that it is part of.
    """

    by: Any = None
    reason: str = ""
    act: Act = Act.CHANGED
    undoes: Change | None = None
    into: int | None = None


@contextmanager
def recorded(model: type[models.Model], keys: Iterable[int], deed: Deed) -> Iterator[None]:
    """Notes what changes inside this block in the records ``keys`` of ``model``; what stays the same is not noted.

    Needs a transaction around it.
    """
    watched = list(keys)
    before = states(model, watched)
    yield
    write(model, before, states(model, watched), deed)


@contextmanager
def recorded_beside(
    record: models.Model, beside: models.Model, names: Iterable[str], deed: Deed
) -> Iterator[None]:
    """Notes, in the past of ``record``, what changes inside this block in the fields ``names`` of the record ``beside`` it.

    Needs a transaction around it, and ``beside`` as it is stored.
    """
    before = {name: plain(getattr(beside, name)) for name in names}
    yield
    after = {name: plain(getattr(beside, name)) for name in before}
    values = {
        f"{beside._meta.model_name}{BESIDE}{name}": [before[name], after[name]]
        for name in before
        if before[name] != after[name]
    }
    if values:
        Change.objects.create(
            model=record._meta.label_lower,
            key=record.pk,
            record=str(record)[:200],
            values=values,
            reason=deed.reason,
            by=deed.by,
            by_name=str(deed.by or "")[:254],
        )


@contextmanager
def recorded_whole(model: type[models.Model], keys: Iterable[int], deed: Deed) -> Iterator[None]:
    """Notes what changes inside this block in the records ``keys`` and in their parts, those that come and go included.

    Needs a transaction around it.
    """
    watched = list(keys)
    before = states_inside(model, watched)
    yield
    after = states_inside(model, watched)
    for kind, old in before.items():
        write_all(kind, old, after[kind], deed)


def states_inside(model: type[models.Model], keys: list[int]) -> dict[type[models.Model], dict[int, State]]:
    """What the records ``keys`` of ``model`` and their parts say now, by kind."""
    kinds = [model, *parts_of(model)]
    return {kind: states(kind, keys_inside(kind, keys)) for kind in kinds}


def keys_inside(kind: type[models.Model], keys: list[int]) -> list[int]:
    """The keys of the parts of this ``kind`` of the records ``keys``; the keys themselves when it is no part."""
    if kind not in PARTS:
        return keys
    found: list[int] = []
    for part in batches(keys):
        of_these = kind._base_manager.filter(**{f"{PARTS[kind]}__in": part})
        found += of_these.values_list("pk", flat=True)
    return found


def write_all(
    model: type[models.Model], before: dict[int, State], after: dict[int, State], deed: Deed
) -> None:
    """Writes what changed, what is new and what went, each as such."""
    both = before.keys() & after.keys()
    write(model, {key: before[key] for key in both}, {key: after[key] for key in both}, deed)
    fresh = {key: state for key, state in after.items() if key not in before}
    write(model, {}, fresh, replace(deed, act=Act.ADDED, undoes=None))
    gone = {key: state for key, state in before.items() if key not in after}
    write(model, gone, {}, replace(deed, act=Act.DELETED, undoes=None))


def note_added(model: type[models.Model], keys: Iterable[int], *, by: Any = None, reason: str = "") -> None:
    """Notes that the records ``keys`` are new, with all that they say."""
    write(model, {}, states(model, keys), Deed(by, reason, Act.ADDED))


def note_deleted(model: type[models.Model], keys: Iterable[int], *, by: Any = None, reason: str = "") -> None:
    """Notes that the records ``keys`` go, with all that they said. Call it before they go."""
    going = list(keys)
    if model is Expert:
        forget(model, going)
    write(model, states(model, going), {}, Deed(by, reason, Act.DELETED))


def forget(model: type[models.Model], keys: Iterable[int]) -> None:
    """Takes values and names out of the history of ``keys``: who asks to be taken off the site is not kept in its past.

    Nor in what the admin notes beside it.
    """
    gone, nameless = list(keys), _("taken off the site")
    Change.objects.filter(model=model._meta.label_lower, key__in=gone).update(values={}, record=nameless)
    noted = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
    noted.filter(object_id__in=[str(key) for key in gone]).update(object_repr=nameless, change_message="")


def forget_fields(model: type[models.Model], keys: Iterable[int], names: Iterable[str]) -> None:
    """Takes the values of the fields ``names`` out of the history of ``keys``: who withdraws a consent withdraws it there too."""
    gone = set(names)
    for line in Change.objects.filter(model=model._meta.label_lower, key__in=list(keys)):
        left = {name: pair for name, pair in line.values.items() if name not in gone}
        if left != line.values:
            Change.objects.filter(pk=line.pk).update(values=left)


def write(model: type[models.Model], before: dict[int, State], after: dict[int, State], deed: Deed) -> None:
    """Writes a line for every record whose states differ."""
    found = {key: difference(before.get(key), after.get(key)) for key in sorted({*before, *after})}
    if not found:
        return
    name_relations(model, found.values())
    private = model is Expert and deed.act == Act.DELETED
    lines = []
    for key, values in found.items():
        if values:
            title = (after.get(key) or before[key]).title
            line = Change(model=model._meta.label_lower, key=key, act=deed.act, reason=deed.reason)
            line.record = _("taken off the site") if private else title[:200]
            line.values = {} if private else values
            line.undoes, line.into = deed.undoes, whole_key(model, after.get(key) or before[key]) or deed.into
            line.by, line.by_name = deed.by, str(deed.by or "")[:254]
            lines.append(line)
    Change.objects.bulk_create(lines, batch_size=BATCH)


def whole_key(model: type[models.Model], state: State) -> int | None:
    """The key of the record of which a ``model`` that says ``state`` is a part; None when it is none."""
    return state.values[PARTS[model]] if model in PARTS else None


def difference(before: State | None, after: State | None) -> Values:
    """The old and the new value of every field that differs; empty fields of a new or deleted record stay out."""
    old, new = before.values if before else {}, after.values if after else {}
    pairs = {name: [old.get(name), new.get(name)] for name in old | new}
    return {
        name: pair
        for name, pair in pairs.items()
        if pair[0] != pair[1] and any(value not in (None, "", [], {}, False) for value in pair)
    }


def name_relations(model: type[models.Model], found: Iterable[Values]) -> None:
    """Puts beside every key what its record is called, so that history can be read when that is gone."""
    wanted: dict[type[models.Model], set[int]] = {}
    pairs: list[tuple[str, type[models.Model] | None, list[Any]]] = []
    for values in found:
        for name, pair in values.items():
            other = related_model(model, name)
            if name == NAMES:
                pair[:] = [value and [[key, key.partition(": ")[2]] for key in value] for value in pair]
            elif other:
                pairs.append((name, other, pair))
                wanted.setdefault(other, set()).update(key for value in pair for key in as_keys(value))
    known = {other: labels(other, keys) for other, keys in wanted.items()}
    for name, other, pair in pairs:
        names = known[other]  # type: ignore[index]
        for side, value in enumerate(pair):
            named = [[key, names.get(key, "")] for key in as_keys(value)]
            pair[side] = named if is_many(model, name) else (named[0] if named else None)


def as_keys(value: Any) -> list[int]:
    """The keys in a relation to one or to many."""
    return value if isinstance(value, list) else [] if value is None else [value]
