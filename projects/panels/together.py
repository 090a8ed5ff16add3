"""What people find of projects and calls: on their own start page, and on the pages of actors and municipalities."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import Actor, Municipality, User
from actors.page_blocks import Block, actor_block, municipality_block
from ecru.base.edition import remembered

from ..catalogues import CALLS, PROJECTS
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


@remembered("projects.projectpartner")
def joined() -> dict[int, list[int]]:
    """By actor the keys of the projects in which it takes part."""
    found: dict[int, list[int]] = {}
    for actor, key in ProjectPartner.objects.agreed().values_list("actor", "project"):
        found.setdefault(actor, []).append(key)
    return found


def open_calls(facet: str, key: int) -> list[PartnerCall]:
    """The public open calls with ``key`` in ``facet``; no query for who has none."""
    shelf = CALLS.shelf()
    keys = [shelf.keys[slot] for slot in shelf.with_any(facet, [key])]
    return list(PartnerCall.objects.published().open().soonest().filter(pk__in=keys)[:SHOWN]) if keys else []


def shown_projects(facet: str, key: int, more: list[int]) -> list[Project]:
    """The public projects with ``key`` in ``facet``, and ``more``; what goes on comes first; no query for who has none."""
    shelf = PROJECTS.shelf()
    keys = {shelf.keys[slot] for slot in shelf.with_any(facet, [key])} | set(more)
    return list(Project.objects.published().lively_first().filter(pk__in=keys)[:SHOWN]) if keys else []


@actor_block
def together_of_actor(actor: Actor) -> Block | None:
    """The open calls of ``actor``, and the projects that it leads or takes part in."""
    projects = shown_projects("lead", actor.pk, joined().get(actor.pk, []))
    return block_of(open_calls("actor", actor.pk), projects, actor.name)


@municipality_block
def together_of_municipality(place: Municipality) -> Block | None:
    """The open calls about ``place``, and the projects there."""
    projects = shown_projects("municipalities", place.pk, [])
    return block_of(open_calls("municipalities", place.pk), projects, place.name)
