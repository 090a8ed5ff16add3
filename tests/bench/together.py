"""Made-up projects and calls for the bench: one of each for every ten actors, the same on every machine."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from actors.models import Actor, Municipality, Theme
from ecru.base.models import Publication
from projects.models import Direction, PartnerCall, Project, Resource, Stage

SEED = 20_190_102
SHARE = 10
LONGEST = 120  # days
TEXT = "We zoeken samen verder, met muziek en koffie, in meer dan een gemeente."


@transaction.atomic
def grow_together() -> None:
    """Makes the projects and calls of the actors that are there, and what search reads of them."""
    chance = random.Random(SEED)  # noqa: S311 - made-up data, always the same
    actors = list(Actor.objects.published().order_by("pk")[::SHARE])
    places, themes, sought = (
        list(Municipality.objects.members()),
        list(Theme.objects.all()),
        list(Resource.objects.all()),
    )
    today, now = timezone.localdate(), timezone.now()
    for number, actor in enumerate(actors):
        shared = {"status": Publication.PUBLISHED, "published_at": now, "description": TEXT}
        project = Project.objects.create(
            title=f"Samen op weg {number}",
            slug=f"samen-{number}",
            lead=actor,
            stage=chance.choice(Stage.values),
            **shared,
        )
        call = PartnerCall.objects.create(
            title=f"Wie doet mee? {number}",
            slug=f"mee-{number}",
            actor=actor,
            project=project,
            direction=chance.choice(Direction.values),
            closes_on=today + timedelta(days=chance.randint(-LONGEST, LONGEST)),
            **shared,
        )
        call.resources.add(chance.choice(sought))
        for record in (project, call):
            record.municipalities.add(chance.choice(places))
            record.themes.add(chance.choice(themes))
    Project.objects.all().reindex()
    PartnerCall.objects.all().reindex()
