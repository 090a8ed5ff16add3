"""The form of a final report, in parts, and that of its pictures."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecru.base.pictures import PictureFormField

from ..models import Dossier, FinalReport
from ..models.reports import MOST_PEOPLE, REACHES, TEXTS
from ..reporting import reported
from .dossiers import text_field
from .marked import MarkedForm

NO_NUMBER = gettext_lazy("Write a whole number, such as 40.")


def number_field(label: Any, **more: Any) -> forms.IntegerField:
    """A question for how many people."""
    messages = {
        "invalid": NO_NUMBER,
        "min_value": NO_NUMBER,
        "max_value": gettext_lazy("This number is very large. Check it."),
    }
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=messages,
        **more,
    )


@dataclass(frozen=True)
class ReportPart:
    """A part of the page: its name in addresses, its heading, and its questions."""

    key: str
    heading: Any
    fields: list[forms.BoundField]


class ReportForm(MarkedForm):
    """What was done, who was reached (together, and of each target group of the dossier), and what was learned."""

    done = text_field(
        gettext_lazy("What did you do?"),
        required=False,
        help_text=gettext_lazy("Tell it as you would to a neighbour: what, where, when, with whom."),
    )
    reached = number_field(
        gettext_lazy("How many people took part?"), help_text=gettext_lazy("An honest guess is fine.")
    )
    worked = text_field(gettext_lazy("What worked?"), required=False)
    did_not_work = text_field(
        gettext_lazy("What did not work?"),
        required=False,
        help_text=gettext_lazy("Nobody is judged on this. Others learn most from it."),
    )
    watch_out = text_field(gettext_lazy("What should somebody watch who does the same?"), required=False)

    def __init__(self, data: Any = None, *, dossier: Dossier, report: FinalReport) -> None:
        known = reported(dossier, report)
        super().__init__(data, kept=known, initial=known)
        self.groups = [f"{REACHES}{group.pk}" for group in dossier.target_groups.all()]
        for group in dossier.target_groups.all():
            label = _("Of them: %(group)s") % {"group": group.name}
            self.fields[f"{REACHES}{group.pk}"] = number_field(label)
        for name in self.fields.keys() - {"watch_out"}:  # what gaps_of() asks
            self.fields[name].needed_to_send = True  # type: ignore[attr-defined]

    @property
    def parts(self) -> list[ReportPart]:
        """The questions in three parts."""
        return [
            ReportPart("gedaan", _("What you did"), [self["done"]]),
            ReportPart("bereikt", _("Whom you reached"), [self[name] for name in ("reached", *self.groups)]),
            ReportPart("geleerd", _("What you learned"), [self[name] for name in TEXTS[1:]]),
        ]


class PictureForm(forms.Form):
    """One picture, with words for who cannot see it."""

    picture = PictureFormField(
        label=gettext_lazy("A picture"),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, at most 10 MB. We take out where and when it was taken. Ask who can be recognised in it."
        ),
        widget=forms.FileInput,
        error_messages={"required": gettext_lazy("Choose a picture.")},
    )
    alt = forms.CharField(
        label=gettext_lazy("What does the picture show?"),
        max_length=200,
        help_text=gettext_lazy(
            "One sentence for who cannot see it. For example: two women hang portraits in the old bath house."
        ),
        error_messages={
            "required": gettext_lazy(
                "Say in a few words what the picture shows. People who cannot see it hear this."
            )
        },
    )
    credit = forms.CharField(label=gettext_lazy("Who made the picture?"), required=False, max_length=120)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="", prefix="foto")
