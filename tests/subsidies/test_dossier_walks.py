"""A thousand random walks: whatever people try, in whatever order, ends in a legal phase with a whole history."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from ecru.base.models import MailReader
from subsidies.dossiers import Refused, perform
from subsidies.models import Dossier, Party
from subsidies.models.dossier_words import BEGUN
from subsidies.phases import TRACKS
from subsidies.workflow.words import BACK, STAYS
from tests.subsidies.dossier_cast import Cast, good_data

PEOPLE = ("nour", "sem", "ali", "rachida", "rachida", "rachida")
WALKS = 1000

tries = st.tuples(st.integers(0, 50), st.sampled_from(PEOPLE), st.sampled_from([False, False, False, True]))


def nonsense(step: Any) -> dict[str, Any]:
    """Answers that fit nothing."""
    return {ask.name: "onzin" for ask in step.asks}


def check(dossier: Dossier) -> None:
    """The history is whole, every line of it stands in the table, and it ends where the dossier is."""
    track = TRACKS[dossier.track]
    events = list(dossier.events.all())
    assert (events[0].transition, events[0].old_phase) == (BEGUN, "")
    held = ""
    for before, event in itertools.pairwise(events):
        assert event.old_phase == before.new_phase
        step = track.step_by_key[event.transition]
        assert event.old_phase in step.start
        assert event.new_phase == {STAYS: event.old_phase, BACK: held}.get(step.end, step.end)
        held = event.old_phase if event.transition == "intrekken" else held
    assert events[-1].new_phase == dossier.phase
    phase = track.phase_by_key[dossier.phase]
    turns = list(dossier.open_tasks().exclude(phase=""))
    assert [task.phase for task in turns] == ([] if phase.acts == Party.NOBODY else [phase.key])


@pytest.fixture(params=[False, True], ids=["own support", "coached"])
def start(request: pytest.FixtureRequest, cast: Cast) -> Dossier:
    """A new dossier of the choir, from which every walk begins; all got mails before.

    Who only writes or reads along gets no mail here: thousands of them take minutes.
    """
    dossier = cast.dossier("idee" if request.param else "concept", coached=request.param)
    dossier.persons.exclude(user=cast.sem).delete()
    for person in cast.people.values():
        MailReader.objects.of_account(person)
    return dossier


@pytest.mark.unmeasured
@pytest.mark.django_db
@settings(max_examples=WALKS // 2)
@given(walk=st.lists(tries, min_size=1, max_size=9))
def test_walks_end_in_legal_phases_with_whole_histories(cast: Cast, start: Dossier, walk: list[Any]) -> None:
    with transaction.atomic():
        dossier, at = start, timezone.now()
        for number, name, silly in walk:
            at += timedelta(hours=number)
            steps = TRACKS[dossier.track].steps_from(dossier.phase) or list(TRACKS[dossier.track].steps)
            step = steps[number % len(steps)]
            data = nonsense(step) if silly else good_data(step.key, cast)
            try:
                dossier = perform(dossier, step.key, by=cast.people[name], at=at, **data)
            except Refused as refusal:
                assert refusal.sentences  # noqa: PT017 - that it may go through is the point
        check(Dossier.objects.get(pk=dossier.pk))
        transaction.set_rollback(True)
