"""A visitor with a stopwatch: one connection that stays open, as a browser's does."""

import gzip
import http.client
import time
from dataclasses import dataclass

import brotli

HEADERS = {
    "Host": "cultuur.example",
    "X-Forwarded-Proto": "https",
    "Accept-Encoding": "gzip, br",
    "Accept-Language": "nl",
}
PATIENCE = 60  # seconds
IDLE = 3  # seconds; gunicorn closes a connection that was silent for five


@dataclass(frozen=True)
class Answer:
    """A page as it came over the wire, and after how many seconds all of it was there."""

    seconds: float
    body: bytes
    encoding: str

    @property
    def raw(self) -> bytes:
        """The page, unpacked."""
        if self.encoding == "br":
            return brotli.decompress(self.body)
        return gzip.decompress(self.body) if self.encoding == "gzip" else self.body


class Connection:
    """One connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.used = 0.0

    def get(self, path: str, cookie: str = "") -> Answer:
        """Asks for ``path``, signed in with ``cookie`` or not; anything but 200 ends the bench."""
        if time.monotonic() - self.used > IDLE:
            self.wire.close()
            self.wire.connect()
        start = time.perf_counter()
        self.wire.request("GET", path, headers={**HEADERS, "Cookie": cookie} if cookie else HEADERS)
        answer = self.wire.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - start
        self.used = time.monotonic()
        if answer.status != 200:
            raise SystemExit(f"{path} gave {answer.status} {answer.reason}")
        return Answer(seconds, body, answer.headers.get("Content-Encoding", ""))

    def close(self) -> None:
        """Hangs up."""
        self.wire.close()
