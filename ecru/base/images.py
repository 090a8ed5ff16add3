"""Pictures that people upload: checked by content, cleaned of everything that is not the picture, and kept small."""

import io
import secrets
import struct
import warnings

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
ACCEPT = "image/jpeg,image/png,image/webp"
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 1600
QUALITY = 82
SHRINKABLE = ("L", "RGB", "RGBA", "CMYK")
BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error, MemoryError)

# Pillow compares the size in the header with this before it decodes; above it, it warns, and we refuse.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


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
    picture = redraw(upload)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return SimpleUploadedFile(f"{secrets.token_hex(16)}.webp", out.getvalue(), "image/webp")


def is_drawing(upload: UploadedFile) -> bool:
    """Whether ``upload`` looks like SVG (or other XML or HTML) rather than pixels."""
    upload.seek(0)
    start = upload.read(4096).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").replace(b"\0", b"")
    upload.seek(0)
    return start.startswith(b"<") and b"<svg" in start.lower()


def redraw(upload: UploadedFile) -> Image.Image:
    """The first frame of ``upload``, upright, in RGB(A), small enough, with nothing attached."""
    source = opened(upload)
    try:
        source.draft(None, (MAX_SIDE, MAX_SIDE))
        source.load()
        profile = source.info.get("icc_profile")
        # Shrunk before anything else makes a copy: at 40 million points, a copy is 160 MB.
        picture = source if source.mode in SHRINKABLE else plain(source)
        picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
        picture = plain(ImageOps.exif_transpose(picture))
    except BROKEN as error:
        raise ValidationError(
            _("This picture is damaged or incomplete. Open it, save it again as JPEG, and send that."),
            code="damaged",
        ) from error
    picture = in_srgb(picture, profile)
    picture.info.clear()
    return picture


def opened(upload: UploadedFile) -> Image.Image:
    """``upload`` with only its header read. Raises ``ValidationError`` on other formats and too many pixels."""
    upload.seek(0)
    try:
        return Image.open(upload, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(
            _("This picture has more than %(limit)d million points. Make it smaller first."),
            code="too_large",
            params={"limit": MAX_PIXELS // 1_000_000},
        ) from error
    except BROKEN as error:
        raise ValidationError(
            _("This is not a JPEG, PNG or WebP picture. Open it, save it as JPEG, and send that."),
            code="not_a_picture",
        ) from error


def plain(picture: Image.Image) -> Image.Image:
    """``picture`` in RGB, or RGBA when some of it is see-through; 16 bits a point become 8."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """``picture`` with its colours moved from ``profile`` to sRGB, since the profile itself is dropped.

    A profile that is broken, or made for another kind of colour than RGB, changes nothing.
    """
    if not profile:
        return picture
    try:
        moved = ImageCms.profileToProfile(
            picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, *BROKEN):
        return picture
    return moved or picture
