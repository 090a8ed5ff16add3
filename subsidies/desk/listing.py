"""The list of dossiers: how many stand in which phase, which these are, and what one can choose."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format

from actors.answers import seven
from actors.models import TargetGroup
from ecru.base.directory.pages import Pager

from ..models import Call, Dossier, Measure, Outcome, Party
from ..phases import TRACKS
from ..workflow.words import Phase, Track
from .choices import Choice, Order, Stand
from .sieve import in_order, sieved, timed

SOON = 14  # days


@dataclass(frozen=True)
class PhaseCount:
    """How many dossiers stand in a phase, and the list of them."""

    phase: Phase
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class Line:
    """One dossier in the list: where it stands, since when, and by when its turn has to be done."""

    dossier: Any
    phase: Phase

    @property
    def is_late(self) -> bool:
        """Whether its time is over."""
        return self.dossier.is_late

    @property
    def is_soon(self) -> bool:
        """Whether its time is over within two weeks, or already."""
        return bool(self.dossier.due) and (self.dossier.due - timezone.now()).days <= SOON


def line_of(dossier: Any) -> Line:
    """``dossier`` as a line."""
    return Line(dossier, TRACKS[dossier.track].phase_by_key[dossier.phase])


class DossierList:
    """The page: ``choice`` is what somebody wants to see of what ``user`` may see."""

    def __init__(self, choice: Choice, user: Any) -> None:
        self.choice, self.user = choice, user
        self.narrowed = sieved(choice, user)
        rows = self.narrowed.order_by().values_list("track", "phase").annotate(number=Count("pk"))
        self.counts = {(track, phase): number for track, phase, number in rows}

    @property
    def tracks(self) -> list[tuple[Track, list[PhaseCount]]]:
        """Each track with the counts of its phases, under the other filters as they are."""
        return [(track, [self.count_of(track, phase) for phase in track.phases]) for track in TRACKS.values()]

    def count_of(self, track: Track, phase: Phase) -> PhaseCount:
        """One number."""
        current = (self.choice.track, self.choice.phase) == (track.key, phase.key)
        asked = {"spoor": "", "fase": ""} if current else {"spoor": str(track.key), "fase": phase.key}
        number = self.counts.get((track.key, phase.key), 0)
        return PhaseCount(phase, number, self.choice.address(**asked), current)

    @property
    def found(self) -> int:
        """How many dossiers the list holds."""
        choice = self.choice
        return sum(
            number
            for (track, phase), number in self.counts.items()
            if (not choice.track or track == choice.track) and (not choice.phase or phase == choice.phase)
        )

    def pager(self) -> Pager:
        """The page that was asked for."""
        return Pager.at(self.choice.page, self.found, lambda number: self.choice.address(pagina=str(number)))

    @property
    def chosen(self) -> Any:
        """All dossiers of the list, in order."""
        standing = self.narrowed.standing_in(self.choice.track, self.choice.phase)
        return in_order(standing, self.choice)

    def keys(self, most: int) -> list[int]:
        """The keys of the first ``most`` dossiers of the list."""
        return list(self.chosen.values_list("pk", flat=True)[:most])

    def lines(self, pager: Pager) -> list[Line]:
        """The dossiers on the page; a constant number of queries. It sorts thousands to show a few, so all that a line says comes after."""
        keys = list(pager.part_of(self.chosen.values_list("pk", flat=True)))
        whole = timed(Dossier.objects.all()).for_cards().in_bulk(keys)
        return [line_of(whole[key]) for key in keys if key in whole]


# --- What one can choose -------------------------------------------------------------------------------------------


def options(choice: Choice) -> dict[str, list[tuple[str, Any]]]:
    """What one can choose of each, by the names in the address; three queries."""
    calls = list(
        Call.objects.filter(Exists(Dossier.objects.filter(call=OuterRef("pk")))).select_related(
            "measure__provider"
        )
    )
    straight = Measure.objects.filter(Exists(Dossier.objects.filter(measure=OuterRef("pk")))).select_related(
        "provider"
    )
    measures = {measure.slug: measure for measure in [*straight, *(call.measure for call in calls)]}
    givers = {measure.provider.slug: measure.provider.title for measure in measures.values()}
    return {
        "spoor": [(str(track.key), track.name) for track in TRACKS.values()],
        "gemeente": [(place.slug, place.name) for place in seven()],
        "beurt": list(Party.choices),
        "stand": list(Stand.choices),
        "maatregel": by_name((slug, measure.name) for slug, measure in measures.items()),
        "gever": by_name(givers.items()),
        "ronde": by_name((str(call.pk), round_name(call)) for call in calls),
        "jaar": [(str(year), str(year)) for year in years()],
        "uitkomst": list(Outcome.choices),
        "volgorde": [(order.value, order.label) for order in Order],
    } | ({"doelgroep": groups(choice.group)} if choice.group else {})


def groups(slug: str) -> list[tuple[str, Any]]:
    """The target group of which somebody saw a figure, to see and to let go; one query."""
    return [(group.slug, group.name) for group in TargetGroup.objects.filter(slug=slug)]


def by_name(pairs: Any) -> list[tuple[str, Any]]:
    """Pairs of a value and a name, by name."""
    return sorted(pairs, key=lambda pair: str(pair[1]).casefold())


def round_name(call: Call) -> str:
    """A round as one chooses it."""
    name = f"{call.measure.name}, {call.name}" if call.name else call.measure.name
    return f"{name} ({date_format(call.closing_day, 'j F Y')})" if call.closing_day else name


def years() -> list[int]:
    """The years in which dossiers were sent or begun, the newest first; one query."""
    moment = Coalesce("submitted_at", "created_at")
    days: Any = Dossier.objects.annotate(moment=moment).datetimes("moment", "year", order="DESC")
    return [one.year for one in days]
