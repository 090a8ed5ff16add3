"""What every practice, project and call is about: for whom, in which field, around what."""

from typing import Any, ClassVar, TypeVar

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actors.models import Discipline, Municipality, TargetGroup, Theme
from ecru.base.models import Publishable
from ecru.base.searchable import Searchable

from .places import TakesPlace

Told = TypeVar("Told", str, list[str])
SUBJECTS = ("municipalities", "target_groups", "disciplines", "themes")


def in_language(dutch: Told, english: Told) -> Told:
    """``english`` for who reads English and where it exists, else ``dutch``."""
    return english if english and get_language() == "en" else dutch


class Subject(TakesPlace, Publishable, Searchable):
    """A record with a title that is about people, places, art forms and themes, and that search finds."""

    SPEAKS_OF: ClassVar[tuple[str, ...]] = SUBJECTS

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    description = models.TextField(_("what it is, and why"), blank=True)
    description_en = models.TextField(_("what it is, and why, in English"), blank=True)
    municipalities = models.ManyToManyField(
        Municipality, related_name="%(class)ss", blank=True, verbose_name=_("municipalities")
    )
    target_groups = models.ManyToManyField(
        TargetGroup, related_name="%(class)ss", blank=True, verbose_name=_("target groups")
    )
    disciplines = models.ManyToManyField(
        Discipline, related_name="%(class)ss", blank=True, verbose_name=_("disciplines")
    )
    themes = models.ManyToManyField(Theme, related_name="%(class)ss", blank=True, verbose_name=_("themes"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """The title in the visitor's language."""
        return in_language(self.title, self.title_en)

    @property
    def told(self) -> str:
        """What it is and why, in the visitor's language if that exists, else in Dutch."""
        return in_language(self.description, self.description_en)

    @property
    def told_in_dutch(self) -> bool:
        """Whether ``told`` is Dutch."""
        return self.told == self.description

    @property
    def summary(self) -> str:
        """The first sentences of ``told``, for cards: at most 24 words."""
        return Truncator(self.told).words(24, truncate=" …")

    def subject_words(self) -> list[str]:
        """The words and places that it is about, in both languages. Prefetch ``SUBJECTS``."""
        words = [place.name for place in self.municipalities.all()]
        for terms in (self.target_groups, self.disciplines, self.themes):
            for term in terms.all():
                words += [term.label, term.label_en]
        return words

    def alike(self) -> list[str]:
        """Other words that people search for instead. Prefetch ``SUBJECTS``."""
        groups: tuple[Any, ...] = (self.target_groups, self.disciplines, self.themes)
        return [term.alt_labels for terms in groups for term in terms.all()]
