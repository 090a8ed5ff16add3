"""Saving what somebody typed about a measure or a round: never over what somebody else changed meanwhile."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from actors.editing import Done, Typed, meet
from actors.history import Deed, label_of, note_added, recorded, recorded_whole
from actors.models import User
from subsidies.models import Call, Certainty, Measure
from subsidies.permissions import gives_it, may_change_giver_at_once, may_edit_measure

from .reading import DATES, ROUND_TOGETHER, TOGETHER, WAITS, clashes, stored
from .waiting import ask, offer_again, waiting_for
from .writing import put, put_round


def locked(measure: Measure, by: User) -> Measure:
    """``measure`` as it is now, for this transaction alone, in the hands of who may change it. Raises ``PermissionDenied``."""
    record = Measure.objects.select_for_update().get(pk=measure.pk)
    if not may_edit_measure(by, record):
        raise PermissionDenied
    return record


def changes_all_at_once(measure: Measure, by: User) -> bool:
    """Whether nothing of what ``by`` changes waits; of a measure that is not public yet, an editor sees all of it anyway."""
    return may_change_giver_at_once(by) or not measure.is_public


def as_shown(measure: Measure, by: User) -> dict[str, Any]:
    """What a form about ``measure`` begins with for ``by``: what is stored, and what waits for an editor over it."""
    waiting = None if changes_all_at_once(measure, by) else waiting_for(measure)
    return {**stored(measure), **(waiting.wanted if waiting else {})}


@transaction.atomic
def change(*, measure: Measure, by: User, typed: Typed) -> Done:
    """Saves what ``by`` changed in ``typed``: at once, or as a wish to the editors. The same twice changes nothing.

    Raises ``PermissionDenied``, ``Conflict``, or ``ValidationError`` when a value breaks a rule of the record.
    """
    record = locked(measure, by)
    values = meet(
        as_shown(record, by),
        typed.values,
        typed.seen,
        together=TOGETHER,
        told=partial(clashes, record, record),
    )
    free = changes_all_at_once(record, by)
    waiting = {} if free else {name: values[name] for name in WAITS if name in values}
    live = {name: value for name, value in values.items() if name not in waiting}
    if live:
        with recorded(Measure, [record.pk], Deed(by)):
            put(record, live)
        offer_again(record)
    if waiting or (typed.reason and waiting_for(record)):
        ask(record, by, waiting, typed.reason)
    labels = {name: label_of(Measure, name) for name in values}
    return Done([labels[name] for name in live], [labels[name] for name in waiting])


@transaction.atomic
def confirm(*, measure: Measure, by: User) -> None:
    """Notes that ``by`` found all of it right today; of who gives it, that makes its facts sure. Raises ``PermissionDenied``."""
    record = locked(measure, by)
    with recorded_whole(Measure, [record.pk], Deed(by)):
        record.verified_on = timezone.localdate()
        if gives_it(by, record):
            record.certainty = Certainty.SURE
            for part in (*record.calls.all(), *record.criteria.all()):
                if part.certainty == Certainty.UNSURE:
                    part.certainty = Certainty.SURE
                    part.save()
        record.save()


# --- Rounds --------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_round(*, measure: Measure, by: User, values: dict[str, Any]) -> Call:
    """A round with the plain ``values``; the one there is when it says the same (a double click).

    Raises ``PermissionDenied``, ``ValidationError``.
    """
    record = locked(measure, by)
    for known in record.calls.all():
        if stored(known) == values:
            return known
    made = Call(measure=record, certainty=certainty_by(by, record))
    put_round(made, values)
    note_added(Call, [made.pk], by=by)
    offer_again(record)
    return made


@transaction.atomic
def change_round(*, call: Call, by: User, typed: Typed) -> Done:
    """Saves what ``by`` changed in a round, at once. Raises as ``change`` does."""
    measure = locked(call.measure, by)
    record = Call.objects.select_for_update(of=("self",)).select_related("measure").get(pk=call.pk)
    values = meet(
        stored(record),
        typed.values,
        typed.seen,
        together=ROUND_TOGETHER,
        told=partial(clashes, record, measure),
    )
    if values:
        with recorded(Call, [record.pk], Deed(by)):
            if set(DATES) & set(values) and gives_it(by, measure):
                record.certainty = Certainty.SURE
            put_round(record, values)
        offer_again(measure)
    return Done([label_of(Call, name) for name in values])


def certainty_by(by: User, measure: Measure) -> Certainty:
    """How sure what ``by`` says about ``measure`` is: sure of who gives it, else to be checked."""
    return Certainty.SURE if gives_it(by, measure) else Certainty.UNSURE
