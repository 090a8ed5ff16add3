"""The kinds of cells that only tables of actors have; the others are in ``ecru.base.tables.cells``."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.widgets import Widget
from stdnum.be import vat as kbo

from actors.models import ActorName
from actors.models.actor import validate_kbo
from ecru.base.spreadsheet.cells import tidy
from ecru.base.tables.cells import Text, joined, parts, slug_of, slugs_of

COMPANY_DIGITS = 10


class Company(Widget):
    """A company number; also one whose leading zero a spreadsheet took away."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> str:
        """The ten digits."""
        number = kbo.compact(value) if value else ""
        if number.isdecimal() and len(number) == COMPANY_DIGITS - 1:
            number = f"0{number}"
        if number:
            validate_kbo(number)
        return number

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The number as people write it."""
        return f"{value[:4]}.{value[4:7]}.{value[7:]}" if value else ""


class Degrees(Text):
    """A position in degrees, with a comma or a point."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        """The number, to five decimals (one metre)."""
        if not value:
            return None
        try:
            number = Decimal(value.replace(",", ".")).quantize(Decimal("0.00001"))
        except InvalidOperation as error:
            raise ValidationError(_("Write a number like 50,96512.")) from error
        return self.field.clean(number, None)

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The number as Excel in Dutch reads it."""
        return "" if value is None else f"{Decimal(value):.5f}".replace(".", ",")


class OneActor(Widget):
    """Another actor, by key, name or company number."""

    def clean(self, value: Any, row: Any = None, *, words: Any, **_kwargs: Any) -> str | None:
        """Its slug."""
        return words.actor(value) if value else None

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """Its key."""
        return slug_of(value) if value else ""


class SeveralActors(Widget):
    """Other actors."""

    def clean(self, value: Any, row: Any = None, *, words: Any, **_kwargs: Any) -> list[str]:
        """Their slugs, in one order."""
        return sorted({words.actor(part) for part in parts(value)})

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """Their keys."""
        return joined(slugs_of(value))


class Names(Widget):
    """Other names of one kind, in the order they stand."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> list[str]:
        """The names."""
        names, field = parts(value), ActorName._meta.get_field("name")
        return [field.clean(name, None) for name in names]

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The names."""
        if isinstance(value, list):
            return joined(value)
        return joined(tidy(entry.name) for entry in value.all() if entry.kind == self.kind)
