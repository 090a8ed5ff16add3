"""What people find of projects and calls: on their own start page, and on the pages of actors and municipalities."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import Actor, Municipality, User
from actors.page_blocks import Block, actor_block, municipality_block

from ..models import PartnerCall, Project, ProjectPartner

SHOWN = 6
TEMPLATE = "projects/together_block.html"


@panel
def together_panel(user: User) -> Panel | None:
    """What waits of working together, and the own projects and calls; None for who acts for nobody. Two queries."""
    if not user.own_actors:
        return None
    waiting = ProjectPartner.objects.waiting_for(user).count()
    untold = PartnerCall.objects.of_person(user).without_outcome(timezone.localdate()).count()
    ways = [
        Way(_("Questions to work together"), reverse("my-projects"), waiting),
        Way(_("Your projects"), reverse("my-projects")),
        Way(_("Your calls"), reverse("my-calls"), untold),
        Way(_("Post a call"), reverse("call-new")),
    ]
    lead = _("Find partners, also in other municipalities.")
    return Panel(_("Projects and calls"), lead, ways if waiting else ways[1:], order=12 if waiting else 35)


def block_of(calls: list[PartnerCall], projects: list[Project], name: str) -> Block | None:
    """A block with ``calls`` and ``projects``; None without either."""
    if not calls and not projects:
        return None
    return Block(TEMPLATE, {"calls": calls, "projects": projects, "name": name}, order=30)


@actor_block
def together_of_actor(actor: Actor) -> Block | None:
    """The open calls of ``actor``, and the projects that it leads or takes part in; what goes on comes first."""
    calls = PartnerCall.objects.published().of_actor(actor).open().soonest().for_cards()
    projects = Project.objects.published().of_actor(actor).lively_first().for_cards()
    return block_of(list(calls[:SHOWN]), list(projects[:SHOWN]), actor.name)


@municipality_block
def together_of_municipality(place: Municipality) -> Block | None:
    """The open calls about ``place``, and the projects there; what goes on comes first."""
    calls = PartnerCall.objects.published().in_municipality(place).open().soonest().for_cards()
    projects = Project.objects.published().in_municipality(place).lively_first().for_cards()
    return block_of(list(calls[:SHOWN]), list(projects[:SHOWN]), place.name)
