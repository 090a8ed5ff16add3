"""Files that people send: known by content, never by name; scanned; private; served to keep, never to open."""

import os
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import Http404
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ecru.base.files import MAX_BYTES, check_file, file_response, scan
from ecru.base.files.attachments import Scan, attachment_models
from ecru.base.files.field import AttachmentField
from ecru.base.files.reading import LONGEST_INDEX, clean_name
from ecru.base.files.scanning import ScannerAway
from ecru.base.files.storage import private_storage
from ecru.base.files.upkeep import MOST_TRIES, forget_orphans, scan_soon, scan_waiting
from projects.models import PracticeFile
from tests.base.file_cast import (
    M4A,
    MP4,
    PDF,
    VIRUS,
    nobody_there,
    office,
    opened,
    picture,
    scanner,
    sent,
    zipped,
)
from tests.material_factories import PracticeFileFactory


def refusal(content: bytes, name: str = "bestand") -> str:
    """The code of the reason why a file is not taken."""
    with pytest.raises(ValidationError) as caught:
        check_file(sent(content, name))
    return str(caught.value.code)


# --- What it is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "extension"),
    [
        (PDF, "plan.pdf", "pdf"),
        (PDF, "plan.exe", "pdf"),
        *((office(kind), "plan.zip", kind) for kind in ("docx", "xlsx", "pptx")),
        *((opened(kind), "plan", kind) for kind in ("odt", "ods", "odp")),
        (picture("JPEG"), "foto.jpeg", "jpg"),
        (picture("PNG"), "foto.jpg", "png"),
        (picture("WEBP"), "foto", "webp"),
        (b"ID3\x04" + b"\0" * 40, "lied.mp3", "mp3"),
        (b"\xff\xfb\x90" + b"\0" * 40, "lied.mp3", "mp3"),
        (M4A, "stem.m4a", "m4a"),
        (MP4, "film.mp4", "mp4"),
        ("Soep: één pot\n".encode(), "lijst.txt", "txt"),
        ("Soep;één\n".encode("cp1252"), "lijst.CSV", "csv"),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, name: str, extension: str) -> None:
    checked = check_file(sent(content, name))
    assert checked.kind.extension == extension
    assert checked.name.endswith(f".{extension}")
    assert checked.size == len(content)
    assert len(checked.checksum) == 64


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "leeg.pdf", "empty"),
        (b"<html><script>alert(1)</script>", "lijst.txt", "kind"),
        (b"\xef\xbb\xbf  <!DOCTYPE html>", "lijst.csv", "kind"),
        (b"<svg onload='alert(1)'/>", "plan.txt", "kind"),
        (b"Gewone tekst", "lijst.pdf", "kind"),
        (b"MZ\x90\0\3", "plan.txt", "kind"),
        (b"\x7fELF\2\1", "plan", "kind"),
        (b"undefined \x81\x8d in no alphabet", "lijst.txt", "kind"),
        (b"GIF89a" + b"\0" * 20, "foto.gif", "kind"),
        (b"\0\0\0\x18ftypqt  ", "film.mov", "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "oud.doc", "old_office"),
        (b"x" + PDF, "plan.pdf", "kind"),
        (picture("JPEG")[:40], "foto.jpg", "damaged"),
        (zipped({"lees.txt": "hallo"}), "alles.zip", "kind"),
        (zipped({"mimetype": "application/epub+zip", "META-INF/manifest.xml": ""}), "boek.epub", "kind"),
        (zipped({"[Content_Types].xml": "<Types/>"}), "plan.docx", "kind"),
        (office("docx")[:60], "plan.docx", "damaged"),
        (zipped({"[Content_Types].xml": " " * (LONGEST_INDEX + 1)}), "plan.docx", "damaged"),
        (office("docx", **{"word/vbaProject.bin": "x"}), "plan.docx", "macros"),
        (office("docx", "application/vnd.ms-word.document.macroEnabled.main+xml"), "plan.docx", "macros"),
        (office("xlsx", **{"xl\\activeX\\een.bin": "x"}), "tabel.xlsx", "macros"),
        (opened("odt", **{"Basic/Standard/Module1.xml": "x"}), "plan.odt", "macros"),
        (office("docx", **{"word/start.EXE": "x"}), "plan.docx", "macros"),
    ],
)
def test_what_is_something_else_is_refused_with_words(content: bytes, name: str, code: str) -> None:
    assert refusal(content, name) == code


