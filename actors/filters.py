"""The directory of actors: its facets and its orders."""

from collections.abc import Iterator, Sequence
from functools import cached_property, partial

from django.utils.translation import gettext_lazy as _

from ecru.base.directory import Directory, Facet, Sort

from .answers import DISCIPLINES, KINDS, TARGET_GROUPS, THEMES, places, scales
from .catalogues import ACTORS, distance_to
from .models import Actor
from .terms import cards


class PlacedDirectory(Directory):
    """A directory with a map; its facet ``gemeente`` says where."""

    @property
    def chosen_places(self) -> list[str]:
        """The slugs of the chosen municipalities."""
        return [answer.value for answer in self.facets["gemeente"].known(self.cleaned["gemeente"])]

    @property
    def place_counts(self) -> dict[str, int]:
        """How many records each municipality would give, for the map."""
        return self.counts_of("gemeente")

    @property
    def place_urls(self) -> dict[str, str]:
        """Where a municipality on the map leads: the list with only that one chosen, or with it let go."""
        return {
            answer.value: self.url(gemeente=None if self.chosen_places == [answer.value] else [answer.value])
            for answer in self.facets["gemeente"].answers
        }


class ActorDirectory(PlacedDirectory):
    """Who is who: every actor, by place, kind, discipline, people, theme and reach."""

    catalogue = ACTORS
    watched_as = "actoren"
    gemeente = Facet("active_in", label=_("Municipality"), answers=places)
    doelgroep = Facet("target_groups", label=_("Who do they work with?"), answers=TARGET_GROUPS)
    soort = Facet("kind", label=_("Kind"), answers=KINDS)
    discipline = Facet("disciplines", label=_("Discipline"), answers=DISCIPLINES)
    thema = Facet("themes", label=_("Theme"), answers=THEMES)
    schaal = Facet("scale", label=_("How far do they reach?"), answers=scales)

    open_facets = frozenset({"gemeente", "doelgroep"})
    sorts = (
        Sort("relevantie", _("best match")),
        Sort("naam", _("name")),
        Sort("nagekeken", _("recently checked")),
    )

    class Meta:
        model = Actor
        fields: list[str] = []

    def cards(self, keys: Sequence[int]) -> list[Actor]:
        """The actors with ``keys``, in that order."""
        return cards(keys)

    @cached_property
    def all_sorts(self) -> list[Sort]:
        """Also by distance to each of the seven whose position is known."""
        return [*self.sorts, *sorts_by_distance()]


def sorts_by_distance() -> Iterator[Sort]:
    """The orders that put who is closest to one of the seven first."""
    for answer in places():
        place = answer.record
        if answer.first and place.latitude is not None and place.longitude is not None:
            label = _("close to %(place)s") % {"place": place.name}
            yield Sort(f"afstand-{place.slug}", label, partial(distance_to, place.latitude, place.longitude))
