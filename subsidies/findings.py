"""What a rule finds: one of three kinds of line, which sentence of the rule, and what stands in that sentence."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from .plans import Slugs


class Line(models.TextChoices):
    """The three kinds of line."""

    FITS = "past", _("Fits because")
    CAUTION = "let-op", _("Watch out")
    REFUSED = "past-niet", _("Does not fit because")


class Names(NamedTuple):
    """Words of a vocabulary, to be said in the language of who reads."""

    vocabulary: str
    slugs: Slugs


class Euro(NamedTuple):
    """Money."""

    amount: Decimal


class Percent(NamedTuple):
    """A part of the costs."""

    number: Decimal


class Months(NamedTuple):
    """How long."""

    number: int


class Given(NamedTuple):
    """A sentence of who gives the support, in Dutch, and in English where that exists."""

    text: str
    text_en: str = ""


Value = Names | Euro | Percent | Months | Given | date | datetime | int | str


class Found(NamedTuple):
    """One line, before it is said: ``key`` names the sentence of the rule."""

    line: Line
    key: str
    values: dict[str, Any]


Finds = Iterable[Found]


def fits(key: str, **values: Value) -> tuple[Found, ...]:
    """It fits, because of this."""
    return (Found(Line.FITS, key, values),)


def caution(key: str, **values: Value) -> tuple[Found, ...]:
    """It may fit; this is to watch."""
    return (Found(Line.CAUTION, key, values),)


def refused(key: str, **values: Value) -> tuple[Found, ...]:
    """It does not fit, because of this."""
    return (Found(Line.REFUSED, key, values),)


def given(texts: str) -> tuple[Found, ...]:
    """What its giver says, each line of it a caution."""
    stripped = (line.strip() for line in texts.splitlines())
    return tuple(Found(Line.CAUTION, "given", {"text": Given(line)}) for line in stripped if line)
