"""Their picture: what it shows, who made it, and what of it stays visible."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.editing import Typed, read_marks
from actors.forms.fields import FocusField
from ecru.base.pictures import PictureFormField

from .form import OwnForm

POINTS = {
    "10-10": _("top left"),
    "50-10": _("top"),
    "90-10": _("top right"),
    "10-50": _("left"),
    "50-50": _("the middle"),
    "90-50": _("right"),
    "10-90": _("bottom left"),
    "50-90": _("bottom"),
    "90-90": _("bottom right"),
}


def point_in_words(point: str) -> str:
    """A point that was clicked on, in words; what is no point is no more than that."""
    left, _dash, top = point.partition("-")
    if not (left.isdecimal() and top.isdecimal()):
        return gettext("another point")
    return gettext("another point: %(left)s%% from the left, %(top)s%% from the top") % {
        "left": left,
        "top": top,
    }


class PictureForm(OwnForm):
    """The picture on top of the page: what it shows, who made it, and what stays visible when it is cut."""

    names = ("picture", "picture_alt", "picture_credit", "picture_x", "picture_y")
    stands_for = {"picture_x": "focus", "picture_y": "focus"}

    picture = PictureFormField(
        label=_("Choose a picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 10 MB. We take out where and when it was taken."),
        widget=forms.FileInput,
    )
    picture_alt = forms.CharField(
        label=_("What does the picture show?"),
        required=False,
        max_length=200,
        help_text=_("One sentence for who cannot see it, such as: twelve people sing in a canteen."),
        widget=forms.TextInput(attrs={"data-count": 200}),
    )
    picture_credit = forms.CharField(
        label=_("Who made the picture?"),
        required=False,
        max_length=120,
        help_text=_("It stands below the picture."),
    )
    focus = FocusField(label=_("What has to stay visible?"))
    remove = forms.BooleanField(label=_("Take our picture away"), required=False)
    erase = forms.BooleanField(
        label=_("Throw the old picture away for good"),
        required=False,
        help_text=_(
            "Without this tick we keep it for 30 days, so that you can put it back from the history."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.shown["picture"]:
            del self.fields["remove"], self.fields["erase"]

    @property
    def points(self) -> list[tuple[str, str, bool]]:
        """The points one can choose without a script, with their words; then the exact one that is chosen now, if other."""
        now = str(self["focus"].value() or "")
        points = [(value, str(text), False) for value, text in POINTS.items()]
        return points if now in POINTS else [*points, (now, point_in_words(now), True)]

    @property
    def typed(self) -> Typed:
        """What was typed; without a new picture, and without a wish to take it away, the picture was not touched."""
        answers = self.cleaned_data
        values = {"picture_alt": answers["picture_alt"], "picture_credit": answers["picture_credit"]}
        values["picture_x"], values["picture_y"] = answers["focus"]
        if answers.get("remove"):
            values |= {
                "picture": "",
                "picture_alt": "",
                "picture_credit": "",
                "picture_x": 50,
                "picture_y": 50,
            }
        upload: Any = answers["picture"] if isinstance(answers["picture"], UploadedFile) else None
        return Typed(values, read_marks(answers["seen"]), upload=upload, erase=answers.get("erase", False))

    def asked(self, values: dict[str, Any]) -> dict[str, Any]:
        """The focus as one answer; a file chooser begins with nothing."""
        kept = {name: value for name, value in values.items() if name in {"picture_alt", "picture_credit"}}
        return {**kept, "focus": f"{values['picture_x']}-{values['picture_y']}", "picture": None}

    def clean(self) -> dict[str, Any]:
        """A picture needs words for who cannot see it; words need a picture."""
        answers = super().clean() or self.cleaned_data
        new = isinstance(answers.get("picture"), UploadedFile)
        if new and answers.get("remove"):
            self.add_error("remove", _("You chose a new picture too. Do one of both."))
        there = new or (self.shown["picture"] and not answers.get("remove"))
        if there and answers.get("picture_alt") == "":
            self.add_error(
                "picture_alt",
                _("Say in a few words what the picture shows. People who cannot see it hear this."),
            )
        if (
            not there
            and "picture" in answers
            and not answers.get("remove")
            and (answers.get("picture_alt") or answers.get("picture_credit"))
        ):
            self.add_error("picture", _("Choose a picture first."))
        return answers

    def again(self) -> None:
        """Asks for a good picture once more when something else was wrong: browsers forget which file was chosen."""
        chosen = "picture" not in self.errors and isinstance(self.files.get("picture"), UploadedFile)
        if self.errors and chosen:
            self.add_error(
                "picture", _("The picture is fine, but choose it again: a browser does not remember it.")
            )
