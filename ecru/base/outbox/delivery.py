"""One attempt to send one mail, over a dialogue in which the moment of no return is known.

Django's own ``send_messages`` is one step: when it fails nobody can tell whether the server took the mail.
With a real mail server we therefore speak SMTP step by step (RFC 5321, section 3.3).
"""

import logging
import re
import smtplib
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.utils.encoding import force_str

from .mail import OutgoingMail

TAKEN, GO_AHEAD, NEVER = {250, 251}, {354}, 500
FIRST_DOT = re.compile(rb"(?m)^\.")

log = logging.getLogger(__name__)


class Refused(Exception):  # noqa: N818 - named after what the server did
    """The server answered no, so the mail certainly did not arrive; ``for_good`` if it never will."""

    def __init__(self, code: int, answer: bytes | str, *, for_good: bool = False) -> None:
        super().__init__(f"{code} {force_str(answer, errors='replace')}")
        self.for_good = for_good


class Lost(Exception):  # noqa: N818 - named after what happened
    """Another worker has the mail by now, or a person decided about it."""


def attempt(mail: OutgoingMail) -> None:
    """Sends the claimed ``mail`` and writes down how that went; raises nothing that the network can cause."""
    try:
        send(mail)
    except Lost:
        log.warning("mail %s was taken over while it was sent", mail.pk)
    except Refused as refusal:
        settle(mail, str(refusal), for_good=refusal.for_good)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        fault = f"{type(error).__name__}: {error}"
        mail.refresh_from_db(fields=["handed_at"])
        if mail.handed_at:
            log.error("mail %s: sent, but no answer came: %s", mail.pk, fault)
            mail.mark_unsure(fault)
        else:
            settle(mail, fault)
    else:
        mail.mark_sent()


def settle(mail: OutgoingMail, fault: str, *, for_good: bool = False) -> None:
    """Writes down that ``mail`` did not arrive; what is given up is an error that somebody should see."""
    mail.mark_failed(fault, for_good=for_good)
    mail.refresh_from_db(fields=["given_up_at"])
    level = logging.ERROR if mail.given_up_at else logging.WARNING
    log.log(level, "mail %s was not sent: %s", mail.pk, fault)


def message_of(mail: OutgoingMail) -> EmailMessage:
    """The mail as it goes out; the same message id every time, so that a reader's program can see a double."""
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    reply_to = [mail.reply_to] if mail.reply_to else None
    return EmailMessage(mail.subject, mail.body, to=[mail.to], reply_to=reply_to, headers=headers)


def send(mail: OutgoingMail) -> None:
    """Gives ``mail`` to the mail server. Raises ``Refused``, ``Lost``, or what the network raises."""
    message, connection = message_of(mail), get_connection()
    if not isinstance(connection, EmailBackend):  # the console of a demonstration, a file, the tests' list
        message.message()
        if not mail.hand_over():
            raise Lost
        connection.send_messages([message])
        return
    connection.open()
    server = connection.connection
    try:
        converse(server, mail, message)
    finally:
        server.close()


def converse(server: smtplib.SMTP, mail: OutgoingMail, message: EmailMessage) -> None:
    """The dialogue. Only between the last dot and the answer to it can nobody know whether the mail arrived."""
    text = FIRST_DOT.sub(b"..", message.message().as_bytes(linesep="\r\n"))
    encoding = message.encoding or settings.DEFAULT_CHARSET
    server.ehlo_or_helo_if_needed()
    expect(server.mail(sanitize_address(message.from_email, encoding)), TAKEN)
    expect(server.rcpt(sanitize_address(mail.to, encoding)), TAKEN, about_this_mail=True)
    expect(server.docmd("DATA"), GO_AHEAD)
    server.send(text if text.endswith(b"\r\n") else text + b"\r\n")
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
