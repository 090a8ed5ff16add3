"""How editors narrow down the list of actors: filters, and what a record still misses."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Municipality

STALE_AFTER = timedelta(days=365)
GAPS = {"no_description": _("description"), "no_seat": _("seat"), "no_discipline": _("discipline")}


def with_gaps(actors: QuerySet[Actor]) -> QuerySet[Actor]:
    """``actors``, each with a boolean for every kind of gap in ``GAPS``."""
    words = Actor.disciplines.through.objects.filter(actor=OuterRef("pk"))
    return actors.annotate(
        no_description=ExpressionWrapper(Q(description=""), BooleanField()),
        no_seat=ExpressionWrapper(Q(municipality=None, place=""), BooleanField()),
        no_discipline=~Exists(words),
    )


def is_stale(actor: Actor) -> bool:
    """Whether nobody looked at the facts of ``actor`` in the last twelve months."""
    return actor.verified_on is None or actor.verified_on < timezone.localdate() - STALE_AFTER


class ChoiceFilter(admin.SimpleListFilter):
    """A filter with fixed answers, each with the question it asks."""

    answers: dict[str, tuple[Any, Q]] = {}

    def lookups(self, request: HttpRequest, _model_admin: Any) -> Iterator[tuple[str, Any]]:
        """The answers, in their order."""
        yield from ((key, label) for key, (label, _question) in self.questions().items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The records that fit the chosen answer; all of them for an answer that does not exist."""
        chosen = self.questions().get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset

    def questions(self) -> dict[str, tuple[Any, Q]]:
        """Every answer by its key, with its label and question."""
        return self.answers


class CheckedFilter(ChoiceFilter):
    """When somebody last looked at the facts."""

    title = _("checked")
    parameter_name = "checked"

    def questions(self) -> dict[str, tuple[Any, Q]]:
        """Seen from today."""
        limit = timezone.localdate() - STALE_AFTER
        return {
            "recent": (_("in the last 12 months"), Q(verified_on__gte=limit)),
            "old": (_("longer ago"), Q(verified_on__lt=limit)),
            "never": (_("never"), Q(verified_on=None)),
            "stale": (_("longer ago or never"), Q(verified_on__lt=limit) | Q(verified_on=None)),
        }


class HintFilter(ChoiceFilter):
    """Whether a probable seat waits for confirmation."""

    title = _("probable seat")
    parameter_name = "hint"
    answers = {
        "yes": (_("waits for confirmation"), Q(municipality_hint__isnull=False)),
        "no": (_("none"), Q(municipality_hint=None)),
    }


class PictureFilter(ChoiceFilter):
    """Whether there is a picture."""

    title = _("picture")
    parameter_name = "has_picture"
    answers = {"yes": (_("with a picture"), ~Q(picture="")), "no": (_("without a picture"), Q(picture=""))}


class GapFilter(ChoiceFilter):
    """What is still missing."""

    title = _("missing")
    parameter_name = "missing"
    answers = {
        "any": (_("something"), Q(no_description=True) | Q(no_seat=True) | Q(no_discipline=True)),
        **{name: (label, Q(**{name: True})) for name, label in GAPS.items()},
        "nothing": (_("nothing"), Q(no_description=False, no_seat=False, no_discipline=False)),
    }


class PlaceFilter(admin.SimpleListFilter):
    """Where actors have their seat or are active."""

    title = _("municipality")
    parameter_name = "place"

    def lookups(self, request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Every municipality, those of the network first."""
        return list(Municipality.objects.values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Actors that are at work in the chosen municipality; its seat is always among those places."""
        ties = Actor.active_in.through.objects.filter(municipality__slug=self.value())
        return queryset.filter(pk__in=ties.values("actor_id")) if self.value() else queryset
