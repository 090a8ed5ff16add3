"""Loads the borders of municipalities from the official register or from a GeoJSON file."""

import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.borders import Loaded, Unreadable, keep_borders, read_borders
from ecru.base.geometry import Shape

LARGEST = 60 * 1024 * 1024  # bytes, of all pages of a download together, or of a file
PATIENCE = 60.0  # seconds without an answer
LONGEST = 600.0  # seconds, of a whole download
MOST_PAGES = 50
PIECE = 64 * 1024


class Command(BaseCommand):
    help = "Loads the borders of municipalities: from the official register, or from a GeoJSON file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A file, an address, or nothing for the official register."""
        parser.add_argument("file", nargs="?", type=Path, help="GeoJSON with a property NISCODE, in WGS84")
        parser.add_argument("--url", default="", help="address of the GeoJSON, instead of BORDERS_URL")
        parser.add_argument("--timeout", type=float, default=PATIENCE, help="seconds without an answer")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, checks, keeps, and says what it did."""
        address = options["url"] or settings.BORDERS_URL
        source = str(options["file"].name if options["file"] else address or "BORDERS_URL")
        try:
            shapes = from_file(options["file"]) if options["file"] else download(address, options["timeout"])
            loaded = keep_borders(shapes, source=source[:300], today=timezone.localdate())
        except Unreadable as error:
            raise CommandError(
                _("%(source)s: %(why)s Nothing was changed.") % {"source": source, "why": error}
            ) from error
        self.report(loaded)

    def report(self, loaded: Loaded) -> None:
        """What was done, by name."""
        lines = [
            (_("New: %(names)s."), loaded.created),
            (_("Changed: %(names)s."), loaded.updated),
            (_("Unchanged: %(names)s."), loaded.unchanged),
            (_("Merged, so with the border of the new municipality: %(names)s."), loaded.merged),
            (_("Not in this file, so left as they were: %(names)s."), loaded.missing),
            (_("Without a NIS code here, so not looked for: %(names)s."), loaded.without_code),
        ]
        for text, names in lines:
            if names:
                self.stdout.write(text % {"names": ", ".join(names)})
        if loaded.others:
            self.stdout.write(
                _("Left out: %(count)s municipalities that we do not have.") % {"count": loaded.others}
            )


def from_file(path: Path) -> dict[str, Shape]:
    """The shapes in a file, by NIS code. Raises ``Unreadable``."""
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(too_large())
        return read_borders(path.read_bytes())[0]
    except OSError as error:
        raise Unreadable(_("It cannot be read: %(why)s.") % {"why": error.strerror}) from error


def download(address: str, patience: float) -> dict[str, Shape]:
    """The shapes at ``address`` and on its next pages, which must be on the same host. Raises ``Unreadable``."""
    shapes: dict[str, Shape] = {}
    room, end = LARGEST, time.monotonic() + LONGEST
    host = host_of(address)
    for _page in range(MOST_PAGES):
        content = fetch(address, patience, room, end)
        room -= len(content)
        found, following = read_borders(content)
        shapes |= found
        if not following:
            return shapes
        address = next_address(address, following)
        if host_of(address) != host:
            raise Unreadable(_("Its next page is on another machine."))
    raise Unreadable(_("It has more than %(count)s pages.") % {"count": MOST_PAGES})


def host_of(address: str) -> tuple[str, str]:
    """The scheme and host of a web address. Raises ``Unreadable`` for any other text."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise Unreadable(_("This is no web address."))
    return parts.scheme, parts.netloc


def next_address(address: str, following: str) -> str:
    """Where ``following``, as it stands in the page at ``address``, leads. Raises ``Unreadable``."""
    try:
        return urljoin(address, following)
    except ValueError as error:
        raise Unreadable(_("This is no web address.")) from error


def fetch(address: str, patience: float, room: int, end: float) -> bytes:
    """What stands at ``address``, at most ``room`` bytes, before ``end``. Raises ``Unreadable``."""
    headers = {"Accept": "application/geo+json, application/json", "User-Agent": "ECRU load_borders"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - the scheme was looked at
    pieces: list[bytes] = []
    try:
        with urllib.request.urlopen(request, timeout=patience) as answer:  # noqa: S310
            while piece := answer.read(PIECE):
                pieces.append(piece)
                room -= len(piece)
                if room < 0:
                    raise Unreadable(too_large())
                if time.monotonic() > end:
                    raise TimeoutError
    except urllib.error.HTTPError as error:
        error.close()
        raise Unreadable(_("The service answers with error %(code)s.") % {"code": error.code}) from error
    except (OSError, HTTPException, ValueError) as error:
        why = getattr(error, "reason", error)
        if isinstance(why, TimeoutError):
            raise Unreadable(
                _("The service did not answer within %(seconds)g seconds.") % {"seconds": patience}
            ) from error
        raise Unreadable(_("The service cannot be reached: %(why)s.") % {"why": why}) from error
    return b"".join(pieces)


def too_large() -> str:
    """Why a file is refused."""
    return _("It is larger than %(limit)s MB.") % {"limit": LARGEST // 1024 // 1024}
