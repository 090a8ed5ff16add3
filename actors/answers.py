"""The closed lists of answers that filters offer, kept in memory until a word of them changes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ecru.base.directory.facets import Answer
from ecru.base.edition import Remembered, remembered

from .models import (
    ActorKind,
    Availability,
    Discipline,
    Language,
    Municipality,
    Offer,
    Scale,
    TargetGroup,
    Theme,
    Topic,
)

TIME = {
    Availability.AVAILABLE: "ja",
    Availability.LIMITED: "beperkt",
    Availability.UNKNOWN: "onbekend",
    Availability.NOT_NOW: "nee",
}


@remembered("actors.municipality", "actors.populationcount")
def municipalities() -> list[Municipality]:
    """The seven in the order of the warp, then the others by name, each with its inhabitants; one query after a change."""
    return list(Municipality.objects.with_inhabitants())


def seven() -> list[Municipality]:
    """The municipalities of the network in the order of the warp, each with its inhabitants."""
    return [place for place in municipalities() if place.member]


@remembered("actors.municipality", "actors.populationcount")
def places() -> list[Answer]:
    """The seven first, then the other municipalities that actors work in."""
    return [
        Answer(
            place.pk,
            place.slug,
            place.name,
            "" if place.member else str(_("Outside the seven")),
            place.member,
            place.slug if place.member else "",
            place,
        )
        for place in municipalities()
    ]


def terms(model: Any) -> Callable[[], list[Answer]]:
    """The words of a vocabulary, by heading; the primary groups come first."""

    def ask() -> list[Answer]:
        return [
            Answer(
                term.pk,
                term.slug,
                term.name,
                term.group.name if term.group else "",
                getattr(term, "is_primary", False),
                record=term,
            )
            for term in model.objects.select_related("group").order_by("group__position", "position")
        ]

    return Remembered(ask, model._meta.label_lower, "actors.termgroup")


def scales() -> list[Answer]:
    """How far actors reach."""
    return [Answer(value, value, str(label)) for value, label in Scale.choices]


def words(model: Any) -> Callable[[], list[Answer]]:
    """The words of a small list, without headings."""

    def ask() -> list[Answer]:
        return [Answer(word.pk, word.slug, word.name, record=word) for word in model.objects.all()]

    return Remembered(ask, model._meta.label_lower)


def availabilities() -> list[Answer]:
    """Whether experts have time."""
    return [Answer(choice.value, TIME[choice], str(choice.label)) for choice in Availability]


def experiences() -> list[Answer]:
    """Only the question whether somebody is an expert by experience: nobody looks for the opposite."""
    return [Answer(True, "ja", str(_("by experience")))]


KINDS, TARGET_GROUPS = terms(ActorKind), terms(TargetGroup)
DISCIPLINES, THEMES = terms(Discipline), terms(Theme)
TOPICS = terms(Topic)
OFFERS, LANGUAGES = words(Offer), words(Language)
