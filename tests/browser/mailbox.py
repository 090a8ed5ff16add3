"""The mail of people in the walks: read from the outbox of the running portal, or delivered for real."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.base.mail_server import MailServer, until
from tests.browser.portal import PATIENCE, ROOT, Portal, manage

READ = (
    "from ecru.base.models import OutgoingMail; "
    "print(OutgoingMail.objects.filter(to={to!r}).order_by('-pk').values_list('body', flat=True).first() or '')"
)


def newest_mail(portal: Portal, to: str) -> str:
    """The words of the mail that ``to`` got last, as it waits in the outbox; empty when there is none."""
    return manage(portal, "shell", "--no-imports", "-c", READ.format(to=to))


def link_in(mail: str, part: str) -> str:
    """The address in ``mail`` of which the path holds ``part``."""
    found = re.search(rf"https?://\S*{re.escape(part)}\S*", mail)
    assert found, f"no link with {part} in:\n{mail}"
    return found[0]


def code_in(mail: str) -> str:
    """The code for signing in that stands in ``mail``."""
    found = re.search(r"^    (\d{6})$", mail, re.MULTILINE)
    assert found, mail
    return found[1]


class Post:
    """What a mail server took. Every mail is read once, in the order in which it came."""

    def __init__(self, server: MailServer) -> None:
        self.server, self.read = server, Counter[str]()

    def next_to(self, address: str) -> str:
        """The words of the next mail to ``address``; waits until it comes."""
        until(lambda: len(self._all_to(address)) > self.read[address], PATIENCE)
        words = self._all_to(address)[self.read[address]]
        self.read[address] += 1
        return words

    def _all_to(self, address: str) -> list[str]:
        found = [mail for mail in self.server.taken if mail["X-Told-To"] == address]
        plain = [mail.get_body(("plain",)) for mail in found]
        return [str(body.get_content()).replace("\r\n", "\n") for body in plain if body]


@contextmanager
def delivered(portal: Portal, folder: Path) -> Iterator[Post]:
    """Has the mail of ``portal`` sent by its worker over SMTP, to a mail server that keeps it in ``folder``."""
    server = MailServer(folder)
    server.start()
    settings = portal.settings | {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "manage.py", "outbox_worker", "--interval", "0.2"]
        worker = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=log)
    try:
        yield Post(server)
        assert worker.poll() is None, f"the worker stopped:\n{(folder / 'log').read_text(encoding='utf-8')}"
    finally:
        worker.terminate()
        worker.wait(PATIENCE)
        server.stop()
