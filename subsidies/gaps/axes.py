"""The axes: by which list of words one looks for gaps, and how far support may come from to count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from actors.answers import DISCIPLINES, KINDS, TARGET_GROUPS, seven
from actors.answers import words as answers_of
from actors.models import Municipality
from ecru.base.directory.facets import Answer

from ..models import SupportForm

QUESTIONS = ("as", "bereik", "gemeente")  # what the query string of the overview may hold
LONGEST_VALUE = 100
NO_WORD = "alle"  # in an address: what names no word of the axis, as in the list of measures


@dataclass(frozen=True)
class Axis:
    """A list of words that support is sorted by.

    ``slug`` stands in addresses, ``facet`` is the relation of a measure, ``word`` the field of a check. ``none`` is said of measures
    that name no word of it; ``about`` puts words in a sentence; ``filter`` is the question of the list of measures, if it asks this.
    """

    slug: str
    label: Any
    facet: str
    word: str
    words: Callable[[], list[Answer]]
    none: Any
    about: Any
    filter: str = ""

    def word_called(self, value: str) -> Answer | None:
        """The word with ``value`` in its address."""
        return next((word for word in self.words() if word.value == value), None)


FORMS = answers_of(SupportForm)
AXES = {
    axis.slug: axis
    for axis in (
        Axis(
            slug="doelgroep",
            label=_("Target group"),
            facet="target_groups",
            word="target_group",
            words=TARGET_GROUPS,
            none=_("For everybody, or not mentioned"),
            about=_("for %(words)s"),
            filter="doelgroep",
        ),
        Axis(
            slug="vorm",
            label=_("What you get"),
            facet="forms",
            word="form",
            words=FORMS,
            none=_("Not mentioned what you get"),
            about=_("in the form of %(words)s"),
            filter="vorm",
        ),
        Axis(
            slug="discipline",
            label=_("Discipline"),
            facet="disciplines",
            word="discipline",
            words=DISCIPLINES,
            none=_("For all disciplines, or not mentioned"),
            about=_("for %(words)s"),
            filter="discipline",
        ),
        Axis(
            slug="soort",
            label=_("Kind of actor"),
            facet="actor_kinds",
            word="actor_kind",
            words=KINDS,
            none=_("For all kinds, or not mentioned"),
            about=_("for this kind of actor: %(words)s"),
        ),
    )
}
FIRST = next(iter(AXES.values()))


class Reach(models.TextChoices):
    """From how far support may come to count. What holds in all of Flanders holds everywhere, and would hide every gap."""

    OWN = "eigen", _("Only from the municipality itself")
    NEAR = "dichtbij", _("From nearby")
    WIDE = "ruimer", _("Also from further away")


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see. What does not exist in the address counts for nothing, and ``unknown`` says that it was there."""

    axis: Axis = FIRST
    reach: Reach = Reach.NEAR
    place: Municipality | None = None
    unknown: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """From the query string ``given``."""
        places = {place.slug: place for place in seven()}
        known: dict[str, Mapping[str, Any]] = {
            "as": AXES,
            "bereik": {reach.value: reach for reach in Reach},
            "gemeente": places,
        }
        texts = {name: str(given.get(name, ""))[:LONGEST_VALUE] for name in known}
        found = {name: answers.get(texts[name]) for name, answers in known.items()}
        strange = any(text and found[name] is None for name, text in texts.items())
        return cls(found["as"] or FIRST, found["bereik"] or Reach.NEAR, found["gemeente"], strange)

    @property
    def query(self) -> dict[str, str]:
        """As a query string has it, without what is usual."""
        named = {
            "as": self.axis.slug if self.axis is not FIRST else "",
            "bereik": self.reach.value if self.reach != Reach.NEAR else "",
            "gemeente": self.place.slug if self.place else "",
        }
        return {name: value for name, value in named.items() if value}

    @property
    def address(self) -> str:
        """The overview with what was asked."""
        return overview_at(self.query)


def overview_at(query: Mapping[str, str]) -> str:
    """The overview with ``query`` behind it, if there is any."""
    address = reverse("measure-gaps")
    return f"{address}?{urlencode(query)}" if query else address
