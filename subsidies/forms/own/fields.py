"""Questions about support: lines of text, amounts, percents, days and hours, each as people here write them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from subsidies.moments import read_hour

from .. import days
from ..money import EuroField

CENT = Decimal("0.01")
LONGEST_TEXT = 10_000


class TextBox(forms.CharField):
    """A text of some lines, with the line ends that the database holds."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        too_long = {
            "max_length": _(
                "This is too long: %(show_value)d characters, and at most %(limit_value)d fit. Nothing is lost: "
                "make it shorter and save again."
            )
        }
        box = forms.Textarea(attrs={"rows": rows})
        super().__init__(
            **{
                "required": False,
                "max_length": LONGEST_TEXT,
                "widget": box,
                "error_messages": too_long,
                **kwargs,
            }
        )

    def to_python(self, value: Any) -> str:
        """The text."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class AmountField(EuroField):
    """An amount in euro, exact to the cent as the database holds it."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "decimal"})
        below = {"min_value": _("An amount is not below zero.")}
        super().__init__(**{"required": False, "widget": box, "error_messages": below, **kwargs})

    def clean(self, value: Any) -> Any:
        """The amount with two decimals."""
        amount = super().clean(value)
        return amount if amount is None else amount.quantize(CENT)


class PercentField(forms.CharField):
    """A part of the costs from 0 to 100, with a comma or a point, with or without "%"."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(**{"required": False, "max_length": 20, "widget": box, **kwargs})

    def to_python(self, value: Any) -> Any:
        """The number with two decimals, or None. Raises ``ValidationError``."""
        typed = (super().to_python(value) or "").rstrip("% ").replace(",", ".")
        if not typed:
            return None
        try:
            number = Decimal(typed)
            fits = number.is_finite() and 0 <= number <= 100 and number == number.quantize(CENT)  # noqa: PLR2004
        except InvalidOperation:
            fits = False
        if not fits:
            raise ValidationError(_("Write a percentage from 0 to 100, such as 50 or 12,5."))
        return number.quantize(CENT)

    def run_validators(self, value: Any) -> None:
        """What ``to_python`` gave is right."""

    def validate(self, value: Any) -> None:
        """Any percentage is good, and so is none."""


class DayField(days.DayField):
    """A day that may stay empty."""

    default_error_messages = {"invalid": _("This day does not exist. Write it as 31-12-2026.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})


class HourField(forms.CharField):
    """An hour of the day, chosen or typed as 17:00, 17u or 17.30."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.TimeInput(attrs={"type": "time"}), **kwargs})

    def to_python(self, value: Any) -> Any:
        """The hour, or None. Raises ``ValidationError``."""
        typed = super().to_python(value) or ""
        if not typed:
            return None
        try:
            hour, _which = read_hour(typed)
        except ValueError as error:
            raise ValidationError(_("Write an hour as 17:00.")) from error
        return hour

    def run_validators(self, value: Any) -> None:
        """What ``to_python`` gave is right."""


def told_amount(plain: str | None) -> str:
    """A stored amount or percentage ("1500.00") as people write it: "1500", "12,50"."""
    return "" if plain is None else plain.removesuffix(".00").replace(".", ",")
