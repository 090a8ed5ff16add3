"""Taking mails in: stored in the caller's transaction, handed to the worker once that is certain."""

import logging
import uuid
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from .delivery import attempt
from .mail import LONGEST_SUBJECT, MailState, OutgoingMail

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """What to mail, to one address. ``why`` is the sentence under it that says why the reader gets it."""

    to: str
    subject: str
    body: str
    why: str
    reply_to: str = ""


def post(key: str, letter: Letter) -> bool:
    """Stores a mail that will be sent after the caller's transaction; False when it was stored before.

    ``key`` names the occasion ("question-12-asker"): a second call with the same key stores nothing. Raises
    ``ValidationError`` for an address that is none, before anything is stored.
    """
    for address in [letter.to, *([letter.reply_to] if letter.reply_to else [])]:
        check_address(address)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    signature = _("ECRU, culture in Midden-Limburg")
    mail, new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "to": letter.to,
            "subject": " ".join(letter.subject.split())[:LONGEST_SUBJECT],
            "body": f"{letter.body.strip()}\n\n-- \n{signature}\n{settings.BASE_URL}\n{letter.why}\n",
            "reply_to": letter.reply_to,
            "message_id": f"<{uuid.uuid4().hex}@{domain}>",
        },
    )
    if new:
        transaction.on_commit(partial(enqueue, mail), robust=True)
    return new


def check_address(address: str) -> None:
    """Raises ``ValidationError`` unless ``address`` is one address, with or without a name, on one line."""
    name, bare = parseaddr(address)
    validate_email(bare)
    if address not in {bare, formataddr((name, bare)), f"{name} <{bare}>"}:
        raise ValidationError(_("This is not one e-mail address."))


def enqueue(mail: OutgoingMail) -> None:
    """Asks the worker to send ``mail`` when it is due. If that gets lost, the worker's sweep finds the mail."""
    deliver.using(run_after=mail.next_attempt_at).enqueue(mail.pk)


@task()
def deliver(pk: int) -> None:
    """Tries to send the mail ``pk``, if it is still due and nobody else has it in hand; plans the next attempt."""
    mail = OutgoingMail.objects.claim(pk)
    if mail is None:
        return
    attempt(mail)
    mail.refresh_from_db()
    if mail.state == MailState.WAITING:
        enqueue(mail)
