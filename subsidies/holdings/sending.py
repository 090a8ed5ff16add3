"""What we hold of somebody who sent files or dossiers, or gave a round extra time."""

from collections.abc import Iterable
from typing import Any

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register

from ..models import CallExtension, DossierFile, SentCopy


def files_of(user: User) -> Any:
    """The files that ``user`` sent."""
    return DossierFile.objects.of_person(user).select_related("dossier", "document").order_by("pk")


def copies_of(user: User) -> Any:
    """What ``user`` sent."""
    return SentCopy.objects.by_person(user).order_by("pk")


def extensions_of(user: User) -> Any:
    """The extra time that ``user`` gave."""
    return CallExtension.objects.filter(by=user).select_related("call__measure").order_by("pk")


def sending_rows(user: User) -> list[Row]:
    """Files, dossiers that they sent, and extra time that they gave."""
    return [
        *((told(file.uploaded_at), f"{file.dossier}: {file.name}") for file in files_of(user)),
        *((told(copy.sent_at), copy) for copy in copies_of(user)),
        *((told(one.at), one) for one in extensions_of(user)),
    ]


def sending_export(user: User) -> Export:
    """The same for machines."""
    return [
        *(
            {"at": file.uploaded_at, "dossier": str(file.dossier), "file": file.name, "sha256": file.checksum}
            for file in files_of(user)
        ),
        *(
            {"at": copy.sent_at, "number": copy.number, "time": copy.version, "sha256": copy.sha256}
            for copy in copies_of(user)
        ),
        *(
            {"at": one.at, "round": str(one.call), "until": one.until, "reason": one.reason}
            for one in extensions_of(user)
        ),
    ]


def sent_files(user: User) -> Iterable[FieldFile]:
    """The files themselves."""
    return [file.file for file in files_of(user) if file.file]


register(
    Holding(
        "sending",
        label=gettext_lazy("Attachments and dossiers that you sent"),
        leaving=gettext_lazy(
            "They are of your organisation and stay. What was sent says “former member” instead of your name; its hash stays the same."
        ),
        rows=sending_rows,
        export=sending_export,
        files=sent_files,
        forget=SentCopy.objects.forget_person,
        covers=(
            "subsidies.dossierfile.uploaded_by",
            "subsidies.sentcopy.sender",
            "subsidies.callextension.by",
        ),
        order=34,
    )
)
