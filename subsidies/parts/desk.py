"""What the desk adds to a dossier: the letters that ECRU wrote to its applicants. With it come the concerns of the desk itself."""

from django.utils.translation import gettext as _

from actors.models import User

from ..desk import paying, people, today
from ..desk.letters import letters_about
from ..dossier_page import DossierBlock, dossier_block
from ..models import Dossier
from ..permissions import runs_dossiers, works_on

__all__ = ["paying", "people", "today"]  # their concerns are known from the start


@dossier_block
def letters_block(dossier: Dossier, user: User) -> DossierBlock | None:
    """The letters, for who got them and who wrote them; None without any. One query."""
    if not (runs_dossiers(user) or works_on(user, dossier)):
        return None
    letters = list(letters_about(dossier))
    if not letters:
        return None
    return DossierBlock(
        "post", _("Letters from ECRU"), "subsidies/desk/letters_block.html", {"letters": letters}, order=80
    )
