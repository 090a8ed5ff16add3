"""How tests make what stands on practices."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from ecru.base.models import Publication
from projects.models import Collection, Practice


class CollectionFactory(DjangoModelFactory):
    """A published collection; ``practices=[one, another]`` puts them in it, in that order."""

    class Meta:
        model = Collection
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Samen maken {n}")
    slug = factory.Sequence(lambda n: f"samen-maken-{n}")
    status = Publication.PUBLISHED
    introduction = "Mensen maken samen kunst."

    @factory.post_generation
    def practices(self, create: bool, extracted: list[Practice] | None, **_kwargs: Any) -> None:
        """What is in it."""
        for place, practice in enumerate(extracted or []) if create else []:
            self.items.create(practice=practice, position=place)
