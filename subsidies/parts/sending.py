"""The files of a dossier and what was sent of it: two blocks on its page, and a sheet of the files."""

from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ..dossier_page import DossierBlock, dossier_block
from ..models import Dossier, DossierFile
from ..permissions import runs_dossiers, works_on
from ..sending.filing import may_change_files, may_take_file
from ..sheets import Grid, Sheet, sheet
from ..workflow.conditions import FILES, missing_documents


@dataclass(frozen=True)
class Chain:
    """A file that counts, and its earlier versions as far as this person may have them, the newest first."""

    file: DossierFile
    older: list[DossierFile] = field(default_factory=list)


def chains_of(dossier: Dossier, user: Any) -> list[Chain]:
    """The files that count, each with its earlier versions."""
    files = {file.pk: file for file in dossier.files.all()}
    chains = []
    for file in files.values():
        if file.counts:
            older, before = [], files.get(file.replaces_id or 0)
            while before is not None:
                older.append(before)
                before = files.get(before.replaces_id or 0)
            chains.append(Chain(file, [one for one in older if may_take_file(user, one)]))
    return chains


@dossier_block
def files_block(dossier: Dossier, user: Any) -> DossierBlock | None:
    """The files; while they can change also what is still missing, and where to add. None without files where nothing can be added."""
    chains, changes = chains_of(dossier, user), may_change_files(user, dossier)
    if not chains and not changes:
        return None
    holds = {
        "dossier": dossier,
        "chains": chains,
        "changes": changes,
        "missing": missing_documents(dossier) if changes else [],
    }
    return DossierBlock(FILES, _("Attachments"), "subsidies/sending/files_block.html", holds, order=30)


@dossier_block
def sent_block(dossier: Dossier, user: Any) -> DossierBlock | None:
    """What was sent, with its hash; for who works on it and for ECRU also what came in too late."""
    copies = sorted(dossier.copies.all(), key=lambda copy: -copy.version)
    late = list(dossier.late_sendings.all()) if works_on(user, dossier) or runs_dossiers(user) else []
    if not copies and not late:
        return None
    holds = {"copies": copies, "late": late}
    title = _("What you sent") if works_on(user, dossier) else _("What was sent")
    return DossierBlock("ingediend", title, "subsidies/sending/sent_block.html", holds, order=35)


@sheet
def files_sheet(dossier: Dossier) -> Sheet | None:
    """The files that count, with the begin of their checksum; the whole one stands in what was sent."""
    files = list(dossier.files.current().select_related("document"))
    if not files:
        return None
    head = [_("What it is"), _("Name of the file"), _("Size"), _("SHA-256 begins with")]
    rows = [[file.what, file.name, filesizeformat(file.size), file.checksum[:12]] for file in files]
    return Sheet(FILES, _("Attachments"), grids=[Grid(head, rows)], order=80)
