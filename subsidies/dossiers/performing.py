"""Taking a step with a dossier: the only way in which its phase changes."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Expert, User
from ecru.base.templatetags.ecru import euro
from subsidies.models import Call, Dossier, DossierEvent, DossierTask, Envelope, Party
from subsidies.models.board import lock_meeting
from subsidies.models.dossier_words import BEGUN
from subsidies.permissions import party_of
from subsidies.phases import phase_of, track_of
from subsidies.workflow.words import Ask, Attempt, Kind, Step

from .telling import tell

TYPES: dict[Kind, Any] = {
    Kind.TEXT: str,
    Kind.EURO: Decimal,
    Kind.DAY: date,
    Kind.MOMENT: datetime,
    Kind.FIELDS: list,
    Kind.OUTCOME: str,
    Kind.EXPERT: Expert,
    Kind.YES: bool,
    Kind.MEETING: date,
}
EMPTY: tuple[Any, ...] = (None, "", [], False)
LONGEST_TEXT = 20_000
DAYS = frozenset([Kind.DAY, Kind.MEETING])


class Why(Enum):
    """Which part of the rule says no."""

    RIGHT = "right"
    STATE = "state"
    CONDITIONS = "conditions"
    DATA = "data"


class Refused(Exception):  # noqa: N818 - it is an answer, not a crash
    """A step that cannot be taken. ``sentences`` say why, and what to do; ``by_name`` those about something that was given."""

    def __init__(self, why: Why, sentences: list[str], by_name: dict[str, str] | None = None) -> None:
        super().__init__(*sentences)
        self.why, self.sentences, self.by_name = why, sentences, by_name or {}


def perform(
    dossier: Dossier, transition: str, *, by: User, at: datetime | None = None, seen: int | None = None, **data: Any
) -> Dossier:  # fmt: skip
    """Takes the step ``transition`` with ``dossier``, and gives it back as it is then.

    ``by``: who does it. ``at`` (aware): when the question came in, the server's clock unless told otherwise; it is taken before
    waiting for others, in whole seconds, and decides about deadlines. ``seen``: the key of the last line of the history that the
    person saw; when another came since, it is refused. ``data``: what the step asks, by the names in the table; amounts are
    ``Decimal``, moments aware.

    In one transaction it locks the row, checks right, state, conditions and data in that order, does what the table says,
    writes the line of the history and stores the mails, which go after the commit. Raises ``Refused``, and then nothing
    changed. Raises ``TypeError`` for data that the step does not ask.
    """
    moment = (at or timezone.now()).replace(microsecond=0)
    with transaction.atomic():
        attempt = Attempt(locked(dossier), by, moment)
        step = track_of(attempt.dossier).step_by_key.get(transition)
        check_right(attempt, step)
        check_state(attempt, step, seen)
        assert step is not None  # noqa: S101 - check_state refused a step that does not exist
        lock_others(attempt.dossier, step)
        refusing = unmet(step, attempt.dossier, moment)
        if refusing:
            raise Refused(Why.CONDITIONS, refusing)
        attempt.data = given(step, attempt, data)
        return carry_out(step, attempt)


def locked(dossier: Dossier) -> Dossier:
    """``dossier`` as it is now, so that nobody else moves it, with what it asks for. Raises ``Dossier.DoesNotExist``."""
    asked = {"call__measure": dossier.call_id, "measure": dossier.measure_id}
    rows = Dossier.objects.select_related("actor", *(name for name, key in asked.items() if key))
    return rows.select_for_update(of=("self",)).get(pk=dossier.pk)


def lock_others(dossier: Dossier, step: Step) -> None:
    """Lets dossiers of the same round wait, when the step looks at what they share, and who votes about this one."""
    if step.locks_call and dossier.call_id is not None:
        dossier.call = locked_round(dossier)
        if dossier.is_own:
            Envelope.objects.locked_for(dossier.call)
            lock_meeting(dossier)


def locked_round(dossier: Dossier) -> Call:
    """The round of ``dossier`` as it is now, so that nobody else divides its money. Raises ``Call.DoesNotExist`` where it has none."""
    rounds = Call.objects.select_for_update(of=("self",)).select_related("measure")
    return rounds.get(dossiers=dossier)


def check_right(attempt: Attempt, step: Step | None) -> None:
    """Raises ``Refused`` when this person may not do this, wherever the dossier stands."""
    if step is None or not step.may.holds(attempt.by, attempt.dossier):
        raise Refused(Why.RIGHT, [_("You may not do this in this dossier.")])


def check_state(attempt: Attempt, step: Step | None, seen: int | None) -> None:
    """Raises ``Refused`` when the dossier stands elsewhere, or moved since the person looked."""
    dossier = attempt.dossier
    if step is None or dossier.phase not in step.start:
        said = _("This dossier stands at “%(phase)s” now, so this cannot be done any more.")
        raise Refused(Why.STATE, [said % {"phase": phase_of(dossier).name}])
    if seen is not None and dossier.events.filter(pk__gt=seen).exists():
        raise Refused(
            Why.STATE, [_("Somebody did something with this dossier in the meantime. Look again first.")]
        )


def unmet(step: Step, dossier: Dossier, at: datetime) -> list[str]:
    """The sentences of the conditions that are not met at ``at``; empty when all are."""
    return [condition.told(dossier) for condition in step.conditions if not condition.met(dossier, at)]


def hindrances(dossier: Dossier, transition: str, *, by: User) -> list[str]:
    """Why ``by`` cannot take the step now, whatever they would answer to what it asks; empty when they can. Changes nothing."""
    attempt = Attempt(dossier, by, timezone.now().replace(microsecond=0))
    step = track_of(dossier).step_by_key.get(transition)
    try:
        check_right(attempt, step)
        check_state(attempt, step, None)
    except Refused as refusal:
        return refusal.sentences
    assert step is not None  # noqa: S101 - check_state refused a step that does not exist
    return unmet(step, dossier, attempt.at)


def given(step: Step, attempt: Attempt, data: dict[str, Any]) -> dict[str, Any]:
    """What was given along, checked. Raises ``Refused`` with all that is wrong, ``TypeError`` for what nobody asked."""
    asks = step.asks_of(attempt.dossier)
    asked = {ask.name for ask in asks}
    if extra := data.keys() - asked:
        raise TypeError(f"{step.key} does not ask {', '.join(sorted(extra))}")
    attempt.data = {name: value.strip() if isinstance(value, str) else value for name, value in data.items()}
    wrong = {ask.name: said for ask in asks if (said := fault(ask, attempt))}
    if wrong:
        raise Refused(Why.DATA, list(wrong.values()), wrong)
    return attempt.data


def fault(ask: Ask, attempt: Attempt) -> str:
    """What is wrong with the answer to ``ask``; empty when nothing is."""
    value = attempt.data.get(ask.name)
    if value in EMPTY and ask.required:
        return str(ask.missing)
    if value is not None and not is_sound(ask.kind, value):
        return str(ask.missing)
    for check in ask.checks:
        if not check.met(attempt, value):
            return str(check.sentence) % {"value": shown(value), **check.facts(attempt.dossier)}
    return ""


def shown(value: Any) -> Any:
    """``value`` as a sentence names it."""
    return euro(value) if isinstance(value, Decimal) else value


def is_sound(kind: Kind, value: Any) -> bool:
    """Whether ``value`` is of the type that ``kind`` says."""
    if not isinstance(value, TYPES[kind]) or (kind in DAYS and isinstance(value, datetime)):
        return False
    if kind is Kind.MOMENT:
        return bool(value.tzinfo)
    if kind is Kind.EURO:
        return bool(value.is_finite() and value == round(value, 2))
    return kind is not Kind.TEXT or len(value) <= LONGEST_TEXT


def carry_out(step: Step, attempt: Attempt) -> Dossier:
    """Does what the table says, writes it down, and tells who has to know."""
    dossier, before = attempt.dossier, attempt.dossier.phase
    after = step.end_from(dossier)
    party = party_of(attempt.by, dossier)
    for effect in step.effects:
        effect(attempt)
    event = DossierEvent.objects.create(
        dossier=dossier,
        transition=step.key,
        old_phase=before,
        new_phase=after,
        at=attempt.at,
        by=attempt.by,
        by_name=str(attempt.by)[:254],
        role=party,
        data=noted(step, attempt),
    )
    dossier.take_step(event)
    dossier.save()
    pass_turn(dossier, event)
    tell(dossier, step, event)
    return dossier


def noted(step: Step, attempt: Attempt) -> dict[str, Any]:
    """What the history keeps of an attempt: plain values, without names of people and long texts."""
    kept = {
        ask.name: plain(attempt.data[ask.name]) for ask in step.asks if ask.noted and ask.name in attempt.data
    }
    return kept | attempt.facts


def plain(value: Any) -> Any:
    """``value`` as JSON has it: amounts exactly, moments with their time zone."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def pass_turn(dossier: Dossier, event: DossierEvent) -> None:
    """The task of the last phase is done; the next one begins. A step that stays only moves its date."""
    phase, turns = phase_of(dossier), dossier.open_tasks().exclude(phase="")
    if not event.moved and event.transition != BEGUN:
        turns.update(due_at=dossier.due_at)
        return
    turns.settle(event.at)
    if phase.acts != Party.NOBODY:
        DossierTask.objects.create(
            dossier=dossier, phase=phase.key, party=phase.acts, due_at=dossier.due_at, made_at=event.at
        )
