"""Files with a dossier: adding one, a newer version, and taking one away, while the phase opens them."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import User
from ecru.base.files.attachments import Scan
from ecru.base.files.field import checked_of
from ecru.base.files.upkeep import scan_soon
from subsidies.dossiers.performing import Refused, Why, locked
from subsidies.models import CallDocument, Dossier, DossierFile
from subsidies.models.sending import MOST_FILES
from subsidies.permissions import may_write, runs_dossiers, works_on
from subsidies.phases import open_fields, phase_of
from subsidies.workflow.conditions import FILES


@dataclass(frozen=True)
class Place:
    """Where a file goes: it is the ``document`` that the round asks, a newer version of the file ``replaces``, or something else."""

    document: CallDocument | None = None
    replaces: DossierFile | None = None
    label: str = ""


def may_change_files(user: Any, dossier: Dossier) -> bool:
    """Whether ``user`` adds and removes files now: they write in this part, and the phase opens it."""
    return FILES in open_fields(dossier) and may_write(user, dossier, FILES)


def may_take_file(user: Any, file: DossierFile) -> bool:
    """Whether who may see the dossier gets this file: one that counts or went along; older ones are for who wrote them, and ECRU."""
    if file.put_away_at is None or file.sent_at is not None:
        return True
    return works_on(user, file.dossier) or runs_dossiers(user)


def opened(dossier: Dossier, by: User) -> Dossier:
    """``dossier`` as it is now, while others wait. Raises ``PermissionDenied``, and ``Refused`` when the phase locks its files."""
    mine = locked(dossier)
    if not may_write(by, mine, FILES):
        raise PermissionDenied
    if FILES not in open_fields(mine):
        said = _("This dossier stands at “%(phase)s” now. Its attachments are locked.")
        raise Refused(Why.STATE, [said % {"phase": phase_of(mine).name}])
    return mine


@transaction.atomic
def add_file(*, dossier: Dossier, by: User, upload: Any, place: Place) -> DossierFile:
    """Keeps ``upload`` (of an ``AttachmentField``); the same file in the same place twice is one.

    Raises ``PermissionDenied``, and ``Refused`` when the phase locks files, when the version that it replaces is gone, or when
    thirty are there.
    """
    mine = opened(dossier, by)
    checked, old = checked_of(upload), still_there(mine, place.replaces)
    document = old.document if old else place.document
    if document is not None and document.call_id != mine.call_id:
        raise Refused(Why.DATA, [_("This round does not ask that document.")])
    known = mine.files.current().filter(document=document, checksum=checked.checksum).first()
    if known is not None:
        return known
    if place.replaces is not None and old is None:
        raise Refused(
            Why.STATE, [_("Somebody replaced or removed this file in the meantime. Look again first.")]
        )
    if old is None and mine.files.current().count() >= MOST_FILES:
        raise Refused(
            Why.STATE, [_("There are %(most)d files already. Remove one first.") % {"most": MOST_FILES}]
        )
    label = old.label if old else place.label
    made = DossierFile(dossier=mine, document=document, label=label, replaces=old, uploaded_by=by)
    made.take(upload, checked, upload.scan)
    if old is not None:
        put_away(old)
    made.save()
    if made.scan == Scan.WAITING:
        transaction.on_commit(scan_soon.enqueue)
    return made


def still_there(dossier: Dossier, file: DossierFile | None) -> DossierFile | None:
    """``file`` when it is of ``dossier`` and counts still."""
    return dossier.files.current().select_related("document").filter(pk=file.pk).first() if file else None


def put_away(file: DossierFile) -> None:
    """It counts no more, and stays as an older version."""
    file.put_away_at = timezone.now()
    file.save()


@transaction.atomic
def remove_file(*, dossier: Dossier, by: User, pk: int) -> bool:
    """Takes a file away; one that went along once stays in what was sent. False when it is gone already. Raises as ``opened`` does."""
    mine = opened(dossier, by)
    found = mine.files.current().filter(pk=pk).first()
    if found is None:
        return False
    if found.sent_at is not None:
        put_away(found)
        return True
    storage, name = found.file.storage, found.file.name
    found.delete()
    if name:
        transaction.on_commit(partial(storage.delete, name))
    return True
