"""The form of a round: when one can ask, how much there is to divide, and since when that is spent."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from actors.editing import Typed, read_marks
from actors.forms.own import MarkedForm
from actors.forms.own.form import plain
from subsidies.keeping import ROUND, stored
from subsidies.models import Call, Measure, Rhythm
from subsidies.moments import hour_of, local, moment_of

from .fields import AmountField, DayField, HourField, told_amount

MOMENTS = {"opens_at": "opens", "closes_at": "closes", "spent_at": "spent"}
EMPTY = {**dict.fromkeys(ROUND), "name": "", "note": "", "rhythm": Rhythm.ONCE.value, "asks_budget": False}


def month_or_none(value: str) -> int | None:
    """The number of a month."""
    return int(value) if value else None


class RoundForm(MarkedForm):
    """A round of ``measure``; ``call`` is None for a new one."""

    names = ROUND
    stands_for = {name: f"{stem}_on" for name, stem in MOMENTS.items()}

    name = forms.CharField(
        label=_("Name of the round"),
        required=False,
        max_length=60,
        help_text=_("Without a year, such as: spring. Rounds of the same name follow each other."),
    )
    rhythm = forms.ChoiceField(label=_("How often?"), choices=Rhythm.choices, widget=forms.RadioSelect)
    opens_on = DayField(label=_("Opens on"))
    opens_hour = HourField(label=_("At what hour does it open?"))
    closes_on = DayField(label=_("Closes on"), help_text=_("The last day on which people can ask."))
    closes_hour = HourField(
        label=_("At what hour does it close?"), help_text=_("Leave it empty when the whole day counts.")
    )
    month = forms.TypedChoiceField(
        label=_("Around which month?"),
        required=False,
        choices=[("", _("not needed")), *MONTHS.items()],
        coerce=month_or_none,
        empty_value=None,
        help_text=_("Only for what comes every year, when the day is not known yet."),
    )
    day = forms.IntegerField(
        label=_("Around which day of that month?"),
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Write a day of the month, from 1 to 31.")},
    )
    budget = AmountField(label=_("Budget in euro"), max_digits=14)
    spent_on = DayField(label=_("Budget spent since"), help_text=_("Empty as long as there is money."))
    spent_hour = HourField(label=_("At what hour was it spent?"))
    note = forms.CharField(label=_("What to know about it"), required=False, max_length=300)
    asks_budget = forms.BooleanField(
        label=_("Who asks fills in a budget"),
        required=False,
        help_text=_("Costs and incomes, which must be the same."),
    )

    def __init__(self, data: Any = None, *, measure: Measure, call: Call | None = None) -> None:
        self.measure, self.call = measure, call
        super().__init__(data, shown=stored(call) if call else EMPTY)

    def asked(self, values: dict[str, Any]) -> dict[str, Any]:
        """Moments as a day and an hour in Brussels, the budget as people write it."""
        asked = {name: value for name, value in values.items() if name not in MOMENTS}
        if "budget" in asked:
            asked["budget"] = told_amount(asked["budget"])
        for name, stem in MOMENTS.items():
            if name in values:
                asked |= day_and_hour(stem, values[name], last=name == "closes_at")
        return asked

    def tell(self, conflict: Any) -> None:
        """As every form does; an hour goes with its day."""
        super().tell(conflict)
        now = self.asked(conflict.now)
        for name in conflict.theirs & MOMENTS.keys():
            stem = MOMENTS[name]
            self.data[f"{stem}_on"], self.data[f"{stem}_hour"] = now[f"{stem}_on"], now[f"{stem}_hour"]  # type: ignore[index]

    def clean(self) -> dict[str, Any]:
        """Makes moments of days and hours, and refuses dates that cannot be."""
        answers = super().clean() or self.cleaned_data
        for name, stem in MOMENTS.items():
            if f"{stem}_on" in answers and f"{stem}_hour" in answers:
                answers[name] = self.moment(stem, answers, last=name == "closes_at")
        if not self.errors:
            self.hold_against_the_rules(answers)
        return answers

    def moment(self, stem: str, answers: dict[str, Any], *, last: bool) -> datetime | None:
        """The moment that two questions give together; None without a day. What is wrong stands beside its question."""
        day, hour = answers[f"{stem}_on"], answers[f"{stem}_hour"]
        if day is None:
            if hour is not None:
                self.add_error(f"{stem}_on", _("Give the day too, or empty the hour."))
            return None
        try:
            return moment_of(day, hour, last=last)
        except ValidationError as error:
            self.add_error(f"{stem}_hour" if hour else f"{stem}_on", error)
            return None

    def hold_against_the_rules(self, answers: dict[str, Any]) -> None:
        """Puts what the rules of a round refuse beside its question."""
        meant = Call(measure=self.measure, **{name: answers[name] for name in ROUND})
        try:
            meant.clean()
        except ValidationError as error:
            self.refuse(error)

    def refuse(self, error: ValidationError) -> None:
        """Puts what the record refuses beside its question."""
        for name, texts in error.message_dict.items():
            question = self.stands_for.get(name, name)
            self.add_error(question if question in self.fields else None, texts)

    @property
    def values(self) -> dict[str, Any]:
        """The plain values of the round."""
        return {name: plain(self.cleaned_data[name]) for name in ROUND}

    @property
    def typed(self) -> Typed:
        """What was typed, as ``keeping.change_round`` takes it."""
        return Typed(self.values, read_marks(self.cleaned_data["seen"], ROUND))


def day_and_hour(stem: str, moment: str | None, *, last: bool) -> dict[str, str]:
    """The answers of the two questions about a stored moment."""
    if not moment:
        return {f"{stem}_on": "", f"{stem}_hour": ""}
    when = datetime.fromisoformat(moment)
    hour = hour_of(when, last=last)
    told = "" if hour is None else f"{hour:%H:%M:%S}" if hour.second else f"{hour:%H:%M}"
    return {f"{stem}_on": f"{local(when):%Y-%m-%d}", f"{stem}_hour": told}
