"""The forms of paying: the account, the agreement, a batch, what lapses and what has to come back."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecru.base.guard import fresh_stamp
from ecru.base.iban import NotSound, sound_iban

from ..models import Agreement, BankAccount, Dossier
from .days import DayField
from .money import EuroField

# Countries of the Single Euro Payments Area, by the code with which their account numbers begin (EPC 409-09).
SEPA = frozenset(
    [
        "AD",
        "AL",
        "AT",
        "BE",
        "BG",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GB",
        "GI",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MC",
        "MD",
        "ME",
        "MK",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "RS",
        "SE",
        "SI",
        "SK",
        "SM",
        "VA",
    ]
)
USUAL_ADVANCE = Decimal("0.80")
LEAST = Decimal("0.01")
MOST_WORDS = 300
CAME_BACK = "terug"


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A question for a day."""
    return DayField(label=label, error_messages={"required": gettext_lazy("Choose a day.")}, **more)


def why_field(label: Any, missing: Any, most: int = MOST_WORDS) -> forms.CharField:
    """A question for a reason in a few words."""
    field = forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": missing,
            "max_length": gettext_lazy("At most %(limit_value)d characters fit. You wrote %(show_value)d."),
        },
    )
    field.widget.attrs.pop("maxlength", None)
    return field


def amount_field(label: Any) -> EuroField:
    """A question for an amount above zero."""
    messages = {
        "required": gettext_lazy("Fill in an amount."),
        "min_value": gettext_lazy("Fill in an amount above zero."),
    }
    return EuroField(label=label, min_value=LEAST, error_messages=messages)


class AccountForm(forms.Form):
    """The account on which an organisation gets its money."""

    iban = forms.CharField(
        label=gettext_lazy("Account number (IBAN)"),
        max_length=60,
        help_text=gettext_lazy(
            "For example: BE68 5390 0754 7034. Take it over from a statement of the bank."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Fill in the account number.")},
    )
    holder = forms.CharField(
        label=gettext_lazy("In whose name is the account?"),
        max_length=70,
        help_text=gettext_lazy("The name of the organisation, as the bank has it."),
        error_messages={
            "required": gettext_lazy("Fill in in whose name the account is."),
            "max_length": gettext_lazy("At most %(limit_value)d characters fit. You wrote %(show_value)d."),
        },
    )

    def __init__(self, data: Any = None, *, known: BankAccount | None = None) -> None:
        super().__init__(data, label_suffix="", initial={"holder": known.holder} if known else None)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def clean_iban(self) -> str:
        """The number without spaces, when its check digits are right and the bank is in the euro payments area."""
        try:
            found = sound_iban(self.cleaned_data["iban"])
        except NotSound as error:
            raise ValidationError(
                _(
                    "This account number is not right. Compare it with a statement of the bank, number by number."
                )
            ) from error
        if found[:2] not in SEPA:
            raise ValidationError(
                _("ECRU cannot pay on an account in this country. Give an account in the euro payments area.")
            )
        return found


class PhoneForm(forms.Form):
    """How ECRU confirmed an account number on the phone."""

    note = why_field(
        gettext_lazy("Whom did you call, on which number, and when?"),
        gettext_lazy("Write down whom you called, and when. It is kept with the account number."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class AgreementForm(forms.Form):
    """What an agreement says."""

    advance = EuroField(
        label=gettext_lazy("Advance, in euro"),
        help_text=gettext_lazy(
            "Paid after signing. The rest is the balance, paid after an accepted final report."
        ),
        error_messages={"required": gettext_lazy("Fill in the advance; 0 for none.")},
    )
    starts_on = day_field(gettext_lazy("From"))
    ends_on = day_field(gettext_lazy("Until"))
    report_due_on = day_field(
        gettext_lazy("Final report by"),
        help_text=gettext_lazy("We remind them a month before, a week before, and when it is late."),
    )

    def __init__(self, data: Any = None, *, dossier: Dossier, agreement: Agreement | None = None) -> None:
        granted = dossier.granted or Decimal(0)
        known: dict[str, Any] = {
            "advance": (granted * USUAL_ADVANCE).quantize(LEAST),
            "starts_on": timezone.localdate(),
        }
        if agreement is not None:
            known = {name: getattr(agreement, name) for name in self.base_fields}
        known["advance"] = str(known["advance"]).replace(".", ",")
        super().__init__(data, label_suffix="", initial=known)
        self.granted = granted

    def clean_advance(self) -> Decimal:
        """At most what was granted."""
        advance: Decimal = self.cleaned_data["advance"]
        if advance > self.granted:
            raise ValidationError(_("The advance is more than what was granted. Fill in at most that."))
        return advance

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        typed = super().clean() or self.cleaned_data
        start = typed.get("starts_on")
        for name in ("ends_on", "report_due_on"):
            if start and typed.get(name) and typed[name] < start:
                self.add_error(name, _("This day is before the beginning. Choose a later one."))
        return typed


class ReportDayForm(forms.Form):
    """Another day by which the report has to be there."""

    day = day_field(gettext_lazy("Final report by"))

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data, label_suffix="", initial={"day": agreement.report_due_on}, prefix="verslag")


class BatchForm(forms.Form):
    """Which instalments go to the bank together, and on which day it pays."""

    instalments = forms.MultipleChoiceField(
        label=gettext_lazy("What do you pay?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one instalment."),
            "invalid_choice": gettext_lazy(
                "Something of your choice cannot be paid any more: look again, and choose from what is here."
            ),
        },
    )
    execution_on = day_field(gettext_lazy("On which day does the bank pay?"))
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]]) -> None:
        known = {
            "stamp": fresh_stamp(),
            "execution_on": timezone.localdate(),
            "instalments": [key for key, _label in choices],
        }
        super().__init__(data, label_suffix="", initial=known)
        field: Any = self.fields["instalments"]
        field.choices = choices

    def clean_execution_on(self) -> Any:
        """Today or later."""
        day = self.cleaned_data["execution_on"]
        if day < timezone.localdate():
            raise ValidationError(_("This day is over. Choose today or a later day."))
        return day


