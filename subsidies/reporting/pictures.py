"""Pictures with a final report."""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import User
from subsidies.models import Dossier, ReportPicture
from subsidies.models.reports import MOST_PICTURES

from .saving import report_to_write


@transaction.atomic
def add_picture(*, dossier: Dossier, by: User, upload: UploadedFile, alt: str, credit: str) -> ReportPicture:
    """Keeps ``upload`` (of a ``PictureFormField``, so clean) with its words; the same picture twice is one.

    Raises ``PermissionDenied``, ``Refused`` when the report is locked, and ``Impossible`` when eight are there.
    """
    report = report_to_write(dossier, by)
    upload.seek(0)
    checksum = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    known = report.pictures.filter(checksum=checksum).first()
    if known is not None:
        return known
    if report.pictures.count() >= MOST_PICTURES:
        said = _("There are %(most)d pictures already. Remove one first.")
        raise Impossible(said % {"most": MOST_PICTURES})
    return ReportPicture.objects.create(
        report=report, original=upload, alt=alt, credit=credit, checksum=checksum, uploaded_by=by
    )


@transaction.atomic
def remove_picture(*, dossier: Dossier, by: User, pk: int) -> bool:
    """Removes one picture; False when it is gone already. Raises ``PermissionDenied`` and ``Refused``."""
    found = report_to_write(dossier, by).pictures.filter(pk=pk).first()
    if found is None:
        return False
    storage, name = found.original.storage, str(found.original.name)
    found.delete()
    transaction.on_commit(lambda: storage.delete(name))
    return True
