"""What people search for in vain on the whole platform, told to the page of where support is missing."""

from collections.abc import Iterator

from actors.answers import seven
from actors.models import Municipality
from ecru.base.directory.facets import Answer
from ecru.base.text import fold
from subsidies.gaps.axes import Axis
from subsidies.gaps.heard import Missed, hears

from .models import MissedSearch

MOST = 500  # searches looked at, the commonest first


def names_of(word: Answer) -> list[set[str]]:
    """What ``word`` is called, also by other words that people use: each as the set of its folded words."""
    record = word.record
    called = [record.label, record.label_en, *getattr(record, "alt_labels", "").split(",")]
    return [set(folded) for name in called if (folded := fold(name).split())]


def places_named(words: set[str]) -> set[str]:
    """The municipalities of the network that ``words`` name, by their address."""
    return {place.slug for place in seven() if set(fold(place.name).split()) <= words}


@hears
def searches_in(place: Municipality, _axis: Axis, word: Answer) -> Iterator[Missed]:
    """Searches with all the words of a name of ``word``, that name ``place`` or no municipality at all. One query."""
    names = names_of(word)
    for search in MissedSearch.objects.waiting().order_by("-count", "words")[:MOST]:
        words = set(search.words.split())
        where = places_named(words)
        if any(name <= words for name in names) and (not where or place.slug in where):
            yield Missed(search.words, search.count, search.last_on)
