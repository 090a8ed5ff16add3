"""Being a volunteer, asking one, and answering."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.forms.profile import Part, ProfileForm
from actors.models import Actor
from ecru.base.guard import GuardedForm

from ..models import Volunteer
from ..models.volunteers import Day, DayPart, Reach
from ..volunteering import Answer, Wish

MOST_TEXT = 2000
YES, NO = "ja", "nee"


class VolunteerForm(ProfileForm):
    """The own profile of a volunteer."""

    parts: ClassVar[Sequence[Part]] = (
        Part(_("Who you are"), _("Members see your first name only, never your address."), ["first_name"]),
        Part(_("What you like to do"), "", ["helps", "about"]),
        Part(_("When"), _("Roughly is fine. You say yes or no each time."), ["days", "parts_of_day"]),
        Part(_("How far"), "", ["municipality", "comes_to", "reach"]),
        Part(_("With whom"), "", ["languages", "target_groups"]),
        Part(_("After a yes"), _("This goes to an association only when you tick that, each time anew."), ["contact_way"]),
        Part(_("A pause"), _("Nobody asks you anything until this day. Empty the day to end your pause."), ["paused_until"]),
    )  # fmt: skip

    days = forms.MultipleChoiceField(
        label=_("On which days?"), choices=Day, required=False, widget=forms.CheckboxSelectMultiple
    )
    parts_of_day = forms.MultipleChoiceField(
        label=_("On which part of the day?"),
        choices=DayPart,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reach = forms.TypedChoiceField(
        label=_("How far from home?"),
        choices=Reach,
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    paused_until = forms.DateField(
        label=_("I pause until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("This is not a day. Write it as 31-12-2030.")},
    )

    class Meta:
        model = Volunteer
        fields: ClassVar[list[str]] = [
            *("first_name", "helps", "about", "days", "municipality", "comes_to", "reach"),
            *("languages", "target_groups", "contact_way", "paused_until"),
        ]
        widgets: ClassVar[dict[str, Any]] = dict.fromkeys(
            ("helps", "comes_to", "languages", "target_groups"), forms.CheckboxSelectMultiple
        )
        labels: ClassVar[dict[str, Any]] = {
            "first_name": _("Your first name"),
            "helps": _("What do you want to help with?"),
            "about": _("Tell it in your own words"),
            "municipality": _("I am at home in"),
            "comes_to": _("I also come to"),
            "languages": _("Languages that I speak"),
            "target_groups": _("I like to work with"),
            "contact_way": _("How may they reach you?"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "about": _("Write no surname, phone number or e-mail address here."),
            "contact_way": _(
                "A phone number or an e-mail address. Left empty, it is the address of your account."
            ),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "first_name": {
                "required": _("Fill in a first name, or another name that people may call you by.")
            },
        }

    def __init__(self, data: Any = None, *, instance: Volunteer) -> None:
        super().__init__(data, instance=instance, initial={"parts_of_day": instance.parts})

    def clean_about(self) -> str:
        """Refuses a text that nobody reads to its end."""
        text = self.cleaned_data["about"]
        if len(text) > MOST_TEXT:
            said = _("This is %(length)d characters long, and at most %(most)d fit. Make it shorter.")
            raise forms.ValidationError(said, params={"length": len(text), "most": MOST_TEXT})
        return text

    def clean_paused_until(self) -> Any:
        """A pause that is over is none; a new one ends in the future."""
        day = self.cleaned_data["paused_until"]
        if day and day <= timezone.localdate():
            if "paused_until" in self.changed_data:
                raise forms.ValidationError(_("Choose a day in the future."))
            return None
        return day

    @property
    def values(self) -> dict[str, Any]:
        """What was typed well, by column of the record."""
        typed = super().values
        if "parts_of_day" in self.cleaned_data:
            typed["parts"] = self.cleaned_data["parts_of_day"]
        return typed


class AskVolunteerForm(GuardedForm):
    """A request to a volunteer, for an actor that one acts for."""

    actor = forms.ModelChoiceField(
        label=_("For whom do you ask?"),
        queryset=Actor.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose for whom you ask."),
            "invalid_choice": _("Choose for whom you ask."),
        },
    )
    what = forms.CharField(
        label=_("What do you need?"),
        max_length=MOST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": _("Write down what you need.")},
    )
    when = forms.CharField(
        label=_("When?"),
        max_length=200,
        help_text=_("For instance: Saturday 12 December, from two to five."),
        error_messages={"required": _("Write down when it is.")},
    )
    where = forms.CharField(
        label=_("Where?"), max_length=200, error_messages={"required": _("Write down where it is.")}
    )
    contact_way = forms.CharField(
        label=_("How can the volunteer reach you?"),
        max_length=200,
        help_text=_("It goes to them only after a yes, when they want to exchange addresses."),
        error_messages={"required": _("Write down how they can reach you.")},
    )

    def __init__(self, data: Any = None, *, about: str, user: Any) -> None:
        super().__init__(data, about=about)
        self.fields["actor"].queryset = Actor.objects.own(user).order_by("name")  # type: ignore[attr-defined]
        self.initial["contact_way"] = user.email

    @property
    def wish(self) -> Wish:
        """What was typed."""
        cleaned = self.cleaned_data
        one_line = {name: " ".join(cleaned[name].split()) for name in ("when", "where", "contact_way")}
        return Wish(what=cleaned["what"], **one_line)


class AnswerForm(forms.Form):
    """Yes or no, without a reason, with a word if one wants."""

    word = forms.CharField(
        label=_("A word with your answer"), required=False, max_length=MOST_TEXT, widget=forms.Textarea
    )
    shares = forms.BooleanField(
        label=_("My way of contact may go to this association"),
        required=False,
        help_text=_(
            "For a yes. You get theirs too. Without this tick we exchange no addresses: write above how you go on."
        ),
    )
    block = forms.BooleanField(label=_("They may not ask me anything any more"), required=False)
    answer = forms.ChoiceField(
        choices=[(YES, YES), (NO, NO)],
        widget=forms.HiddenInput,
        error_messages={"required": _("Press yes or no."), "invalid_choice": _("Press yes or no.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.fields["word"].widget.attrs.pop("maxlength", None)

    @property
    def given(self) -> Answer:
        """What was chosen."""
        cleaned = self.cleaned_data
        return Answer(cleaned["answer"] == YES, cleaned["word"], cleaned["shares"], cleaned["block"])
