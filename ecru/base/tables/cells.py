"""The kinds of cells in a table: how each is read (``clean``) and written (``render``).

What ``clean`` gives back is what we keep: text, a number, a day, yes or no; a relation is a slug or a list of slugs.
``render`` takes that, or what stands on a record. Both get ``words``, which knows what slugs and labels mean.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from ecru.base.spreadsheet.cells import LONGEST_CELL, NO, YES, tidy

YESES = {"ja", "yes", "j", "y", "1", "x", "waar", "true"}
NOES = {"nee", "no", "n", "0", "", "onwaar", "false"}
DAYS = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")


def parts(text: str) -> list[str]:
    r"""The entries of a list: ``;`` stands between them, ``\;`` is a semicolon and ``\\`` a backslash in one."""
    pieces = re.findall(r"(?:\\[;\\]|[^;])+", text)
    said = (re.sub(r"\\([;\\])", r"\1", piece).strip() for piece in pieces)
    return list(dict.fromkeys(piece for piece in said if piece))


def joined(entries: Iterable[str]) -> str:
    """The list as one cell; ``parts`` takes it apart again."""
    return "; ".join(re.sub(r"([;\\])", r"\\\1", entry) for entry in entries)


class Text(Widget):
    """Text under the rules of the field ``name`` of ``model``."""

    def __init__(self, model: type[Model], name: str) -> None:
        super().__init__()
        self.field: Any = model._meta.get_field(name)

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        """The text, when the field takes it."""
        if len(value) > LONGEST_CELL:
            raise ValidationError(_("This is longer than %(most)d characters.") % {"most": LONGEST_CELL})
        return self.field.clean(self.typed(value), None)

    def typed(self, value: str) -> Any:
        """``value`` as the field expects it."""
        return value

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The text."""
        return tidy(value or "")


class Website(Text):
    """An address on the web, with or without https://."""

    def typed(self, value: str) -> str:
        """The whole address."""
        return value if not value or "://" in value else f"https://{value}"


class Capitals(Text):
    """A code in capitals."""

    def typed(self, value: str) -> str:
        """The code as we keep it."""
        return value.upper()

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The code."""
        return tidy(value or "").upper()


class Choice(Widget):
    """One of a few words. ``choices`` gives for each stored value the word of the table."""

    def __init__(self, choices: Mapping[Any, str]) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> str:
        """The stored value."""
        wanted = value.casefold()
        for stored, word in self.choices.items():
            if wanted in {stored, word}:
                return stored
        raise ValidationError(
            _("Write one of these: %(words)s.") % {"words": ", ".join(filter(None, self.choices.values()))}
        )

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The word."""
        return self.choices.get(value, str(value))


class YesNo(Widget):
    """Yes or no; an empty cell is no."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> bool:
        """Whether it says yes."""
        word = value.casefold()
        if word not in YESES | NOES:
            raise ValidationError(_("Write ja or nee."))
        return word in YESES

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The word."""
        return YES if value else NO


class AnyDay(Widget):
    """A day."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> date | None:
        """The day."""
        if not value:
            return None
        for form in DAYS:
            try:
                day = datetime.strptime(value, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            return day
        raise ValidationError(_("Write a day like 31-12-2026."))

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The day as people here write it."""
        return value.strftime("%d-%m-%Y") if value else ""


class Day(AnyDay):
    """A day that is not in the future."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        """The day."""
        day = super().clean(value, row, **kwargs)
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("This day has yet to come. Choose today or a day before."))
        return day


class One(Widget):
    """One record of a list of words, by slug or label."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def clean(self, value: Any, row: Any = None, *, words: Any, **_kwargs: Any) -> str | None:
        """Its slug."""
        return words.list_of(self.name).find(value) if value else None

    def render(self, value: Any, obj: Any = None, *, words: Any = None, **_kwargs: Any) -> str:
        """Its label."""
        return words.list_of(self.name).told(slug_of(value)) if value else ""


class Several(One):
    """Records of a list of words."""

    def clean(self, value: Any, row: Any = None, *, words: Any, **_kwargs: Any) -> Any:
        """Their slugs, in one order."""
        known = words.list_of(self.name)
        return sorted({known.find(part) for part in parts(value)})

    def render(self, value: Any, obj: Any = None, *, words: Any = None, **_kwargs: Any) -> str:
        """Their labels."""
        known = words.list_of(self.name)
        return joined(known.told(slug) for slug in slugs_of(value))


def slug_of(value: Any) -> str:
    """The slug of a record, or ``value`` itself when it is one."""
    return value if isinstance(value, str) else value.slug


def slugs_of(value: Any) -> list[str]:
    """The slugs of a relation or of a list of them, in one order."""
    return sorted(slug_of(entry) for entry in (value if isinstance(value, list) else value.all()))
