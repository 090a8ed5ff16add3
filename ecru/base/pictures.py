"""Form and model fields for pictures; all cleaning is in ``images``."""

from functools import partial
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import models, transaction

from ecru.base.images import ACCEPT, clean_picture
from ecru.base.picture_sizes import PictureFile, make_sizes


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
    """An image column whose form field is ``PictureFormField``, and of which the worker makes smaller sizes."""

    attr_class = PictureFile

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Stores a new picture, and asks for its sizes once that is certain."""
        given = getattr(model_instance, self.attname)
        fresh = bool(given) and not given._committed
        file = super().pre_save(model_instance, add)
        if fresh:
            transaction.on_commit(partial(make_sizes.enqueue, file.name), robust=True)
        return file

    def formfield(self, **kwargs: Any) -> Any:
        """The form field; ``form_class`` can be given, as everywhere in Django."""
        return super().formfield(**{"form_class": PictureFormField, **kwargs})
