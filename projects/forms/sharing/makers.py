"""Naming an organisation that worked along."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from projects.models import MakerRole

LONGEST, MOST_ALIKE = 200, 5


class MakerForm(forms.Form):
    """The name of an actor, as it stands on the platform, and what it did."""

    actor = forms.CharField(
        label=_("Which organisation?"),
        max_length=LONGEST,
        help_text=_("Write the name as it stands under “Who is who”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("What did they do?"),
        choices=MakerRole.choices,
        initial=MakerRole.PARTNER,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None) -> None:
        self.alike: list[Actor] = []
        super().__init__(data, label_suffix="")

    def clean(self) -> dict[str, Any]:
        """The actor of that name, or the one that was picked out of those that look like it."""
        answers = super().clean() or self.cleaned_data
        picked = str(self.data.get("pick", ""))
        if picked.isdecimal():
            self.errors.pop("actor", None)
            answers["actor"] = self.known().filter(pk=int(picked[:18])).first()
        elif answers.get("actor"):
            answers["actor"] = self.named(" ".join(answers["actor"].split()))
        if not answers.get("actor") and "actor" not in self.errors:
            self.add_error("actor", self.problem)
        return answers

    def named(self, name: str) -> Actor | None:
        """The one actor called ``name``; None when there is none or more than one, and then ``alike`` says who it may be."""
        found = list(self.known().filter(name__iexact=name)[:2])
        if len(found) == 1:
            return found[0]
        self.alike = found or list(self.known().search(name).names_first(name)[:MOST_ALIKE])
        return None

    @property
    def problem(self) -> Any:
        """Why there is no actor."""
        if self.alike:
            return _("Choose whom you mean, or write the name otherwise.")
        return _("We do not know this organisation. Look under “Who is who” how it is written.")

    def known(self) -> Any:
        """Whom one may name: everybody who shows."""
        return Actor.objects.published().select_related("municipality")
