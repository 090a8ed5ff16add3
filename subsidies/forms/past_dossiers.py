"""The form with which a table of earlier dossiers comes in."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecru.base.spreadsheet import Table, Unreadable, read_table


class PastTableForm(forms.Form):
    """The table. ``key`` is of this form: sent twice, it gives one import."""

    table: Table

    file = forms.FileField(
        label=_("Table"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_("CSV or Excel (.xlsx)."),
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "", "invalid": ""})

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="", initial={"key": uuid.uuid4()})

    def clean_file(self) -> Any:
        """Reads the table; says what to do when it is none."""
        upload = self.cleaned_data["file"]
        try:
            self.table = read_table(upload)
        except Unreadable as reason:
            raise forms.ValidationError(str(reason)) from reason
        return upload

    def clean(self) -> Any:
        """A form whose key somebody touched is a new one."""
        self.errors.pop("key", None)
        return super().clean()

    @property
    def stamp(self) -> uuid.UUID:
        """The key of this form."""
        return self.cleaned_data.get("key") or uuid.uuid4()
