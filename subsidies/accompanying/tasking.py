"""Tasks by hand: what somebody has to do about a dossier, and by when."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import User
from ecru.base.outbox.posting import Letter, Link, post
from subsidies.dossiers.performing import locked
from subsidies.dossiers.telling import people_of
from subsidies.mail_kinds import DOSSIER_TASK
from subsidies.models import Dossier, DossierTask, Party
from subsidies.models.standing import end_of
from subsidies.permissions import may_settle, may_talk, runs_dossiers

OWNERS = (Party.DESK, Party.APPLICANT)


@dataclass(frozen=True)
class NewTask:
    """What has to be done, by whom (a party, or one person of it), and before the end of which day."""

    what: str
    party: str
    owner: User | None = None
    until: date | None = None


def possible_owners(dossier: Dossier, party: str) -> list[User]:
    """The people of ``party`` who can have a task in ``dossier``."""
    return people_of(party, dossier)


@transaction.atomic
def give_task(*, dossier: Dossier, by: User, task: NewTask, at: datetime | None = None) -> DossierTask:
    """Writes a task down and mails who has to do it. The same task that is still open is not made twice.

    Who works on a dossier gives tasks to its own side; who runs the network to both. Raises ``PermissionDenied``.
    """
    mine = locked(dossier)
    allowed = OWNERS if runs_dossiers(by) else (Party.APPLICANT,)
    people = {person.pk for person in possible_owners(mine, task.party)} if task.owner else set()
    if not may_talk(by, mine) or task.party not in allowed or (task.owner and task.owner.pk not in people):
        raise PermissionDenied
    values: dict[str, Any] = {"what": " ".join(task.what.split())[:200], "party": task.party}
    values |= {"owner": task.owner, "due_at": end_of(task.until) if task.until else None}
    known = mine.open_tasks().by_hand().filter(**values).first()
    if known is not None:
        return known
    made = DossierTask.objects.create(dossier=mine, made_by=by, made_at=at or timezone.now(), **values)
    for person in [task.owner] if task.owner else possible_owners(mine, task.party):
        if person.pk != by.pk:
            with override(person.language):
                post(f"dossier-task-{made.pk}-{person.pk}", replace(letter(made), to=person.email))
    return made


def letter(task: DossierTask) -> Letter:
    """What to do, about what, and by when."""
    told = {"what": task.what, "title": task.dossier.title}
    pieces = [_("Hello"), _("In the dossier “%(title)s” this is for you: “%(what)s”.") % told]
    if task.due_at:
        day = date_format(timezone.localtime(task.due_at), "j F Y")
        pieces.append(_("Do it by %(day)s.") % {"day": day})
    return Letter(
        to="",
        subject=_("A task about “%(title)s”") % told,
        body="\n\n".join(pieces),
        kind=DOSSIER_TASK.slug,
        links=(Link(_("Open the dossier"), f"{task.dossier.get_absolute_url()}#taken"),),
    )


@transaction.atomic
def do_task(*, task: DossierTask, by: User, at: datetime | None = None) -> bool:
    """Notes that it is done; False when it was. Raises ``PermissionDenied``. A turn of the table is never done by hand."""
    mine = DossierTask.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=task.pk)
    if mine.phase or not may_settle(by, mine):
        raise PermissionDenied
    if mine.done_at:
        return False
    mine.done_at, mine.done_by = at or timezone.now(), by
    mine.save()
    return True
