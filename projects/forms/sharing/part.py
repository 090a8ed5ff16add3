"""What every part of a practice shares: it begins with what the makers go on with, and never overwrites a newer version."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from actors.editing.changing import Conflict
from actors.forms.own.form import as_sent
from actors.forms.own.words import Heading, headings
from ecru.base.plainness import PlainHint, hints
from projects.models import Practice
from projects.sharing import Typed
from projects.sharing.reading import as_asked, marks, read_marks

LONGEST_STORY = 6000
PAUSE = "input changed delay:1500ms"  # how long somebody stops typing before they get hints


@dataclass(frozen=True)
class Question:
    """A question for a template. ``hints`` about its answer, None where they make no sense; ``headings``: of many boxes."""

    field: forms.BoundField
    hints: list[PlainHint] | None = None
    headings: list[Heading] | None = None


class PartForm(forms.Form):
    """One part of ``practice``. It carries marks of what it showed (``seen``)."""

    names: ClassVar[tuple[str, ...]] = ()  # the fields of the practice that this part keeps
    written: ClassVar[tuple[str, ...]] = ()  # those that are read for plain language
    grouped: ClassVar[tuple[str, ...]] = ()  # those whose many words stand under headings

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, practice: Practice) -> None:
        self.practice = practice
        self.clashes: list[Any] = []
        asked = as_asked(practice)
        self.shown = {name: asked[name] for name in self.names}
        super().__init__(data, files, initial={**self.shown, "seen": marks(self.shown)}, label_suffix="")
        for name, field in self.fields.items():
            if isinstance(
                field.widget, forms.Textarea
            ):  # a browser would cut off what is pasted, without a word
                field.widget.attrs.pop("maxlength", None)
            if name in self.written:
                field.widget.attrs |= with_hints(name)

    @property
    def typed(self) -> Typed:
        """What was typed well, as ``save_part`` takes it; also when something else is wrong."""
        answers = self.cleaned_data
        values = {name: plain(answers[name]) for name in self.names if name in answers}
        return Typed(values, read_marks(answers.get("seen", "")))

    @property
    def questions(self) -> list[Question]:
        """The questions in order, each with its hints."""
        return [self.question(name) for name in self.fields if name != "seen"]

    @property
    def marks_now(self) -> str:
        """The marks of what the practice says now."""
        asked = as_asked(self.practice)
        return marks({name: asked[name] for name in self.names})

    def question(self, name: str) -> Question:
        """One of them."""
        field = self[name]
        if name in self.grouped:
            return Question(field, headings=headings(field))
        return Question(field, hints(str(field.value() or "")) if name in self.written else None)

    def tell(self, conflict: Conflict) -> None:
        """Shows what others changed. What was typed stays, what was not touched becomes as it is now.

        Who saves again has read it, so the marks become those of now.
        """
        self.clashes = conflict.clashes
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name in conflict.theirs & {*self.fields} - {"steps"}:
            data.setlist(name, as_sent(self.fields[name].prepare_value(conflict.now[name])))
        data["seen"] = marks(conflict.now)
        self.data = data
        for clash in conflict.clashes:
            self.add_error(clash.name, _("Changed meanwhile. Look at both versions above."))


def with_hints(name: str) -> dict[str, str]:
    """What a box needs to get hints while somebody types in it."""
    return {
        "hx-post": str(reverse_lazy("plain-words")),
        "hx-trigger": PAUSE,
        "hx-target": f"#id_{name}_hints",
        "hx-params": f"csrfmiddlewaretoken,{name}",
    }


def plain(value: Any) -> Any:
    """An answer as ``sharing.reading`` compares it."""
    if isinstance(value, QuerySet):
        return sorted(value.values_list("pk", flat=True))
    return value.pk if isinstance(value, Model) else value


def story(label: Any, help_text: Any, *, rows: int = 6, required: bool = False) -> forms.CharField:
    """A question that is answered in sentences."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def several(label: Any, words: Any, help_text: Any = "") -> forms.ModelMultipleChoiceField:
    """A question with boxes to tick."""
    return forms.ModelMultipleChoiceField(
        words, label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )
