"""Which dossiers somebody wants to see, as it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Self
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.answers import seven

from ..forms.money import parse_euro
from ..models import Outcome, Party
from ..models.desk import LONGEST_QUESTION
from ..phases import TRACKS

LONGEST_QUERY = 200
LONGEST_WORD = 160  # of a slug
MOST_DIGITS = 9
YEARS = range(2000, 2100)


class Stand(models.TextChoices):
    """What is the matter with a dossier."""

    LATE = "laat", _("the time is over")
    SILENT = "stil", _("silent for two weeks, while others act")
    WAITING = "wacht", _("others are late or silent")
    STUCK = "vast", _("longer in its phase than usual")
    UNSENT = "onklaar", _("not sent yet")
    UNANSWERED = "bericht", _("a message without an answer")


class Order(models.TextChoices):
    """In which order."""

    DUE = "", _("what is due first")
    SINCE = "langst", _("the longest in its phase")
    NEWEST = "nieuwst", _("the newest")
    AMOUNT = "bedrag", _("the highest amount")
    NAME = "naam", _("by title")


NAMES = {
    "track": "spoor",
    "phase": "fase",
    "place": "gemeente",
    "turn": "beurt",
    "measure": "maatregel",
    "giver": "gever",
    "call": "ronde",
    "group": "doelgroep",
    "year": "jaar",
    "stand": "stand",
    "outcome": "uitkomst",
    "least": "van",
    "most": "tot",
    "query": "q",
    "order": "volgorde",
    "page": "pagina",
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """Which dossiers somebody wants to see; what does not exist in the address counts for nothing."""

    track: str = ""
    phase: str = ""
    place: str = ""
    turn: str = ""
    measure: str = ""
    giver: str = ""
    call: str = ""
    group: str = ""
    year: str = ""
    stand: str = ""
    outcome: str = ""
    least: str = ""
    most: str = ""
    query: str = ""
    order: str = ""
    page: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Self:
        """The choice in the address. A phase counts within its track only."""
        texts = {name: tidy(str(asked.get(param, ""))) for name, param in NAMES.items()}
        track = texts["track"] if texts["track"] in TRACKS else ""
        known: dict[str, Any] = {
            "track": TRACKS,
            "phase": TRACKS[track].phase_by_key if track else (),
            "place": {place.slug for place in seven()},
            "turn": Party.values,
            "stand": Stand.values,
            "outcome": Outcome.values,
            "order": Order.values,
        }
        texts |= {name: "" for name, values in known.items() if texts[name] not in values}
        texts |= {name: "" for name in ("least", "most") if euro_in(texts[name]) is None}
        texts |= {name: "" for name in ("call", "year", "page") if whole_in(texts[name]) is None}
        if texts["year"] and int(texts["year"]) not in YEARS:
            texts["year"] = ""
        for name in ("measure", "giver", "group"):
            texts[name] = texts[name][:LONGEST_WORD]
        return cls(**texts)

    @property
    def asked(self) -> dict[str, str]:
        """What somebody chose, by the names in the address; without the page."""
        chosen = {NAMES[one.name]: getattr(self, one.name) for one in fields(self) if one.name != "page"}
        return {name: value for name, value in chosen.items() if value}

    @property
    def question(self) -> str:
        """The part of the address after the "?"; empty for all dossiers."""
        return urlencode(self.asked)[:LONGEST_QUESTION]

    @property
    def narrows(self) -> bool:
        """Whether it leaves dossiers out."""
        return bool(replace(self, order="").asked)

    @property
    def amounts(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and the most euro asked."""
        return euro_in(self.least), euro_in(self.most)

    def address(self, route: str = "dossier-desk", **changes: str) -> str:
        """The page ``route`` with this choice; ``changes`` win (by the names in the address), and without a page it is the first."""
        asked = {name: value for name, value in {**self.asked, **changes}.items() if value}
        return f"{reverse(route)}?{urlencode(asked)}" if asked else reverse(route)


def tidy(text: str) -> str:
    """``text`` on one line, without what cannot be printed."""
    letters = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(letters.split())[:LONGEST_QUERY]


def whole_in(text: str) -> int | None:
    """The whole number that ``text`` is; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def euro_in(text: str) -> Decimal | None:
    """The amount that ``text`` is; None for anything else."""
    try:
        return parse_euro(text)
    except ValueError:
        return None
