"""One municipality among the others: its figures side by side, its neighbours, who works there, and what is missing.

Counting every kind in every municipality reads all actors, so a process counts once and keeps the numbers until
something that pages show changes (``ecru.base.edition``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, F, QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ecru.base import charts
from ecru.base.edition import edition
from ecru.base.geometry import distance

from .models import Actor, ActorKind, Border, Figure, Municipality, TargetGroup

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


class Counts:
    """Published actors per word and municipality, kept until anything changes."""

    def __init__(self) -> None:
        self.kept: tuple[str, dict[str, Tallies]] | None = None
        edition.subscribe(self.forget)

    def forget(self, _changed: Any) -> None:
        """Lets go of what was counted."""
        self.kept = None

    def current(self) -> dict[str, Tallies]:
        """By name of the relation, then by word and municipality. Two queries when something changed, else none."""
        key = edition.refresh()
        kept = self.kept
        if kept is None or kept[0] != key:
            kept = self.kept = (key, {name: dict(tally(name)) for name in ("kind", "target_groups")})
        return kept[1]


def tally(relation: str) -> Iterable[tuple[tuple[int, int], int]]:
    """How many published actors at work in each municipality have each word, as ((word, municipality), number)."""
    actors: QuerySet = Actor.objects.published().order_by()
    pairs = actors.filter(active_in__isnull=False, **{f"{relation}__isnull": False})
    rows = pairs.values_list(F(relation), F("active_in")).annotate(n=Count("pk"))
    return (((word, place), number) for word, place, number in rows)


counts = Counts()


@dataclass(frozen=True)
class Townscape:
    """All of one municipality that a page shows beside its facts."""

    kinds: list[Share]
    groups: list[Share]
    missing_kinds: list[Gap]
    missing_groups: list[Gap]
    neighbours: Neighbours
    charts: list[Chart]
    attribution: str


def townscape(municipality: Municipality, population: Iterable[Any]) -> Townscape:
    """What surrounds ``municipality``; ``population``: its counts, any order. At most seven queries, however many actors."""
    every = list(Municipality.objects.with_inhabitants().order_by("position", "name"))
    border = Border.objects.filter(municipality=municipality).first()
    numbers = counts.current()
    kinds, groups = (
        list(ActorKind.objects.all()),
        list(TargetGroup.objects.order_by("-is_primary", "position")),
    )
    seven = nearest(municipality, [place for place in every if place.member and place.pk != municipality.pk])
    gaps = partial(missing, municipality, seven)
    return Townscape(
        kinds=shares(municipality, kinds, numbers["kind"], "soort"),
        groups=shares(municipality, groups, numbers["target_groups"], "doelgroep"),
        missing_kinds=gaps(kinds, numbers["kind"], "soort") if municipality.member else [],
        missing_groups=gaps(groups, numbers["target_groups"], "doelgroep") if municipality.member else [],
        neighbours=neighbours(municipality, border, every),
        charts=[chart for chart in all_charts(municipality, every, population) if chart],
        attribution=settings.BORDERS_ATTRIBUTION if border else "",
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


def whole(value: float) -> str:
    """A number of people as people write it."""
    return number_format(round(value), use_l10n=True, force_grouping=True)


def measured(value: float, unit: str) -> str:
    """A figure with its unit: 57,3 %."""
    text = number_format(
        value, decimal_pos=0 if value == int(value) else 1, use_l10n=True, force_grouping=True
    )
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit == "%" else text


def all_charts(
    municipality: Municipality, every: list[Municipality], population: Iterable[Any]
) -> list[Chart | None]:
    """The inhabitants through the years and among the seven, and every figure that several of the seven have."""
    members = [place for place in every if place.member]
    values = {place.pk: getattr(place, "inhabitants", None) for place in members}
    title = _("Inhabitants of the seven on 1 January 2019")
    return [
        growth(municipality, population),
        comparison(municipality, members, values, title=title, unit="") if municipality.member else None,
        *(figure_charts(municipality, members) if municipality.member else []),
    ]


def growth(municipality: Municipality, population: Iterable[Any]) -> Chart | None:
    """The inhabitants through the years; nothing when fewer than two years are known."""
    rows = sorted(population, key=lambda row: row.year)
    knots = [charts.Knot(row.year, row.count, row.certain) for row in rows]
    drawing = charts.line(municipality.slug, knots, whole)
    if not drawing:
        return None
    table = [
        (
            str(knot.year),
            whole(knot.value) if knot.certain else _("about %(number)s") % {"number": whole(knot.value)},
            False,
        )
        for knot in knots
    ]
    note = (
        ""
        if all(knot.certain for knot in knots)
        else _("A dashed line leads to a number that is still to be checked.")
    )
    return Chart(_("Inhabitants through the years"), drawing, _("1 January of"), table, note)


def comparison(
    municipality: Municipality, members: list[Municipality], values: dict[int, Any], *, title: str, unit: str
) -> Chart | None:
    """A bar for each of the seven; nothing when too few have a number. ``values``: by key of the municipality."""
    known = [value for value in values.values() if value is not None]
    if len(known) < FEWEST_TO_COMPARE:
        return None
    unknown = _("no figure")
    rows = [
        charts.Bar(
            place.slug,
            place.name,
            None if (value := values.get(place.pk)) is None else float(value),
            place.pk == municipality.pk,
        )
        for place in members
    ]
    written = partial(measured, unit=unit)
    drawing = charts.bars(rows, written, unknown, FULL if unit == "%" else None)
    table = [(row.name, unknown if row.value is None else written(row.value), row.here) for row in rows]
    holes = len(known) < len(members)
    note = _("A hole means: our source gives no number for that municipality.") if holes else ""
    return Chart(title, drawing, _("Municipality"), table, note)


def figure_charts(municipality: Municipality, members: list[Municipality]) -> list[Chart | None]:
    """Figures in percent that this municipality and others have in the same words, each as bars."""
    figures = Figure.objects.filter(municipality__member=True, unit="%", value__isnull=False)
    by_name: dict[str, dict[int, Any]] = {}
    for name, place, value in figures.order_by("indicator").values_list(
        "indicator", "municipality_id", "value"
    ):
        by_name.setdefault(name, {}).setdefault(place, value)
    return [
        comparison(municipality, members, values, title=name, unit="%")
        for name, values in by_name.items()
        if municipality.pk in values
    ]
