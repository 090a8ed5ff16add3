"""Taking one's own data along: a ZIP with one file for machines, the files themselves, and a page that explains it."""

import json
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from ecru.base.audit import note
from ecru.base.personal import in_order

from .models import User

IN_MEMORY = 2 * 1024 * 1024  # bytes; a larger one is written on the disk, and gone with the request
READ_ME = """Jouw gegevens op het cultuurplatform van ECRU
============================================

Gemaakt op {day}, voor {name} ({email}).

In data.json staat alles wat wij van jou bewaren, in groepen:

{groups}

Tijden staan in UTC. Bestanden zoals foto's staan in de map "bestanden".
Je opent data.json met elke browser of teksteditor.

Klopt er iets niet? Verbeter het op /mijn/gegevens/, of mail info@ecru.be.
"""


class Plainly(DjangoJSONEncoder):
    """Moments as ISO 8601, and what a translation says."""

    def default(self, o: Any) -> Any:
        """Dates and moments whole, to the second; the rest as Django does."""
        return o.isoformat(timespec="seconds") if isinstance(o, datetime) else super().default(o)


def gathered(user: User) -> dict[str, Any]:
    """All that we hold of ``user``, ready for JSON: a list of records for each holding."""
    found: dict[str, Any] = {holding.slug: holding.export(user) for holding in in_order()}
    return {"made_at": timezone.now(), "account": found.pop("account"), **found}


@transaction.atomic
def packed(*, user: User) -> IO[bytes]:
    """A ZIP with all that we hold of ``user``, open at its start; noted in the audit log."""
    note("data.downloaded", by=user, about=user)
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.txt", explained(user))
        text = json.dumps(gathered(user), cls=Plainly, ensure_ascii=False, indent=2)
        bundle.writestr("data.json", text)
        for holding in in_order():
            for number, file in enumerate(holding.files(user), 1):
                ending = PurePosixPath(file.name or "").suffix
                with file.open("rb") as content:
                    bundle.writestr(f"bestanden/{holding.slug}-{number}{ending}", content.read())
    out.seek(0)
    return out


def explained(user: User) -> str:
    """The page that explains it, in Dutch."""
    with override("nl"):
        groups = "\n".join(f"- {holding.slug}: {holding.label}" for holding in in_order())
        day = date_format(timezone.localdate(), "j F Y")
    return READ_ME.format(day=day, name=user, email=user.email, groups=groups)


def file_name(day: date) -> str:
    """What the download is called."""
    return f"ecru-mijn-gegevens-{day.isoformat()}.zip"
