"""How long dossiers usually stay in a phase, and from when on one stands there too long."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median

from django.db import transaction

from subsidies.models import DossierEvent, Party, PhasePace
from subsidies.phases import TRACKS

ENOUGH_STAYS = 5  # from so many on, the median says something
TIMES_THE_USUAL = 2
SHORTEST = timedelta(days=7)  # nothing stands too long before
UNKNOWN = timedelta(days=30)  # where nobody knows what is usual
CARRYING_OUT = "uitvoering"  # a plan takes as long as it takes
LONG = timedelta(days=365)
A_DAY = timedelta(days=1)
Place = tuple[str, str]  # a track and a phase


def stays() -> Iterator[tuple[Place, timedelta]]:
    """Every stay in a phase that is over: where, and how long."""
    moves = DossierEvent.objects.order_by("dossier", "pk")
    told = moves.values_list("dossier", "dossier__track", "old_phase", "new_phase", "at")
    here: tuple[int, datetime] | None = None
    for dossier, track, before, after, at in told.iterator():
        if before == after:
            continue
        if before and here is not None and here[0] == dossier:
            yield (track, before), at - here[1]
        here = dossier, at


@transaction.atomic
def count_paces() -> int:
    """Counts the usual time in each phase again; of how many phases it is known."""
    found: dict[Place, list[float]] = defaultdict(list)
    for place, length in stays():
        found[place].append(length / A_DAY)
    PhasePace.objects.all().delete()
    PhasePace.objects.bulk_create(
        PhasePace(track=track, phase=phase, days=median(lengths), stays=len(lengths))
        for (track, phase), lengths in found.items()
    )
    return len(found)


def patience() -> dict[Place, timedelta]:
    """For each phase in which somebody has to act: how long a dossier may stand there before we ask why. One query.

    Twice what is usual; where we do not know that, 30 days, and a year for a plan that is carried out.
    """
    known = {
        (pace.track, pace.phase): max(SHORTEST, TIMES_THE_USUAL * pace.usual)
        for pace in PhasePace.objects.filter(stays__gte=ENOUGH_STAYS)
    }
    return {
        (str(track.key), phase.key): known.get((track.key, phase.key), unknown(phase.key))
        for track in TRACKS.values()
        for phase in track.phases
        if phase.acts != Party.NOBODY
    }


def unknown(phase: str) -> timedelta:
    """How long we wait where nobody knows what is usual."""
    return LONG if phase == CARRYING_OUT else UNKNOWN
