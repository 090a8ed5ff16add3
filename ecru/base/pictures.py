"""Form and model fields for pictures; all cleaning is in ``images``."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import models

from ecru.base.images import ACCEPT, clean_picture


class PictureFormField(forms.ImageField):
    """Takes a JPEG, PNG or WebP picture and gives back a clean, small WebP one.

    Works on new uploads only: a picture that is already there is passed on as it is.
    """

    def to_python(self, data: Any) -> SimpleUploadedFile | None:
        """The cleaned picture, or None. Skips ``ImageField``'s own check, which opens every format it knows."""
        upload = forms.FileField.to_python(self, data)
        return clean_picture(upload) if isinstance(upload, UploadedFile) else None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Offers only the three formats in the file chooser; the content is checked all the same."""
        return {**super().widget_attrs(widget), "accept": ACCEPT}


class PictureField(models.ImageField):
    """An image column whose form field is ``PictureFormField``."""

    def formfield(self, **kwargs: Any) -> Any:
        """The form field; ``form_class`` can be given, as everywhere in Django."""
        return super().formfield(**{"form_class": PictureFormField, **kwargs})
