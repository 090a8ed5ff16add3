"""What the words of a table stand for: vocabularies, municipalities, sources and other actors, looked up once."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from actors.duplicates import apart, name_key
from actors.models import Actor, ActorKind, ActorName, Discipline, Municipality, Source, TargetGroup, Theme
from ecru.base.tables import words as base

COMPANY_DIGITS = 10


class Words(base.Words):
    """Everything that cells of actors name."""

    LISTS = {
        "kind": (ActorKind, "label"),
        "disciplines": (Discipline, "label"),
        "target_groups": (TargetGroup, "label"),
        "themes": (Theme, "label"),
        "municipality": (Municipality, "name"),
        "source": (Source, "title"),
    }
    others = {"municipality": "postcodes"}

    def __init__(self) -> None:
        super().__init__()
        self.actors: dict[str, int] = {}
        self.named: dict[str, set[str]] = {}
        self.promised: set[str] = set()

    def meet(self, words: Iterable[str]) -> None:
        """Looks up the actors that ``words`` name by slug, name or company number, in one query for 400 words."""
        fresh = sorted(
            {word for said in words for word in (said, digits_of(said)) if word} - set(self.actors)
        )
        for start in range(0, len(fresh), 400):
            part = fresh[start : start + 400]
            naming = Q(slug__in=part) | Q(name__in=part) | Q(kbo_number__in=part)
            known = Actor.objects.order_by().filter(naming)
            for key, slug, name, number in known.values_list("pk", "slug", "name", "kbo_number"):
                self.actors[slug] = key
                for word in (name, number):
                    self.named.setdefault(word, set()).add(slug)

    def actor(self, word: str) -> str:
        """The slug of the actor that ``word`` names; also of one that the table itself will make."""
        if word in self.actors or word in self.promised:
            return word
        slugs = self.named.get(word) or self.named.get(digits_of(word) or word) or set()
        if len(slugs) == 1:
            return next(iter(slugs))
        if slugs:
            raise ValidationError(
                _("“%(word)s” can mean several things. Write one of: %(slugs)s.")
                % {"word": word[:60], "slugs": ", ".join(sorted(slugs)[:6])}
            )
        raise ValidationError(
            _("We do not know an actor “%(word)s”. Write its key, as the export does.") % {"word": word[:60]}
        )

    @cached_property
    def namesakes(self) -> dict[str, list[tuple[int, str]]]:
        """Every name, other names included, by its words, with who has it and where that is (empty if unknown)."""
        found: dict[str, list[tuple[int, str]]] = {}
        places: dict[int, str] = {}
        for key, name, seat, place in Actor.objects.order_by().values_list(
            "pk", "name", "municipality__name", "place"
        ):
            places[key] = seat or place
            found.setdefault(name_key(name), []).append((key, places[key]))
        for key, name in ActorName.objects.order_by().values_list("actor_id", "name"):
            found.setdefault(name_key(name), []).append((key, places.get(key, "")))
        return found

    def namesake(self, name: str, place: str) -> int | None:
        """The actor with this name in this place; a place that either side does not know is no difference."""
        alike = self.namesakes.get(name_key(name), [])
        return next((key for key, there in alike if not apart(place, there)), None)


def digits_of(word: str) -> str:
    """The digits of ``word`` when they can be a company number; else nothing."""
    digits = "".join(sign for sign in word if sign.isdecimal())
    return digits if len(digits) == COMPANY_DIGITS else ""
