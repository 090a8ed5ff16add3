"""What a record in a facts file may hold, and how a mistake in it is told."""

from collections import Counter
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def without_nul(text: str) -> str:
    """``text`` if it has no NUL character, which databases refuse."""
    if "\x00" in text:
        raise ValueError(_("a NUL character does not belong in a text"))
    return text


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=10_000), AfterValidator(without_nul)
]


def once(values: list[str]) -> list[str]:
    """``values`` if none stands in it twice: what is stored is a set."""
    doubles = [repr(value) for value, number in Counter(values).items() if number > 1]
    if doubles:
        raise ValueError(_("%(values)s stands twice: keep one") % {"values": ", ".join(doubles)})
    return values


Slugs = Annotated[list[Slug], AfterValidator(once)]


class Record(BaseModel):
    """A record of a facts file: every field is known, and no value is silently changed into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class SourceRef(Record):
    """Where a fact was read: document, printed page or pages, other places."""

    file: str
    page: int | None = None
    pages: list[int | None] = []
    other: Text | None = None

    def places(self) -> str:
        """The pages as people write them: ``p. 29; p. 12, 15``."""
        numbers = [page for page in (self.pages or [self.page]) if page is not None]
        first = f"p. {', '.join(map(str, numbers))}" if numbers else ""
        return "; ".join(part for part in (first, self.other or "") if part)


class SourcedRecord(Record):
    """A record that says where it comes from, and perhaps when that was last checked."""

    source: SourceRef
    verified_on: Annotated[date, Field(strict=False)] | None = None


def described(error: dict[str, Any]) -> str:
    """One plain sentence for a pydantic ``error``."""
    context = error.get("ctx", {})
    sentences = {
        "missing": lambda: _("is missing: add it"),
        "extra_forbidden": lambda: _("is not a known field: remove it or check the spelling"),
        "string_type": lambda: _("must be a text"),
        "string_unicode": lambda: _("has a character that cannot be stored: type it again"),
        "string_too_long": lambda: (
            _("is too long: at most %(max)s characters") % {"max": context["max_length"]}
        ),
        "too_long": lambda: (
            (
                _("is too long: at most %(max)s characters")
                if isinstance(error["input"], str)
                else _("holds too many: at most %(max)s")
            )
            % {"max": context["max_length"]}
        ),
        "too_short": lambda: (
            _("is empty: fill it in")
            if isinstance(error["input"], str)
            else _("holds too few: at least %(min)s") % {"min": context["min_length"]}
        ),
        "string_pattern_mismatch": lambda: _(
            "has characters that do not belong here: use small letters, digits and -"
        ),
        "int_type": lambda: _("must be a whole number"),
        "float_type": lambda: _("must be a number"),
        "finite_number": lambda: _("must be a number that can be counted to"),
        "bool_type": lambda: _("must be true or false"),
        "list_type": lambda: _("must be a list"),
        "dict_type": lambda: _("must be an object with fields"),
        "model_type": lambda: _("must be an object with fields"),
        "literal_error": lambda: (
            _("must be one of: %(choices)s") % {"choices": context["expected"].replace("' or '", "', '")}
        ),
        "greater_than_equal": lambda: _("is too small: at least %(min)s") % {"min": context["ge"]},
        "less_than_equal": lambda: _("is too large: at most %(max)s") % {"max": context["le"]},
        "value_error": lambda: str(context["error"]),
    }
    if error["type"].startswith("date"):
        return _("must be a day, written as 2026-03-31: year, month, day")
    return sentences.get(error["type"], lambda: str(error["msg"]))()
