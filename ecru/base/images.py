"""Pictures that people upload: checked by content, cleaned of everything that is not the picture, and kept small."""

import secrets
import struct

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _

ACCEPT = "image/jpeg,image/png,image/webp"
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 1600
QUALITY = 82
BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error, MemoryError)


def clean_picture(upload: UploadedFile) -> SimpleUploadedFile:
    """The picture in ``upload`` as a new WebP file of at most ``MAX_SIDE`` pixels a side, under a random name.

    Only pixels survive: no EXIF, place, colour profile, comment, second frame, or file hidden behind the
    picture. Name and content type of the upload are never believed. Raises ``ValidationError`` with a sentence
    that says what to do. A file above ``MAX_BYTES`` is refused unread, one above ``MAX_PIXELS`` undecoded.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(
            _("This picture is %(size)d MB. Choose one of at most %(limit)d MB, or make it smaller first."),
            code="too_heavy",
            params={"size": round((upload.size or 0) / 1024 / 1024), "limit": MAX_BYTES // 1024 // 1024},
        )
    if is_drawing(upload):
        raise ValidationError(
            _(
                "SVG drawings can hold programs, so we do not take them. Save yours as PNG or JPEG and send that."
            ),
            code="svg",
        )
    from .redrawing import redraw, webp  # noqa: PLC0415 - Pillow, which pages without pictures never need

    return SimpleUploadedFile(f"{secrets.token_hex(16)}.webp", webp(redraw(upload)), "image/webp")


def is_drawing(upload: UploadedFile) -> bool:
    """Whether ``upload`` looks like SVG (or other XML or HTML) rather than pixels."""
    upload.seek(0)
    start = upload.read(4096).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").replace(b"\0", b"")
    upload.seek(0)
    return start.startswith(b"<") and b"<svg" in start.lower()
