"""Pictures taken apart and drawn anew, with Pillow: imported by who has a picture at hand, because it takes a worker five megabytes."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from .images import BROKEN, MAX_PIXELS, MAX_SIDE, QUALITY

FORMATS = ("JPEG", "PNG", "WEBP")
SHRINKABLE = ("L", "RGB", "RGBA", "CMYK")

# Pillow compares the size in the header with this before it decodes; above it, it warns, and we refuse.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


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


def narrowed(picture: Image.Image, width: int) -> bytes:
    """``picture`` at ``width`` pixels wide, as the content of a WebP file."""
    small = picture.copy()
    small.thumbnail((width, picture.height), Image.Resampling.LANCZOS)
    return webp(small)


def webp(picture: Image.Image) -> bytes:
    """``picture`` as the content of a WebP file."""
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
