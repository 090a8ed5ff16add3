"""Taking mails in: stored in the caller's transaction, handed to the worker once that is certain."""

import logging
import uuid
from email.utils import parseaddr
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from .delivery import attempt
from .mail import OutgoingMail

LONGEST_SUBJECT = 250

log = logging.getLogger(__name__)


def post(*, key: str, to: str, subject: str, body: str, why: str, reply_to: str = "") -> OutgoingMail:
    """Stores a mail that will be sent after the caller's transaction; gives back the stored one.

    ``key`` names the occasion ("question-12-received"): a second call with the same key changes nothing.
    ``why`` is the sentence under every mail that says why the reader gets it.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    signature = _("ECRU, culture in Midden-Limburg")
    mail, new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": " ".join(subject.split())[:LONGEST_SUBJECT],
            "body": f"{body.strip()}\n\n-- \n{signature}\n{settings.BASE_URL}\n{why}\n",
            "reply_to": reply_to,
            "message_id": f"<{uuid.uuid4().hex}@{domain}>",
        },
    )
    if new:
        transaction.on_commit(partial(enqueue, mail), robust=True)
    return mail


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
    if mail.sent_at is None and mail.given_up_at is None and mail.handed_at is None:
        enqueue(mail)
