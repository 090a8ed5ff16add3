"""The words in which the table of phases is written: a phase, a step between phases, and what a step asks, checks and does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from django.utils.functional import cached_property

from subsidies.models import Dossier, Party

STAYS = "="  # a step that changes no phase
BACK = "<"  # a step to the phase where it was before it was withdrawn
ALL_FIELDS, NAMED_FIELDS = "all", "named"

Facts = Callable[[Dossier], Mapping[str, Any]]


def no_facts(_dossier: Dossier) -> Mapping[str, Any]:
    """A sentence that is always the same."""
    return {}


@dataclass(frozen=True)
class Right:
    """Who may take a step, in words and as a predicate of ``permissions``."""

    label: Any
    holds: Callable[[Any, Dossier], bool]


@dataclass(frozen=True)
class Gap:
    """Something that is still missing, and the exact address where somebody mends it. ``about``: the question, if it is one of many."""

    sentence: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class Condition:
    """What must be so. ``sentence`` says it to who is refused, with ``facts`` filled in. ``met`` gets the moment, too.

    ``part`` names the part of the dossier in which somebody mends it: the anchor of a block or a field on its page.
    ``finds`` is for a part in which several things can be missing: it names each with its own address.
    """

    slug: str
    sentence: Any
    met: Callable[[Dossier, datetime], bool]
    facts: Facts = no_facts
    part: str = ""
    finds: Callable[[Dossier], list[Gap]] | None = None

    def told(self, dossier: Dossier) -> str:
        """The sentence about ``dossier``."""
        return str(self.sentence) % self.facts(dossier)

    def gaps(self, dossier: Dossier) -> list[Gap]:
        """What is missing, each with where it is mended. Ask it only when the condition is not met."""
        found = self.finds(dossier) if self.finds else []
        return found or [Gap(self.told(dossier), f"{dossier.get_absolute_url()}#{self.part or 'nu'}")]


class Kind(Enum):
    """What somebody gives along with a step: a text, an exact amount, a day, an aware moment, names of fields, an outcome, an expert, a yes, the day of a meeting."""

    TEXT = "text"
    EURO = "euro"
    DAY = "day"
    MOMENT = "moment"
    FIELDS = "fields"
    OUTCOME = "outcome"
    EXPERT = "expert"
    YES = "yes"
    MEETING = "meeting"


@dataclass(frozen=True)
class Check:
    """What must be so of what was given: ``met`` gets the step with all that was given."""

    sentence: Any
    met: Callable[["Attempt", Any], bool]
    facts: Facts = no_facts


def of_every_one(_dossier: Dossier) -> bool:
    """Asked of every dossier."""
    return True


@dataclass(frozen=True)
class Ask:
    """Something to give along with a step. ``noted``: it stands in the history; names of people and long texts do not.

    ``asked_of``: of which dossiers it is asked; of others nobody can give it.
    """

    name: str
    label: Any
    kind: Kind
    missing: Any
    required: bool = True
    noted: bool = True
    hint: Any = ""
    checks: tuple[Check, ...] = ()
    asked_of: Callable[[Dossier], bool] = of_every_one


@dataclass
class Attempt:
    """One step as somebody tries it: on ``dossier`` (locked), by whom, when, with what. ``facts`` go in the history."""

    dossier: Dossier
    by: Any
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


Effect = Callable[[Attempt], None]


class Mail(Enum):
    """Who hears of a step."""

    TURN = "turn"  # whose turn it becomes
    NEWS = "news"  # the applicant, when it is not their turn
    RECEIPT = "receipt"  # the applicant: the number, and when it came in


@dataclass(frozen=True)
class Phase:
    """Where a dossier can stand: its public name, who acts, what it waits for.

    ``opens`` says what the applicant may change there (nothing, all, or the named fields): that is the lock. ``beside``: the phase
    of the road next to which it stands, for one that is off the road.
    """

    key: str
    name: Any
    acts: Party
    waits: Any
    opens: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Step:
    """A transition: its words, from where, to where, who may, on which conditions, what it asks, and what it does.

    ``locks_call``: dossiers of the same round wait for each other, because they divide one budget.
    """

    key: str
    label: Any
    start: tuple[str, ...]
    end: str
    may: Right
    done: Any
    conditions: tuple[Condition, ...] = ()
    asks: tuple[Ask, ...] = ()
    effects: tuple[Effect, ...] = ()
    mails: tuple[Mail, ...] = (Mail.TURN, Mail.NEWS)
    locks_call: bool = False

    def asks_of(self, dossier: Dossier) -> list[Ask]:
        """What it asks of ``dossier``."""
        return [ask for ask in self.asks if ask.asked_of(dossier)]

    def end_from(self, dossier: Dossier) -> str:
        """The phase in which it ends, for ``dossier``."""
        return {STAYS: dossier.phase, BACK: dossier.held_phase}.get(self.end, self.end)


@dataclass(frozen=True)
class Track:
    """The whole table of one track. ``road``: the phases from begin to end, without what stands beside it."""

    key: str
    name: Any
    road: tuple[str, ...]
    phases: tuple[Phase, ...]
    steps: tuple[Step, ...]

    @cached_property
    def phase_by_key(self) -> dict[str, Phase]:
        """The phases by their key."""
        return {phase.key: phase for phase in self.phases}

    @cached_property
    def step_by_key(self) -> dict[str, Step]:
        """The steps by their key."""
        return {step.key: step for step in self.steps}

    def steps_from(self, phase: str) -> list[Step]:
        """What can be done in ``phase``, in the order of the table."""
        return [step for step in self.steps if phase in step.start]
