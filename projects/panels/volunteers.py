"""What somebody finds about volunteering on their own start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import User

from ..models import Volunteer, VolunteerRequest
from ..permissions import may_see_volunteers


@panel
def volunteer_panel(user: User) -> Panel:
    """The own profile with the requests that wait, and the way to the pool for who may see it. Two queries."""
    volunteer = Volunteer.objects.of_person(user)
    waiting = list(VolunteerRequest.objects.open().to_person(user).with_people()[:5]) if volunteer else []
    ways = [
        Way(_("Answer %(name)s") % {"name": request.actor}, request.get_absolute_url(), 1)
        for request in waiting
    ]
    ways.append(
        Way(_("Your profile as a volunteer") if volunteer else _("Lend a hand"), reverse("my-volunteer"))
    )
    if may_see_volunteers(user):
        ways.append(Way(_("Look for a volunteer"), reverse("volunteer-list")))
    return Panel(_("Volunteer"), ways=ways, order=10 if waiting else 45)
