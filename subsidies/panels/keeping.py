"""What who keeps support finds about it on their own start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import User

from ..keeping import stale_of
from ..permissions import may_keep_support


@panel
def own_support(user: User) -> Panel | None:
    """The way to the measures that somebody keeps, with how many of them nobody looked at for half a year."""
    if not may_keep_support(user):
        return None
    return Panel(
        title=_("Support that you keep"),
        lead=_(
            "What your municipality gives: keep amounts and deadlines right, and say when the money is spent."
        ),
        ways=[
            Way(_("Keep the support right"), reverse("my-measures"), stale_of(user).count()),
            Way(_("Add a measure"), reverse("my-measure-new")),
        ],
        order=40,
    )
