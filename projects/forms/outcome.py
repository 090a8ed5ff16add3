"""What came of a call, and whom they found."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.models import Actor

from ..calling import Result
from ..models import Outcome, PartnerCall
from .naming import AS_IT_STANDS, LONGEST, NamesActor


class OutcomeForm(NamesActor, forms.Form):
    """What came of a call; whom they found: one who answered, or another organisation of the platform."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what came of it."),
            "invalid_choice": _("Choose what came of it."),
        },
    )
    found = forms.ModelChoiceField(
        label=_("Whom did you find?"),
        queryset=Actor.objects.none(),
        required=False,
        empty_label=None,
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )
    other = forms.CharField(
        label=_("Another organisation on this platform"),
        max_length=LONGEST,
        required=False,
        help_text=AS_IT_STANDS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, call: PartnerCall, initial: dict[str, Any] | None = None) -> None:
        self.call, self.alike = call, []
        super().__init__(data, label_suffix="", initial=initial)
        answers = call.answers.confirmed()
        self.answered = list(self.known().filter(call_answers__in=answers).distinct().order_by("name"))
        self.before = call.found if call.found and call.found not in self.answered else None
        field: Any = self.fields["found"]
        field.queryset = self.known()
        self.offer_choices()

    def clean(self) -> dict[str, Any]:
        """One actor, or none; who answered here was found here."""
        answers = super().clean() or self.cleaned_data
        typed, chosen = answers.get("other", ""), answers.get("found")
        if answers.get("outcome") == Outcome.NOT:
            answers["found"] = None
        elif typed:
            answers["found"] = self.meant(typed, chosen)
        found = answers.get("found")
        if found in self.answered and answers.get("outcome") == Outcome.ELSEWHERE:
            told = gettext("%(name)s answered your call here. Then choose “found, through this platform”.")
            self.add_error("outcome", told % {"name": found})
        return answers

    def meant(self, typed: str, chosen: Actor | None) -> Actor | None:
        """Whom somebody means who typed a name, and perhaps chose out of the list too; says it when that is not clear."""
        named = self.named(typed)
        if chosen is not None and (chosen == named or chosen in self.alike):
            return chosen
        if chosen is not None:
            self.add_error("other", _("You chose somebody, and typed another name. Leave one of both empty."))
        elif named is None:
            self.offer_choices()
            above = _("Choose whom you mean in the list above, or write the name otherwise.")
            self.add_error("other", above if self.alike else self.problem)
        return named

    def known(self) -> Any:
        """Everybody who shows, but oneself."""
        return super().known().exclude(pk=self.call.actor_id)

    def offer_choices(self) -> None:
        """Lists who answered, whom they named before, and whom they may mean."""
        groups = (
            (_("Answered your call"), self.answered),
            (_("Named before"), [self.before] if self.before else []),
            (_("Looks like what you typed"), self.alike),
        )
        field: Any = self.fields["found"]
        field.choices = [
            ("", _("somebody else, or I would rather not say")),
            *((label, [(actor.pk, where(actor)) for actor in actors]) for label, actors in groups if actors),
        ]

    @property
    def result(self) -> Result:
        """What was chosen."""
        return Result(self.cleaned_data["outcome"], self.cleaned_data.get("found"))


def where(actor: Actor) -> str:
    """The name of ``actor``, with its municipality."""
    return f"{actor.name} ({actor.municipality})" if actor.municipality else actor.name
