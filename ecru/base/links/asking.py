"""Asking one page of one site, once: to an address that was looked at, for a few seconds, and no more than a few bytes.

``http.client`` does the talking; the line goes to the number that was checked, and the certificate has to be that of the name.
"""

import http.client
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from .targets import Target, machines_of
from .troubles import Trouble, Unfit

PATIENCE = 8.0  # seconds, for the whole answer
MOST_MACHINES = 2  # of one name that are tried
AGENT = "ECRU-linkcheck"


@dataclass(frozen=True)
class Reply:
    """What a site answers: its status, where it sends us on to, how long we have to stay away, and the first bytes."""

    status: int
    location: str = ""
    retry_after: str = ""
    body: bytes = b""

    @property
    def is_there(self) -> bool:
        """Whether this is the page itself, or its beginning."""
        return self.status in {http.client.OK, http.client.PARTIAL_CONTENT}


@cache
def trust() -> ssl.SSLContext:
    """Whom we believe: the authorities that this machine knows."""
    return ssl.create_default_context()


class Line(http.client.HTTPConnection):
    """A line to one machine. It is cut after ``patience`` seconds, however slowly the other side speaks."""

    def __init__(self, target: Target, machine: str, patience: float) -> None:
        super().__init__(target.host, target.port, timeout=patience)
        self.target, self.machine = target, machine
        self.was_open = self.was_cut = False
        self.default_port = 443 if target.is_secure else 80
        self.scissors = threading.Timer(patience, self.cut)
        self.scissors.daemon = True

    def connect(self) -> None:
        """Goes to the machine that was checked, without looking the name up again."""
        self.sock = socket.create_connection((self.machine, self.port), self.timeout)
        self.scissors.start()
        if self.target.is_secure:
            name = self.target.host
            line = trust().wrap_socket(self.sock, server_hostname=name, do_handshake_on_connect=False)
            self.sock = line
            line.do_handshake()
        self.was_open = True

    def cut(self) -> None:
        """Ends what lasts too long."""
        self.was_cut = True
        with suppress(OSError, AttributeError):  # it ended by itself meanwhile
            self.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hangs up."""
        self.scissors.cancel()
        super().close()


def ask(target: Target, method: str, *, most: int = 0) -> Reply:
    """Asks ``target`` once, by HEAD, or by GET for the first ``most`` bytes. Raises ``Unfit`` with what is wrong."""
    trouble = Unfit(Trouble.NO_ANSWER)
    for machine in machines_of(target)[:MOST_MACHINES]:
        line = Line(target, machine, PATIENCE)
        try:
            return talk(line, method, most)
        except ssl.SSLError as error:
            raise Unfit(Trouble.CERTIFICATE) from error
        except (OSError, http.client.HTTPException) as error:
            slow = line.was_cut or isinstance(error, TimeoutError)
            trouble = Unfit(Trouble.SLOW if slow else Trouble.NO_ANSWER, connected=line.was_open)
        finally:
            line.close()
    raise trouble


def talk(line: Line, method: str, most: int) -> Reply:
    """One question and its answer. Raises ``OSError`` and ``HTTPException``."""
    headers = {
        "User-Agent": f"{AGENT} (+{settings.BASE_URL}/over/)",
        "Accept": "*/*",
        "Accept-Language": "nl, en;q=0.7",
        "Connection": "close",
    }
    if method == "GET":
        headers["Range"] = f"bytes=0-{most - 1}"
    line.request(method, line.target.path, headers=headers)
    answer = line.getresponse()
    if line.was_cut:
        raise TimeoutError
    body = answer.read(most) if method == "GET" else b""
    return Reply(
        answer.status,
        as_sent(answer.headers.get("Location", "")),
        answer.headers.get("Retry-After", "").strip(),
        body,
    )


def as_sent(header: str) -> str:
    """A header with the letters that the site meant: most that are not plain hold UTF-8."""
    try:
        return header.strip().encode("latin-1").decode()
    except UnicodeError:
        return header.strip()
