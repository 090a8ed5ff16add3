"""Made-up dossiers for the bench, in all phases, with their histories; and somebody who runs the network, signed in.

Straight into the tables: the guards of the database watch changes, and nothing changes here. The history of each dossier is the
shortest way of the table to its phase.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, models, transaction
from django.utils import timezone

from actors.accounts.factors import STRONG
from actors.models import Actor, Municipality, Role, User
from subsidies.desk.paces import count_paces
from subsidies.models import (
    Call,
    Dossier,
    DossierEvent,
    DossierTask,
    Measure,
    Outcome,
    Party,
    Rhythm,
    TrackName,
)
from subsidies.models.dossier_words import BEGUN, FIRST_PHASE, REOPENED
from subsidies.phases import TRACKS
from tests.bench.money import pay
from tests.subsidies.dossier_ways import way_to

SEED = 20_190_103
BATCH = 1000
SPREAD = 200  # dossiers to look at one by one
ROUNDS = 60
CLOSED = {"afgesloten": 30, "ingetrokken": 6}  # weights; every other phase has 6
OTHER = 6
DECIDED = ("beslist", "overeenkomst", "toegekend", "uitvoering", "eindverslag", "verantwoord")
TITLES = (
    "Bal van twee dorpen",
    "Koor zonder grenzen",
    "De mijn in acht portretten",
    "Dansen na school",
    "Kermis van toen",
)


@dataclass
class Made:
    """A dossier that is not saved yet, with its history and its turn."""

    dossier: Dossier
    events: list[DossierEvent] = field(default_factory=list)
    places: list[Municipality] = field(default_factory=list)
    task: DossierTask | None = None


class Maker:
    """Makes dossiers, one after the other, from one source of chance."""

    def __init__(self) -> None:
        """Reads actors and places, and makes rounds of the measures that are there."""
        self.chance = random.Random(SEED)  # noqa: S311 - made-up data, always the same
        self.now = timezone.now().replace(microsecond=0)
        self.actors = list(Actor.objects.published().order_by("pk")[:2000])
        self.places = list(Municipality.objects.members())
        measures = list(Measure.objects.published().order_by("pk")[:ROUNDS])
        self.calls = Call.objects.bulk_create(
            Call(measure=self.chance.choice(measures), rhythm=Rhythm.ONCE, name=f"ronde {number}", closes_at=self.now + timedelta(days=self.chance.randint(-400, 120)))
            for number in range(ROUNDS)
        )  # fmt: skip

    def make(self, number: int) -> Made:
        """The dossier with this number."""
        chance = self.chance
        track = TrackName.OWN if chance.random() < 0.6 else TrackName.COACHED
        phases = [phase.key for phase in TRACKS[track].phases]
        phase = chance.choices(phases, [CLOSED.get(key, OTHER) for key in phases])[0]
        begun = self.now - timedelta(days=chance.randint(20, 900), seconds=chance.randint(0, 80_000))
        way = way_to(track, phase)
        moments = [
            begun + timedelta(days=sum(chance.randint(1, 20) for _ in range(step)))
            for step in range(len(way) + 1)
        ]
        moved = min(moments[-1], self.now)
        dossier = Dossier(
            track=track,
            phase=phase,
            title=f"{chance.choice(TITLES)} {number}",
            summary="Twee dorpen dansen samen.",
            actor=chance.choice(self.actors),
            call=chance.choice(self.calls) if track == TrackName.OWN or chance.random() < 0.5 else None,
            funder="" if track == TrackName.OWN else "Een fonds",
            requested=Decimal(chance.randint(500, 9000)),
            held_phase=FIRST_PHASE[track] if phase == "ingetrokken" else "",
            stamp=f"bench-{number}",
            **self.decided(phase, moved),
        )
        if len(way) > 1:
            dossier.submitted_at = moments[1]
            dossier.number = f"{moments[1].year}-{number:05d}"
        if phase == REOPENED:
            dossier.reopened, dossier.reopened_until = (
                ["summary"],
                self.now + timedelta(days=chance.randint(-9, 30)),
            )
        made = Made(dossier, places=chance.sample(self.places, chance.randint(1, 3)))
        self.tell(made, way, moments)
        acts = TRACKS[track].phase_by_key[phase].acts
        if acts != Party.NOBODY:
            made.task = DossierTask(
                dossier=dossier, phase=phase, party=acts, due_at=dossier.due_at, made_at=moved
            )
        return made

    def decided(self, phase: str, at: datetime) -> dict[str, Any]:
        """What is known of a decision."""
        if phase == "agenda":
            return {"meeting_on": (self.now + timedelta(days=self.chance.choice([10, 45]))).date()}
        if phase in DECIDED:
            return {"outcome": Outcome.GRANTED, "granted": Decimal(400), "decided_at": at}
        return {}

    def tell(self, made: Made, way: list[tuple[str, str, str]], moments: list[datetime]) -> None:
        """The history."""
        steps = [(BEGUN, "", FIRST_PHASE[TrackName(made.dossier.track)]), *way]
        made.events = [
            DossierEvent(dossier=made.dossier, transition=step, old_phase=before, new_phase=after, at=min(at, self.now), role=Party.DESK, by_name="Rachida")
            for (step, before, after), at in zip(steps, moments, strict=True)
        ]  # fmt: skip


@transaction.atomic
def save(batch: list[Made]) -> None:
    """Writes dossiers with what belongs to them. Each was touched last when it last moved."""
    models.QuerySet.bulk_create(Dossier.objects.all(), [made.dossier for made in batch])
    DossierEvent.objects.bulk_create(event for made in batch for event in made.events)
    DossierTask.objects.bulk_create(made.task for made in batch if made.task)
    places = Dossier.municipalities.through
    places.objects.bulk_create(
        places(dossier_id=made.dossier.pk, municipality_id=place.pk)
        for made in batch
        for place in made.places
    )
    for made in batch:
        made.dossier.created_at, made.dossier.updated_at = made.events[0].at, made.events[-1].at
    models.QuerySet.bulk_update(
        Dossier.objects.all(), [made.dossier for made in batch], ["created_at", "updated_at"], 200
    )


def grow(total: int) -> dict[str, Any]:
    """Makes ``total`` dossiers with the money of them, counts the usual times, and signs a regisseur in: the cookie to come with.

    ``keys``: of some dossiers in all phases.
    """
    maker = Maker()
    for start in range(0, total, BATCH):
        save([maker.make(number) for number in range(start, min(start + BATCH, total))])
    count_paces()
    pay()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    keys = list(Dossier.objects.order_by("pk").values_list("pk", flat=True))[:: max(1, total // SPREAD)]
    return {"dossiers": Dossier.objects.count(), "keys": keys, "cookie": cookie()}


def cookie() -> str:
    """The cookie of somebody who runs the network."""
    user = User.objects.create_user(email="regie@bench.example", name="Rachida")
    user.groups.add(Group.objects.get_or_create(name=Role.REGISSEUR)[0])
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY], session[STRONG] = user.get_session_auth_hash(), str(user.pk)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
