"""Files as they are added to dossiers in tests."""

import hashlib
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from actors.models import User
from ecru.base.files import check_file
from ecru.base.files.attachments import Scan
from subsidies.models import Dossier, DossierFile, SentCopy
from subsidies.sending.filing import Place, add_file
from subsidies.workflow.copying import applicant, canonical
from tests.base.file_cast import PDF, sent
from tests.subsidies.dossier_factories import DossierFactory


def checked(content: bytes = PDF, name: str = "bestand.pdf") -> Any:
    """``content`` as the form gives it on."""
    upload: Any = sent(content, name)
    upload.checked, upload.scan = check_file(upload), Scan.NONE
    return upload


def file_in(dossier: Dossier, by: User, content: bytes = PDF, place: Place | None = None) -> DossierFile:
    """A file with a dossier."""
    return add_file(dossier=dossier, by=by, upload=checked(content), place=place or Place())


def content_of(answer: Any) -> bytes:
    """All bytes of a file that was served; reading it to the end closes it."""
    return b"".join(answer.streaming_content)


def status_of(answer: Any) -> int:
    """The status of an answer that may hold a file, which is closed."""
    if answer.streaming:
        content_of(answer)
    return int(answer.status_code)


class DossierFileFactory(DjangoModelFactory):
    """A PDF with a dossier, whatever its phase."""

    class Meta:
        model = DossierFile

    dossier = factory.SubFactory(DossierFactory)
    file = factory.LazyFunction(lambda: ContentFile(PDF, name="statuten.pdf"))
    name = "statuten.pdf"
    kind = "pdf"
    size = len(PDF)
    checksum = hashlib.sha256(PDF).hexdigest()
    scan = Scan.NONE


class SentCopyFactory(DjangoModelFactory):
    """A copy of what was sent, that says as little as it may."""

    class Meta:
        model = SentCopy

    dossier = factory.SubFactory(DossierFactory)
    number = "2026-0001"
    sent_at = factory.LazyFunction(lambda: timezone.now().replace(microsecond=0))
    content = factory.LazyAttribute(lambda copy: canonical(said_of(copy.dossier)))
    sha256 = factory.LazyAttribute(lambda copy: hashlib.sha256(copy.content.encode()).hexdigest())
    sender_name = "Nour"


def said_of(dossier: Dossier) -> dict[str, Any]:
    """What a copy says of ``dossier``, without its parts."""
    return {
        "title": dossier.title,
        "round": "",
        "places": [],
        "applicant": applicant(dossier.actor),
        "sheets": [],
        "files": [],
    }
