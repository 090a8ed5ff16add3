"""A small web site on this machine, for tests of links: what stands where is said beforehand, and it remembers who asked when."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = Callable[["Handler"], None]


@dataclass
class Asked:
    """One question that came in, and when."""

    method: str
    path: str
    at: float
    headers: dict[str, str]


@dataclass
class Site:
    """The site: ``pages`` by path; what is not there is 404. ``asked`` is all that came in, the oldest first; ``sent`` the bytes of huge pages."""

    pages: dict[str, int | tuple[int, dict[str, str]] | Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    bodies: dict[str, bytes] = field(default_factory=dict)
    sent: int = 0

    def at(self, path: str) -> str:
        """The whole address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"

    def of(self, path: str) -> list[str]:
        """The methods with which a page was asked for."""
        return [one.method for one in self.asked if one.path == path]

    @property
    def looks(self) -> list[str]:
        """Which pages were asked for, without ``robots.txt``."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]

    @property
    def gaps(self) -> list[float]:
        """The seconds between every question and the next one."""
        moments = [one.at for one in self.asked]
        return [after - before for before, after in pairwise(moments)]


class Handler(BaseHTTPRequestHandler):
    """Answers as the site says."""

    site: Site

    def do_GET(self) -> None:
        site = self.site
        site.asked.append(Asked(self.command, self.path, time.monotonic(), dict(self.headers)))
        answer = site.pages.get(self.path.partition("?")[0], 404)
        if callable(answer):
            answer(self)
            return
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        body = site.bodies.get(self.path, b"")
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - the library calls it so

    def log_message(self, *_args: Any) -> None:
        """Says nothing."""


class Quiet(ThreadingHTTPServer):
    """A server that does not complain when somebody hangs up."""

    daemon_threads = True

    def handle_error(self, *_args: Any) -> None:
        """The other side hung up: that is what some tests are about."""


@contextmanager
def running() -> Iterator[Site]:
    """A site that answers while the block lasts."""
    site = Site()
    handler = type("HandlerOfThisSite", (Handler,), {"site": site})
    server = Quiet(("127.0.0.1", 0), handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def only_get(status: int) -> Answer:
    """A page that answers 405 to HEAD."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(405 if handler.command == "HEAD" else status)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def hangs_up_on_head(handler: BaseHTTPRequestHandler) -> None:
    """A page that says nothing to HEAD, and is there for GET."""
    if handler.command == "HEAD":
        handler.close_connection = True
        return
    handler.send_response(200)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A page that says one letter of a header now and then, and never ends."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _letter in range(100):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.05)


def huge(handler: "Handler") -> None:
    """A page of many megabytes, for GET only, that does not care about a range."""
    handler.send_response(405 if handler.command == "HEAD" else 200)
    handler.send_header("Content-Length", str(500 * 1024 * 1024))
    handler.end_headers()
    if handler.command == "GET":
        for _piece in range(500 * 16):
            handler.site.sent += handler.wfile.write(b"x" * 64 * 1024)


def own_certificate(folder: Path) -> Path:
    """A certificate that nobody but the site itself signed, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "site.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path
