"""What needs who runs the network today. Each concern is a short list; other rooms add theirs with ``concern``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils import timezone

from ecru.base.at_once import rows_of

from ..models import Dossier, Party
from .sieve import stuck, turn_of

SHOWN = 6  # lines of a concern; the rest is behind its link


@dataclass(frozen=True)
class Action:
    """The one thing to do next."""

    label: Any
    url: str


@dataclass(frozen=True)
class Line:
    """One thing: how urgent in a word or two, what it is, what is known of it, and what to do."""

    label: str
    title: str
    url: str
    words: str
    action: Action
    is_urgent: bool = False


@dataclass(frozen=True)
class Concern:
    """A list of things: its anchor, its heading, the first lines, how many there are (at least one more than
    the lines when there are more), and where all of them stand. ``is_ours``: it is for ECRU to do.
    """

    anchor: str
    title: Any
    lines: list[Line]
    total: int
    url: str = ""
    is_ours: bool = True

    @property
    def has_more(self) -> bool:
        """Whether it leaves lines out."""
        return self.total > len(self.lines)


@dataclass
class Glance:
    """One look at the desk by ``user`` at ``now``. ``shown``: the dossiers that stand on the page already."""

    user: Any
    now: datetime = field(default_factory=timezone.now)
    shown: set[int] = field(default_factory=set)

    @property
    def dossiers(self) -> Any:
        """Every dossier that ``user`` may see, with ``due`` and ``since``."""
        return Dossier.objects.visible_to(self.user).with_due().with_since()

    @cached_property
    def is_stuck(self) -> Any:
        """The condition, with the usual times of today."""
        return stuck(self.now)

    @cached_property
    def counts(self) -> dict[tuple[str, str], int]:
        """How many stand in each phase, by track and phase; one query."""
        rows = Dossier.objects.visible_to(self.user).order_by().values_list("track", "phase")
        return {(track, phase): number for track, phase, number in rows.annotate(number=Count("*"))}

    def count_of(self, track: str, phase: str) -> int:
        """How many stand in one phase."""
        return self.counts.get((track, phase), 0)

    def show(self, keys: Iterable[int]) -> None:
        """The dossiers with ``keys`` stand on the page from now on."""
        self.shown |= set(keys)


def told(dossier: Dossier, words: Any) -> str:
    """Who asks, and ``words``."""
    return f"{dossier.actor.name}. {words}"


Question = Callable[[Glance], Any]  # asks for a list: a queryset
Maker = Callable[..., Concern]  # takes the glance, and the rows of each of its questions
makers: list[tuple[int, tuple[Question, ...], Maker]] = []
OURS = turn_of(Party.DESK)


def concern(order: int, *questions: Question) -> Callable[[Maker], Maker]:
    """Lets the desk ask a maker for a concern; lower comes first. What ``questions`` ask for, the desk reads in one query for all
    concerns together; besides, a constant number of queries each, as few as can be.
    """

    def add(maker: Maker) -> Maker:
        if maker not in [known for _order, _questions, known in makers]:
            makers.append((order, questions, maker))
        return maker

    return add


def concerns(glance: Glance) -> list[Concern]:
    """All that have lines, the most pressing first. What somebody asked stands there besides; a dossier that keeps others waiting
    or stands still, in one of them only.
    """
    ordered = sorted(makers, key=lambda entry: entry[0])
    lists = [question(glance) for _order, questions, _maker in ordered for question in questions]
    rows = iter(rows_of(*lists))
    made = [maker(glance, *(next(rows) for _each in questions)) for _order, questions, maker in ordered]
    return [one for one in made if one.lines]
