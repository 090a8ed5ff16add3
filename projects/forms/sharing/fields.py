"""The question about steps that somebody can do again: rows of a name and some words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _

MOST_STEPS = 20
LONGEST_TITLE, LONGEST_TEXT = 80, 1000
FEWEST_ROWS = 3
whole = ProhibitNullCharactersValidator()  # PostgreSQL keeps none, in a text or in JSON


class StepsWidget(forms.Widget):
    """Rows with a box for the name of a step (``steps_title``) and one for what happens in it (``steps_text``)."""

    template_name = "projects/share/steps.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The rows that are filled in, and one more that is empty; three at least."""
        rows = [row for row in value or [] if isinstance(row, dict)]
        rows += [{} for _row in range(max(FEWEST_ROWS - len(rows), 1))]
        return {**super().get_context(name, value, attrs), "rows": rows[:MOST_STEPS]}

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> list[dict[str, str]]:
        """The rows as they were sent, the empty ones left out."""
        titles, texts = data.getlist(f"{name}_title"), data.getlist(f"{name}_text")
        pairs = zip(titles, [*texts, *[""] * (len(titles) - len(texts))], strict=False)
        rows = [{"title": " ".join(title.split()), "text": text.strip()} for title, text in pairs]
        return [row for row in rows if row["title"] or row["text"]]


class StepsField(forms.Field):
    """Steps as a list of {"title", "text"}."""

    widget = StepsWidget

    def clean(self, value: Any) -> list[dict[str, str]]:
        """The steps. Raises ``ValidationError`` for too many, and for what is too long."""
        if len(value) > MOST_STEPS:
            raise ValidationError(
                _("At most %(most)d steps fit here. Put some together."), params={"most": MOST_STEPS}
            )
        for number, row in enumerate(value, 1):
            for words in row.values():
                whole(words)
            if len(row["title"]) > LONGEST_TITLE or len(row["text"]) > LONGEST_TEXT:
                raise ValidationError(
                    _(
                        "Step %(number)d is too long: a name of at most %(title)d characters, and at most %(text)d below it."
                    ),
                    params={"number": number, "title": LONGEST_TITLE, "text": LONGEST_TEXT},
                )
        return list(value)
