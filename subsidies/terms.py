"""The terms of a measure: what it says that a rule can test, without the record; and when one can ask, at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

from projects.models.subjects import in_language

from .kinship import MONEY
from .models import Certainty
from .models.standing import BRUSSELS, Moment, Standing, Times, standing_of
from .plans import NONE, Slugs
from .timetable import WAITING, deadline, standing_of_measure


class Condition(NamedTuple):
    """A ``Criterion``, as rules look at it."""

    kind: str
    number: Decimal | None
    text: str
    text_en: str
    is_strict: bool
    certainty: str

    @property
    def excludes(self) -> bool:
        """Whether who does not meet it is refused: what is not sure only warns."""
        return self.is_strict and self.certainty != Certainty.UNSURE


class Round(NamedTuple):
    """A round: its dates, and what its giver says about it."""

    times: Times
    note: str


@dataclass(frozen=True, slots=True)
class Terms:
    """A measure as its source tells it. What is empty is not mentioned."""

    key: int
    title: str
    title_en: str
    slug: str
    area: int
    own: Times
    municipalities: Slugs = NONE
    legal_forms: Slugs = NONE
    actor_kinds: Slugs = NONE
    askers: Slugs = NONE
    groups: Slugs = NONE
    disciplines: Slugs = NONE
    themes: Slugs = NONE
    forms: Slugs = NONE
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    max_cost: Decimal | None = None
    max_share: Decimal | None = None
    own_share: Decimal | None = None
    amount_note: str = ""
    max_months: int | None = None
    cumulation: str = ""
    cumulation_note: str = ""
    documents: str = ""
    watch_out: str = ""
    certainty: str = Certainty.SURE
    replaces: int | None = None
    conditions: tuple[Condition, ...] = ()
    rounds: tuple[Round, ...] = ()

    @property
    def name(self) -> str:
        """The title in the visitor's language."""
        return in_language(self.title, self.title_en)

    @property
    def gives_money(self) -> bool:
        """Whether somebody gets money, or may get it as far as its source says."""
        return not self.forms or bool(self.forms & MONEY)

    @property
    def is_vague(self) -> bool:
        """Whether its source tells neither who may ask, nor when, nor how much: then nobody can say that it fits."""
        amounts = (self.min_amount, self.max_amount, self.max_cost, self.max_share)
        return not self.legal_forms and not self.rounds and all(amount is None for amount in amounts)


class Chance(NamedTuple):
    """A last moment at which somebody can ask. ``is_exact``: the day is known; else it is expected around then."""

    at: datetime
    is_exact: bool
    opens: datetime | None
    note: str

    @property
    def day(self) -> date:
        """Its day in Brussels."""
        return self.at.astimezone(BRUSSELS).date()


@dataclass(frozen=True, slots=True)
class Timing:
    """When somebody can ask for a measure, seen from ``today``: where it stands, and the chances to come, the soonest first."""

    today: date
    standing: Standing
    is_over: bool
    begins: date | None
    chances: tuple[Chance, ...]

    @property
    def next(self) -> Chance | None:
        """The soonest chance."""
        return self.chances[0] if self.chances else None


def timing_of(terms: Terms, moment: Moment) -> Timing:
    """When one can ask for it at ``moment``, by the same rules as its page and the list tell."""
    every = [entry.times for entry in terms.rounds]
    stands = [standing_of(times, moment, followed=times.is_followed(every)) for times in every]
    standing = standing_of_measure(terms.own, stands, moment)
    is_over = terms.own.is_over(moment)
    begins = terms.own.valid_from if terms.own.is_to_come(moment) else None
    found = () if is_over else chances_of(terms.rounds, stands, moment)
    chances = tuple(sorted(found, key=lambda chance: chance.at))
    return Timing(moment.today, standing, is_over, begins, chances)


def chances_of(rounds: Iterable[Round], stands: Iterable[Standing], moment: Moment) -> Iterable[Chance]:
    """The last moments of the rounds that somebody can still use or wait for."""
    for (times, note), standing in zip(rounds, stands, strict=True):
        last = deadline(times, moment) if standing in WAITING else None
        if last is not None:
            is_exact = times.closes_at is not None and not times.is_past(moment)
            opens = times.opens_at if times.opens_at and times.opens_at > moment.now else None
            yield Chance(last.astimezone(UTC), is_exact, opens, note)
