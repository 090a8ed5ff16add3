"""What somebody wants figures about, as it stands in an address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.answers import TARGET_GROUPS, places
from subsidies.models import Origin
from subsidies.phases import TRACKS

EVERY = "alle"
FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST = 120


class Kept(models.TextChoices):
    """Which dossiers were walked here, and which were told by a table."""

    HERE = "portaal", _("in this portal")
    BEFORE = "voor", _("from before the portal")


class What(models.TextChoices):
    """What became of a dossier. Those that were asked are granted, refused, not admissible, running or withdrawn: one of these."""

    ASKED = "gevraagd", _("asked")
    DECIDED = "beslist", _("decided")
    GRANTED = "toegekend", _("granted")
    REFUSED = "geweigerd", _("refused")
    INADMISSIBLE = "niet-ontvankelijk", _("not admissible")
    RUNNING = "lopend", _("not decided yet")
    WITHDRAWN = "ingetrokken", _("withdrawn")
    MAKING = "opmaak", _("being written, not sent yet")
    GIVEN_UP = "opgegeven", _("withdrawn before it was sent")


NAMES = {
    "year": "jaar",
    "place": "gemeente",
    "group": "doelgroep",
    "measure": "maatregel",
    "giver": "gever",
    "words": "gever-in-woorden",
    "track": "spoor",
    "what": "uitkomst",
    "left": "fase",
    "kept": "bron",
    "origin": "begonnen",
}
NOBODY = "geen"  # dossiers that name no municipality, group, measure or giver


@dataclass(frozen=True)
class Asked:
    """Which dossiers count. What does not exist in the address counts for nothing; ``year`` "alle" is every year."""

    year: str = EVERY
    place: str = ""
    group: str = ""
    measure: str = ""
    giver: str = ""
    words: str = ""
    track: str = ""
    what: str = ""
    left: str = ""
    kept: str = ""
    origin: str = ""
    page: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Asked":
        """The question in the address; without a year it is about this one."""
        texts = {field: tidy(asked.get(name, "")) for field, name in NAMES.items()}
        known: dict[str, set[str]] = {
            "place": {NOBODY, *(place.value for place in places())},
            "group": {NOBODY, *(group.value for group in TARGET_GROUPS())},
            "track": set(TRACKS),
            "what": set(What.values),
            "left": {phase.key for track in TRACKS.values() for phase in track.phases},
            "kept": set(Kept.values),
            "origin": set(Origin.values),
        }
        for field, values in known.items():
            texts[field] = texts[field] if texts[field] in values else ""
        texts["year"] = sound_year(texts["year"])
        return cls(**texts, page=tidy(asked.get("pagina", "")))

    @property
    def number(self) -> int | None:
        """The year; None for every year."""
        return None if self.year == EVERY else int(self.year)

    @property
    def year_before(self) -> str:
        """The year before; every year has none."""
        return str(int(self.year) - 1) if self.year != EVERY else ""

    def with_(self, **changes: str) -> "Asked":
        """This question with ``changes``, on the first page."""
        mine = {field.name: getattr(self, field.name) for field in fields(self)}
        return Asked(**{**mine, "page": "", **changes})

    def question(self, **changes: str) -> str:
        """The question as it stands in an address."""
        mine = self.with_(**changes)
        return urlencode({name: value for field, name in NAMES.items() if (value := getattr(mine, field))})

    def figures(self, **changes: str) -> str:
        """The page with figures about this question."""
        return f"{reverse('figures')}?{self.question(**changes)}"

    def list(self, **changes: str) -> str:
        """The list of the dossiers that count for it."""
        return f"{reverse('figures-dossiers')}?{self.question(**changes)}"


def tidy(text: Any) -> str:
    """What stands in an address, as one short line."""
    line = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return " ".join(line.split())[:LONGEST]


def sound_year(text: str) -> str:
    """The year that ``text`` says, this year for nothing or nonsense."""
    if text == EVERY:
        return EVERY
    is_year = text.isascii() and text.isdigit() and len(text) == len("2026")
    if is_year and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return text
    return str(timezone.localdate().year)
