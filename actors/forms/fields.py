"""Questions that several forms of actors ask: lists, one thing a line; numbers of companies; points on a map and in a picture."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat as kbo

from actors.models.links_out import MOST_LINKS, validate_links

FINE = Decimal("0.00001")  # degrees: about a metre
MIDDLE = "50-50"
FOCUS = re.compile(r"(\d{1,3})-(\d{1,3})")


class CompanyNumberField(forms.CharField):
    """A company number as people write it (BE 0440.966.354); gives back its ten digits."""

    def to_python(self, value: Any) -> str:
        """The digits alone."""
        typed = super().to_python(value) or ""
        return kbo.compact(typed) if typed else ""


class WordField(forms.CharField):
    """A few sentences of somebody's own, if they want."""

    def __init__(self, *, longest: int, rows: int = 3, **kwargs: Any) -> None:
        too_long = {"max_length": _("This is too long. At most %(limit_value)d characters fit.")}
        box = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=False, max_length=longest, widget=box, error_messages=too_long, **kwargs)


class LinesField(forms.CharField):
    """Several short texts, one a line; gives back a list without doubles or empty lines."""

    widget = forms.Textarea

    def __init__(self, *, most: int = 20, longest: int = 160, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A list as lines; what was typed stays as it was typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The lines, each with its spaces put right."""
        lines = (" ".join(line.split()) for line in (super().to_python(value) or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value: Any) -> None:
        """Refuses too many lines, and one that is too long."""
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(_("At most %(most)d lines fit here."), params={"most": self.most})
        if any(len(line) > self.longest for line in value):
            raise ValidationError(
                _("One of the lines is longer than %(most)d characters."), params={"most": self.longest}
            )

    def run_validators(self, value: Any) -> None:
        """The validators of this field look at the list as a whole."""
        for validator in self.validators:
            if value:
                validator(value)


class LinksField(LinesField):
    """Web addresses, one a line; ``https://`` may be left out."""

    default_validators = [validate_links]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=MOST_LINKS, longest=200, **kwargs)
        self.validators = [validate_links]

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The addresses, each with its scheme."""
        return [line if "://" in line else f"https://{line}" for line in super().to_python(value)]


class DegreesField(forms.CharField):
    """A latitude or longitude, with a point or a comma; gives back five decimals as text, or None."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(required=False, max_length=20, **kwargs)

    def to_python(self, value: Any) -> str | None:
        """The degrees. Raises ``ValidationError`` for what is no number, or stands outside the world."""
        typed = (super().to_python(value) or "").replace(",", ".").rstrip("° ")
        if not typed:
            return None
        try:
            degrees = Decimal(typed)
            fits = degrees.is_finite() and abs(degrees) <= self.most
        except InvalidOperation:
            fits = False
        if not fits:
            raise ValidationError(_("This is not a number of degrees. It looks like 50.96512."))
        return str(degrees.quantize(FINE) + 0)


class FocusField(forms.CharField):
    """The point of a picture that stays visible, as "left-top" in tens of a percent; gives back the two numbers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=7, **kwargs)

    def to_python(self, value: Any) -> tuple[int, int]:  # type: ignore[override]
        """The point; without one, the middle."""
        found = FOCUS.fullmatch(super().to_python(value) or MIDDLE)
        if not found:
            raise ValidationError(_("Choose a point of the picture."))
        x, y = (min(100, round(int(part), -1)) for part in found.groups())
        return x, y

    def validate(self, value: Any) -> None:
        """Any point is good."""
