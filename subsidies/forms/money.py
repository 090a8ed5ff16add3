"""Amounts as people type them: with a comma or a point, with or without "€"."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

UNIT = re.compile(r"^(?:€|euro?)\s*|\s*(?:€|euro?)$", re.IGNORECASE)
ROUND = re.compile(r",-{1,2}$")  # 1500,- and 1500,-- as in a shop
PLAIN = re.compile(r"^(\d+)(?:[.,](\d{1,2}))?$")
GROUPED = re.compile(r"^([1-9]\d{0,2}(?:([., ])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d{1,2}))?$", re.ASCII)


def parse_euro(text: str) -> Decimal:
    """``text`` as euro: "1500", "1.500", "€ 1.500,50", "1,500.50 euro", "1500,-". Raises ``ValueError`` for anything else.

    Three digits after a point, a comma or a space are thousands; one or two after a point or comma are cents.
    """
    number = ROUND.sub("", UNIT.sub("", " ".join(text.split())))
    if found := PLAIN.match(number):
        whole, cents = found[1], found[2]
    elif found := GROUPED.match(number):
        whole, cents = re.sub(r"\D", "", found[1]), found[3]
    else:
        raise ValueError(text)
    if not (whole.isascii() and (cents or "").isascii()):
        raise ValueError(text)
    return Decimal(f"{whole}.{cents or '0'}")


class EuroField(forms.DecimalField):
    """An amount in euro. What was typed stays when it cannot be read."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write an amount in euro, such as 1500 or 1.500,50.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 12, "decimal_places": 2, "min_value": Decimal(0), **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """A known amount as one types it in the language of the page, so with a comma in Dutch; what was typed as it was."""
        return number_format(value, 2) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """The exact amount; None when nothing was typed."""
        if value in self.empty_values:
            return None
        try:
            return value if isinstance(value, Decimal) else parse_euro(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
