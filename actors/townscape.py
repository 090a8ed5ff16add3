"""One municipality among the others: its figures side by side, its neighbours, who works there, and what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ecru.base import charts
from ecru.base.geometry import distance

from .answers import KINDS, TARGET_GROUPS, municipalities
from .catalogues import ACTORS
from .models import Actor, Border, Figure, Municipality
from .models.municipality import CONTRIBUTION_YEAR

NEAREST = 3
FEWEST_TO_COMPARE = 3  # municipalities with a number, before bars say anything
FULL = 100.0

Tallies = dict[tuple[int, int], int]


@dataclass(frozen=True)
class Chart:
    """A drawing, and the same numbers as a table: rows of a name, a text and whether it is this place."""

    title: str
    drawing: str
    head: str
    rows: list[tuple[str, str, bool]]
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class Share:
    """How many actors here have a word, and where the list of them is."""

    label: str
    count: int
    url: str
    primary: bool = False


@dataclass(frozen=True)
class Gap:
    """A word that nobody here has, and the nearest of the seven where somebody does."""

    label: str
    place: Municipality
    count: int
    url: str
    primary: bool = False

    @property
    def words(self) -> str:
        """The label inside a sentence: without its capital, unless it is an abbreviation."""
        return self.label if self.label[1:2].isupper() else self.label[:1].lower() + self.label[1:]


@dataclass(frozen=True)
class Neighbours:
    """Municipalities around this one; ``adjacent`` says that borders prove it, otherwise they are only near."""

    places: list[Municipality]
    adjacent: bool


@dataclass(frozen=True)
class Unknown:
    """A fact, and of how many actors here nobody told it yet."""

    label: str
    count: int


def tallies(places: Iterable[Municipality]) -> dict[str, Tallies]:
    """By facet, then by word and municipality: how many published actors at work there have the word. No query."""
    shelf = ACTORS.shelf()
    at_work = {place.pk: shelf.with_any("active_in", [place.pk]) for place in places}
    return {
        facet: {
            (word, place): number
            for place, actors in at_work.items()
            for word, number in shelf.counts(facet, actors).items()
        }
        for facet in ("kind", "target_groups")
    }


@dataclass(frozen=True)
class Townscape:
    """All of one municipality that a page shows beside its facts."""

    kinds: list[Share]
    groups: list[Share]
    missing_kinds: list[Gap]
    missing_groups: list[Gap]
    unknown: list[Unknown]
    neighbours: Neighbours
    charts: list[Chart]
    border: Border | None


def townscape(municipality: Municipality, population: Iterable[Any]) -> Townscape:
    """What surrounds ``municipality``; ``population``: its counts, any order. Three queries, however many actors."""
    every = sorted(municipalities(), key=lambda place: (place.position, place.name))
    border = Border.objects.filter(municipality=municipality).first()
    members = [place for place in every if place.member]
    numbers = tallies([*members, municipality])
    kinds, groups = (
        sorted((word.record for word in KINDS()), key=lambda kind: (kind.position, kind.label)),
        sorted(
            (word.record for word in TARGET_GROUPS()),
            key=lambda group: (not group.is_primary, group.position),
        ),
    )
    seven = nearest(municipality, [place for place in members if place.pk != municipality.pk])
    gaps = partial(missing, municipality, seven)
    return Townscape(
        kinds=shares(municipality, kinds, numbers["kind"], "soort"),
        groups=shares(municipality, groups, numbers["target_groups"], "doelgroep"),
        missing_kinds=gaps(kinds, numbers["kind"], "soort") if municipality.member else [],
        missing_groups=gaps(groups, numbers["target_groups"], "doelgroep") if municipality.member else [],
        unknown=unknown(municipality) if municipality.member else [],
        neighbours=neighbours(municipality, border, every),
        charts=[chart for chart in all_charts(municipality, members, population) if chart],
        border=border,
    )


# --- Who works here, and who does not ---------------------------------------------------------------------------


def list_url(municipality: Municipality, facet: str, word: str) -> str:
    """The directory, narrowed to one municipality and one word."""
    return f"{reverse('actor-list')}?{urlencode({'gemeente': municipality.slug, facet: word})}"


def shares(municipality: Municipality, words: Iterable[Any], numbers: Tallies, facet: str) -> list[Share]:
    """The words that actors here have: who comes first in all the network does first, then the most frequent."""
    found = [
        Share(word.name, number, list_url(municipality, facet, word.slug), getattr(word, "is_primary", False))
        for word in words
        if (number := numbers.get((word.pk, municipality.pk), 0))
    ]
    return sorted(found, key=lambda share: (not share.primary, -share.count, share.label))


def missing(
    municipality: Municipality, seven: list[Municipality], words: Iterable[Any], numbers: Tallies, facet: str
) -> list[Gap]:
    """The words that nobody here has and somebody elsewhere in the seven does, with the nearest such place.

    ``seven``: the other members, the nearest first (rule 7: borders are to be crossed).
    """
    gaps = []
    for word in words:
        if numbers.get((word.pk, municipality.pk), 0):
            continue
        near = next((place for place in seven if numbers.get((word.pk, place.pk), 0)), None)
        if near:
            number, url = numbers[word.pk, near.pk], list_url(near, facet, word.slug)
            gaps.append(Gap(word.name, near, number, url, getattr(word, "is_primary", False)))
    return gaps


def unknown(municipality: Municipality) -> list[Unknown]:
    """What nobody told yet about the actors here, and of how many of them."""
    facts = {
        "website": (_("Website"), Q(website="")),
        "contact": (_("Address for questions"), Q(contact_email="")),
        "more": (_("Anything but the name"), Q(named_only=True)),
        "checked": (_("When it was last checked"), Q(verified_on=None)),
    }
    actors = Actor.objects.published().at_work_in(municipality)
    numbers = actors.aggregate(**{name: Count("pk", filter=lacks) for name, (_label, lacks) in facts.items()})
    return [Unknown(label, numbers[name]) for name, (label, _lacks) in facts.items() if numbers[name]]


# --- Around it --------------------------------------------------------------------------------------------------


def nearest(municipality: Municipality, others: list[Municipality]) -> list[Municipality]:
    """``others`` from near to far, by their centres; those without a position last."""

    def far(place: Municipality) -> float:
        if None in (place.latitude, place.longitude, municipality.latitude, municipality.longitude):
            return float("inf")
        return distance(
            *((float(at.longitude or 0), float(at.latitude or 0)) for at in (municipality, place))
        )

    return sorted(others, key=far)


def neighbours(municipality: Municipality, border: Border | None, every: list[Municipality]) -> Neighbours:
    """Who touches this municipality, when borders are loaded; otherwise the three nearest centres."""
    others = [place for place in every if place.pk != municipality.pk]
    if border and border.adjacent:
        return Neighbours([place for place in others if place.slug in set(border.adjacent)], adjacent=True)
    placed = (
        [place for place in others if place.latitude is not None] if municipality.latitude is not None else []
    )
    return Neighbours(nearest(municipality, placed)[:NEAREST], adjacent=False)


# --- Figures ----------------------------------------------------------------------------------------------------


class Subject(NamedTuple):
    """What a chart is about, who says so, and the number of a full bar if there is one."""

    title: str
    source: str
    full: float | None = None


class Measure(NamedTuple):
    """A number about a municipality: its value, as people read it, and whether the source is exact."""

    value: float
    text: str
    certain: bool = True


def whole(value: float) -> str:
    """A number of people as people write it."""
    return number_format(round(value), use_l10n=True, force_grouping=True)


def all_charts(
    municipality: Municipality, members: list[Municipality], population: Iterable[Any]
) -> Iterator[Chart | None]:
    """The inhabitants through the years and among the seven, and every figure that several of the seven have."""
    counts = list(population)
    yield growth(municipality, counts)
    if municipality.member:
        people = {
            place.pk: Measure(number, whole(number))
            for place in members
            if (number := getattr(place, "inhabitants", None)) is not None
        }
        title = _("Inhabitants of the seven on 1 January %(year)s") % {"year": CONTRIBUTION_YEAR}
        told = told_by(count.source for count in counts if count.year == CONTRIBUTION_YEAR)
        yield comparison(Subject(title, told), municipality, members, people)
        yield from figure_charts(municipality, members)


def told_by(sources: Iterable[Any], pages: str = "") -> str:
    """The titles of ``sources``, each once, with the ``pages``."""
    titles = dict.fromkeys(source.title for source in sources if source)
    return ", ".join(part for part in (", ".join(titles), pages) if part)


def growth(municipality: Municipality, population: Iterable[Any]) -> Chart | None:
    """The inhabitants through the years; nothing when fewer than two years are known."""
    rows = sorted(population, key=lambda row: row.year)
    knots = [charts.Knot(row.year, row.count, row.certain) for row in rows]
    drawing = charts.line(municipality.slug, knots, whole)
    if not drawing:
        return None
    about = _("about %(number)s")
    table = [
        (str(knot.year), whole(knot.value) if knot.certain else about % {"number": whole(knot.value)}, False)
        for knot in knots
    ]
    certain = all(knot.certain for knot in knots)
    note = "" if certain else _("A dashed line leads to a number that is still to be checked.")
    told = told_by(row.source for row in rows)
    return Chart(_("Inhabitants through the years"), drawing, _("1 January of"), table, note, told)


def comparison(
    subject: Subject, municipality: Municipality, members: list[Municipality], known: dict[int, Measure]
) -> Chart | None:
    """A bar for each of the seven; nothing when too few have a number. ``known``: by key of the municipality."""
    if len(known) < FEWEST_TO_COMPARE:
        return None
    hole = Measure(0, _("no figure"))
    rows = [
        charts.Bar(
            place.slug,
            place.name,
            known[place.pk].value if place.pk in known else None,
            known.get(place.pk, hole).text,
            place.pk == municipality.pk,
            known.get(place.pk, hole).certain,
        )
        for place in members
    ]
    notes = []
    if any(not row.certain for row in rows):
        notes.append(_("A dashed edge means: the source gives no exact number."))
    if any(row.value is None for row in rows):
        notes.append(_("A hole means: our source gives no number for that municipality."))
    table = [(row.name, row.text, row.here) for row in rows]
    drawing = charts.bars(rows, subject.full)
    return Chart(subject.title, drawing, _("Municipality"), table, " ".join(notes), subject.source)


def figure_charts(municipality: Municipality, members: list[Municipality]) -> Iterator[Chart | None]:
    """Figures in percent that this municipality and others have in the same words, each as bars."""
    for name, figures in by_name(Figure.objects.of_the_seven().in_percent()).items():
        if municipality.pk not in figures:
            continue
        known = {
            place: Measure(float(figure.value or 0), figure.shown, not figure.qualifier)
            for place, figure in figures.items()
        }
        own = figures[municipality.pk]
        when = str(own.year) if own.year else _("Year not given")
        told = told_by([own.source], own.source_pages)
        source = f"{when}, {told}" if told else when
        yield comparison(Subject(name, source, FULL), municipality, members, known)


def by_name(figures: Iterable[Figure]) -> dict[str, dict[int, Figure]]:
    """Figures of municipalities by their name, then by the key of the municipality."""
    named: dict[str, dict[int, Figure]] = {}
    for figure in figures:
        named.setdefault(figure.indicator, {}).setdefault(figure.municipality_id or 0, figure)
    return named
