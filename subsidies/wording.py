"""Saying what a rule found: its sentence, with words, days and money in the language of who reads."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from actors.answers import DISCIPLINES, KINDS, TARGET_GROUPS, THEMES, places
from ecru.base.directory.facets import Answer
from ecru.base.templatetags.ecru import amount, euro

from .answers import FORMS, LEGAL_FORMS
from .findings import Euro, Given, Months, Names, Percent
from .models.standing import BRUSSELS, end_of

VOCABULARIES: Mapping[str, Callable[[], Iterable[Answer]]] = {
    "municipalities": places,
    "legal_forms": LEGAL_FORMS,
    "forms": FORMS,
    "groups": TARGET_GROUPS,
    "disciplines": DISCIPLINES,
    "themes": THEMES,
    "actor_kinds": KINDS,
}
PROPER = frozenset({"municipalities"})  # names keep their capital inside a sentence
MOST = 5  # names in one sentence


def said(sentence: Any, values: Mapping[str, Any], *, either: bool = False) -> tuple[str, bool]:
    """``sentence`` with ``values``; and whether it is Dutch only, on a page in another language. ``either``: one of several words is enough."""
    in_dutch = any(
        isinstance(value, Given) and get_language() != "nl" and not value.text_en for value in values.values()
    )
    return str(sentence) % {name: spoken(value, either=either) for name, value in values.items()}, in_dutch


def spoken(value: Any, *, either: bool = False) -> str:  # noqa: PLR0911 - one way to say each sort of value
    """One value as people say it."""
    if isinstance(value, Names):
        return joined(labels(value), either=either)
    if isinstance(value, Euro):
        return money(value.amount)
    if isinstance(value, Percent):
        return f"{amount(value.number)}\N{NO-BREAK SPACE}%"
    if isinstance(value, Months):
        return ngettext("%(number)s month", "%(number)s months", value.number) % {"number": value.number}
    if isinstance(value, Given):
        return (value.text_en if get_language() == "en" else "") or value.text
    if isinstance(value, datetime):
        return moment(value)
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def labels(names: Names) -> list[str]:
    """The words in the order of their list, as they stand inside a sentence."""
    found = [answer.label for answer in VOCABULARIES[names.vocabulary]() if answer.value in names.slugs]
    if names.vocabulary in PROPER:
        return found
    return [f"{label[:1].lower()}{label[1:]}" for label in found]


def joined(words: list[str], *, either: bool = False) -> str:
    """``words`` as one part of a sentence, with "and" or (``either``) "or"; of many the first five, and how many more."""
    if len(words) > MOST + 1:
        rest = _("%(number)s others") % {"number": len(words) - MOST}
        words = [*words[:MOST], rest]
    if len(words) < 2:  # noqa: PLR2004 - one word stands alone
        return "".join(words)
    both = _("%(words)s or %(last)s") if either else _("%(words)s and %(last)s")
    return both % {"words": ", ".join(words[:-1]), "last": words[-1]}


def money(sum_: Decimal) -> str:
    """An amount in euro, with cents only when there are."""
    return euro(sum_, 2 if sum_ % 1 else 0)


def moment(last: datetime) -> str:
    """A day in Brussels, with the hour when that is known."""
    local = last.astimezone(BRUSSELS)
    day = date_format(local, "j F Y")
    return day if local == end_of(local.date()) else f"{day}, {date_format(local, 'H:i')}"
