"""The shortest way of a dossier to a phase, by the table. Imports nothing that only tests have, so that the bench can use it."""

from collections import deque

from subsidies.models import TrackName
from subsidies.models.dossier_words import FIRST_PHASE
from subsidies.phases import TRACKS
from subsidies.workflow.words import BACK, STAYS


def way_to(track: str, phase: str) -> list[tuple[str, str, str]]:
    """The shortest way from the first phase to ``phase``: step, from, to."""
    first = FIRST_PHASE[TrackName(track)]
    ways: dict[str, list[tuple[str, str, str]]] = {first: []}
    queue = deque([first])
    while queue:
        here = queue.popleft()
        for step in TRACKS[track].steps_from(here):
            if step.end not in (STAYS, BACK) and step.end not in ways:
                ways[step.end] = [*ways[here], (step.key, here, step.end)]
                queue.append(step.end)
    return ways[phase]
