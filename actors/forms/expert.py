"""Becoming an expert, and keeping the profile of one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.expertise import Profile
from actors.expertise.pausing import LONGEST_PAUSE
from actors.models import Availability, Expert, Fee, Share
from actors.models.consents import COLUMNS

from .profile import Part, ProfileForm

MOST_WORDS = 3000
AGREE = "agree_"
TIMES = [
    (Availability.AVAILABLE, _("Open: people may ask me")),
    (Availability.LIMITED, _("Limited: I have some time")),
    (Availability.NOT_NOW, _("Pause: nobody can ask me anything until a day")),
]
FEES = [
    (Fee.UNKNOWN, _("I do not say it yet")),
    (Fee.VOLUNTARY, _("Nothing: I do it as a volunteer")),
    (Fee.ALLOWANCE, _("An allowance")),
    (Fee.RATE, _("A rate")),
]
WHERE = _("It shows on your page, in the list of experts, in search, and in data for search engines.")
CONSENTS: dict[Share, tuple[Any, Any]] = {
    Share.NAME: (
        _("My name may show"),
        _(
            "It is the title of your page and of your card. Without your name there is no page, whatever else you tick."
        ),
    ),
    Share.STORY: (_("What I can tell may show"), WHERE),
    Share.TOPICS: (_("My topics and what I do for people may show"), WHERE),
    Share.LANGUAGES: (_("My languages may show"), WHERE),
    Share.WHERE: (
        _("Where I live and where I come may show"),
        _("Only the municipality, never an address. Your card gets the colours of those places."),
    ),
    Share.TIME: (
        _("Whether I have time and what I ask for it may show"),
        _(
            "That you pause always shows, because nobody can ask you anything then. Until when shows with this tick."
        ),
    ),
    Share.EXPERIENCE: (
        _("It may show that I know it from my own life"),
        _("A label with “expert by experience” stands beside your name, and people can look for it."),
    ),
}


def agreement(share: Share) -> forms.BooleanField:
    """The tick with which a person agrees to show one part."""
    label, help_text = CONSENTS[share]
    return forms.BooleanField(label=label, help_text=help_text, required=False)


class ExpertForm(ProfileForm):
    """The expertise of an actor; nothing in it is about a person, so no consent is asked."""

    parts: ClassVar[Sequence[Part]] = (
        Part(_("What you can tell"), _("Plain words, as you would say it to a neighbour."), ["can_tell", "can_tell_en", "url"]),
        Part(_("What about"), _("People look for these words."), ["topics", "offers"]),
        Part(_("Languages"), "", ["languages"]),
        Part(_("Where"), _("Where you are at home, and where you come."), ["municipality", "active_in"]),
        Part(
            _("Time and fee"),
            _("You can change this whenever you like."),
            ["availability", "available_from", "fee", "fee_note"],
        ),
        Part(_("Your own life"), "", ["by_experience"]),
        Part(_("Where questions go"), "", ["contact_email"]),
    )  # fmt: skip

    url = forms.URLField(label=_("A web page about this"), required=False, assume_scheme="https")
    availability = forms.TypedChoiceField(
        label=_("Do you have time?"),
        choices=TIMES,
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    available_from = forms.DateField(
        label=_("Pause until"),
        required=False,
        help_text=_("On this day people can ask you again. We write to you then."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("This is not a day. Write it as 31-12-2030.")},
    )
    fee = forms.ChoiceField(
        label=_("What do you ask for it?"),
        choices=FEES,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Expert
        fields: ClassVar[list[str]] = [
            *(name for names in COLUMNS.values() for name in names),
            "contact_email",
        ]
        widgets: ClassVar[dict[str, Any]] = dict.fromkeys(
            ("topics", "offers", "languages", "active_in"), forms.CheckboxSelectMultiple
        )
        labels: ClassVar[dict[str, Any]] = {
            "can_tell": _("What can people ask you?"),
            "can_tell_en": _("The same in English"),
            "topics": _("Topics"),
            "offers": _("What do you do for people?"),
            "languages": _("In which languages?"),
            "municipality": _("At home in"),
            "active_in": _("I also come to"),
            "fee_note": _("About the fee"),
            "by_experience": _("I know it from my own life (expert by experience)"),
            "contact_email": _("E-mail address for questions"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "can_tell": _("A few sentences are enough. Write no phone number or e-mail address here."),
            "fee_note": _("For instance: travel costs only, or 60 euro an hour. At most 200 characters."),
            "contact_email": _("It never shows. Questions come through a form."),
        }

    def __init__(self, data: Any = None, *, instance: Expert, initial: dict[str, Any] | None = None) -> None:
        own = {name: instance.own_value(name) for names in COLUMNS.values() for name in names}
        own["availability"] = None if own["availability"] == Availability.UNKNOWN else own["availability"]
        super().__init__(data, instance=instance, initial={**own, **(initial or {})})

    def clean_availability(self) -> int:
        """Left open means that it is not said yet."""
        return self.cleaned_data["availability"] or Availability.UNKNOWN

    def clean_fee(self) -> str:
        """Left open means that it is not said yet."""
        return self.cleaned_data["fee"] or Fee.UNKNOWN

    def clean_can_tell(self) -> str:
        """Refuses a text that nobody reads to its end."""
        return self.short(self.cleaned_data["can_tell"])

    def clean_can_tell_en(self) -> str:
        """The same in English."""
        return self.short(self.cleaned_data["can_tell_en"])

    def short(self, text: str) -> str:
        """``text``, unless it is too long for a page."""
        if len(text) > MOST_WORDS:
            said = _("This is %(length)d characters long, and at most %(most)d fit. Make it shorter.")
            raise forms.ValidationError(said, params={"length": len(text), "most": MOST_WORDS})
        return text

    def clean(self) -> dict[str, Any]:
        """A pause has an end, in the future; what does not pause has none."""
        cleaned = super().clean()
        pauses, until = cleaned.get("availability") == Availability.NOT_NOW, cleaned.get("available_from")
        today = timezone.localdate()
        if pauses and until is None and "available_from" not in self.errors:
            self.add_error("available_from", _("Choose the day on which people can ask you again."))
        elif pauses and until and not today < until <= today + LONGEST_PAUSE:
            self.add_error("available_from", _("Choose a day in the future, at most two years from now."))
        elif until and not pauses and "available_from" not in self.changed_data:
            cleaned["available_from"] = None  # the day of a pause that they end now
        elif until and not pauses:
            self.add_error("available_from", _("This day is for a pause. Choose “Pause”, or empty the day."))
        return cleaned

    @property
    def profile(self) -> Profile:
        """What was typed well. Half a pause is none."""
        values = self.values
        if "available_from" in self.errors:
            values = {
                name: value
                for name, value in values.items()
                if name not in {"availability", "available_from"}
            }
        return Profile(values)


class PersonForm(ExpertForm):
    """The profile of a person: each part shows with their consent only."""

    parts: ClassVar[Sequence[Part]] = [
        *(
            Part(part.title, part.lead, part.names, AGREE + share)
            for part, share in zip(
                (
                    Part(_("Your name"), _("Use the name that people know you by."), ["name"]),
                    *ExpertForm.parts,
                ),
                Share,
                strict=False,
            )
        ),
        ExpertForm.parts[-1],
    ]

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Fill in your name. It only shows when you agree to it.")},
    )
    agree_naam = agreement(Share.NAME)
    agree_verhaal = agreement(Share.STORY)
    agree_onderwerpen = agreement(Share.TOPICS)
    agree_talen = agreement(Share.LANGUAGES)
    agree_plaats = agreement(Share.WHERE)
    agree_tijd = agreement(Share.TIME)
    agree_ervaring = agreement(Share.EXPERIENCE)

    def __init__(self, data: Any = None, *, instance: Expert, new_name: str = "") -> None:
        """``new_name``: the one that waits for the editors."""
        self.days = {consent.field: consent.given_on for consent in instance.consents.running()}
        ticks = {AGREE + share: share in self.days for share in Share}
        super().__init__(data, instance=instance, initial={**ticks, "name": new_name or instance.person_name})

    def clean_name(self) -> str:
        """The name on one line."""
        return " ".join(self.cleaned_data["name"].split())

    @property
    def agreed(self) -> frozenset[str]:
        """The parts that the person agrees to show."""
        return frozenset(share for share in Share if self.cleaned_data.get(AGREE + share))

    @property
    def profile(self) -> Profile:
        """What was typed well, with what the person agrees to."""
        return Profile(super().profile.values, self.cleaned_data.get("name", ""), self.agreed)

    def given_on(self, consent: str) -> Any:
        """Since when the person agrees."""
        return self.days.get(consent.removeprefix(AGREE))


class StartForm(forms.Form):
    """The name under which somebody begins a profile of their own."""

    name = forms.CharField(
        label=_("Under which name?"),
        max_length=120,
        help_text=_("Nothing shows yet. You choose later what may show."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Fill in your name. Nothing shows yet.")},
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")

    def clean_name(self) -> str:
        """The name on one line."""
        return " ".join(self.cleaned_data["name"].split())


class PauseForm(forms.Form):
    """Until when an expert goes on pausing."""

    until = forms.DateField(
        label=_("Pause until"),
        help_text=_("On this day people can ask you again. We write to you then."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("This is not a day. Write it as 31-12-2030."),
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
