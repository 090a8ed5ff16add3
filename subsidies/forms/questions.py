"""The form of one section: the questions of the round, with what is answered, and what we know already."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecru.base.plainness import PlainHint, hints
from projects.forms.sharing.part import with_hints

from ..completeness import Filled, FilledSection, count_words
from ..models import AnswerKind, Question
from ..questioning import Suggestion
from ..together import plain
from .dossiers import text_field
from .marked import MarkedForm
from .money import EuroField

LONGEST = {AnswerKind.SHORT: 300, AnswerKind.LONG: 20_000}  # characters
ROWS = {AnswerKind.SHORT: 2, AnswerKind.LONG: 10}
NO_NUMBER = _("Write a number, such as 25 or 12,5.")
NO_CHOICE = _("Choose one of the list.")


class NumberField(EuroField):
    """A number as people type it."""

    default_error_messages = {"invalid": NO_NUMBER, "min_value": NO_NUMBER}

    def clean(self, value: Any) -> str:
        """The number as it is kept: "1500" or "12.5"; empty when nothing was typed."""
        number = super().clean(value)
        return "" if number is None else plain_number(number)

    def prepare_value(self, value: Any) -> Any:
        """A kept number with a comma, as people type it."""
        return str(value).replace(".", ",", 1) if isinstance(value, str) and value.count(".") == 1 else value


def plain_number(number: Decimal) -> str:
    """``number`` without needless zeros."""
    return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"


@dataclass(frozen=True)
class Asked:
    """A question for a template: its field, what is answered, hints, how many words, and where its value was taken over from."""

    question: Question
    field: forms.BoundField
    hints: list[PlainHint] | None
    words: int
    taken_from: str
    fault: str


class SectionForm(MarkedForm):
    """One section. What we fill in ourselves (``known``) counts once somebody presses a button."""

    def __init__(self, data: Any = None, *, section: FilledSection, known: dict[str, Suggestion]) -> None:
        self.filled = {one.question.key: one for one in section.filled}
        self.known = known
        shown = {
            one.question.field_name: known[key].value if key in known else one.value
            for key, one in self.filled.items()
        }
        super().__init__(data, kept={key: one.value for key, one in self.filled.items()}, initial=shown)
        for one in section.filled:
            self.fields[one.question.field_name] = answer_field(one.question)

    @property
    def questions(self) -> list[Asked]:
        """The questions in order."""
        return [self.asked(one) for one in self.filled.values()]

    def asked(self, one: Filled) -> Asked:
        """One of them, as it stands in the form now."""
        question, field = one.question, self[one.question.field_name]
        text = str(field.value() or "")
        suggestion = self.known.get(question.key)
        return Asked(
            question,
            field,
            hints(text) if question.is_written else None,
            count_words(text) if question.is_written else 0,
            suggestion.origin if suggestion and text == suggestion.value else "",
            one.fault if one.answer and text == one.value else "",
        )

    def input_name(self, name: str) -> str:
        """The field that asks for ``name``."""
        return self.filled[name].question.field_name

    def as_typed(self, name: str, value: Any) -> Any:
        """A number with a comma."""
        return self.fields[self.input_name(name)].prepare_value(value)

    def counts(self, name: str) -> bool:
        """What we filled in ourselves does not, as long as nobody looked at it."""
        known = self.known.get(name)
        return known is None or plain(self.cleaned_data[self.input_name(name)]) != known.value


def answer_field(question: Question) -> forms.Field:
    """The field that fits how ``question`` is answered. Nothing is refused for being empty or long in words: that is told."""
    told: dict[str, Any] = {"label": question.told, "help_text": question.told_help, "required": False}
    field: forms.Field
    if question.kind == AnswerKind.NUMBER:
        field = NumberField(**told)
        field.widget.attrs["inputmode"] = "decimal"
        return field
    if question.choices:
        empty = [] if question.required else [("", _("no answer"))]
        return forms.ChoiceField(
            choices=[*empty, *question.choices],
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": NO_CHOICE},
            **told,
        )
    field = text_field(told.pop("label"), LONGEST[AnswerKind(question.kind)], **told)
    field.widget.attrs |= {"rows": ROWS[AnswerKind(question.kind)], **with_hints(question.field_name)}
    if question.most_words:
        field.widget.attrs["data-words"] = str(question.most_words)
    return field