def test_a_document_that_unpacks_to_something_enormous_is_not_unpacked(monkeypatch: Any) -> None:
    monkeypatch.setattr("ecru.base.files.reading.MOST_UNPACKED", 1000)
    assert refusal(office("docx", **{"word/a.xml": " " * 2000})) == "bomb"


def test_a_document_with_a_password_is_refused() -> None:
    content = bytearray(office("docx"))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + place] |= 1
    assert refusal(bytes(content)) == "damaged"
    assert zipfile.is_zipfile(sent(bytes(content)))


def test_above_twenty_megabytes_nothing_is_read() -> None:
    heavy = sent(PDF)
    heavy.size = MAX_BYTES + 1
    with pytest.raises(ValidationError) as caught:
        check_file(heavy)
    assert caught.value.messages == [
        "Dit bestand is 21 MB. Er past hoogstens 20 MB. Maak het kleiner, of zet het ergens anders en geef de link."
    ]
    heavy.size = MAX_BYTES
    assert check_file(heavy).kind.extension == "pdf"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Noor\\Plan (2).PDF", "Plan (2).pdf"),
        ("plan.pdf.exe", "plan.pdf.exe.pdf"),
        ('een"; filename="kwaad.html', "een filename kwaad.html.pdf"),
        ("\u202efdp.exe\r\nX: 1", "fdp.exe X 1.pdf"),
        ("", "bestand.pdf"),
        ("...", "bestand.pdf"),
        ("a" * 300, "a" * 100 + ".pdf"),
        ("cafe\u0301plan", "caféplan.pdf"),
    ],
)
def test_names_are_made_harmless(name: str, clean: str) -> None:
    assert clean_name(name, "pdf") == clean


# --- The scanner --------------------------------------------------------------------------------------------------


def test_the_scanner_reads_all_of_it_and_says_what_it_finds(settings: Any, tmp_path: Path) -> None:
    with scanner() as (address, clamd):
        settings.CLAMD_URL = address
        assert scan(sent(PDF + b"." * 200_000)).is_clean
        assert clamd.read == len(PDF) + 200_000
        assert scan(sent(PDF + VIRUS)).virus == "Test.Virus"
    with scanner(socket_at=tmp_path / "clamd.ctl") as (address, _clamd):
        settings.CLAMD_URL = address
        assert scan(sent(PDF)).is_clean


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: x", b"stream: " + b"x" * 9000]
)
def test_what_is_no_answer_is_no_verdict(settings: Any, answer: bytes) -> None:
    with scanner(answer) as (address, _clamd):
        settings.CLAMD_URL = address
        with pytest.raises(ScannerAway):
            scan(sent(PDF))


def test_a_scanner_that_is_away_is_away(settings: Any, tmp_path: Path) -> None:
    for address in (nobody_there(), f"unix://{tmp_path}/nergens"):
        settings.CLAMD_URL = address
        with pytest.raises(ScannerAway):
            scan(sent(PDF))


def test_a_form_takes_a_clean_file_and_never_one_with_a_virus(settings: Any) -> None:
    field = AttachmentField(required=False)
    assert field.clean(None) is None
    assert field.clean(sent(PDF)).scan == Scan.NONE
    assert ".pdf" in field.widget.attrs["accept"]
    with scanner() as (address, _clamd):
        settings.CLAMD_URL = address
        upload = field.clean(sent(PDF))
        assert (upload.scan, upload.read(5)) == (Scan.CLEAN, b"%PDF-")
        with pytest.raises(ValidationError, match="virus"):
            field.clean(sent(PDF + VIRUS))
    settings.CLAMD_URL = nobody_there()
    assert field.clean(sent(PDF)).scan == Scan.WAITING


