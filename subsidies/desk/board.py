"""The board: the dossiers of one track by phase, each with the steps that one can take from there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actors.answers import places
from actors.terms import at_hand
from ecru.base.ties import ties

from ..models import Dossier, DossierEvent, Party, TrackName
from ..models.dossiers import DUE_FIRST
from ..phases import AGAIN, BOTH, DESK, TRACKS
from ..workflow.words import Phase, Step, Track
from .choices import Choice
from .listing import SOON
from .sieve import sieved, timed

IN_A_COLUMN = 10
ON_A_CARD = (
    *("track", "phase", "title", "requested", "funder", "actor__name"),
    *("measure__provider__title", "measure__title"),
)
RUN_BY_DESK = (DESK, BOTH, AGAIN)


@dataclass(frozen=True)
class Card:
    """One dossier on the board. ``seen``: the last line of its history."""

    dossier: Any
    due: datetime | None
    since: datetime

    @property
    def is_late(self) -> bool:
        """Whether its time is over."""
        return bool(self.due and self.due < timezone.now())

    @property
    def is_soon(self) -> bool:
        """Whether its time is over within two weeks."""
        return self.due is not None and (self.due - timezone.now()).days <= SOON


@dataclass
class Column:
    """A phase with what stands there: the first by due date, and how many in all."""

    phase: Phase
    count: int
    cards: list[Card]
    steps: list[Step]
    url: str
    list_url: str
    current: bool

    @cached_property
    def options(self) -> SafeString:
        """The steps to choose from, written once for all cards; what asks something has "…" behind it."""
        first = format_html('<option value="">{}</option>', _("Choose a step"))
        told = ((step.key, step.label, " …" if step.asks else "") for step in self.steps)
        return first + format_html_join("", '<option value="{}">{}{}</option>', told)

    @property
    def more(self) -> int:
        """How many the column leaves out."""
        return self.count - len(self.cards)

    @property
    def is_over(self) -> bool:
        """Whether nothing has to be done here any more; then it shows no cards."""
        return self.phase.acts == Party.NOBODY


class Board:
    """The page. Of ``choice`` all counts but its phase, which says where a phone looks; without a track it is ECRU's own."""

    def __init__(self, choice: Choice, user: Any) -> None:
        self.choice = choice
        self.track: Track = TRACKS[choice.track or TrackName.OWN]
        self.narrowed = sieved(choice, user).filter(track=self.track.key)
        rows = self.narrowed.order_by().values_list("phase").annotate(number=Count("pk"))
        self.counts: dict[str, int] = dict(rows)

    @property
    def total(self) -> int:
        """How many dossiers stand on the board."""
        return sum(self.counts.values())

    @property
    def current(self) -> str:
        """The phase at which a phone looks: the chosen one, or else the first in which ECRU has something to do."""
        if self.choice.phase:
            return self.choice.phase
        full = [phase for phase in self.track.phases if self.counts.get(phase.key)]
        ours = [phase for phase in full if phase.acts == Party.DESK]
        return (*ours, *full, *self.track.phases)[0].key

    @property
    def columns(self) -> list[Column]:
        """All phases, in the order of the table; three queries."""
        cards, current = self.cards(), self.current
        key = str(self.track.key)
        return [
            Column(
                phase,
                self.counts.get(phase.key, 0),
                cards.get(phase.key, []),
                desk_steps(self.track, phase.key),
                self.choice.address("dossier-board", spoor=key, fase=phase.key),
                self.choice.address(spoor=key, fase=phase.key),
                phase.key == current,
            )
            for phase in self.track.phases
        ]

    def cards(self) -> dict[str, list[Card]]:
        """The first of each phase in which somebody acts."""
        acting = [phase.key for phase in self.track.phases if phase.acts != Party.NOBODY]
        place = Window(RowNumber(), partition_by=F("phase"), order_by=DUE_FIRST[1:])  # nothing here is over
        first = (
            timed(self.narrowed.filter(phase__in=acting)).annotate(place=place).filter(place__lte=IN_A_COLUMN)
        )
        told = {
            pk: (due, since) for pk, due, since in first.order_by("place").values_list("pk", "due", "since")
        }
        found: dict[str, list[Card]] = {}
        whole = for_board(Dossier.objects.filter(pk__in=told)).in_bulk()
        at_hand(whole.values(), ties(Dossier, ["municipalities"], list(whole)), {"municipalities": places})
        for pk, (due, since) in told.items():
            if pk in whole:
                found.setdefault(whole[pk].phase, []).append(Card(whole[pk], due, since))
        return found


def for_board(dossiers: Any) -> Any:
    """With what a card shows but its places, and no more; each with ``seen``: the key of the last line of its history."""
    lines = DossierEvent.objects.filter(dossier=OuterRef("pk")).order_by().values("dossier")
    shown = dossiers.select_related("actor", "measure__provider").only(*ON_A_CARD)
    seen = Subquery(lines.annotate(last=Max("pk")).values("last"))
    return shown.annotate(seen=seen)


def desk_steps(track: Track, phase: str) -> list[Step]:
    """What who runs the network can do with a dossier in ``phase``, whoever asks for support."""
    return [step for step in track.steps_from(phase) if step.may in RUN_BY_DESK]
