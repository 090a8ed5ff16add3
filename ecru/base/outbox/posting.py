"""Taking mails in: stored in the caller's transaction, handed to the worker once that is certain."""

import logging
import uuid
from dataclasses import replace
from email.utils import formataddr, parseaddr
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_tasks import task

from .delivery import attempt
from .kinds import Frequency
from .letters import Letter, Link, Ways, write
from .mail import LONGEST_SUBJECT, MailState, OutgoingMail
from .readers import MailReader
from .waiting import WaitingLetter, keep

__all__ = ["Letter", "Link", "deliver", "post"]

log = logging.getLogger(__name__)


def post(key: str, letter: Letter) -> bool:
    """Stores a mail that will be sent after the caller's transaction, or that waits for the mail of the day.

    False, and nothing is stored, when it was stored before or when its reader stopped mails of its kind. ``key`` names
    the occasion ("question-12-asker"): a second call with the same key stores nothing. Raises, before anything is
    stored, ``ValidationError`` for an address that is none, ``ValueError`` for a link that leads nowhere, and
    ``LookupError`` for a kind that nobody registered.
    """
    for address in [letter.to, *([letter.reply_to] if letter.reply_to else [])]:
        check_address(address)
    kind, language = letter.known_kind, letter.language or get_language() or settings.LANGUAGE_CODE
    letter = replace(letter, language=language, subject=" ".join(letter.subject.split())[:LONGEST_SUBJECT])
    if was_posted(key):
        return False
    if not kind.is_chosen:
        return send_out(key, letter, Ways())
    reader = MailReader.objects.of(letter.to)
    frequency = reader.frequency_of(kind)
    if frequency == Frequency.NEVER:
        return False
    MailReader.objects.filter(pk=reader.pk).update(last_mail_at=timezone.now())
    if frequency == Frequency.DAILY:
        return keep(key, letter, reader)
    return send_out(key, letter, reader.ways(kind, language))


def was_posted(key: str) -> bool:
    """Whether a mail of this occasion went out, or waited for the mail of the day; one query."""
    went, waited = (
        rows.filter(key=key).order_by().values("key")
        for rows in (OutgoingMail.objects, WaitingLetter.objects)
    )
    return went.union(waited).exists()


def send_out(key: str, letter: Letter, ways: Ways) -> bool:
    """Stores ``letter`` as a mail that goes as soon as the transaction is certain; False when it was stored before."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    written = write(letter, ways)
    mail = OutgoingMail(
        key=key,
        to=letter.to,
        subject=letter.subject,
        body=written.text,
        html=written.html,
        kind=letter.kind,
        language=written.language,
        stop_url=letter.stop.whole if ways.stop and letter.stop else ways.stop,
        reply_to=letter.reply_to,
        until=letter.until,
        message_id=f"<{uuid.uuid4().hex}@{domain}>",
    )
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        if OutgoingMail.objects.filter(key=key).exists():
            return False
        raise
    transaction.on_commit(partial(enqueue, mail), robust=True)
    return True


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
