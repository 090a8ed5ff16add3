"""Counting: every way to cut the dossiers, those of here and those of before, from one question to the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Sum, Value
from django.db.models.functions import ExtractYear
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actors.answers import TARGET_GROUPS, places
from ecru.base.at_once import rows_of
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
        """A row of an answer to ``grouped``."""
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


Rows = list[dict[str, Any]]
Tallies = dict[tuple[Any, ...], Tally]


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


def grouped(rows: Any, by: tuple[str, ...], rules: dict[str, Any], **more: Any) -> Any:
    """The question for a tally of each different value of ``by``."""
    return rows.order_by().values(*by).annotate(**sums(rules), **more)


def tallied(rows: Rows, by: tuple[str, ...]) -> Tallies:
    """The tally for each different value of ``by``, which may be less than ``rows`` are grouped by."""
    found: Tallies = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in by), Tally.empty()).add(Tally.of(row))
    return found


def added(*parts: Rows) -> Tally:
    """The tally of all rows."""
    return tallied([row for rows in parts for row in rows], ()).get((), Tally.empty())


def total(asked: Asked) -> Tally:
    """All that counts for ``asked``. One query."""
    return added(*rows_of(*total_questions(asked)))


def total_questions(asked: Asked) -> list[Any]:
    """What ``added`` adds up."""
    here, before = dossiers_of(asked).annotate(one=Value(1)), past_of(asked).annotate(one=Value(1))
    return [grouped(here, ("one",), HERE), grouped(before, ("one",), BEFORE)]


class Counts:
    """All that figures about ``asked`` are made of, in one query; a dossier is looked at once for what belongs to it alone."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        here, before, every = dossiers_of(asked), past_of(asked), asked.with_(year=EVERY)
        in_year = dossiers_of(every).annotate(in_year=ExtractYear("moment", tzinfo=BRUSSELS))
        ours, theirs = (
            ("what_measure", "what_giver", "giver_words", "track"),
            ("measure", "provider", "giver_words"),
        )
        written = Min("funder")
        (
            self.years,
            self.years_before,
            self.places,
            self.places_before,
            self.groups,
            self.single,
            self.single_before,
        ) = rows_of(
            grouped(in_year, ("in_year",), HERE),
            grouped(past_of(every), ("year",), BEFORE),
            grouped(here, ("municipalities",), HERE),
            grouped(before, ("municipality",), BEFORE),
            grouped(here, ("target_groups",), HERE),
            grouped(here, ours, HERE, written=written),
            grouped(before, theirs, BEFORE, written=written),
        )

    @property
    def by_year(self) -> Tallies:
        """The tally of every year, whatever year was asked."""
        return together(tallied(self.years, ("in_year",)), tallied(self.years_before, ("year",)))

    @property
    def total(self) -> Tally:
        """All that counts."""
        return added(self.single, self.single_before)

    @property
    def earlier(self) -> Tally:
        """What counts of before the portal."""
        return added(self.single_before)


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


def together(*parts: Tallies) -> Tallies:
    """Tallies of several kinds of dossiers, by the same values."""
    found: Tallies = {}
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


def by_year(counts: Counts) -> Cut:
    """Every year, the newest first, whatever year was asked."""
    lines = [
        Line(str(year), {"year": str(year)}, tally)
        for (year,), tally in sorted(counts.by_year.items(), key=lambda item: -item[0][0])
    ]
    return Cut("jaar", _("Per year"), _("Year"), lines)


def by_place(counts: Counts) -> Cut:
    """The seven municipalities, also those where nobody asked, and others that were named."""
    here, before = (
        tallied(counts.places, ("municipalities",)),
        tallied(counts.places_before, ("municipality",)),
    )
    found = together(here, before)
    lines = [
        Line(place.label, {"place": place.value}, found.get((place.key,), Tally.empty()), place.slug)
        for place in places()
        if counts.asked.place in {"", place.value} and (place.first or (place.key,) in found)
    ]
    lines += nameless(found, "place", _("no municipality named"))
    note = _(
        "A dossier in two municipalities counts in both, so the lines may add up to more than there are."
    )
    return Cut("gemeente", _("Per municipality"), _("Municipality"), lines, note)


def by_group(counts: Counts) -> Cut:
    """The target groups that were named."""
    found = tallied(counts.groups, ("target_groups",))
    if counts.earlier.all:
        found = together(found, {(None,): counts.earlier})
    lines = [
        Line(group.label, {"group": group.value}, found[group.key,])
        for group in TARGET_GROUPS()
        if (group.key,) in found and counts.asked.group in {"", group.value}
    ]
    lines = [*most_first(lines), *nameless(found, "group", _("no target group named"))]
    note = _("A dossier for two groups counts for both, so the lines may add up to more than there are.")
    return Cut("doelgroep", _("Per target group"), _("Target group"), lines, note)


def by_measure(counts: Counts) -> Cut:
    """The measures that were asked."""
    here, before = tallied(counts.single, ("what_measure",)), tallied(counts.single_before, ("measure",))
    found = together(here, before)
    known = Measure.objects.in_bulk([key for (key,) in found if key])
    lines = [
        Line(known[key].name, {"measure": known[key].slug}, tally)
        for (key,), tally in found.items()
        if key in known
    ]
    lines = [*most_first(lines), *nameless(found, "measure", _("no measure named"))]
    return Cut("maatregel", _("Per measure"), _("Measure"), lines)


def by_giver(counts: Counts) -> Cut:
    """Who gives: as we know them, and as people wrote them."""
    ours, theirs = ("what_giver", "giver_words"), ("provider", "giver_words")
    found = together(tallied(counts.single, ours), tallied(counts.single_before, theirs))
    written = {**as_written(counts.single_before, theirs), **as_written(counts.single, ours)}
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


def as_written(rows: Rows, by: tuple[str, str]) -> dict[tuple[Any, ...], str]:
    """How somebody wrote the name of each giver: of several ways the first of the alphabet."""
    found: dict[tuple[Any, ...], str] = {}
    for row in rows:
        key = tuple(row[name] for name in by)
        found[key] = min(found.get(key, row["written"]), row["written"])
    return found


def by_track(counts: Counts) -> Cut:
    """Support from ECRU, guidance for another giver, and what was before the portal."""
    found = tallied(counts.single, ("track",))
    lines = [
        Line(capfirst(str(track.name)), {"track": str(track.key)}, found[track.key,])
        for track in TRACKS.values()
        if (track.key,) in found
    ]
    if counts.earlier.all:
        lines.append(Line(_("From before the portal"), {"kept": Kept.BEFORE}, counts.earlier))
    return Cut("spoor", _("Per track"), _("Track"), lines)


def nameless(found: Tallies, name: str, label: str) -> list[Line]:
    """The line of what names nothing; none when there is no such dossier."""
    return [Line(label, {name: NOBODY}, found[None,])] if (None,) in found else []


CUTS: dict[str, Callable[[Counts], Cut]] = {
    "jaar": by_year,
    "gemeente": by_place,
    "doelgroep": by_group,
    "maatregel": by_measure,
    "gever": by_giver,
    "spoor": by_track,
}
