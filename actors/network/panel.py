"""The way to the cockpit on the start page of the regisseur."""

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import User
from actors.permissions import may_see_network


@panel
def way_to_the_network(user: User) -> Panel | None:
    """Only for who runs the network; no query."""
    if not may_see_network(user):
        return None
    lead = _("Every actor in one state, with what to do next.")
    return Panel(_("The network"), lead, [Way(_("See who needs something"), reverse("network"))], order=30)
