"""A form that saves as one goes and meets others: it carries marks of what it showed, and shows both texts when two people differ."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from actors.editing import Conflict, Typed, mark, marks, read_marks

THEIRS = "hun"  # after a clash: the text that is kept counts


class MarkedForm(forms.Form):
    """``kept``: what is kept now, plain (see ``subsidies.together``), by name. The template shows ``seen`` and ``clashes``."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, kept: dict[str, Any], initial: dict[str, Any]) -> None:
        self.kept = kept
        self.clashes: list[Any] = []
        super().__init__(data, initial={**initial, "seen": marks(kept)}, label_suffix="")

    def input_name(self, name: str) -> str:
        """The field that asks for ``name``."""
        return name

    def as_typed(self, _name: str, value: Any) -> Any:
        """A plain value as people type it."""
        return value

    def counts(self, _name: str) -> bool:
        """Whether what was typed under a name counts, when a script sends it by itself."""
        return True

    def typed(self, *, confirmed: bool) -> Typed:
        """What was typed well, also when something else is wrong; ``confirmed``: with a button, not by a script."""
        values = {
            name: self.cleaned_data[self.input_name(name)]
            for name in self.kept
            if self.was_sent(name) and (confirmed or self.counts(name))
        }
        return Typed(values, self.seen_marks)

    @property
    def seen_marks(self) -> dict[str, str]:
        """The marks that came along, by name."""
        return read_marks(str(self["seen"].value() or ""), list(self.kept))

    def was_sent(self, name: str) -> bool:
        """Whether a value came along that can be read, and that its sender wants to keep."""
        asked = self.input_name(name)
        if asked not in self.cleaned_data or self.data.get(f"keuze-{name}") == THEIRS:
            return False
        widget = self.fields[asked].widget
        return not widget.value_omitted_from_data(self.data, self.files, self.add_prefix(asked))

    def tell(self, conflict: Conflict) -> None:
        """Shows both texts. What was typed stays; what was not touched becomes as it is now. Who saves again has read it."""
        self.clashes = [self.in_words(clash) for clash in conflict.clashes]
        for name in conflict.theirs:
            self.retype(self.input_name(name), self.as_typed(name, conflict.now[name]))
        self.look_again(conflict.now)
        for clash in conflict.clashes:
            said = _("Changed meanwhile by %(who)s. Look at both versions above.") % {"who": clash.who}
            self.add_error(self.input_name(clash.name), said)

    def in_words(self, clash: Any) -> Any:
        """A clash with the question in words, and both answers as people read them."""
        field: Any = self.fields[self.input_name(clash.name)]
        choices = {str(key): str(label) for key, label in getattr(field, "choices", []) if str(key)}

        def told(value: Any) -> str:
            several = value if isinstance(value, list) else [self.as_typed(clash.name, value)]
            return ", ".join(choices.get(str(one), str(one)) for one in several)

        return replace(clash, label=str(field.label), now=told(clash.now), typed=told(clash.typed))

    def look_again(self, shown: dict[str, Any]) -> None:
        """Carries marks of what the page shows by now, plain and by name, when it comes back.

        What somebody else changed and the page does not show keeps its old mark, so that it still meets who touches it later.
        """
        self.retype("seen", renewed(self.seen_marks, shown))
        for name in self.kept:
            if self.data.get(f"keuze-{name}") == THEIRS:
                self.retype(self.input_name(name), self.as_typed(name, self.kept[name]))

    def retype(self, name: str, value: Any) -> None:
        """Puts ``value`` in a field, as if it had been sent."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data.setlist(self.add_prefix(name), value if isinstance(value, list) else [value])
        self.data = data


def renewed(seen: dict[str, str], shown: dict[str, Any]) -> str:
    """The marks ``seen``, those of what the page shows now (plain, by name) renewed, as one text."""
    now = {**seen, **{name: mark(value) for name, value in shown.items()}}
    return " ".join(f"{name}:{found}" for name, found in sorted(now.items()))
