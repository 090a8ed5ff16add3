"""What the words of a table stand for: vocabularies, municipalities, sources and other actors, looked up once."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process, utils

from actors.duplicates import apart, name_key
from actors.models import Actor, ActorKind, ActorName, Discipline, Municipality, Source, TargetGroup, Theme
from ecru.base.text import fold

COMPANY_DIGITS = 10
ALIKE = 65  # of 100: how near a word must be to be offered instead
LISTS: dict[str, tuple[type[Any], str]] = {
    "kind": (ActorKind, "label"),
    "disciplines": (Discipline, "label"),
    "target_groups": (TargetGroup, "label"),
    "themes": (Theme, "label"),
    "municipality": (Municipality, "name"),
    "source": (Source, "title"),
}


class Vocabulary:
    """Records that a cell names by slug, label or another key; slugs are how we keep them."""

    def __init__(self, records: Iterable[tuple[int, str, str, list[str]]]) -> None:
        self.keys: dict[str, int] = {}
        self.labels: dict[str, str] = {}
        self.meant: dict[str, set[str]] = {}
        for key, slug, label, others in records:
            self.keys[slug], self.labels[slug] = key, label
            for word in (label, *others):
                self.meant.setdefault(fold(word), set()).add(slug)

    def find(self, word: str) -> str:
        """The slug of what ``word`` names. Raises ``ValidationError`` with the nearest label."""
        if word in self.keys:
            return word
        slugs = self.meant.get(fold(word), set())
        if len(slugs) == 1:
            return next(iter(slugs))
        if slugs:
            raise ValidationError(
                _("“%(word)s” can mean several things. Write one of: %(slugs)s.")
                % {"word": word[:60], "slugs": ", ".join(sorted(slugs)[:6])}
            )
        near = process.extractOne(
            word[:80], self.labels, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=ALIKE
        )
        if near:
            raise ValidationError(
                _("We do not know “%(word)s”. Did you mean “%(near)s”?")
                % {"word": word[:60], "near": near[0]}
            )
        raise ValidationError(_("We do not know “%(word)s”.") % {"word": word[:60]})

    def told(self, slug: str) -> str:
        """The label of ``slug``, or the slug itself when the label would not lead back to it."""
        label = self.labels.get(slug, slug)
        if label in self.keys:
            return label if label == slug else slug
        return label if self.meant.get(fold(label)) == {slug} else slug


class Words:
    """Everything that cells name, loaded when it is first asked for and then kept for the whole table."""

    def __init__(self) -> None:
        self.lists: dict[str, Vocabulary] = {}
        self.actors: dict[str, int] = {}
        self.named: dict[str, set[str]] = {}
        self.promised: set[str] = set()

    def list_of(self, name: str) -> Vocabulary:
        """The vocabulary ``name``, one of ``LISTS``."""
        if name not in self.lists:
            model, label = LISTS[name]
            other = "postcodes" if model is Municipality else label
            rows = model._default_manager.order_by("pk").values_list("pk", "slug", label, other)
            self.lists[name] = Vocabulary(
                (key, slug, said, list(more) if isinstance(more, list) else [])
                for key, slug, said, more in rows
            )
        return self.lists[name]

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
