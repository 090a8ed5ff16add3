"""What somebody types of a plan: days and amounts. All may stay empty; what cannot be stays there with a sentence."""

import re
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from .days import DayField
from .money import EuroField

LONGEST = 60  # characters of an answer; nobody needs more for a day or an amount
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
FIRST_YEAR, LAST_YEAR = 2000, 2100
NO_SUCH_YEAR = _("Choose a day between 2000 and 2100.")
TOO_MUCH = _("This is more than anybody gives. Write at most 9 digits before the cents.")
MOST_DIGITS = 11


def day(label: Any) -> forms.DateField:
    """A day of the plan."""
    return DayField(label=label, required=False)


def euro(label: Any, help_text: Any) -> EuroField:
    """An amount of the plan."""
    errors = dict.fromkeys(["max_digits", "max_whole_digits"], TOO_MUCH)
    return EuroField(
        label=label,
        required=False,
        max_digits=MOST_DIGITS,
        help_text=help_text,
        error_messages=errors,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "40"}),
    )


class PlanForm(forms.Form):
    """When a plan begins and ends, what it costs, and how much of that somebody asks for."""

    begin = day(_("When do you begin?"))
    einde = day(_("When are you done?"))
    bedrag = euro(_("How much do you ask?"), _("A guess is enough, such as 1500 or 1.500,50."))
    kosten = euro(_("What does your whole plan cost?"), _("Then we work out what you pay yourself."))

    def __init__(self, asked: Any) -> None:
        """``asked``: the query string. Of a doubled key the last one counts; what no person types becomes a space."""
        typed = {name: clean_text(asked.get(name, "")) for name in self.base_fields}
        super().__init__(typed, label_suffix="", auto_id="%s")
        for name in ("begin", "einde"):
            if typed[name] and not ISO.fullmatch(
                typed[name]
            ):  # a field for days would not show what was typed
                self.fields[name].widget.input_type = "text"
                self.fields[name].widget.attrs.pop("type", None)

    def clean_begin(self) -> Any:
        """A day of these times."""
        return self.in_these_times("begin")

    def clean_einde(self) -> Any:
        """A day of these times."""
        return self.in_these_times("einde")

    def clean(self) -> dict[str, Any]:
        """Refuses an end before the beginning, and asking more than it costs."""
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begin"), cleaned.get("einde")
        if begins and ends and ends < begins:
            self.add_error("einde", _("Your plan ends before it begins. Change one of both."))
        amount, cost = cleaned.get("bedrag"), cleaned.get("kosten")
        if amount and cost and amount > cost:
            self.add_error("bedrag", _("You ask more than your whole plan costs. Change one of both."))
        return cleaned

    def in_these_times(self, name: str) -> Any:
        """The day in the field ``name``. Raises ``ValidationError`` for one that no plan has."""
        found = self.cleaned_data[name]
        if found:
            for validator in (
                MinValueValidator(FIRST_YEAR, NO_SUCH_YEAR),
                MaxValueValidator(LAST_YEAR, NO_SUCH_YEAR),
            ):
                validator(found.year)
        return found

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, also what cannot be."""
        return {name: value for name, value in self.data.items() if value}

    @property
    def wrong(self) -> list[forms.BoundField]:
        """The fields that need another look."""
        return [field for field in self if field.errors]


def clean_text(value: str) -> str:
    """``value`` without what nobody types on purpose, and no longer than a day or an amount can be."""
    printable = "".join(letter if letter.isprintable() else " " for letter in value[: LONGEST * 2])
    return printable.strip()[:LONGEST]
