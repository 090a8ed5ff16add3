"""What people miss: needs that the team noted, and what was searched for in vain, as far as others tell it here."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from actors.models import Municipality, Need, NeedVoice, Origin
from ecru.base.directory.facets import Answer
from ecru.base.edition import remembered

from .axes import Axis


@dataclass(frozen=True)
class Missed:
    """What was searched for in vain: in which words (for the team alone), how often, and when last."""

    words: str
    times: int
    last_on: date


Listener = Callable[[Municipality, Axis, Answer], Iterable[Missed]]
listeners: list[Listener] = []


def hears(listener: Listener) -> Listener:
    """Lets the page of a cell ask ``listener`` what was searched for in vain there. A constant number of queries each.

    ``hears(searches_of)`` in one line, or as a decorator; this room knows none by name.
    """
    if listener not in listeners:
        listeners.append(listener)
    return listener


def missed_in(place: Municipality, axis: Axis, word: Answer) -> list[Missed]:
    """What was searched for in vain in a cell, the commonest first."""
    found = [missed for listener in listeners for missed in listener(place, axis, word)]
    return sorted(found, key=lambda missed: (-missed.times, missed.words))


def has_needs(axis: Axis) -> bool:
    """Whether the team notes needs by the words of ``axis``: needs have target groups, and none of the other lists."""
    return axis.facet == "target_groups"


@remembered("actors.need")
def needs_by_group() -> Counter[tuple[int | None, int]]:
    """How many needs ask for an answer, by municipality (None: the whole region) and target group; one query after a change."""
    return Counter(
        Need.objects.unsettled()
        .order_by()
        .filter(target_groups__isnull=False)
        .values_list("municipality", "target_groups")
    )


def needs_by_cell(axis: Axis) -> Counter[tuple[int | None, int]]:
    """The same for ``axis``; nothing for one by which needs are not noted."""
    return needs_by_group() if has_needs(axis) else Counter()


def needs_in(place: Municipality, word: Answer) -> list[Need]:
    """The needs behind the number of a cell, those heard most first; two queries."""
    found = Need.objects.unsettled().missed_in(place, word.key).counted().for_list()
    return list(found.most_asked_least_answered())


def times_heard(place: Municipality, word: Answer) -> list[tuple[str, int]]:
    """How often those needs were heard, by where: "in a question through the platform", 3. One query."""
    needs = Need.objects.unsettled().missed_in(place, word.key)
    voices = NeedVoice.objects.tally(needs.order_by().values("pk"))
    return [(str(Origin(origin).label), times) for origin, times in voices]
