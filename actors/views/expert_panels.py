"""What somebody finds about their expertise on their own start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.expertise import waiting_item
from actors.models import DeskState, Expert, User
from actors.permissions import may_see_network


@panel
def expert_panel(user: User) -> Panel | None:
    """The own expert profile and how it stands; nothing for who has none. Two queries."""
    expert = Expert.objects.of_person(user)
    if expert is None:
        return None
    item = waiting_item(expert)
    asked = item is not None and item.state == DeskState.RETURNED
    if asked:
        lead = _("The editors have a question about it.")
    elif item is not None:
        lead = _("The editors look at it.")
    elif expert.is_public:
        lead = _("It shows on the site.")
    else:
        lead = _("Nobody sees it yet.")
    ways = [Way(_("Change your profile"), reverse("my-expert"), int(asked))]
    if expert.is_public:
        ways.append(Way(_("Look at your page"), expert.get_absolute_url()))
    return Panel(_("My expert profile"), lead, ways, order=10 if asked else 40)


@panel
def workload_panel(user: User) -> Panel | None:
    """The way to the workload of experts, for the regisseur. No query."""
    if not may_see_network(user):
        return None
    return Panel(_("Workload of experts"), ways=[Way(_("Look at it"), reverse("network-experts"))])
