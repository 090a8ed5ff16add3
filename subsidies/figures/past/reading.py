"""Reading one row: what it would make, and what is wrong with it, in words that say what to do."""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, Municipality
from ecru.base.text import fold
from subsidies.models import Measure, Outcome, PastDossier, Provider

from ..asking import FIRST_YEAR

LONGEST = 120
MOST_EURO = Decimal("9999999999.99")
# 4.500 and 4.500,00 and 4 500,5 as Dutch writes them, 4,500.00 as English does, 4500.5 as a spreadsheet does.
DUTCH = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+(?:,[0-9]{1,2})?|[0-9]+(?:,[0-9]{1,2})?")
ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+\.[0-9]{1,2}")
DAYS = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y")
OUTCOMES = {
    "toegekend": Outcome.GRANTED.value,
    "goedgekeurd": Outcome.GRANTED.value,
    "granted": Outcome.GRANTED.value,
    "geweigerd": Outcome.REFUSED.value,
    "afgekeurd": Outcome.REFUSED.value,
    "refused": Outcome.REFUSED.value,
    "niet ontvankelijk": Outcome.INADMISSIBLE.value,
    "not admissible": Outcome.INADMISSIBLE.value,
    "ingetrokken": "",
    "withdrawn": "",
}


class Wrong(Exception):  # noqa: N818 - named after what the cell is
    """A cell that cannot be read; the text says what to do."""


def euros_in(text: str) -> Decimal | None:
    """An amount in euro as people write it; None for an empty cell. Raises ``Wrong``."""
    bare = text.replace("€", "").replace("EUR", "").replace("\xa0", " ").strip()
    if not bare:
        return None
    if DUTCH.fullmatch(bare):
        bare = bare.replace(".", "").replace(" ", "").replace(",", ".")
    elif ENGLISH.fullmatch(bare):
        bare = bare.replace(",", "")
    else:
        raise Wrong(_("This is not an amount. Write it as 4500 or 4.500,00."))
    found = Decimal(bare)
    if found > MOST_EURO:
        raise Wrong(_("This amount is too large."))
    return found


def day_in(text: str) -> date | None:
    """A day as people write it; None for an empty cell. Raises ``Wrong``."""
    if not text:
        return None
    for form in DAYS:
        try:
            found = (
                datetime.strptime(text.split(" ", maxsplit=1)[0], form)
                .replace(tzinfo=timezone.get_current_timezone())
                .date()
            )
        except ValueError:
            continue
        if found > timezone.localdate():
            raise Wrong(_("This day is still to come."))
        return found
    raise Wrong(_("This is not a day. Write it as 31-12-2024."))


def year_in(text: str) -> int:
    """A year until this one. Raises ``Wrong``."""
    last = timezone.localdate().year
    if text.isascii() and text.isdigit() and len(text) == len("2024") and FIRST_YEAR <= int(text) <= last:
        return int(text)
    raise Wrong(_("This is not a year between %(first)d and %(last)d.") % {"first": FIRST_YEAR, "last": last})


def outcome_in(text: str) -> str:
    """What came of it; empty for withdrawn. Raises ``Wrong``."""
    word = fold(text.replace("-", " "))
    if word not in OUTCOMES:
        raise Wrong(_("Write one of these: toegekend, geweigerd, niet ontvankelijk, ingetrokken."))
    return OUTCOMES[word]


def title_in(text: str) -> str:
    """A title that fits. Raises ``Wrong``."""
    title = " ".join(text.split())
    if not title:
        raise Wrong(_("Give it a title."))
    if len(title) > LONGEST:
        raise Wrong(_("This title is longer than %(most)d letters.") % {"most": LONGEST})
    return title


