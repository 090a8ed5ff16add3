"""Makers of dossiers for tests. A dossier in a later phase has a whole history: the shortest way to it through the table."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from actors.models import Municipality
from subsidies.dossiers.performing import pass_turn
from subsidies.models import Dossier, DossierEvent, DossierPerson, Level, Outcome, Party, Rhythm, TrackName
from subsidies.models.dossier_words import BEGUN
from tests.factories import ActorFactory, MunicipalityFactory
from tests.subsidies.dossier_ways import way_to
from tests.subsidies.factories import CallFactory, MeasureFactory


class DossierFactory(DjangoModelFactory):
    """A concept for support from ECRU, whole enough to send; ``coached=True`` is an idea for another giver; ``at="advies"`` is further."""

    class Meta:
        model = Dossier
        skip_postgeneration_save = True

    class Params:
        coached = factory.Trait(
            track=TrackName.COACHED, call=None, phase="idee", funder="Een fonds", requested="8000"
        )

    track = TrackName.OWN
    phase = "concept"
    title = factory.Sequence(lambda n: f"Bal van twee dorpen {n}")
    summary = "Twee dorpen dansen samen."
    actor = factory.SubFactory(ActorFactory)
    call = factory.SubFactory(
        CallFactory,
        rhythm=Rhythm.ONCE,
        measure=factory.SubFactory(MeasureFactory, level=Level.ECRU, max_amount="5000"),
    )
    requested = "4000"

    @factory.post_generation
    def places(self, create: bool, extracted: list[Municipality] | None, **_kwargs: Any) -> None:
        """Where it happens; one municipality unless told otherwise."""
        if create:
            self.municipalities.set(
                [MunicipalityFactory(name="Genk", slug="genk")] if extracted is None else extracted
            )

    @factory.post_generation
    def at(self, create: bool, extracted: str | None, **facts: Any) -> None:
        """Brings it to a phase, with the history that belongs to it; ``at__granted="3000"`` are facts there."""
        if create:
            bring(self, extracted or self.phase, **facts)


def bring(dossier: Dossier, phase: str, **facts: Any) -> None:
    """Writes the history up to ``phase``, what the database wants on the way, ``facts`` in the end, and whose turn it is."""
    event = DossierEvent.objects.create(
        dossier=dossier, transition=BEGUN, new_phase=dossier.phase, role=Party.APPLICANT, by_name="Nour"
    )
    way = way_to(dossier.track, phase)
    for step, before, after in way:
        for name, value in {**needed_in(after), **(facts if after == phase else {})}.items():
            setattr(dossier, name, value)
        event = DossierEvent.objects.create(
            dossier=dossier,
            transition=step,
            old_phase=before,
            new_phase=after,
            role=Party.DESK,
            by_name="Rachida",
        )
        dossier.take_step(event)
        dossier.save()
    if facts and not way:
        for name, value in facts.items():
            setattr(dossier, name, value)
        dossier.save()
    dossier.refresh_from_db()
    pass_turn(dossier, event)


def needed_in(phase: str) -> dict[str, Any]:
    """What a dossier cannot do without in a phase."""
    now = timezone.now().replace(microsecond=0)
    day = timezone.localdate()
    known: dict[str, dict[str, Any]] = {
        "ingediend": {"submitted_at": now},
        "aanvulling": {"reopened": ["summary"], "reopened_until": now + timedelta(days=7)},
        "agenda": {"meeting_on": day},
        "beslist": {"outcome": Outcome.GRANTED, "granted": "3000", "decided_at": now},
        "toegekend": {"outcome": Outcome.GRANTED, "granted": "3000", "decided_at": now},
        "overeenkomst": {"outcome": Outcome.GRANTED, "granted": "3000"},
        "eindverslag": {"report": "Het lukte.", "reported_at": now},
        "ingetrokken": {"held_phase": "concept"},
    }
    return known.get(phase, {})


class DossierPersonFactory(DjangoModelFactory):
    """Somebody of another actor writes along."""

    class Meta:
        model = DossierPerson

    dossier = factory.SubFactory(DossierFactory)
