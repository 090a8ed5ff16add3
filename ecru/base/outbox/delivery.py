"""One attempt to send one mail, over a dialogue in which the moment of no return is known.

Django's own ``send_messages`` is one step: when it fails nobody can tell whether the server took the mail.
With a real mail server we therefore speak SMTP step by step (RFC 5321, section 3.3).
"""

import logging
import re
import smtplib
import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.db import DatabaseError, connection
from django.utils.encoding import force_str

from .mail import OutgoingMail

TAKEN, GO_AHEAD, NEVER = {250, 251}, {354}, 500
LONGEST_LINE = (
    990  # RFC 5321 allows 998: the address to stop a mail stays on one line, as some programs want it
)
FIRST_DOT = re.compile(rb"(?m)^\.")
INSIST, PAUSE = (
    30,
    1.0,
)  # how often, and every how many seconds, it is tried to write down that a mail was taken

log = logging.getLogger(__name__)


class Refused(Exception):  # noqa: N818 - named after what the server did
    """The server answered no, so the mail certainly did not arrive; ``for_good`` if it never will."""

    def __init__(self, code: int, answer: bytes | str, *, for_good: bool = False) -> None:
        super().__init__(f"{code} {force_str(answer, errors='replace')}")
        self.code, self.for_good = code, for_good


class Lost(Exception):  # noqa: N818 - named after what happened
    """Another worker has the mail by now, or a person decided about it."""


def attempt(mail: OutgoingMail) -> None:
    """Sends the claimed ``mail`` and writes down how that went; raises nothing that the network can cause.

    The log gets no words of the server: it may repeat the address.
    """
    try:
        send(mail)
    except Lost:
        log.warning("mail %s was taken over while it was sent", mail.pk)
    except Refused as refusal:
        settle(mail, str(refusal), f"the server said {refusal.code}", for_good=refusal.for_good)
    except (smtplib.SMTPException, OSError) as error:
        kind = type(error).__name__
        fault = f"{kind}: {error}"
        mail.refresh_from_db(fields=["handed_at"])
        if mail.handed_at:
            log.error("mail %s: sent, but no answer came: %s", mail.pk, kind)
            mail.mark_unsure(fault)
        else:
            settle(mail, fault, kind)
    except ValueError as error:  # no mail can be made of this, now or later
        settle(mail, f"{type(error).__name__}: {error}", type(error).__name__, for_good=True)
    else:
        write_down(mail)


def write_down(mail: OutgoingMail) -> None:
    """Notes that the server took ``mail``, and insists: without this note a person has to find it out."""
    for _time in range(INSIST):
        try:
            mail.mark_sent()
        except DatabaseError:
            log.warning("mail %s was sent, and the database does not take the note", mail.pk)
            if not connection.in_atomic_block:
                connection.close()
            time.sleep(PAUSE)
        else:
            return
    log.error("mail %s was sent, and that could not be written down", mail.pk)


def settle(mail: OutgoingMail, fault: str, in_short: str, *, for_good: bool = False) -> None:
    """Writes down that ``mail`` did not arrive; what is given up is an error that somebody should see."""
    mail.mark_failed(fault, for_good=for_good)
    mail.refresh_from_db(fields=["given_up_at"])
    level = logging.ERROR if mail.given_up_at else logging.WARNING
    log.log(level, "mail %s was not sent: %s", mail.pk, in_short)


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail as it goes out; the same message id every time, so that a reader's program can see a double.

    What can be stopped says so to the program of the reader, which may then offer it with one click (RFC 8058).
    """
    headers = {
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    if mail.stop_url:
        headers["List-Unsubscribe"] = f"<{mail.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    reply_to = [mail.reply_to] if mail.reply_to else None
    message = EmailMultiAlternatives(
        mail.subject, mail.body, to=[mail.to], reply_to=reply_to, headers=headers
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def send(mail: OutgoingMail) -> None:
    """Gives ``mail`` to the mail server. Raises ``Refused``, ``Lost``, or what the network raises."""
    message, backend = message_of(mail), get_connection()
    text: Any = message.message()
    text.policy = text.policy.clone(max_line_length=LONGEST_LINE)
    if not isinstance(backend, EmailBackend):  # the console of a demonstration, a file, the tests' list
        if not mail.hand_over():
            raise Lost
        backend.send_messages([message])
        return
    backend.open()
    server: Any = backend.connection
    try:
        converse(server, mail, message, text.as_bytes(linesep="\r\n"))
    finally:
        server.close()


def converse(server: smtplib.SMTP, mail: OutgoingMail, message: EmailMultiAlternatives, text: bytes) -> None:
    """The dialogue. Only between the last dot and the answer to it can nobody know whether the mail arrived."""
    encoding = message.encoding or settings.DEFAULT_CHARSET
    server.ehlo_or_helo_if_needed()
    expect(server.mail(sanitize_address(message.from_email, encoding)), TAKEN)
    expect(server.rcpt(sanitize_address(mail.to, encoding)), TAKEN, about_this_mail=True)
    expect(server.docmd("DATA"), GO_AHEAD)
    stuffed = FIRST_DOT.sub(b"..", text)
    server.send(stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n")
    if not mail.hand_over():
        raise Lost
    server.send(b".\r\n")
    expect(server.getreply(), TAKEN, about_this_mail=True)
    with suppress(OSError, smtplib.SMTPException):
        server.quit()


def expect(reply: tuple[int, bytes], codes: set[int], *, about_this_mail: bool = False) -> None:
    """Raises ``Refused`` unless the server said one of ``codes``. A 5xx is final where it is about this mail alone."""
    code, answer = reply
    if code not in codes:
        raise Refused(code, answer, for_good=about_this_mail and code >= NEVER)
