"""Messages in a dossier: to all who work on it, or internal."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import User
from ecru.base.at_once import kept
from ecru.base.outbox.posting import Letter, Link, post
from ecru.base.tokens import hashed
from subsidies.dossiers import Refused, Why
from subsidies.dossiers.performing import locked
from subsidies.dossiers.telling import people_of
from subsidies.mail_kinds import DOSSIER_MESSAGE
from subsidies.models import Dossier, DossierMessage, Party
from subsidies.permissions import may_talk, party_of, runs_dossiers

QUOTED = 400  # characters of a message in a mail
LONGEST = 5000


def newest_messages(dossier: Dossier) -> list[DossierMessage]:
    """The last messages to all and the last internal ones, the newest first."""
    known = kept(dossier, "messages")
    return list(dossier.messages.order_by("-at", "-pk")) if known is None else known


def waiting_in(to_all: list[DossierMessage]) -> DossierMessage | None:
    """The one that ECRU did not answer, by the rule of ``waiting_for_desk``; ``to_all``: the last messages to all of one dossier."""
    last = max(to_all, key=lambda message: message.pk, default=None)
    return last if last and last.role != Party.DESK and last.settled_at is None else None


@transaction.atomic
def say(  # noqa: PLR0913 - all that a message has
    *, dossier: Dossier, by: User, words: str, stamp: str, is_internal: bool = False, at: datetime | None = None
) -> DossierMessage:  # fmt: skip
    """Adds a message, and mails it: to all tells the other side, internal tells who runs the network. One ``stamp`` says it once.

    Raises ``PermissionDenied`` for who does not work on it, or for something internal by somebody else than who runs the network;
    ``Refused`` without words.
    """
    mine = locked(dossier)
    if not may_talk(by, mine) or (is_internal and not runs_dossiers(by)):
        raise PermissionDenied
    text = words.strip()
    if not text or len(text) > LONGEST:
        raise Refused(Why.DATA, [_("Write a message.")], {"words": _("Write a message.")})
    values = {"by": by, "by_name": str(by)[:254], "role": party_of(by, mine), "words": text}
    made, new = DossierMessage.objects.get_or_create(
        stamp=hashed(f"{by.pk} {mine.pk} {stamp}"),
        defaults={**values, "dossier": mine, "is_internal": is_internal, "at": at or timezone.now()},
    )
    if new:
        for person in readers(made):
            with override(person.language):
                post(f"dossier-message-{made.pk}-{person.pk}", replace(letter(made), to=person.email))
    return made


@transaction.atomic
def need_no_answer(*, message: DossierMessage, by: User, at: datetime | None = None) -> bool:
    """Says that ``message`` needs no answer; False when it waited for none any more. Raises ``PermissionDenied``."""
    if not runs_dossiers(by):
        raise PermissionDenied
    waiting = DossierMessage.objects.waiting_for_desk().filter(pk=message.pk)
    return bool(waiting.update(settled_at=at or timezone.now()))


def readers(message: DossierMessage) -> list[User]:
    """Who gets it: of something internal the desk; else both sides; never who wrote it."""
    parties = [Party.DESK] if message.is_internal else [Party.DESK, Party.APPLICANT]
    found = {person.pk: person for party in parties for person in people_of(party, message.dossier)}
    return [person for key, person in sorted(found.items()) if key != message.by_id]


def letter(message: DossierMessage) -> Letter:
    """Who says what about which dossier."""
    told = {
        "name": message.by_name,
        "title": message.dossier.title,
        "words": Truncator(message.words).chars(QUOTED),
    }
    return Letter(
        to="",
        subject=_("Message about “%(title)s”") % told,
        body="\n\n".join([_("Hello"), _("%(name)s wrote about “%(title)s”:") % told, f"“{told['words']}”"]),
        kind=DOSSIER_MESSAGE.slug,
        links=(Link(_("Read and answer"), f"{message.dossier.get_absolute_url()}#berichten"),),
    )
