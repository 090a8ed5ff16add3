"""What was sent, on paper: made from its copy and nothing else, so that it is the same whenever somebody asks."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ecru.base.printing import printed
from subsidies.models import SentCopy, SentPaper
from subsidies.workflow.conditions import in_words


def paper_of(copy: SentCopy) -> SentPaper:
    """The PDF of ``copy``; made when somebody asks for it first. Raises ``NotPrintable``."""
    return whole_paper_of(copy) or keep(copy, drawn(copy))


def whole_paper_of(copy: SentCopy) -> SentPaper | None:
    """The one that was made before, if its file is still there."""
    found = SentPaper.objects.filter(copy=copy).first()
    return found if found and found.file.storage.exists(found.file.name or "") else None


@transaction.atomic
def keep(copy: SentCopy, content: bytes) -> SentPaper:
    """Keeps ``content`` as the paper of ``copy``; what somebody else kept while it was drawn stays, and is returned."""
    SentCopy.objects.select_for_update().get(pk=copy.pk)  # one at a time
    if made := whole_paper_of(copy):
        return made
    SentPaper.objects.filter(copy=copy).throw_away()
    fresh = SentPaper(copy=copy, sha256=hashlib.sha256(content).hexdigest())
    fresh.file.save("ingediend.pdf", ContentFile(content))
    return fresh


def drawn(copy: SentCopy) -> bytes:
    """The bytes of that PDF, in Dutch: a function of the copy alone. Raises ``NotPrintable``."""
    said = copy.snapshot
    with override(settings.LANGUAGE_CODE):
        title = _("Sent: %(title)s") % {"title": said["title"]}
        return printed("print/sent.typ", on_paper(copy, said), title=title, at=copy.sent_at)


def on_paper(copy: SentCopy, said: dict[str, Any]) -> dict[str, Any]:
    """What the template takes."""
    return {
        "heading": said["title"],
        "places": said["places"],
        "of": _("of"),
        "footer": _("%(number)s, sent on %(moment)s")
        % {"number": copy.number, "moment": in_words(copy.sent_at)},
        "receipt": [
            [_("Number of the dossier"), copy.number],
            [_("Which time"), str(copy.version) if copy.version > 1 else ""],
            [_("Sent on"), in_words(copy.sent_at)],
            [_("Sent by"), copy.who],
            [_("Round"), said["round"]],
            [_("Hash (SHA-256)"), " ".join(grouped(copy.sha256))],
        ],
        "applicant": {"title": _("The applicant"), "facts": applicant_facts(said["applicant"])},
        "sheets": said["sheets"],
    }


def applicant_facts(applicant: dict[str, str]) -> list[list[str]]:
    """Who asked, as names with what they say; what says nothing is left out."""
    facts = [
        [_("Name"), applicant["name"]],
        [_("Kind"), applicant["kind"]],
        [_("Company number"), applicant["company_number"]],
        [_("vCode in the register of associations"), applicant["v_code"]],
        [_("Seat"), applicant["seat"]],
        [_("Is part of"), applicant["part_of"]],
        [_("Website"), applicant["website"]],
    ]
    return [[name, words] for name, words in facts if words]


def grouped(sha256: str) -> list[str]:
    """A hash in groups of eight letters, which a line can break between."""
    return [sha256[place : place + 8] for place in range(0, len(sha256), 8)]