class PaidForm(forms.Form):
    """On which day the bank paid."""

    day = day_field(gettext_lazy("On which day did the bank pay?"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="", initial={"day": timezone.localdate()}, prefix="betaald")


class FailedForm(forms.Form):
    """Why the bank did not do a payment."""

    why = why_field(
        gettext_lazy("Why did the bank not pay it?"), gettext_lazy("Write down what the bank said.")
    )

    def __init__(self, data: Any = None, *, prefix: str) -> None:
        super().__init__(data, label_suffix="", prefix=prefix)


class LapseForm(forms.Form):
    """How much of an instalment lapses, and why."""

    amount = amount_field(gettext_lazy("How much lapses, in euro?"))
    why = why_field(gettext_lazy("Why?"), gettext_lazy("Say why it lapses. The applicant reads it."))

    def __init__(self, data: Any = None, *, prefix: str) -> None:
        super().__init__(data, label_suffix="", prefix=prefix)


class ClawbackForm(forms.Form):
    """How much has to come back, and why."""

    amount = amount_field(gettext_lazy("How much do you ask back, in euro?"))
    reason = why_field(
        gettext_lazy("Why?"), gettext_lazy("Say why it has to come back. The applicant reads it."), most=2000
    )
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="", prefix="terug", initial={"stamp": fresh_stamp()})


class ClaimForm(forms.Form):
    """How a claim ends: the money came back, or ECRU gives it up."""

    END = ((CAME_BACK, gettext_lazy("the money came back")), ("af", gettext_lazy("ECRU gives it up")))

    came_back = forms.TypedChoiceField(
        label=gettext_lazy("What happened?"),
        choices=END,
        coerce=lambda word: word == CAME_BACK,
        error_messages={
            "required": gettext_lazy("Choose what happened."),
            "invalid_choice": gettext_lazy("Choose what happened."),
        },
    )
    day = day_field(gettext_lazy("On which day?"))

    def __init__(self, data: Any = None, *, prefix: str) -> None:
        super().__init__(data, label_suffix="", prefix=prefix, initial={"day": timezone.localdate()})
