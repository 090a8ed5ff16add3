"""The past of a measure for who keeps it: what changed, by whom as far as they may know, and how to take it back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models

from actors.editing.past import LONGEST_KEY, Line, who
from actors.history import Step, differences, may_undo, plan_of, undo
from actors.history.states import own_fields, relations_to_many
from actors.models import Change, User
from subsidies.models import Call, Criterion, Measure
from subsidies.permissions import may_change_giver_at_once, may_edit_measure

from .reading import AT_ONCE, ROUND, changes_of, colleagues_of

LIVE: dict[type[models.Model], frozenset[str]] = {
    Measure: frozenset([*AT_ONCE, "verified_on", "certainty"]),
    Call: frozenset([*ROUND, "certainty"]),
    Criterion: frozenset(),
}
KINDS = {model._meta.label_lower: model for model in LIVE}


class Past:
    """The changes of a measure and its parts for a paginator, the newest first; a constant number of queries a page."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.lines = changes_of(measure).select_related("by").prefetch_related("by__groups", "undone_by")

    def __len__(self) -> int:
        return int(self.lines.count())

    def __getitem__(self, part: slice) -> list[Line]:
        lines = list(self.lines[part])
        colleagues = colleagues_of(self.measure, {line.by_id for line in lines if line.by_id})
        return [self.line(change, who(change, colleagues, set())) for change in lines]

    def line(self, change: Change, name: str) -> Line:
        """``change`` by ``name``."""
        undone = next(iter(change.undone_by.all()), None)
        told = differences(change)
        live = LIVE[KINDS[change.model]]
        open_ = may_undo(change) and undone is None and any(part.name in live for part in told)
        return Line(change, name, told, open_, undone, of_part=KINDS[change.model] is not Measure)


def line_of(measure: Measure, key: str) -> Line | None:
    """The change of ``measure`` or a part of it with this key, which came from an address."""
    if not (key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY):
        return None
    found = Past(measure)
    found.lines = found.lines.filter(pk=int(key))
    return next(iter(found[0:1]), None)


def closed_to(by: User, change: Change) -> set[str]:
    """The fields of ``change`` that ``by`` cannot put back alone."""
    if may_change_giver_at_once(by):
        return set()
    model: Any = KINDS[change.model]
    return {*(column.name for column in own_fields(model)), *relations_to_many(model)} - LIVE[model]


def what_undoing_does(change: Change, by: User) -> list[Step]:
    """What happens when ``by`` takes ``change`` back; steps with a problem stay as they are."""
    return plan_of(change, closed=closed_to(by, change)) if may_undo(change) else []


def undo_own(*, change: Change, measure: Measure, by: User) -> list[Step]:
    """Takes back what ``by`` may of a ``change`` to ``measure`` or a part of it; what was done.

    Raises ``PermissionDenied``, ``Refused``.
    """
    if not may_edit_measure(by, measure) or measure.pk not in (change.key, change.into):
        raise PermissionDenied
    return undo(change, by=by, closed=closed_to(by, change))
