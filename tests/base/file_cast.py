"""Files as people send them: made here, small, and each what it says it is or pretends to be."""

import io
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ecru.base.files.kinds import ODF, OOXML

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"
VIRUS = b"X5O!P%@AP-a-test-of-ours"
MP4, M4A = b"\0\0\0\x18ftypisom\0\0\2\0", b"\0\0\0\x18ftypM4A \0\0\2\0"
MAIN = {
    "docx": f"{OOXML}.wordprocessingml.document.main+xml",
    "xlsx": f"{OOXML}.spreadsheetml.sheet.main+xml",
    "pptx": f"{OOXML}.presentationml.presentation.main+xml",
}
OPEN = {"odt": f"{ODF}.text", "ods": f"{ODF}.spreadsheet", "odp": f"{ODF}.presentation"}


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def office(extension: str, main: str = "", **more: str) -> bytes:
    """A docx, xlsx or pptx; ``main``: the type that it says it has, ``more``: other parts."""
    types = f'<Types><Override ContentType="{main or MAIN[extension]}"/></Types>'
    return zipped({"[Content_Types].xml": types, **more})


def opened(extension: str, **more: str) -> bytes:
    """An odt, ods or odp."""
    return zipped({"mimetype": OPEN[extension], "META-INF/manifest.xml": "<manifest/>", **more})


def picture(kind: str) -> bytes:
    """A picture of sixteen points."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "gold").save(out, kind)
    return out.getvalue()


def sent(content: bytes, name: str = "bestand") -> SimpleUploadedFile:
    """``content`` as a browser sends it, under a type that is never believed."""
    return SimpleUploadedFile(name, content, "text/html")


class Clamd:
    """A scanner that speaks the protocol of clamd, finds ``VIRUS``, and remembers how much it read."""

    def __init__(self, answer: bytes = b"") -> None:
        self.answer, self.read = answer, 0

    def serve(self, listener: socket.socket) -> None:
        """Answers until the line is cut."""
        while True:
            try:
                line, _address = listener.accept()
            except OSError:
                return
            with line, suppress(OSError):
                self.talk(line)

    def talk(self, line: socket.socket) -> None:
        """One scan."""
        with line.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!L", said.read(4))[0]:
                content += said.read(size)
        self.read = len(content)
        found = b"stream: Test.Virus FOUND\0" if VIRUS in content else b"stream: OK\0"
        for byte in self.answer or found:  # a slow line: one byte at a time
            line.sendall(bytes([byte]))


@contextmanager
def scanner(answer: bytes = b"", socket_at: Path | None = None) -> Iterator[tuple[str, Clamd]]:
    """A running scanner, and its address for CLAMD_URL."""
    if socket_at:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(socket_at))
        listener.listen()
        address = f"unix://{socket_at}"
    else:
        listener = socket.create_server(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    clamd = Clamd(answer)
    thread = threading.Thread(target=clamd.serve, args=[listener], daemon=True)
    thread.start()
    try:
        yield address, clamd
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def nobody_there() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"tcp://127.0.0.1:{listener.getsockname()[1]}"
