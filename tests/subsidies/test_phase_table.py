"""The whole table: every step, for everybody, from every phase, against answers that were written down apart from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from actors.models import User
from subsidies.dossiers import Refused, Why, perform
from subsidies.models import Dossier, DossierEvent, Outcome, Party
from subsidies.models.dossier_words import COACHED_PHASES, FIRST_PHASE, OWN_PHASES
from subsidies.paying import draw_up
from subsidies.paying.agreeing import may_be_drawn_up
from subsidies.phases import TRACKS
from subsidies.workflow.words import BACK, STAYS
from tests.subsidies.dossier_cast import Cast, good_data
from tests.subsidies.money_cast import terms

LETTERS = {"nour": "A", "sem": "S", "rachida": "D"}
PEOPLE = ["nour", "sem", "wout", "rik", "ali", "esra", "piet", "bea", "an", "rachida"]
REFUSALS = {why.value for why in Why}
WITHDRAWN_IN = {"eigen-steun": ["concept", "advies"], "begeleiding": ["opmaak", "ingediend"]}


@dataclass(frozen=True)
class Answer:
    """One line of the answers."""

    track: str
    step: str
    who: str
    phases: tuple[str, ...]
    end: str


@cache
def answers() -> list[Answer]:
    """``phase_answers.txt``, line by line."""
    text = Path(__file__).with_name("phase_answers.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [Answer(row[0], row[1], row[2], tuple(row[3].split(",")), row[4]) for row in rows]


def standings() -> Iterator[tuple[str, str]]:
    """Every phase of every track; a withdrawn dossier in the two ways that make a difference."""
    for track, phases in (("eigen-steun", OWN_PHASES), ("begeleiding", COACHED_PHASES)):
        for phase in phases:
            if phase == "ingetrokken":
                yield from ((track, f"ingetrokken<{held}") for held in WITHDRAWN_IN[track])
            else:
                yield track, phase


def scene(step: str) -> dict[str, Any]:
    """What has to be so besides the phase, for the steps that look at it."""
    now, today = timezone.now(), timezone.localdate()
    known: dict[str, dict[str, Any]] = {
        "zonder-aanvulling": {"reopened_until": now - timedelta(hours=1)},
        "agenderen": {},
        "beslissen": {"meeting_on": today},
        "zonder-steun-afsluiten": {"outcome": Outcome.REFUSED, "granted": None},
        "afsluiten": {"report_accepted_at": now},
    }
    return known.get(step, {})


def set_up(cast: Cast, track: str, standing: str) -> Dossier:
    """A dossier that stands there, with its history."""
    phase, _, held = standing.partition("<")
    if not held:
        return cast.dossier(phase, coached=track == "begeleiding")
    dossier = cast.dossier(held, coached=track == "begeleiding")
    return perform(dossier, "intrekken", by=cast.rachida)


def expected(track: str, step: str, standing: str, name: str) -> str:
    """What the answers say: the phase in which it ends, or which part of the rule refuses."""
    lines = [line for line in answers() if (line.track, line.step) == (track, step)]
    letter = LETTERS.get(name, "-")
    here = [line for line in lines if standing in line.phases]
    allowed = any(letter in line.who for line in (here or lines))
    if not here and step == "hernemen":  # what was not withdrawn has nowhere to go back to
        allowed = letter == "D"
    if not allowed:
        return Why.RIGHT.value
    if not here:
        return Why.STATE.value
    phase, _, held = standing.partition("<")
    return {"=": phase, "<": held}.get(here[0].end, here[0].end)


def outcome(dossier: Dossier, step: str, by: User, data: dict[str, Any]) -> str:
    """What ``perform`` says. Refused, it leaves no trace: the state of before is compared in the end."""
    stood = dossier.phase
    try:
        moved = perform(dossier, step, by=by, **data)
    except Refused as refusal:
        assert refusal.sentences  # noqa: PT017 - that it may go through is the point
        return refusal.why.value
    event = DossierEvent.objects.newest().first()
    assert (event.dossier_id, event.transition, event.old_phase, event.new_phase, event.by) == (
        dossier.pk, step, stood, moved.phase, by,
    )  # fmt: skip
    assert event.role == (Party.DESK if by.is_regisseur else Party.APPLICANT)
    assert Dossier.objects.get(pk=dossier.pk).phase == moved.phase
    return str(moved.phase)


@pytest.mark.django_db
@pytest.mark.parametrize(("track", "standing"), list(standings()))
def test_every_step_for_everybody(cast: Cast, track: str, standing: str) -> None:
    dossier = set_up(cast, track, standing)
    people = {name: User.objects.get(pk=cast.people[name].pk) for name in PEOPLE}
    lines = DossierEvent.objects.count()
    wrong = []
    for step in TRACKS[track].step_by_key:
        with transaction.atomic():
            if facts := scene(step):
                Dossier.objects.filter(pk=dossier.pk).update(**facts)
            if step == "overeenkomst-sturen" and may_be_drawn_up(dossier):
                draw_up(dossier=dossier, by=people["rachida"], terms=terms())
            for name, user in people.items():
                point = transaction.savepoint()
                found = outcome(dossier, step, user, good_data(step, cast))
                if found not in REFUSALS:  # what is refused must leave nothing, and nothing is taken back
                    transaction.savepoint_rollback(point)
                wanted = expected(track, step, standing, name)
                if found != wanted:
                    wrong.append(f"{step} by {name} in {standing}: {found}, not {wanted}")
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
    assert (DossierEvent.objects.count(), Dossier.objects.get().phase) == (lines, dossier.phase)


# --- The table itself ---------------------------------------------------------------------------------------------


def test_the_answers_know_every_step() -> None:
    known = {(line.track, line.step) for line in answers()}
    assert known == {(track.key, key) for track in TRACKS.values() for key in track.step_by_key}


@pytest.mark.parametrize("track", list(TRACKS.values()), ids=lambda track: track.key)
def test_the_table_is_whole(track: Any) -> None:
    keys = [phase.key for phase in track.phases]
    assert keys == list(dict.fromkeys(keys))
    assert set(keys) == set(OWN_PHASES if track.key == "eigen-steun" else COACHED_PHASES)
    assert track.road[0] == FIRST_PHASE[track.key]
    assert len(track.step_by_key) == len(track.steps)
    for phase in track.phases:
        assert (phase.beside or phase.key) in track.road or phase.key == "ingetrokken"
    for step in track.steps:
        assert set(step.start) <= set(keys)
        assert step.end in {*keys, STAYS, BACK}


@pytest.mark.parametrize("track", list(TRACKS.values()), ids=lambda track: track.key)
def test_from_everywhere_a_dossier_can_still_be_closed_or_withdrawn(track: Any) -> None:
    ends = {"afgesloten"}
    for _round in track.phases:
        ends |= {
            phase
            for step in track.steps
            if step.end in ends or step.key == "hernemen"
            for phase in step.start
        }
    assert ends == {phase.key for phase in track.phases}
