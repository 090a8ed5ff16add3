"""A mail server for the tests: a real process that can be stopped, and told to refuse, to wait or to hang up.

    python -m tests.base.mail_server PORT FOLDER

Every mail that it takes is a file in FOLDER/taken, written before it answers. FOLDER/mood says what it does where:
"rcpt 550" refuses there, "end hold" waits there until the mood changes, "data drop" hangs up, "end lose" hangs up without
keeping the mail. The places are connect, ehlo, mail, rcpt, data and end (after the last dot).
"""

import asyncio
import email
import email.policy
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.browser.portal import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 15  # seconds
BLINK = 0.01
GONE = "421 Goodbye"


class Moody(SMTP):
    """Speaks SMTP, but for what its mood says."""

    folder: Path

    async def gate(self, place: str) -> str | None:
        """What to answer at ``place`` instead of going on; None to go on."""
        where, _space, what = self.mood().partition(" ")
        if where != place:
            return None
        (self.folder / "reached").write_text(place)
        if what == "hold":
            told = self.mood()
            while self.mood() == told:
                await asyncio.sleep(BLINK)
            return None
        if what in {"drop", "lose"}:
            assert self.transport
            self.transport.abort()
            return GONE
        return f"{what} not now, says the test"

    def mood(self) -> str:
        """What the file says."""
        return (self.folder / "mood").read_text().strip()

    async def _handle_client(self) -> None:
        if answer := await self.gate("connect"):
            await self.push(answer)
            return
        await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Greets."""
        await self.say_or("ehlo", super().smtp_EHLO, hostname)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Takes the sender."""
        await self.say_or("mail", super().smtp_MAIL, arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Takes the recipient."""
        await self.say_or("rcpt", super().smtp_RCPT, arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """Takes the text."""
        await self.say_or("data", super().smtp_DATA, arg)

    async def say_or(self, place: str, usual: Any, arg: str) -> None:
        """Says what the mood wants, or what is usual."""
        answer = await self.gate(place)
        if answer is None:
            await usual(arg)
        elif answer != GONE:
            await self.push(answer)


class Keeper:
    """Keeps what is sent."""

    async def handle_DATA(self, server: Moody, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Writes the mail down, unless the mood is against it, and answers."""
        if not server.mood().startswith(("end lose", "end 4", "end 5")):
            folder = server.folder / "taken"
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            told = f"X-Told-To: {','.join(envelope.rcpt_tos)}\r\n".encode()
            fresh = folder.parent / f"{time.monotonic_ns()}.eml"
            fresh.write_bytes(told + content)
            fresh.rename(folder / fresh.name)
        return await server.gate("end") or "250 Taken"


async def serve(port: int, folder: Path) -> None:
    """Listens until it is ended."""

    def make() -> Moody:
        server = Moody(Keeper(), hostname="mail.example", decode_data=False)
        server.folder = folder
        return server

    listener = await asyncio.get_running_loop().create_server(make, "127.0.0.1", port)
    (folder / "ready").touch()
    await listener.serve_forever()


class MailServer:
    """The process, as a test holds it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "taken").mkdir(parents=True)
        self.mood("")

    def start(self) -> None:
        """Starts it, and waits until it listens."""
        (self.folder / "ready").unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.base.mail_server", str(self.port), str(self.folder)]
        self.process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 - our own words
        until((self.folder / "ready").exists)

    def stop(self) -> None:
        """Pulls the plug."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def mood(self, mood: str) -> None:
        """From now on it behaves so."""
        (self.folder / "reached").unlink(missing_ok=True)
        fresh = self.folder / "mood.new"
        fresh.write_text(mood)
        fresh.replace(self.folder / "mood")

    def wait_until_reached(self) -> None:
        """Waits until somebody meets the mood."""
        until((self.folder / "reached").exists)

    @property
    def taken(self) -> list[EmailMessage]:
        """The mails that arrived, in order; the header X-Told-To says to whom."""
        files = sorted((self.folder / "taken").iterdir())
        return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]


def until(happened: Any, seconds: float = PATIENCE) -> None:
    """Waits until ``happened()`` is true; fails when that takes too long."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(BLINK)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
