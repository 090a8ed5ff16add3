"""The part with pictures, files and links: each with a word about what it is."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from actors.forms.fields import LinksField
from ecru.base.files.field import AttachmentField
from ecru.base.pictures import PictureFormField
from projects.models import Licence

from .part import PartForm

UPLOADS = ("picture", "file")


class MaterialForm(PartForm):
    """One picture and one file at a time; the links and what others may do with it all."""

    names = ("links", "licence")

    picture = PictureFormField(
        label=_("A picture"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, at most 10 MB. We take out where and when it was taken. Ask who can be recognised in it."
        ),
        widget=forms.FileInput,
    )
    picture_alt = forms.CharField(
        label=_("What does the picture show?"),
        required=False,
        max_length=200,
        help_text=_(
            "One sentence for who cannot see it. For example: two women hang portraits in the old bath house."
        ),
    )
    picture_credit = forms.CharField(label=_("Who made the picture?"), required=False, max_length=120)
    file = AttachmentField(
        label=_("A file"),
        required=False,
        help_text=_(
            "At most 20 MB: PDF, Word, Excel, PowerPoint, OpenDocument, text, picture, sound or film. Leave out names, "
            "addresses and phone numbers of people."
        ),
        widget=forms.FileInput,
    )
    file_label = forms.CharField(
        label=_("What is in the file?"),
        required=False,
        max_length=120,
        help_text=_("For example: our shopping list, the invitation, the script."),
    )
    links = LinksField(
        label=_("Links"),
        help_text=_("One a line: a film, an article, your own page."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    licence = forms.ChoiceField(
        label=_("What may others do with your files and pictures?"),
        choices=[("", _("not chosen")), *Licence.choices],
        required=False,
        help_text=_("Others learn most when they may use it. Choose only what you may give away."),
    )

    @property
    def has_upload(self) -> bool:
        """Whether a picture or a file came along."""
        return any(isinstance(self.cleaned_data.get(name), UploadedFile) for name in UPLOADS)

    def clean(self) -> dict[str, Any]:
        """A picture needs words for who cannot see it; words need a picture."""
        answers = super().clean() or self.cleaned_data
        if answers.get("picture") and not answers.get("picture_alt"):
            self.add_error(
                "picture_alt",
                _("Say in a few words what the picture shows. People who cannot see it hear this."),
            )
        if answers.get("picture_alt") and "picture" in answers and not answers["picture"]:
            self.add_error("picture", _("Choose the picture too: a browser forgets which one it was."))
        if answers.get("file_label") and "file" in answers and not answers["file"]:
            self.add_error("file", _("Choose the file too: a browser forgets which one it was."))
        self.again()
        return answers

    def again(self) -> None:
        """Asks for a good file once more when something else was wrong: browsers forget which one was chosen."""
        for name in UPLOADS if self.errors else ():
            if name not in self.errors and isinstance(self.files.get(name), UploadedFile):
                self.add_error(
                    name, _("This one is fine, but choose it again: a browser does not remember it.")
                )
