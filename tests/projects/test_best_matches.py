"""Looking only at what may still be among the best gives exactly what weighing everything gives, in made-up fields of many kinds."""

import random
from datetime import timedelta
from itertools import islice
from math import inf
from typing import Any

import pytest

from actors.models import Scale
from projects.matching.candidates import Candidate
from projects.matching.leaving_out import allowed
from projects.matching.narrowing import MOST, Hope, most_shared
from projects.matching.seeker import seeker_for
from projects.matching.suggesting import (
    SUGGESTED,
    Weighed,
    best_of,
    hopeful_for,
    place_of,
    weigh,
)
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DisciplineFactory,
    ExpertFactory,
    MunicipalityFactory,
    PartnerCallFactory,
    PracticeFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
    TopicFactory,
)
from tests.projects.matching_cast import TODAY

RESOURCES = ("plek", "podium", "expertise", "materiaal")
KINDS = ("cultuurcentrum", "vereniging", "steunpunt", "museum")

pytestmark = pytest.mark.django_db


class MadeUpField:
    """Actors, practices and calls with words, places and years by chance; the same for the same ``seed``."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - made-up data, always the same
        self.words = {
            "target_groups": [TargetGroupFactory(is_primary=number < 3) for number in range(8)],
            "themes": ThemeFactory.create_batch(8),
            "disciplines": DisciplineFactory.create_batch(8),
        }
        self.kinds = [ActorKindFactory(slug=slug, label=slug) for slug in KINDS]
        self.places: list[Any] = [
            MunicipalityFactory(latitude=f"{50.7 + number / 9:.5f}", longitude="5.50000")
            for number in range(4)
        ]
        self.places.append(MunicipalityFactory(latitude=None, longitude=None))
        self.actors = [self.actor() for _number in range(70)]
        self.practices = [self.practice() for _number in range(25)]
        self.calls = [self.call() for _number in range(25)]
        self.projects = [
            ProjectFactory(lead=self.chance.choice([*self.actors, None]), words=self.some())
            for _number in range(3)
        ]
        for actor in self.chance.sample(self.actors, 6):
            ExpertFactory(actor=actor, words={"topics": [TopicFactory()]})

    def some(self, most: int = 4) -> dict[str, list[Any]]:
        """A few words of every vocabulary."""
        return {
            name: self.chance.sample(words, self.chance.randint(0, most))
            for name, words in self.words.items()
        }

    def actor(self) -> Any:
        """An actor; some do everything, some are small, some have their own place on the map."""
        seat = self.chance.choice([*self.places, None])
        own = {"latitude": "51.10000", "longitude": "5.60000"} if self.chance.random() < 0.2 else {}
        active = {"active_in": self.chance.sample(self.places, 1)}
        return ActorFactory(
            municipality=seat,
            kind=self.chance.choice(self.kinds),
            scale=self.chance.choice([Scale.LOCAL, Scale.REGIONAL]),
            words=self.some(self.chance.choice([2, 3, 8])) | active,
            **own,
        )

    def practice(self) -> Any:
        """A practice; some are proven, of some the year is known, some name a place."""
        return PracticeFactory(
            maker=self.chance.choice([*self.actors, None]),
            year_from=self.chance.choice([None, 2019]),
            proven_on=self.chance.choice([None, TODAY]),
            words=self.some()
            | {"municipalities": self.chance.sample(self.places, self.chance.randint(0, 1))},
        )

    def call(self) -> Any:
        """A call that seeks or offers something."""
        return PartnerCallFactory(
            actor=self.chance.choice(self.actors),
            offer=self.chance.random() < 0.5,
            closes_on=TODAY + timedelta(days=20),
            resources=self.chance.sample(RESOURCES, 2),
            words={"themes": self.some()["themes"]},
        )

    @property
    def subjects(self) -> list[Any]:
        """Records for which is looked."""
        return [*self.actors[:12], *self.practices[:8], *self.calls[:8], *self.projects]


def everything(subject: Any) -> dict[str, list[Weighed]]:
    """All that comes into question for ``subject``, each weighed to the end."""
    seeker = seeker_for(subject, TODAY)
    tests = allowed(seeker, SUGGESTED[seeker.kind], None, TODAY)
    found: dict[str, list[Weighed]] = {}
    for kind, test in tests.items():
        keys = seeker.shelf(kind).keys
        slots = islice((slot for _shared, slot in most_shared(kind, seeker, TODAY) if test(keys[slot])), MOST)
        weighed = [
            weigh(Candidate(kind, slot, seeker, TODAY), Hope(inf, inf, slot), least=0.0) for slot in slots
        ]
        found[kind] = [one for one in weighed if one is not None]
    return found


def told(weighed: list[Weighed]) -> list[Any]:
    """What is compared: who, how well, and why."""
    return [(place_of(one), [(points, rule.slug) for points, rule, _found in one.reasons]) for one in weighed]


@pytest.mark.parametrize("seed", range(3))
def test_the_best_are_those_of_weighing_everything(seed: int) -> None:
    fitting = 0
    for subject in MadeUpField(seed).subjects:
        whole, hopeful = everything(subject), hopeful_for(subject, None, None, TODAY)
        for kind, weighed in whole.items():
            most = {candidate.key: hope.most for hope, candidate in hopeful[kind]}
            assert all(one.score <= most[one.candidate.key] for one in weighed)
            for limit in (1, 4, 100):
                assert told(best_of(hopeful[kind], limit)) == told(sorted(weighed, key=place_of)[:limit])
        together = sorted((one for weighed in whole.values() for one in weighed), key=place_of)
        assert told(best_of([one for each in hopeful.values() for one in each], 5)) == told(together[:5])
        fitting += len(together)
    assert fitting > 500, "the fields are so empty that nothing is left out"
