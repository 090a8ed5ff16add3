"""The kinds of cells that only tables of measures have: amounts, moments, givers, and the cells of a round."""

import re
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from ecru.base.tables.cells import AnyDay, Text
from subsidies.forms.money import parse_euro
from subsidies.models import Provider
from subsidies.moments import hour_of, local, moment_of, read_hour, which_of_two

CENT = Decimal("0.01")
AROUND = re.compile(r"^(\d{1,2})[-/. ]+(\d{1,2})$", re.ASCII)
LONGEST_GIVER = 120


def told_number(value: Any) -> str:
    """An exact number as people write it: "1500", "12,50"."""
    if value is None or value == "":
        return ""
    number = Decimal(value).quantize(CENT)
    return (str(number.to_integral_value()) if number == number.to_integral_value() else str(number)).replace(
        ".", ","
    )


class Euro(Text):
    """An amount in euro, as people write it."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        """The exact amount; None for an empty cell."""
        if not value:
            return None
        try:
            return self.field.clean(parse_euro(value).quantize(CENT), None)
        except ValueError as error:
            raise ValidationError(_("Write an amount in euro, such as 1500 or 1.500,50.")) from error

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The amount."""
        return told_number(value)


class Percent(Text):
    """A part of the costs, from 0 to 100."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        """The number; None for an empty cell."""
        if not value:
            return None
        told = _("Write a percentage from 0 to 100, such as 50 or 12,5.")
        try:
            number = Decimal(value.rstrip("% ").replace(",", ".")).quantize(CENT)
            return self.field.clean(number, None)
        except (InvalidOperation, ValidationError) as error:
            raise ValidationError(told) from error

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The number."""
        return told_number(value)


class Whole(Text):
    """A whole number."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        """The number; None for an empty cell."""
        if not value:
            return None
        if not (value.isascii() and value.isdecimal()):
            raise ValidationError(_("Write a whole number, such as 12."))
        return self.field.clean(value, None)

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The number."""
        return "" if value is None else str(value)


class Moment(AnyDay):
    """A day and perhaps an hour in Brussels. Without an hour: the whole day, up to its last second when ``last``."""

    def __init__(self, *, last: bool = False) -> None:
        super().__init__()
        self.last = last

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        """The moment; None for an empty cell."""
        if not value:
            return None
        day_text, _space, hour_text = value.strip().partition(" ")
        try:
            day: Any = super().clean(day_text)
        except ValidationError as error:
            raise ValidationError(_("Write a day and an hour like 15-05-2027 17:00.")) from error
        hour, which = self.hour(hour_text.strip())
        return moment_of(day, hour, last=self.last, which=which)

    def hour(self, text: str) -> tuple[time | None, str]:
        """The hour in ``text``, and which of two it is in the night that has it twice."""
        if not text:
            return None, ""
        try:
            return read_hour(text)
        except ValueError as error:
            raise ValidationError(_("Write a day and an hour like 15-05-2027 17:00.")) from error

    def render(self, value: datetime | None, obj: Any = None, **_kwargs: Any) -> str:
        """The moment as people here write it."""
        if value is None:
            return ""
        hour = hour_of(value, last=self.last)
        if hour is None:
            return f"{local(value):%d-%m-%Y}"
        told = f"{local(value):%d-%m-%Y %H:%M:%S}" if hour.second else f"{local(value):%d-%m-%Y %H:%M}"
        return f"{told} {which_of_two(value)}".strip()


class Around(AnyDay):
    """Around which day of the year, such as 15-5. Of a whole day, as a spreadsheet makes of it, the year does not count."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        """The day and the month; None for an empty cell."""
        if not value:
            return None
        found = AROUND.match(value)
        if found:
            return int(found[1]), int(found[2])
        try:
            day = super().clean(value)
        except ValidationError as error:
            raise ValidationError(_("Write a day of the year like 15-5.")) from error
        return (day.day, day.month) if day else None

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The day and the month."""
        return f"{value[0]}-{value[1]}" if value else ""


class Giver(Widget):
    """Who gives it: one that we know by key or name, or a new name."""

    def clean(self, value: Any, row: Any = None, *, words: Any, **_kwargs: Any) -> str:
        """The key of the giver, or the name of a new one."""
        known = words.list_of("provider")
        if known.knows(value):
            return str(known.find(value))
        if len(value) > LONGEST_GIVER:
            raise ValidationError(_("This is longer than %(most)d characters.") % {"most": LONGEST_GIVER})
        return value

    def render(self, value: Any, obj: Any = None, *, words: Any = None, **_kwargs: Any) -> str:
        """The name."""
        key = value.slug if isinstance(value, Provider) else value
        return words.list_of("provider").told(key) if key else ""


class OfRound(Widget):
    """The cell ``inner`` of the field ``name`` of the round that stands at ``place`` (from 0; the oldest first)."""

    def __init__(self, place: int, name: str, inner: Widget) -> None:
        super().__init__()
        self.place, self.name, self.inner = place, name, inner

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """What the round keeps."""
        return self.inner.clean(value, row, **kwargs)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The text, of the rounds of a measure or of one value."""
        if not hasattr(value, "all"):
            return str(self.inner.render(value, **kwargs))
        rounds = rounds_of(value)
        if self.place >= len(rounds):
            return ""
        call = rounds[self.place]
        kept = around_of(call) if self.name == "around" else getattr(call, self.name)
        return str(self.inner.render(kept, **kwargs))


def rounds_of(calls: Any) -> list[Any]:
    """The rounds of a measure, in the order of the table: the oldest first. Prefetch them."""
    return sorted(calls.all(), key=lambda call: call.pk)


def around_of(call: Any) -> tuple[int, int] | None:
    """Around which day and month a round comes."""
    return (call.day, call.month) if call.month else None
