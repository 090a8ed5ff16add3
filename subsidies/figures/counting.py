"""Counting: one query over the dossiers and one over the earlier ones for each way to cut them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Sum
from django.db.models.functions import ExtractYear
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actors.answers import TARGET_GROUPS, places
from subsidies.models import Measure, Provider
from subsidies.models.standing import BRUSSELS
from subsidies.phases import TRACKS

from .asking import EVERY, NOBODY, Asked, Kept, What
from .selecting import BEFORE, HERE, dossiers_of, past_of

FEW = 5  # with fewer decisions, a rate says little
NUMBERS: tuple[str, ...] = tuple(What)


@dataclass
class Tally:
    """What was counted of some dossiers. Amounts in euro."""

    numbers: dict[str, int]
    asked: Decimal = Decimal(0)
    granted: Decimal = Decimal(0)

    @classmethod
    def empty(cls) -> "Tally":
        """Nothing yet."""
        return cls(dict.fromkeys(NUMBERS, 0))

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Tally":
        """A row of an answer of ``sums``."""
        numbers = {what: row[name_of(what)] for what in NUMBERS}
        return cls(numbers, row["sum_asked"] or Decimal(0), row["sum_granted"] or Decimal(0))

    def add(self, other: "Tally") -> None:
        """Counts ``other`` along."""
        for what in NUMBERS:
            self.numbers[what] += other.numbers[what]
        self.asked += other.asked
        self.granted += other.granted

    @property
    def all(self) -> int:
        """How many dossiers these are, sent or not."""
        return sum(self.numbers[what] for what in (What.ASKED, What.MAKING, What.GIVEN_UP))

    @property
    def rate(self) -> int | None:
        """Of a hundred decisions, how many granted it; None when nothing was decided."""
        decided = self.numbers[What.DECIDED]
        return round(100 * self.numbers[What.GRANTED] / decided) if decided else None

    @property
    def says_little(self) -> bool:
        """Whether the rate stands on fewer than five decisions."""
        return 0 < self.numbers[What.DECIDED] < FEW


def name_of(what: str) -> str:
    """A word as the name of a column."""
    return "n_" + what.replace("-", "_")


def sums(rules: dict[str, Any]) -> dict[str, Any]:
    """The columns of a tally, by ``rules``. One row stands for one dossier."""
    counted: dict[str, Any] = {name_of(what): Count("pk", filter=rule) for what, rule in rules.items()}
    counted[name_of(What.ASKED)] = Count("pk", filter=rules[What.ASKED]) if rules[What.ASKED] else Count("pk")
    asked = {"filter": rules[What.ASKED]} if rules[What.ASKED] else {}
    counted["sum_asked"] = Sum("requested", **asked)
    counted["sum_granted"] = Sum("granted", filter=rules[What.GRANTED])
    return counted


def tallied(rows: Any, by: tuple[str, ...], rules: dict[str, Any]) -> dict[tuple[Any, ...], Tally]:
    """The tally for each different value of ``by``. One query."""
    grouped = rows.order_by().values(*by).annotate(**sums(rules))
    return {tuple(row[name] for name in by): Tally.of(row) for row in grouped}


def total(asked: Asked) -> Tally:
    """All that counts for ``asked``. Two queries."""
    tally = Tally.of(dossiers_of(asked).order_by().aggregate(**sums(HERE)))
    tally.add(Tally.of(past_of(asked).order_by().aggregate(**sums(BEFORE))))
    return tally


@dataclass(frozen=True)
class Line:
    """One value of a cut: its name, what narrows the question to it, and what was counted. ``slug``: of a municipality, to dye it."""

    name: str
    narrows: dict[str, str]
    tally: Tally
    slug: str = ""


@dataclass(frozen=True)
class Cut:
    """A way to cut the dossiers. ``note``: why its lines may add up to more than there are."""

    key: str
    title: str
    head: str
    lines: list[Line]
    note: str = ""


def together(*parts: dict[tuple[Any, ...], Tally]) -> dict[tuple[Any, ...], Tally]:
    """Tallies of several kinds of dossiers, by the same values."""
    found: dict[tuple[Any, ...], Tally] = {}
    for part in parts:
        for key, tally in part.items():
            found.setdefault(key, Tally.empty()).add(tally)
    return found


def most_first(lines: Iterable[Line]) -> list[Line]:
    """What was asked most on top; who names nothing at the foot."""
    return sorted(
        lines,
        key=lambda line: (
            NOBODY in line.narrows.values(),
            -line.tally.numbers[What.ASKED],
            -line.tally.all,
            line.name,
        ),
    )


def by_year(asked: Asked) -> Cut:
    """Every year, the newest first, whatever year was asked."""
    every = asked.with_(year=EVERY)
    here = dossiers_of(every).annotate(in_year=ExtractYear("moment", tzinfo=BRUSSELS))
    found = together(tallied(here, ("in_year",), HERE), tallied(past_of(every), ("year",), BEFORE))
    lines = [
        Line(str(year), {"year": str(year)}, tally)
        for (year,), tally in sorted(found.items(), key=lambda item: -item[0][0])
    ]
    return Cut("jaar", _("Per year"), _("Year"), lines)


def by_place(asked: Asked) -> Cut:
    """The seven municipalities, also those where nobody asked, and others that were named."""
    here = tallied(dossiers_of(asked), ("municipalities",), HERE)
    found = together(here, tallied(past_of(asked), ("municipality",), BEFORE))
    lines = [
        Line(place.label, {"place": place.value}, found.get((place.key,), Tally.empty()), place.slug)
        for place in places()
        if asked.place in {"", place.value} and (place.first or (place.key,) in found)
    ]
    lines += nameless(found, "place", _("no municipality named"))
    note = _(
        "A dossier in two municipalities counts in both, so the lines may add up to more than there are."
    )
    return Cut("gemeente", _("Per municipality"), _("Municipality"), lines, note)


def by_group(asked: Asked) -> Cut:
    """The target groups that were named."""
    found = tallied(dossiers_of(asked), ("target_groups",), HERE)
    if (earlier := total_past(asked)).all:
        found = together(found, {(None,): earlier})
    lines = [
        Line(group.label, {"group": group.value}, found[group.key,])
        for group in TARGET_GROUPS()
        if (group.key,) in found and asked.group in {"", group.value}
    ]
    lines = [*most_first(lines), *nameless(found, "group", _("no target group named"))]
    note = _("A dossier for two groups counts for both, so the lines may add up to more than there are.")
    return Cut("doelgroep", _("Per target group"), _("Target group"), lines, note)


def total_past(asked: Asked) -> Tally:
    """What counts of before the portal. One query."""
    return Tally.of(past_of(asked).order_by().aggregate(**sums(BEFORE)))


def by_measure(asked: Asked) -> Cut:
    """The measures that were asked."""
    here = tallied(dossiers_of(asked), ("what_measure",), HERE)
    found = together(here, tallied(past_of(asked), ("measure",), BEFORE))
    known = Measure.objects.in_bulk([key for (key,) in found if key])
    lines = [
        Line(known[key].name, {"measure": known[key].slug}, tally)
        for (key,), tally in found.items()
        if key in known
    ]
    lines = [*most_first(lines), *nameless(found, "measure", _("no measure named"))]
    return Cut("maatregel", _("Per measure"), _("Measure"), lines)


def by_giver(asked: Asked) -> Cut:
    """Who gives: as we know them, and as people wrote them."""
    here = named(dossiers_of(asked), ("what_giver", "giver_words"), HERE)
    past = named(past_of(asked), ("provider", "giver_words"), BEFORE)
    found = together(
        {key: tally for key, (_name, tally) in here.items()},
        {key: tally for key, (_name, tally) in past.items()},
    )
    written = {key: name for rows in (past, here) for key, (name, _tally) in rows.items()}
    known = Provider.objects.in_bulk([key for key, _words in found if key])
    lines = [
        Line(known[key].name, {"giver": known[key].slug, "words": ""}, tally)
        if key
        else Line(written[key, words], {"giver": "", "words": words}, tally)
        for (key, words), tally in found.items()
        if key or words
    ]
    nobody = {(None,): found[None, ""]} if (None, "") in found else {}
    return Cut(
        "gever",
        _("Per giver"),
        _("Giver"),
        [*most_first(lines), *nameless(nobody, "giver", _("no giver named"))],
    )


def named(rows: Any, by: tuple[str, str], rules: dict[str, Any]) -> dict[tuple[Any, str], tuple[str, Tally]]:
    """The tally for each giver, with how somebody wrote the name. One query."""
    grouped = rows.order_by().values(*by).annotate(written=Min("funder"), **sums(rules))
    key, words = by
    return {(row[key], row[words]): (row["written"], Tally.of(row)) for row in grouped}


def by_track(asked: Asked) -> Cut:
    """Support from ECRU, guidance for another giver, and what was before the portal."""
    found = tallied(dossiers_of(asked), ("track",), HERE)
    lines = [
        Line(capfirst(str(track.name)), {"track": str(track.key)}, found[track.key,])
        for track in TRACKS.values()
        if (track.key,) in found
    ]
    if (earlier := total_past(asked)).all:
        lines.append(Line(_("From before the portal"), {"kept": Kept.BEFORE}, earlier))
    return Cut("spoor", _("Per track"), _("Track"), lines)


def nameless(found: dict[tuple[Any, ...], Tally], name: str, label: str) -> list[Line]:
    """The line of what names nothing; none when there is no such dossier."""
    return [Line(label, {name: NOBODY}, found[None,])] if (None,) in found else []


CUTS: dict[str, Callable[[Asked], Cut]] = {
    "jaar": by_year,
    "gemeente": by_place,
    "doelgroep": by_group,
    "maatregel": by_measure,
    "gever": by_giver,
    "spoor": by_track,
}
