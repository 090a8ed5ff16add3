"""Beginning a practice, and sending it to the editors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, User
from projects.models import PracticeKind


class StartForm(forms.Form):
    """For which of one's own actors, what it is called, and what kind of thing it is."""

    actor = forms.ModelChoiceField(
        Actor.objects.none(),
        label=_("For which organisation do you tell this?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose for which organisation you tell this."),
            "invalid_choice": _("Choose one of the list."),
        },
    )
    title = forms.CharField(
        label=_("What do you call it?"),
        max_length=120,
        help_text=_(
            "Short and clear. You can change it later. For example: Singing with neighbours in the old canteen."
        ),
        error_messages={"required": _("Give it a name. You can change it later.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=PracticeKind.choices,
        initial=PracticeKind.GOOD_PRACTICE,
        widget=forms.RadioSelect,
        help_text=_("Not sure? Choose the first one."),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        mine: Any = self.fields["actor"]
        mine.queryset = Actor.objects.filter(pk__in=user.own_actors)
        if len(user.own_actors) == 1:
            self.initial["actor"] = next(iter(user.own_actors))


class OfferForm(forms.Form):
    """A word for the editors, when somebody sends it."""

    words = forms.CharField(
        label=_("Something for the editors"),
        required=False,
        max_length=1000,
        help_text=_("Only if it helps them. It does not show on the page."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.fields["words"].widget.attrs.pop("maxlength", None)
