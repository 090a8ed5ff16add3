"""What the profiles of people have in common: parts with a heading, and a form that is not saved over a newer one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

OPENED = _(
    "Your profile changed after you opened this page, perhaps in another tab. What you typed still stands here. "
    "Read it once more, and save again if yours should stay."
)


@dataclass(frozen=True)
class Part:
    """One part of a profile: its heading, a sentence, the names of its questions, and of its consent (or none)."""

    title: Any
    lead: Any
    names: Sequence[str]
    consent: str = ""


@dataclass
class ShownPart:
    """The same with bound fields, for a template. ``given``: since when they agree to show it."""

    title: Any
    lead: Any
    fields: list[forms.BoundField] = field(default_factory=list)
    consent: forms.BoundField | None = None
    given: Any = None


def version_of(record: Any) -> str:
    """A mark that differs after every save."""
    saved: datetime | None = record.updated_at
    return saved.isoformat() if saved else ""


def plain(value: Any) -> Any:
    """A typed value as verbs take it: a record as its key, several as a list of keys."""
    if isinstance(value, models.QuerySet):
        return sorted(value.values_list("pk", flat=True))
    return value.pk if isinstance(value, models.Model) else value


class ProfileForm(forms.ModelForm):
    """A profile in ``parts``. ``values`` is what was typed well, also when something else is wrong."""

    parts: ClassVar[Sequence[Part]] = ()
    opened: ClassVar[Any] = OPENED

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, instance: Any, initial: dict[str, Any] | None = None) -> None:
        self.stored = version_of(instance)
        super().__init__(
            data, instance=instance, initial={**(initial or {}), "seen": self.stored}, label_suffix=""
        )
        for one in self.fields.values():
            if isinstance(
                one.widget, forms.Textarea
            ):  # a browser would cut off what is pasted, without a word
                one.widget.attrs.pop("maxlength", None)
                one.widget.attrs["rows"] = 5

    def clean(self) -> dict[str, Any]:
        """Refuses once what would overwrite a newer state with other words; the same words again are fine."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_behind and self.changed_names:
            self.catch_up()
            raise ValidationError(str(self.opened), code="behind")
        return cleaned

    def _post_clean(self) -> None:
        """Leaves the record alone: the verb that stores ``values`` takes it fresh."""

    @property
    def is_behind(self) -> bool:
        """Whether the profile was saved after this page was opened."""
        return self.cleaned_data.get("seen", "") != self.stored

    @property
    def changed_names(self) -> list[str]:
        """The questions whose answer is another than the stored one."""
        return [name for name in self.changed_data if name != "seen"]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed well, by column of the record."""
        cleaned = self.cleaned_data
        return {name: plain(cleaned[name]) for name in self._meta.fields or () if name in cleaned}

    def catch_up(self) -> None:
        """Sends the form back with the version of now: who saves again has read the warning."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = self.stored
        self.data = data

    def sections(self) -> Iterator[ShownPart]:
        """The parts, for a template."""
        for part in self.parts:
            fields = [self[name] for name in part.names if name in self.fields]
            consent = self[part.consent] if part.consent in self.fields else None
            if fields or consent:
                yield ShownPart(part.title, part.lead, fields, consent, self.given_on(part.consent))

    def given_on(self, consent: str) -> Any:
        """Since when the person agrees to what ``consent`` asks; None when they do not, or nothing is asked."""
        return None
