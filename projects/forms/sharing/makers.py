"""Naming an organisation that worked along."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import MakerRole

from ..naming import AS_IT_STANDS, LONGEST, NamesActor


class MakerForm(NamesActor, forms.Form):
    """The name of an actor, as it stands on the platform, and what it did."""

    actor = forms.CharField(
        label=_("Which organisation?"),
        max_length=LONGEST,
        help_text=AS_IT_STANDS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("What did they do?"),
        choices=MakerRole.choices,
        initial=MakerRole.PARTNER,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None) -> None:
        self.alike = []
        super().__init__(data, label_suffix="")

    def clean(self) -> dict[str, Any]:
        """The actor of that name, or the one that was picked out of those that look like it."""
        answers = super().clean() or self.cleaned_data
        picked = str(self.data.get("pick", ""))
        if picked.isdecimal():
            self.errors.pop("actor", None)
            answers["actor"] = self.known().filter(pk=int(picked[:18])).first()
        elif answers.get("actor"):
            answers["actor"] = self.named(answers["actor"])
        if not answers.get("actor") and "actor" not in self.errors:
            self.add_error("actor", self.problem)
        return answers
