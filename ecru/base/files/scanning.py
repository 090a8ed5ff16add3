"""Asking a virus scanner (clamd) about a file, over the INSTREAM command of its protocol.

``CLAMD_URL`` names it: ``tcp://127.0.0.1:3310`` or ``unix:///run/clamav/clamd.ctl``; empty: there is none.
See ``man clamd``, "COMMANDS": a chunk is its length in four bytes, biggest first, and then the bytes; an empty one ends it.
"""

import logging
import socket
import struct
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
PATIENCE = 10  # seconds for every step
LONGEST_ANSWER = 4096

log = logging.getLogger(__name__)


class ScannerAway(Exception):  # noqa: N818 - named after what was found
    """The scanner does not answer, or with something that is no answer."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner says: the name of a virus, or nothing."""

    virus: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.virus


def scanner_is_set() -> bool:
    """Whether this portal has a scanner."""
    return bool(settings.CLAMD_URL)


def scan(content: IO[bytes] | Any) -> Verdict:
    """What the scanner says of ``content``, read from its beginning. Raises ``ScannerAway``."""
    content.seek(0)
    try:
        with connected() as line:
            line.sendall(b"zINSTREAM\0")
            while chunk := content.read(CHUNK):
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
            answer = read_answer(line)
    except OSError as error:
        log.warning("the virus scanner is away: %s", error)
        raise ScannerAway from error
    finally:
        content.seek(0)
    return verdict_in(answer)


def connected() -> socket.socket:
    """A line to the scanner. Raises ``OSError``."""
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(address.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((address.hostname or "", address.port or 3310), timeout=PATIENCE)


def read_answer(line: socket.socket) -> str:
    """What the scanner says, up to its final zero."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def verdict_in(answer: str) -> Verdict:
    """The verdict in ``stream: OK`` or ``stream: Name FOUND``. Raises ``ScannerAway`` for anything else."""
    said = answer.rpartition("stream: ")[2]
    if said == "OK":
        return Verdict()
    if said.endswith(" FOUND"):
        return Verdict(said.removesuffix(" FOUND"))
    log.warning("the virus scanner says: %s", answer[:200])
    raise ScannerAway(answer[:200])
