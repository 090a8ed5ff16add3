"""The directory of actors: its facets and its orders."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ecru.base.directory import ChoiceFacet, Directory, ManyFacet, OneFacet, Sort
from ecru.base.directory.facets import Answer

from .guesses import Guess, spelled_like
from .models import Actor, ActorKind, Discipline, Municipality, Scale, TargetGroup, Theme


def places() -> Iterator[Answer]:
    """The seven first, then the other municipalities that actors work in."""
    for place in Municipality.objects.all():
        heading = "" if place.member else str(_("Outside the seven"))
        yield Answer(
            place.pk, place.slug, place.name, heading, place.member, place.slug if place.member else "", place
        )


def terms(model: Any) -> Any:
    """The words of a vocabulary, by heading; the primary groups come first."""

    def ask() -> Iterator[Answer]:
        words = model.objects.select_related("group").order_by("group__position", "position")
        for term in words:
            heading = term.group.name if term.group else ""
            yield Answer(term.pk, term.slug, term.name, heading, getattr(term, "is_primary", False))

    return ask


def scales() -> Iterator[Answer]:
    """How far actors reach."""
    for value, label in Scale.choices:
        yield Answer(value, value, str(label))


class ActorDirectory(Directory):
    """Who is who: every actor, by place, kind, discipline, people, theme and reach."""

    gemeente = ManyFacet("active_in", label=_("Municipality"), answers=places)
    doelgroep = ManyFacet("target_groups", label=_("Who do they work with?"), answers=terms(TargetGroup))
    soort = OneFacet("kind", label=_("Kind"), answers=terms(ActorKind))
    discipline = ManyFacet("disciplines", label=_("Discipline"), answers=terms(Discipline))
    thema = ManyFacet("themes", label=_("Theme"), answers=terms(Theme))
    schaal = ChoiceFacet("scale", label=_("How far do they reach?"), answers=scales)

    open_facets = frozenset({"gemeente", "doelgroep"})
    sorts = (
        Sort("relevantie", _("best match"), ("closed", "named_only")),
        Sort("naam", _("name"), ("search_name",)),
        Sort("nagekeken", _("recently checked"), (F("verified_on").desc(nulls_last=True), "closed")),
    )

    class Meta:
        model = Actor
        fields: list[str] = []

    @cached_property
    def all_sorts(self) -> list[Sort]:
        """Also by distance to each of the seven whose position is known."""
        seven = [answer.record for answer in self.facets["gemeente"].answers if answer.first]
        return [*self.sorts, *[self.sort_by_distance(place) for place in seven if place.latitude is not None]]

    @property
    def chosen_places(self) -> list[str]:
        """The slugs of the chosen municipalities."""
        return [answer.value for answer in self.facets["gemeente"].known(self.cleaned["gemeente"])]

    @property
    def place_counts(self) -> dict[str, int]:
        """How many actors each municipality would give, for the map."""
        return self.counts_of("gemeente")

    @property
    def place_urls(self) -> dict[str, str]:
        """Where a municipality on the map leads: the list with only that one chosen, or with it let go."""
        return {
            answer.value: self.url(gemeente=None if self.chosen_places == [answer.value] else [answer.value])
            for answer in self.facets["gemeente"].answers
        }

    @cached_property
    def guesses(self) -> list[Guess]:
        """Words that were perhaps meant, when the words that were typed find nothing."""
        spellings = spelled_like(self.query) if self.query and not self.found else []
        return [Guess(words, self.url(q=words)) for words in spellings]

    def sort_by_distance(self, place: Municipality) -> Sort:
        """The order that puts who is closest to ``place`` first."""
        label = _("close to %(place)s") % {"place": place.name}
        nearest = (F("nearness").asc(nulls_last=True), "closed")
        return Sort(f"afstand-{place.slug}", label, nearest, lambda found: found.with_nearness(place))
