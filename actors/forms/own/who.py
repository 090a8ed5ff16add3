"""Who they are: names, kind, company number, their story, and whether they stopped."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actors.forms.fields import CompanyNumberField, LinesField
from actors.models import Actor, ActorKind
from actors.models.actor import validate_kbo

from .form import OwnForm
from .words import words

LONGEST_STORY = 5000


class WhoForm(OwnForm):
    """Names, kind and company number."""

    names = ("name", "other_names", "former_names", "kind", "kbo_number")

    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        help_text=_("As people know you. The old name stays on the page as a former name."),
        error_messages={"required": _("Fill in the name of your organisation.")},
    )
    other_names = LinesField(
        label=_("Also known as"),
        help_text=_("Short names and nicknames by which people look for you, one on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    former_names = LinesField(
        label=_("Called before"),
        help_text=_("Names from before, one on each line. Search finds you by them too."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ModelChoiceField(
        ActorKind.objects.none(),
        label=_("What kind of organisation are you?"),
        empty_label=None,
        error_messages={
            "required": _("Choose one of the list."),
            "invalid_choice": _("Choose one of the list."),
        },
    )
    kbo_number = CompanyNumberField(
        label=_("Company number"),
        required=False,
        max_length=30,
        validators=[validate_kbo],
        help_text=_("Only if you have one, such as 0440.966.354. Many groups have none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.queryset = words(ActorKind)

    def clean_name(self) -> str:
        """The name on one line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_other_names(self) -> list[str]:
        """The names in a fixed order."""
        return sorted(self.cleaned_data["other_names"])

    def clean_former_names(self) -> list[str]:
        """The names in a fixed order."""
        return sorted(self.cleaned_data["former_names"])

    def clean_kbo_number(self) -> str:
        """Refuses a number that another actor has."""
        number = self.cleaned_data["kbo_number"]
        others = Actor.objects.filter(kbo_number=number).exclude(pk=self.actor.pk)
        if number and others.exists():
            raise ValidationError(
                _(
                    "Another organisation here has this number already. Is it yours too? Mail us: "
                    "we make one page of both."
                ),
                code="twice",
            )
        return number


class StoryForm(OwnForm):
    """Who they are and what for."""

    names = ("description",)

    description = forms.CharField(
        label=_("Who are you, and what do you do?"),
        required=False,
        max_length=LONGEST_STORY,
        help_text=_(
            "Write as you would tell your neighbour: who you are, what you do, and for whom. Around 100 words is fine."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "data-count": LONGEST_STORY}),
        error_messages={
            "max_length": _(
                "This is too long: %(show_value)d characters, and at most %(limit_value)d fit. Nothing is lost: "
                "make it shorter and save again."
            )
        },
    )

    def clean_description(self) -> str:
        """The text with the line ends that the database holds."""
        return self.cleaned_data["description"].replace("\r\n", "\n").replace("\r", "\n")


class StoppedForm(OwnForm):
    """Having stopped."""

    names = ("closed",)

    closed = forms.BooleanField(
        label=_("Our organisation has stopped"),
        required=False,
        help_text=_("Your page stays, marked as stopped. Questions about it go to the editors."),
    )
    reason = forms.CharField(
        label=_("Since when, and who goes on with it?"),
        required=False,
        max_length=1000,
        help_text=_("For the editors. If the work goes on under another name, tell us that name."),
        widget=forms.Textarea(attrs={"rows": 4, "data-count": 1000}),
    )

    def clean(self) -> dict[str, Any]:
        """A reason alone says nothing to the editors."""
        answers = super().clean() or self.cleaned_data
        if answers.get("reason") and not answers.get("closed") and not self.shown["closed"]:
            self.add_error("closed", _("Tick this too, if you have stopped. Otherwise empty the box below."))
        return answers
