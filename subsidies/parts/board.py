"""What the board adds to the page of a dossier: on which agenda it stands, and the letters that were sent."""

from django.utils.translation import gettext as _

from actors.models import User

from ..dossier_page import Door, DossierBlock, dossier_block
from ..models import Dossier
from ..models.board import AgendaItem, current_item
from ..permissions import may_see_meetings


@dossier_block
def letters_block(dossier: Dossier, user: User) -> DossierBlock | None:
    """The letters of the dossier, the newest first; for the board and the regisseur also the meeting. None without both."""
    letters = list(dossier.letters.all())
    item = current_item(dossier) if dossier.meeting_on and may_see_meetings(user) else None
    if not letters and item is None:
        return None
    holds = {"letters": letters, "meeting": item.meeting if item else None}
    return DossierBlock(
        "brieven",
        _("Letters that we send"),
        "subsidies/board/letters_block.html",
        holds,
        order=80,
        doors=(door_to(item),) if item else (),
    )


def door_to(item: AgendaItem) -> Door:
    """The way to its point on the agenda, where one votes."""
    told = {"number": item.position, "when": item.meeting.when}
    return Door(_("To point %(number)s on the agenda of %(when)s") % told, item.get_absolute_url())
