"""The forms of what goes along with a dossier: a file, the documents that a round asks, and extra time for a round."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecru.base.files.field import AttachmentField

from ..models import Call, CallDocument, Dossier
from ..sending.filing import Place
from .dossiers import NO_MOMENT, MomentField

ELSE = "anders"
LONGEST_NAME, MOST_DOCUMENTS = 120, 20


class FileForm(forms.Form):
    """One file, and what it is: a document that the round asks, a newer version of one that is there, or something else."""

    place = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        error_messages={
            "required": gettext_lazy("Choose what it is."),
            "invalid_choice": gettext_lazy("This is not in the list any more. Choose what it is."),
        },
    )
    label = forms.CharField(
        label=gettext_lazy("What do you call it?"),
        required=False,
        help_text=gettext_lazy("For something else: “offer of the printer”, for one."),
        error_messages={"max_length": gettext_lazy("At most %(limit_value)d letters fit.")},
        max_length=LONGEST_NAME,
    )
    file = AttachmentField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "At most 20 MB: PDF, Word, Excel, PowerPoint, OpenDocument, text, picture, sound or film."
        ),
        widget=forms.FileInput,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, dossier: Dossier, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, files, label_suffix="", initial=initial)
        asked = dossier.call.documents.asked() if dossier.call else CallDocument.objects.none()
        there = dossier.files.current().select_related("document")
        self.documents = {f"stuk-{document.pk}": document for document in asked}
        self.newer = {f"bestand-{file.pk}": file for file in there}
        field: Any = self.fields["place"]
        field.choices = self.choices
        self.fields["label"].widget.attrs.pop("maxlength", None)

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """What it can be: what is still missing first."""
        there = {file.document_id for file in self.newer.values()}
        missing = [
            (key, document.name) for key, document in self.documents.items() if document.pk not in there
        ]
        more = [(key, document.name) for key, document in self.documents.items() if document.pk in there]
        found: list[tuple[str, Any]] = [*missing, (ELSE, _("something else"))]
        if self.newer:
            versions = [(key, f"{file.what} ({file.name})") for key, file in self.newer.items()]
            found.append((_("A newer version of"), versions))
        if more:
            found.append((_("One more of"), more))
        return found

    @property
    def where(self) -> Place:
        """Where the file goes."""
        key, label = self.cleaned_data["place"], " ".join(self.cleaned_data["label"].split())
        return Place(self.documents.get(key), self.newer.get(key), label if key == ELSE else "")


class DocumentsForm(forms.Form):
    """Which documents a round asks: one on a line."""

    names = forms.CharField(
        label=gettext_lazy("Which documents does this round ask?"),
        required=False,
        help_text=gettext_lazy(
            "One on each line. Empty: none. Who did not send yet, has to add them before sending."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, data: Any = None, *, call: Call) -> None:
        known = "\n".join(document.name for document in call.documents.asked())
        super().__init__(data, label_suffix="", initial={"names": known})

    def clean_names(self) -> list[str]:
        """The names, each once. Raises ``ValidationError`` for too long a name, and for too many."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        long = next((name for name in names if len(name) > LONGEST_NAME), None)
        if long:
            raise ValidationError(
                _("“%(name)s …” is too long: at most %(most)d letters fit on a line.")
                % {"name": long[:40], "most": LONGEST_NAME}
            )
        if len(names) > MOST_DOCUMENTS:
            raise ValidationError(_("At most %(most)d documents fit.") % {"most": MOST_DOCUMENTS})
        return names


class ExtensionForm(forms.Form):
    """Extra time for everybody in a round. ``seen``: the closing moment on the page, so that a second click does nothing twice."""

    until = MomentField(
        label=gettext_lazy("Until when can people send?"),
        help_text=gettext_lazy("The last second that is in time."),
        error_messages={
            "required": gettext_lazy("Choose until when, with day and hour."),
            "invalid": NO_MOMENT,
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy(
            "Everybody reads it: “the portal was down on Friday from 14:00 to 16:00”, for one."
        ),
        error_messages={
            "required": gettext_lazy("Say why in a few words. Everybody reads it."),
            "max_length": gettext_lazy("At most %(limit_value)d letters fit."),
        },
        max_length=300,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, data: Any = None, *, call: Call) -> None:
        known = call.closes_at.isoformat() if call.closes_at else ""
        super().__init__(data, label_suffix="", initial={"seen": known})
        self.fields["reason"].widget.attrs.pop("maxlength", None)

    def clean_seen(self) -> datetime | None:
        """The closing moment that stood on the page; None when the browser says nothing useful."""
        try:
            found = datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None
        return found if found.tzinfo else None
