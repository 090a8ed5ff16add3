"""Asking who made a practice, and telling that you did it too."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.forms.conversations import TOO_LONG, AskForm
from actors.models import Actor, Municipality

from ..models import HowItWent, Reuse
from ..models.practices import FIRST_YEAR
from ..practices import Done

LONGEST_TEXT = 2000


class PracticeAskForm(AskForm):
    """A question to who made a practice. With several makers one chooses whom to ask; the first is proposed."""

    maker = forms.ModelChoiceField(
        label=_("Whom do you ask?"),
        queryset=Actor.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose whom you ask."),
            "invalid_choice": _("This is none of who made it. Choose one of the list."),
        },
    )

    field_order = ["maker", "question", "name", "email", "organisation"]

    def __init__(self, data: Any = None, *, about: str, user: Any, makers: list[Actor]) -> None:
        super().__init__(data, about=about, user=user)
        self.makers = makers
        if len(makers) > 1:
            field: Any = self.fields["maker"]
            field.queryset = Actor.objects.filter(pk__in=[maker.pk for maker in makers])
            field.choices = [(maker.pk, maker.name) for maker in makers]
        else:
            del self.fields["maker"]

    @property
    def chosen(self) -> Actor | None:
        """Who is asked; None: the team."""
        known: Actor | None = self.cleaned_data.get("maker")
        return known or next(iter(self.makers), None)


class ReuseForm(forms.Form):
    """What an actor tells about doing a practice too."""

    actor = forms.ModelChoiceField(
        label=_("Who did it?"),
        queryset=Actor.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose for whom you tell this."),
            "invalid_choice": _("You do not act for this organisation. Choose one of the list."),
        },
    )
    municipality = forms.ModelChoiceField(
        label=_("Where?"),
        queryset=Municipality.objects.none(),
        empty_label=_("Choose a municipality"),
        error_messages={
            "required": _("Choose the municipality."),
            "invalid_choice": _("We do not know this municipality. Choose one of the list."),
        },
    )
    year = forms.IntegerField(
        label=_("In which year?"),
        help_text=_("Did it take longer? Fill in the year in which it began."),
        min_value=FIRST_YEAR,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Fill in the year."),
            "invalid": _("Fill in the year as four digits, such as 2024."),
            "min_value": _("Fill in the year as four digits, such as 2024."),
        },
    )
    went = forms.ChoiceField(
        label=_("How did it go?"),
        choices=HowItWent,
        widget=forms.RadioSelect,
        help_text=_("Did it not work? Tell it all the same: others learn as much from that."),
        error_messages={
            "required": _("Choose how it went."),
            "invalid_choice": _("Choose how it went."),
        },
    )
    changed = forms.CharField(
        label=_("What did you do in another way?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )
    note = forms.CharField(
        label=_("What can others learn from it?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, data: Any = None, *, user: Any, reuse: Reuse | None = None) -> None:
        """``reuse``: what is changed; its actor can be chosen too, whoever looks."""
        own = Actor.objects.filter(pk__in=[*user.own_actors, *([reuse.actor_id] if reuse else [])])
        super().__init__(data, initial=told(reuse) if reuse else first_guess(own), label_suffix="")
        self.fields["actor"].queryset = own.order_by("search_name", "pk")  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = Municipality.objects.all()  # type: ignore[attr-defined]
        this_year = timezone.localdate().year
        self.fields["year"].widget.attrs |= {"min": FIRST_YEAR, "max": this_year}
        for name in ("changed", "note"):
            self.fields[name].widget.attrs.pop("maxlength", None)  # a browser would cut off what is pasted

    @property
    def done(self) -> Done:
        """What was told."""
        return Done(**self.cleaned_data)


def told(reuse: Reuse) -> dict[str, Any]:
    """A stored reuse as the form shows it."""
    return {
        "actor": reuse.actor_id,
        "municipality": reuse.municipality_id,
        "year": reuse.year,
        "went": reuse.went,
        "changed": reuse.changed,
        "note": reuse.note,
    }


def first_guess(own: Any) -> dict[str, Any]:
    """This year, and for who acts for one actor its municipality."""
    known = list(own[:2])
    place = known[0].municipality_id if len(known) == 1 else None
    return {"year": timezone.localdate().year, "municipality": place}
