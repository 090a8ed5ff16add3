"""What everybody with an account finds on their own start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.models import User

from .factors import needs_second_step
from .panels import Panel, Way, panel


@panel
def your_name(user: User) -> Panel | None:
    """Asks how somebody is called, as long as nobody knows."""
    if user.name:
        return None
    return Panel(
        title=_("What is your name?"),
        lead=_("Then others know who you are. You can also leave it for later."),
        ways=[Way(_("Tell your name"), reverse("my-account"))],
        order=5,
    )


@panel
def what_you_saved(_user: User) -> Panel:
    """Where one finds back what one saved."""
    return Panel(
        title=_("What I saved"),
        lead=_("Searches of which you get news, and pages that you want to find back."),
        ways=[Way(_("See what I saved"), reverse("my-saved"))],
        order=60,
    )


@panel
def your_account(user: User) -> Panel:
    """Where one's own account is kept."""
    if needs_second_step(user):
        lead = _("You keep the records of the field, so you sign in with a second step.")
    else:
        lead = _("You sign in with a code by mail. You can make it quicker, or safer.")
    return Panel(
        title=_("Your account"),
        lead=lead,
        ways=[
            Way(_("Your name, language and address"), reverse("my-account")),
            Way(_("How you sign in"), reverse("my-security")),
            Way(_("Where you are signed in"), reverse("my-sessions")),
        ],
        order=95,
    )
