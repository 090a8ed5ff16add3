"""What somebody should know before they follow a suggestion: a table of sentences, each with when it is said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from projects.models import PracticeKind

from .candidates import Candidate
from .finding import place_names

SOON = timedelta(days=14)
FAR_AWAY = 40  # km
OLD = 5  # years
Words = dict[str, Any]


@dataclass(frozen=True)
class Caution:
    """``sentence`` is said when ``find`` gives the words for it, of a candidate and its full record.

    ``when``: the same for people, on the page that explains. ``on``: which candidates.
    """

    slug: str
    find: Callable[[Candidate, Any], Words | None]
    sentence: Any
    when: Any
    on: tuple[str, ...]


def closes_soon(candidate: Candidate, record: Any) -> Words | None:
    """A call that closes within two weeks."""
    soon = record.closes_on - candidate.today <= SOON
    return {"day": date_format(record.closes_on, "j F")} if soon else None


def not_confirmed(_candidate: Candidate, record: Any) -> Words | None:
    """Its people do not answer whether its page is still right."""
    since = record.not_confirmed_since
    return {"day": date_format(since, "j F Y")} if since else None


def same_place(candidate: Candidate, _record: Any) -> Words | None:
    """Within one municipality."""
    both = candidate.seeker.home & candidate.places
    return {"place": place_names(both)[0]} if both else None


def far(candidate: Candidate, _record: Any) -> Words | None:
    """A long way."""
    km = candidate.km
    return {"km": round(km)} if km is not None and km > FAR_AWAY else None


def no_place(candidate: Candidate, _record: Any) -> Words | None:
    """We do not know where it is."""
    return None if candidate.places else {}


def tried_once(_candidate: Candidate, record: Any) -> Words | None:
    """A first try that nobody did again."""
    return {} if record.kind == PracticeKind.PILOT and not record.is_proven else None


def long_ago(candidate: Candidate, record: Any) -> Words | None:
    """It ended years ago."""
    year = record.year_to or record.year_from
    return (
        {"year": year}
        if year and "sinds" not in record.period and candidate.today.year - year > OLD
        else None
    )


def one_side(_candidate: Candidate, record: Any) -> Words | None:
    """Nobody wrote down what did not work."""
    return None if record.did_not_work else {}


CAUTIONS = (
    Caution(
        "closes", closes_soon,
        _("Be quick: closes on %(day)s."),
        _("A call closes within two weeks."),
        on=("call",),
    ),
    Caution(
        "not-confirmed", not_confirmed,
        _("Nobody confirmed this page since %(day)s."),
        _("An organisation does not answer whether its page is still right."),
        on=("actor",),
    ),
    Caution(
        "same-place", same_place,
        _("The same municipality (%(place)s): look across the border too."),
        _("Both are in the same municipality."),
        on=("actor", "practice", "call"),
    ),
    Caution(
        "far", far,
        _("Far away: %(km)s km."),
        _("It is more than 40 km away."),
        on=("actor", "practice", "call"),
    ),
    Caution(
        "no-place", no_place,
        _("We do not know in which municipality."),
        _("We do not know where it is."),
        on=("actor", "practice"),
    ),
    Caution(
        "tried-once", tried_once,
        _("A first try: nobody did it again yet."),
        _("It was tried for the first time."),
        on=("practice",),
    ),
    Caution(
        "long-ago", long_ago,
        _("From %(year)s: ask what changed since."),
        _("It is more than five years ago."),
        on=("practice",),
    ),
    Caution(
        "one-side", one_side,
        _("What did not work is not written down: ask about it."),
        _("Nobody wrote down what did not work."),
        on=("practice",),
    ),
)  # fmt: skip
