"""The question in a form that asks for a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from .attachments import Scan
from .reading import ACCEPT, Checked, check_file
from .scanning import ScannerAway, scan, scanner_is_set


class AttachmentField(forms.FileField):
    """Takes a file that ``check_file`` takes and that holds no virus.

    The cleaned value is the upload, with ``checked`` and ``scan`` beside it: what it is, and what the scanner said. With a
    scanner that is away the file is taken, but waits.
    """

    def to_python(self, data: Any) -> Any:
        """The upload, checked. Raises ``ValidationError``."""
        if data in self.empty_values or not isinstance(data, UploadedFile):
            return None
        upload: Any = data
        upload.checked = check_file(upload)
        upload.scan = verdict_of(upload)
        return upload

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Offers only what we take in the file chooser; the content is checked all the same."""
        return {**super().widget_attrs(widget), "accept": ACCEPT}


def verdict_of(upload: UploadedFile) -> str:
    """What the scanner says (a ``Scan``). Raises ``ValidationError`` for a virus: such a file is never kept."""
    if not scanner_is_set():
        return Scan.NONE
    try:
        verdict = scan(upload)
    except ScannerAway:
        return Scan.WAITING
    if not verdict.is_clean:
        raise ValidationError(
            _(
                "There is a virus in this file, so we did not keep it. Check your computer, and send a clean file."
            ),
            code="virus",
        )
    return Scan.CLEAN


def checked_of(upload: Any) -> Checked:
    """What ``AttachmentField`` found out about ``upload``."""
    found: Checked = upload.checked
    return found
