"""A day as people here write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
NO_DAY = _("This is not a day. Write it as 31-12-2030.")


class DayField(forms.DateField):
    """A day, chosen in the browser or typed. The day comes first in every language: in English, too, 5/11 is in November."""

    default_error_messages = {"invalid": NO_DAY}

    def __init__(self, **kwargs: Any) -> None:
        box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**{"input_formats": DAYS, "widget": box, **kwargs})
