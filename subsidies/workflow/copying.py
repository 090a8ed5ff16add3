"""The copy of what was sent: all that the parts of a dossier say that second, as canonical JSON with its hash.

It is made inside the step, so what is sent without a copy cannot exist. Texts are in Dutch, whatever language the sender reads.
"""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.utils.translation import override

from actors.models import Actor
from subsidies.models import DossierFile, SentCopy
from subsidies.sheets import sheets_of

from .words import Attempt

SHAPE = 1  # of the JSON; another one when its keys change


def copy_of(attempt: Attempt) -> SentCopy:
    """Keeps what is sent with ``attempt``; its files stay for good from now on. The dossier has its number already."""
    dossier = attempt.dossier
    files = list(dossier.files.current().select_related("document"))
    version = dossier.copies.count() + 1
    with override(settings.LANGUAGE_CODE):
        content = canonical(said_by(attempt, files, version))
    copy = SentCopy.objects.create(
        dossier=dossier,
        version=version,
        number=dossier.number or "",
        sent_at=attempt.at,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        sender=attempt.by,
        sender_name=str(attempt.by)[:254],
    )
    dossier.files.current().filter(sent_at=None).update(sent_at=attempt.at)
    return copy


def canonical(values: dict[str, Any]) -> str:
    """JSON in one way only: keys in order, no spaces, letters as they are; so that the same values have the same hash."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def said_by(attempt: Attempt, files: list[DossierFile], version: int) -> dict[str, Any]:
    """All that is sent, as plain values; no name of an account."""
    dossier = attempt.dossier
    return {
        "shape": SHAPE,
        "dossier": dossier.pk,
        "number": dossier.number,
        "version": version,
        "sent_at": attempt.at.astimezone(UTC).isoformat(),
        "title": dossier.title,
        "round": str(dossier.call) if dossier.call else "",
        "places": [place.slug for place in dossier.municipalities.all()],
        "applicant": applicant(dossier.actor),
        "sheets": [sheet.plain() for sheet in sheets_of(dossier)],
        "files": [told_of(file) for file in files],
    }


def applicant(actor: Actor) -> dict[str, str]:
    """Who asks, as it is known that second; later changes of the actor change nothing here."""
    return {
        "name": actor.name,
        "kind": str(actor.kind),
        "company_number": actor.kbo_display,
        "v_code": actor.v_code,
        "seat": str(actor.municipality) if actor.municipality else actor.place,
        "country": actor.country,
        "part_of": actor.parent.name if actor.parent else "",
        "website": actor.website,
    }


def told_of(file: DossierFile) -> dict[str, Any]:
    """One file: what it is, and its checksum."""
    return {"key": file.pk, "what": file.what, "name": file.name, "size": file.size, "sha256": file.checksum}
