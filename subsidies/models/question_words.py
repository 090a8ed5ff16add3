"""The words in which questions of a round are kept: kinds of answers, what is known already, and sections."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.subjects import in_language

if TYPE_CHECKING:
    from .questions import Question

BASIS = "basis"  # title, story, amount and places: what every dossier has
OPENS = "vragen-"  # how a section is called among the parts that can be opened again


class AnswerKind(models.TextChoices):
    """How a question is answered."""

    SHORT = "kort", _("a few words")
    LONG = "lang", _("a longer text")
    NUMBER = "getal", _("a number")
    YES_NO = "ja-nee", _("yes or no")
    CHOICE = "keuze", _("one of a list")


class KnownFrom(models.TextChoices):
    """What the page of the applicant says already."""

    NAME = "naam", _("the name of the applicant")
    DESCRIPTION = "wie", _("who they are and what for")
    PLACE = "gemeente", _("the municipality of the applicant")
    COMPANY_NUMBER = "ondernemingsnummer", _("the company number")
    WEBSITE = "website", _("the website")


WRITTEN = (AnswerKind.SHORT, AnswerKind.LONG)
YES, NO = "ja", "nee"


@dataclass(frozen=True)
class Section:
    """A part of the form of a round, with its questions in order. ``key`` stands in its address and in the rights of people."""

    key: str
    questions: list["Question"] = field(default_factory=list)

    @property
    def opens(self) -> str:
        """How it is called among the parts that can be opened again."""
        return f"{OPENS}{self.key}"

    @property
    def title(self) -> str:
        """What it is called, in the reader's language if that exists, else in Dutch."""
        return in_language(self.dutch_title, self.english_title)

    @property
    def is_named(self) -> bool:
        """Whether one of its questions says what it is called."""
        return any(question.section_title for question in self.questions)

    @property
    def dutch_title(self) -> str:
        """What it is called: as its first question that says so, else by its key."""
        named = (question.section_title for question in self.questions if question.section_title)
        return next(named, self.key.replace("-", " ").capitalize())

    @property
    def english_title(self) -> str:
        """The same in English; empty when nobody wrote it."""
        return next((one.section_title_en for one in self.questions if one.section_title_en), "")


def sections_in(questions: Iterable["Question"]) -> list[Section]:
    """The sections of ``questions``, in the order of the first question of each."""
    found: dict[str, Section] = {}
    for question in questions:
        found.setdefault(question.section, Section(question.section)).questions.append(question)
    return list(found.values())
