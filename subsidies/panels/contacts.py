"""What the regisseur would look at again, on the own start page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import User

from ..models import ActorNote
from ..permissions import runs_dossiers


@panel
def contacts_panel(user: User) -> Panel | None:
    """Contacts to follow up today, figures, and who never asked; only for who runs the network. One query."""
    if not runs_dossiers(user):
        return None
    due = ActorNote.objects.due(timezone.localdate()).count()
    ways = [
        Way(_("To follow up"), reverse("contacts"), due),
        Way(_("Figures"), reverse("figures")),
        Way(_("Who never asked"), reverse("figures-never")),
        Way(_("Earlier dossiers"), reverse("past-dossiers")),
    ]
    return Panel(_("Contacts and figures"), "", ways, order=15 if due else 32)
