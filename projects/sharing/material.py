"""Files and pictures of a practice: adding, removing, and showing them when the practice shows."""

import hashlib
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import User
from ecru.base.files.attachments import Scan
from ecru.base.files.field import checked_of
from ecru.base.files.upkeep import scan_soon
from projects.models import Practice, PracticeFile, PracticePicture
from projects.models.material import MOST_FILES, MOST_PICTURES

from .saving import lock_for

LEFT_ALONE = timedelta(days=2)


@transaction.atomic
def add_file(*, practice: Practice, by: User, upload: Any, label: str) -> PracticeFile:
    """Keeps ``upload`` (of an ``AttachmentField``) under ``label``; the same file twice is one.

    Raises ``Impossible`` when ten are there, and as ``lock_for`` does.
    """
    locked = lock_for(practice, by)
    checked = checked_of(upload)
    known = locked.files.filter(checksum=checked.checksum).first()
    if known is not None:
        return known
    if locked.files.count() >= MOST_FILES:
        raise Impossible(_("There are %(most)d files already. Remove one first.") % {"most": MOST_FILES})
    made = PracticeFile(practice=locked, label=label or PurePath(checked.name).stem[:120], uploaded_by=by)
    made.take(upload, checked, upload.scan)
    made.save()
    touch(locked)
    if made.scan == Scan.WAITING:
        transaction.on_commit(scan_soon.enqueue)
    return made


@transaction.atomic
def add_picture(
    *, practice: Practice, by: User, upload: UploadedFile, alt: str, credit: str
) -> PracticePicture:
    """Keeps ``upload`` (of a ``PictureFormField``, so clean) with its words; the same picture twice is one.

    Raises ``Impossible`` when eight are there, and as ``lock_for`` does.
    """
    locked = lock_for(practice, by)
    upload.seek(0)
    checksum = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    known = locked.pictures.filter(checksum=checksum).first()
    if known is not None:
        return known
    count = locked.pictures.count()
    if count >= MOST_PICTURES:
        raise Impossible(
            _("There are %(most)d pictures already. Remove one first.") % {"most": MOST_PICTURES}
        )
    made = PracticePicture.objects.create(
        practice=locked,
        original=upload,
        alt=alt,
        credit=credit,
        checksum=checksum,
        position=count,
        uploaded_by=by,
    )
    touch(locked)
    return made


@transaction.atomic
def remove_file(*, practice: Practice, by: User, pk: int) -> bool:
    """Removes one file at once, also from what shows; False when it is gone already. Raises as ``lock_for`` does."""
    locked = lock_for(practice, by)
    found = locked.files.filter(pk=pk).first()
    if found is None:
        return False
    storage, name = found.file.storage, found.file.name
    found.delete()
    touch(locked)
    if name:
        transaction.on_commit(partial(storage.delete, name))
    return True


@transaction.atomic
def remove_picture(*, practice: Practice, by: User, pk: int) -> bool:
    """Removes one picture at once, also from what shows; False when it is gone already. Raises as ``lock_for`` does."""
    locked = lock_for(practice, by)
    found = locked.pictures.filter(pk=pk).first()
    if found is None:
        return False
    if found.picture:
        found.forget_copies()
    storage, name = found.original.storage, found.original.name or ""
    found.delete()
    touch(locked)
    transaction.on_commit(partial(storage.delete, name))
    return True


def touch(practice: Practice) -> None:
    """Notes that somebody worked on it."""
    practice.warned_on = None
    practice.save()


def accept_material(practice: Practice) -> None:
    """Notes that an editor saw every file and picture, and shows what may show. Needs a transaction."""
    now = timezone.now()
    practice.files.unaccepted().update(accepted_at=now)
    practice.pictures.unaccepted().update(accepted_at=now)
    follow_publication(practice)


def follow_publication(practice: Practice) -> None:
    """Gives the pictures of ``practice`` a public copy when it shows, and takes it away when it does not."""
    for picture in practice.pictures.out_of_step():
        picture.follow()


def follow_all(now: datetime, *, dry_run: bool) -> dict[str, int]:
    """For what became public or not without a verb of ours, and copies of pictures that are gone. How many of each."""
    wrong = list(PracticePicture.objects.out_of_step())
    for picture in wrong if not dry_run else []:
        picture.follow()
    return {"pictures": len(wrong), "copies": forget_copies(now, dry_run=dry_run)}


def forget_copies(now: datetime, *, dry_run: bool) -> int:
    """Removes public copies whose picture is gone since two days; returns how many."""
    column: Any = PracticePicture._meta.get_field("picture")
    folder, storage = column.upload_to, column.storage
    if not storage.exists(folder):
        return 0
    shown = PracticePicture.objects.exclude(picture="").values_list("picture", flat=True)
    stems = {PurePath(name).stem for name in shown}
    lost = [
        name
        for name in (f"{folder}/{file}" for file in storage.listdir(folder)[1])
        if not belongs(PurePath(name).stem, stems) and storage.get_modified_time(name) < now - LEFT_ALONE
    ]
    for name in lost if not dry_run else []:
        storage.delete(name)
    return len(lost)


def belongs(stem: str, stems: set[str]) -> bool:
    """Whether ``stem`` names one of the pictures, or a size of one."""
    return stem in stems or stem.rpartition("-")[0] in stems