@pytest.mark.django_db
def test_what_waited_is_scanned_later(settings: Any) -> None:
    clean, bad = PracticeFileFactory(waiting=True), PracticeFileFactory(waiting=True)
    bad.file.save("x.txt", ContentFile(VIRUS))
    name = bad.file.name
    assert scan_waiting() == {"scanned": 0, "waiting": 0}
    settings.CLAMD_URL = nobody_there()
    assert scan_waiting() == {"scanned": 0, "waiting": 2}
    with scanner() as (address, _clamd):
        settings.CLAMD_URL = address
        assert scan_waiting() == {"scanned": 2, "waiting": 0}
    assert PracticeFile in attachment_models()
    clean.refresh_from_db()
    bad.refresh_from_db()
    assert (clean.scan, clean.is_ready) == (Scan.CLEAN, True)
    assert (bad.scan, bad.virus, bad.is_ready, bool(bad.file)) == (Scan.INFECTED, "Test.Virus", False, False)
    assert not private_storage().exists(name)


@pytest.mark.django_db
def test_the_worker_tries_again_later_and_gives_up_in_the_end(settings: Any) -> None:
    PracticeFileFactory(waiting=True)
    settings.CLAMD_URL = nobody_there()
    scan_soon.call()
    later = DBTaskResult.objects.get()
    assert later.run_after > timezone.now() + timedelta(minutes=4)
    scan_soon.call(MOST_TRIES)
    assert DBTaskResult.objects.count() == 1
    with scanner() as (address, _clamd):
        settings.CLAMD_URL = address
        scan_soon.call(1)
    assert DBTaskResult.objects.count() == 1
    assert PracticeFile.objects.get().scan == Scan.CLEAN


# --- Keeping and serving -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_file_is_served_to_keep_and_never_to_open() -> None:
    file = PracticeFileFactory(name="Onze lijst.txt")
    answer = file_response(file)
    content: Any = answer.streaming_content
    assert b"".join(content) == b"Soep voor veertig mensen"
    answer.close()
    assert answer["Content-Disposition"] == 'attachment; filename="Onze lijst.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert file.in_short.startswith("gewone tekst")
    assert str(file) == "Onze lijst.txt"


@pytest.mark.django_db
def test_what_waits_or_is_lost_is_not_there() -> None:
    with pytest.raises(Http404):
        file_response(PracticeFileFactory(waiting=True))
    lost = PracticeFileFactory()
    private_storage().delete(lost.file.name)
    with pytest.raises(Http404):
        file_response(lost)


@pytest.mark.django_db
def test_private_files_have_no_address_and_lie_apart(settings: Any) -> None:
    file = PracticeFileFactory()
    assert not Path(file.file.path).is_relative_to(settings.MEDIA_ROOT)
    assert Path(file.file.path).stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError, match="private"):
        file.file.url  # noqa: B018 - asking is the mistake
    assert file.file.name.startswith("practicefile/")


@pytest.mark.django_db
def test_files_that_nothing_names_go_after_two_days(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path / "eigen"
    assert forget_orphans() == 0
    storage = private_storage()
    fresh = storage.save("los/vers.pdf", ContentFile(PDF))
    old = storage.save("los/oud.pdf", ContentFile(PDF))
    long_ago = time.time() - 3 * 24 * 3600
    os.utime(storage.path(old), (long_ago, long_ago))
    assert forget_orphans(dry_run=True) == 1
    assert forget_orphans() == 1
    assert storage.exists(fresh)
    assert not storage.exists(old)
