"""The kinds of files that we take, and how their first bytes tell them apart."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FileKind:
    """One kind of file: its ``extension`` is also its key, ``mime`` what we call it when we serve it."""

    extension: str
    label: Any
    mime: str


OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
KINDS: dict[str, FileKind] = {
    kind.extension: kind
    for kind in (
        FileKind("pdf", _("PDF"), "application/pdf"),
        FileKind("docx", _("Word document"), f"{OOXML}.wordprocessingml.document"),
        FileKind("odt", _("text document"), f"{ODF}.text"),
        FileKind("xlsx", _("Excel table"), f"{OOXML}.spreadsheetml.sheet"),
        FileKind("ods", _("table"), f"{ODF}.spreadsheet"),
        FileKind("pptx", _("PowerPoint slides"), f"{OOXML}.presentationml.presentation"),
        FileKind("odp", _("slides"), f"{ODF}.presentation"),
        FileKind("txt", _("plain text"), "text/plain; charset=utf-8"),
        FileKind("csv", _("table in plain text"), "text/csv; charset=utf-8"),
        FileKind("jpg", _("photo"), "image/jpeg"),
        FileKind("png", _("picture"), "image/png"),
        FileKind("webp", _("picture"), "image/webp"),
        FileKind("mp3", _("sound"), "audio/mpeg"),
        FileKind("m4a", _("sound"), "audio/mp4"),
        FileKind("mp4", _("film"), "video/mp4"),
    )
}
WHAT_WE_TAKE = _("PDF, Word, Excel, PowerPoint, OpenDocument, text, JPEG, PNG, WebP, MP3, M4A or MP4")
FILM = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"mmp4", b"MSNV"}
SOUND = {b"M4A ", b"M4B "}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # doc, xls, ppt: they may hold macros that nobody sees
MP3_STARTS = (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")
ZIP = b"PK\x03\x04"


def by_first_bytes(start: bytes) -> str:
    """The extension of what begins with ``start`` (at least 16 bytes, if there are); empty for zips, text, and all else."""
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "webp"
    if start[4:8] == b"ftyp":
        return "m4a" if start[8:12] in SOUND else "mp4" if start[8:12] in FILM else ""
    return "mp3" if start.startswith(MP3_STARTS) else ""
