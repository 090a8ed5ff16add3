"""What a file really is: told by its content. Its name and what the browser says of it are never believed."""

import hashlib
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from ecru.base.images import BROKEN

from .kinds import KINDS, ODF, OLD_OFFICE, OOXML, WHAT_WE_TAKE, ZIP, FileKind, by_first_bytes

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MOST_PARTS, MOST_UNPACKED = 5000, 400 * MEGABYTE  # of a document that is a zip
LONGEST_INDEX = 2 * MEGABYTE
LONGEST_NAME = 100
ACCEPT = ",".join(f".{extension}" for extension in (*KINDS, "jpeg"))
PICTURES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
OFFICE = {
    f"{OOXML}.wordprocessingml.document.main+xml": "docx",
    f"{OOXML}.spreadsheetml.sheet.main+xml": "xlsx",
    f"{OOXML}.presentationml.presentation.main+xml": "pptx",
}
OPEN = {f"{ODF}.text": "odt", f"{ODF}.spreadsheet": "ods", f"{ODF}.presentation": "odp"}
PROGRAMS = re.compile(
    r"vbaproject|vbadata|/activex/|^basic/|^scripts/|\.(?:exe|dll|js|vbs|bat|cmd|ps1|scr|jar)$"
)
PAGE = re.compile(rb"\s*<(?:!doctype|html|head|body|svg|script|\?xml|\?php|iframe)", re.IGNORECASE)
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, *BROKEN)
ENCRYPTED = 0x1


@dataclass(frozen=True)
class Checked:
    """A file that we take: what it is, a clean name that fits it, its size in bytes and its SHA-256."""

    kind: FileKind
    name: str
    size: int
    checksum: str


def check_file(upload: UploadedFile) -> Checked:
    """What ``upload`` is. Raises ``ValidationError`` with a sentence that says what to do; above 20 MB it is not read."""
    size = upload.size or 0
    if size > MAX_BYTES:
        raise ValidationError(
            _(
                "This file is %(size)d MB, and at most %(limit)d MB fit. Make it smaller, or put it elsewhere and give the link."
            ),
            code="too_heavy",
            params={"size": -(-size // MEGABYTE), "limit": MAX_BYTES // MEGABYTE},
        )
    if not size:
        raise ValidationError(_("This file is empty. Choose another one."), code="empty")
    upload.seek(0)
    start = upload.read(4096)
    extension = by_first_bytes(start) or by_content(upload, start)
    if extension in PICTURES:
        check_picture(upload, extension)
    checksum = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        checksum.update(chunk)
    upload.seek(0)
    return Checked(KINDS[extension], clean_name(upload.name or "", extension), size, checksum.hexdigest())


def by_content(upload: UploadedFile, start: bytes) -> str:
    """The extension of a zip or a text. Raises ``ValidationError`` for all that we do not take."""
    if start.startswith(ZIP):
        return document(upload)
    if start.startswith(OLD_OFFICE):
        raise ValidationError(
            _(
                "This is an old kind of Office file. Open it, save it as .docx, .xlsx, .pptx or PDF, and send that."
            ),
            code="old_office",
        )
    wished = PurePath(upload.name or "").suffix.lower()
    if wished in {".txt", ".csv"} and is_text(upload) and not PAGE.match(start.removeprefix(b"\xef\xbb\xbf")):
        return wished[1:]
    raise not_taken()


def not_taken() -> ValidationError:
    """That we do not take this kind of file."""
    return ValidationError(
        _("We do not take this kind of file. Send %(kinds)s."),
        code="kind",
        params={"kinds": WHAT_WE_TAKE},
    )


def document(upload: UploadedFile) -> str:
    """The extension of an office document, by what is inside. Raises ``ValidationError``, also when it holds programs."""
    try:
        upload.seek(0)
        with zipfile.ZipFile(upload) as parts:
            check_parts(parts.infolist())
            return open_document(parts) or office_document(parts)
    except BROKEN_ZIP as error:
        raise ValidationError(
            _(
                "This file is damaged or locked with a password. Open it, save it again without one, and send that."
            ),
            code="damaged",
        ) from error


def check_parts(parts: list[zipfile.ZipInfo]) -> None:
    """Refuses a document with macros, one that is locked, and one that unpacks to something enormous."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError(
            _("This file unpacks to something enormous. Save it as PDF and send that."), code="bomb"
        )
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise zipfile.BadZipFile
    if any(PROGRAMS.search(part.filename.lower().replace("\\", "/")) for part in parts):
        raise with_macros()


def with_macros() -> ValidationError:
    """That a document holds programs."""
    return ValidationError(
        _("This file holds macros: small programs. Save it without macros, or as PDF, and send that."),
        code="macros",
    )


def open_document(parts: zipfile.ZipFile) -> str:
    """odt, ods or odp; empty for a zip that says of itself to be no OpenDocument."""
    if "mimetype" not in parts.namelist() or "META-INF/manifest.xml" not in parts.namelist():
        return ""
    found = OPEN.get(inside(parts, "mimetype").decode("ascii", "replace").strip(), "")
    if not found:
        raise not_taken()
    return found


def office_document(parts: zipfile.ZipFile) -> str:
    """docx, xlsx or pptx. Raises ``ValidationError`` for any other zip, and for one with macros."""
    if "[Content_Types].xml" not in parts.namelist():
        raise not_taken()
    said = inside(parts, "[Content_Types].xml").decode("utf-8", "replace")
    if "macroenabled" in said.lower():
        raise with_macros()
    for content_type, extension in OFFICE.items():
        if f'"{content_type}"' in said:
            return extension
    raise not_taken()


def inside(parts: zipfile.ZipFile, name: str) -> bytes:
    """One small part of a zip. Raises ``BadZipFile`` when it is not small."""
    with parts.open(name) as part:
        content = part.read(LONGEST_INDEX + 1)
    if len(content) > LONGEST_INDEX:
        raise zipfile.BadZipFile
    return content


def is_text(upload: UploadedFile) -> bool:
    """Whether ``upload`` holds letters only, in UTF-8 or as older Windows writes them."""
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in set(content)):  # noqa: PLR2004 - control characters
        return False
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            content.decode("cp1252")
        except UnicodeDecodeError:
            return False
    return True


def check_picture(upload: UploadedFile, extension: str) -> None:
    """Refuses a picture that cannot be opened. Raises ``ValidationError``."""
    from ecru.base.redrawing import Image  # noqa: PLC0415 - Pillow, which only who sends a picture needs

    upload.seek(0)
    try:
        with Image.open(upload, formats=[PICTURES[extension]]) as picture:
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *BROKEN) as error:
        raise ValidationError(
            _("This picture is damaged or far too large. Open it, save it again as JPEG, and send that."),
            code="damaged",
        ) from error


def clean_name(name: str, extension: str) -> str:
    """``name`` without folders, control characters and all that a file system or a header trips over, ending rightly."""
    stem = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    ends = PurePath(stem).suffix.lower()
    if ends == f".{extension}" or (ends == ".jpeg" and extension == "jpg"):
        stem = stem[: -len(ends)]
    kept = "".join(one if one.isalnum() or one in " -_.()&+'" else " " for one in stem)
    return f"{' '.join(kept.split()).strip(' .')[:LONGEST_NAME].strip(' .') or 'bestand'}.{extension}"