class Known:
    """The records that cells can name, by how people write them. Five queries, whatever the table."""

    def __init__(self) -> None:
        self.actors: dict[str, list[int]] = defaultdict(list)
        self.by_kbo: dict[str, list[int]] = defaultdict(list)
        self.seats: dict[int, int | None] = {}
        for key, name, kbo, seat in Actor.objects.order_by("pk").values_list(
            "pk", "name", "kbo_number", "municipality"
        ):
            self.actors[fold(name)].append(key)
            self.seats[key] = seat
            if kbo:
                self.by_kbo[kbo].append(key)
        self.places = {fold(name): key for key, name in Municipality.objects.values_list("pk", "name")}
        self.givers = named(Provider.objects.values_list("pk", "title", "title_en", "slug"))
        self.measures = named(Measure.objects.values_list("pk", "title", "title_en", "slug"))
        self.giver_of = dict(Measure.objects.values_list("pk", "provider"))
        self.titles = dict(Provider.objects.values_list("pk", "title"))
        self.there = {
            (actor, year, fold(title))
            for actor, year, title in PastDossier.objects.values_list("actor", "year", "title")
        }

    def actor(self, name: str, kbo: str) -> int:
        """The organisation of this company number, or else of this name. Raises ``Wrong``."""
        number = re.sub(r"[^0-9]", "", kbo)
        found = self.by_kbo.get(number, []) if number else self.actors.get(fold(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise Wrong(_("Several organisations are called so. Add the company number (kbo)."))
        if number:
            raise Wrong(_("We know no organisation with this company number."))
        if not name:
            raise Wrong(_("Say which organisation asked, by its name or company number."))
        raise Wrong(_("We know no organisation of this name. Add it first, or write it as on the site."))

    def place(self, name: str, actor: int | None) -> int | None:
        """The municipality of this name, or where the organisation is. Raises ``Wrong``."""
        if not name:
            return self.seats.get(actor) if actor else None
        if fold(name) not in self.places:
            raise Wrong(_("We know no municipality of this name."))
        return self.places[fold(name)]

    def measure(self, name: str) -> int | None:
        """The measure of this name; None for an empty cell. Raises ``Wrong``."""
        if not name:
            return None
        if fold(name) not in self.measures:
            raise Wrong(_("We know no measure of this name. Leave the cell empty, and say who the giver is."))
        return self.measures[fold(name)]

    def giver(self, name: str, measure: int | None) -> tuple[int | None, str]:
        """The giver: that of the measure, one that we know, or only its name. Raises ``Wrong``."""
        key = self.giver_of[measure] if measure else self.givers.get(fold(name))
        if key is not None:
            return key, self.titles[key][:LONGEST]
        words = " ".join(name.split())
        if not words:
            raise Wrong(_("Say who the giver was."))
        if len(words) > LONGEST:
            raise Wrong(_("This name is longer than %(most)d letters.") % {"most": LONGEST})
        return None, words


def named(rows: Any) -> dict[str, int]:
    """Keys by their names in both languages and by their address; the first one keeps a name that two have."""
    found: dict[str, int] = {}
    for key, *names in rows:
        for name in names:
            if name:
                found.setdefault(fold(name), key)
    return found


class Reader:
    """Reads rows one after the other; a dossier that an earlier row or import told already is refused."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.met = dict.fromkeys(known.there, 0)
        self.cells: dict[str, str] = {}
        self.faults: list[list[str]] = []

    def read(self, number: int, cells: dict[str, str]) -> tuple[dict[str, Any], list[list[str]]]:
        """What row ``number`` would make (plain values), and what is wrong: column, sentence, cell. Nothing is made of a wrong row."""
        self.cells, self.faults = cells, []
        values: dict[str, Any] = {
            "title": self.take("title", title_in),
            "year": self.take("year", year_in),
            "outcome": self.take("outcome", outcome_in),
            "requested": self.take("requested", euros_in),
            "granted": self.take("granted", euros_in),
            "asked_on": self.take("asked_on", day_in),
        }
        actor = self.take("actor", lambda name: self.known.actor(name, cells.get("kbo", "")))
        measure = self.take("measure", self.known.measure)
        giver = self.take("giver", lambda name: self.known.giver(name, measure))
        place = self.take("municipality", lambda name: self.known.place(name, actor))
        provider, funder = giver or (None, "")
        values |= {
            "actor": actor,
            "measure": measure,
            "provider": provider,
            "funder": funder,
            "municipality": place,
        }
        self.check(values)
        if not self.faults:
            self.meet(number, values)
        return {name: stored(value) for name, value in values.items()}, self.faults

    def take(self, key: str, read: Callable[[str], Any]) -> Any:
        """The value of one cell; None, with what is wrong noted, when it cannot be read."""
        try:
            return read(self.cells.get(key, ""))
        except Wrong as wrong:
            self.fault(key, str(wrong))
            return None

    def fault(self, key: str, sentence: str) -> None:
        """Notes what is wrong with a cell."""
        self.faults.append([key, sentence, self.cells.get(key, "")[:100]])

    def check(self, values: dict[str, Any]) -> None:
        """What cells say together."""
        granted, outcome = values["granted"], values["outcome"]
        if outcome == Outcome.GRANTED and not granted:
            self.fault("granted", _("It was granted: fill in how much."))
        elif outcome is not None and outcome != Outcome.GRANTED and granted:
            self.fault("granted", _("It was not granted: leave the amount empty."))
        elif outcome != Outcome.GRANTED:
            values["granted"] = None
        day = values["asked_on"]
        if day and values["year"] and day.year != values["year"]:
            self.fault("asked_on", _("This day is in another year than the column “jaar” says."))

    def meet(self, number: int, values: dict[str, Any]) -> None:
        """Refuses what is there already."""
        mark = (values["actor"], values["year"], fold(values["title"]))
        if mark not in self.met:
            self.met[mark] = number
        elif self.met[mark]:
            self.fault(
                "title",
                _("Row %(number)d has the same. Take one of the two out.") % {"number": self.met[mark]},
            )
        else:
            self.fault("title", _("This dossier came in with an earlier table."))


def stored(value: Any) -> Any:
    """``value`` as JSON keeps it."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
