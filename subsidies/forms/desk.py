"""The forms of the desk: a letter to many, and the name of a view."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecru.base.guard import fresh_stamp

from ..models.desk import LONGEST_NAME
from .dossiers import text_field

LONGEST_SUBJECT = 120


class LetterForm(forms.Form):
    """A letter to the applicants of several dossiers. ``keys``: which dossiers; ``stamp`` makes a double click one letter."""

    subject = forms.CharField(
        label=_("What is it about?"),
        max_length=LONGEST_SUBJECT,
        error_messages={
            "required": _("Write in a few words what it is about."),
            "max_length": _("At most %(limit_value)d letters fit."),
        },
    )
    words = text_field(
        _("What do you want to say?"),
        help_text=_("The dossier and a button to open it stand under your words."),
    )
    keys = forms.CharField(widget=forms.HiddenInput, max_length=10_000, required=False)
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, data: Any = None, *, keys: str = "") -> None:
        super().__init__(data, label_suffix="", initial={"keys": keys, "stamp": fresh_stamp()})
        self.fields["subject"].widget.attrs.pop("maxlength", None)
        self.fields["words"].error_messages["required"] = _("Write what you want to say.")


class ViewName(forms.CharField):
    """The name of a view."""

    default_error_messages = {
        "required": _("Give this view a name."),
        "max_length": _("At most %(limit_value)d letters fit."),
    }

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, max_length=LONGEST_NAME)


class ViewNameForm(forms.Form):
    """Another name for a view. ``pk``: its key, so that every one has its own field on the page."""

    name = ViewName(_("New name"))

    def __init__(self, data: Any = None, *, pk: int, name: str = "") -> None:
        super().__init__(data, label_suffix="", initial={"name": name}, auto_id=f"naam-{pk}-%s")


class ViewForm(forms.Form):
    """The name under which somebody keeps a list of dossiers."""

    name = ViewName(_("Name of this view"))
    opens = forms.BooleanField(label=_("Open the list with it"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
