"""How a practice travelled: where it began, who did it too, where and when."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from actors.answers import seven
from projects.models import Practice, Reuse

from .belongings import has


@dataclass(frozen=True)
class Spread:
    """The reuses of a practice, in the order of time. ``origin``: the places where it began."""

    reuses: list[Reuse] = field(default_factory=list)
    origin: list[str] = field(default_factory=list)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often it was done in each municipality, by its slug; where it began counts as once, nowhere as 0."""
        done = Counter([*self.origin, *(reuse.municipality.slug for reuse in self.reuses)])
        return {place.slug: 0 for place in seven()} | done

    @property
    def places(self) -> int:
        """In how many municipalities others did it."""
        return len({reuse.municipality_id for reuse in self.reuses})


def spread_of(practice: Practice) -> Spread:
    """How ``practice`` (with its municipalities) travelled, as everyone may see it; one query, none when nobody did it too."""
    reuses = list(Reuse.objects.of(practice).shown().with_names()) if has(practice, "reuses") else []
    return Spread(reuses, [place.slug for place in practice.municipalities.all()])
