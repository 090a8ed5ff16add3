"""What people find of dossiers on their own start page, and where they keep their project."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from actors.accounts.panels import Panel, Way, panel
from actors.models import Role, User
from actors.page_blocks import Block
from projects.models import Project
from projects.page_blocks import own_project_block

from ..models import Dossier, DossierTask
from ..permissions import runs_dossiers
from ..phases import phase_of

READERS = {Role.EXPERT, Role.BOARD_MEMBER, Role.MUNICIPAL_PARTNER}


@panel
def dossiers_panel(user: User) -> Panel | None:
    """The own dossiers, how many wait for this person, and the ways to begin one; None for who has nothing to do with them. Two queries."""
    if runs_dossiers(user):
        waiting = DossierTask.objects.open().for_desk().count()
        ways = [
            Way(_("What needs you today"), reverse("dossier-today"), waiting),
            Way(_("The board, by phase"), reverse("dossier-board")),
            Way(_("All dossiers"), reverse("dossier-desk")),
            Way(_("The time line"), reverse("dossier-timeline")),
        ]
        return Panel(
            _("Dossiers"), _("Every question for support, by phase."), ways, order=14 if waiting else 31
        )
    if not user.own_actors:
        if not READERS & user.roles:
            return None
        return Panel(_("Dossiers"), "", [Way(_("Dossiers to read along"), reverse("my-dossiers"))], order=36)
    waiting = DossierTask.objects.open().for_applicants_of(Dossier.objects.of_person(user)).count()
    ways = [
        Way(_("Your dossiers"), reverse("my-dossiers"), waiting),
        Way(_("Ask support from ECRU"), reverse("my-dossier-apply")),
        Way(_("Tell an idea, for another giver"), reverse("my-dossier-idea")),
    ]
    lead = _("Where each question for support stands, and what to do now.")
    return Panel(_("Dossiers"), lead, ways, order=14 if waiting else 36)


@own_project_block
def dossiers_for(project: Project, user: Any) -> Block | None:
    """The dossiers for ``project`` that ``user`` may see, each with where it stands; two queries."""
    found = Dossier.objects.visible_to(user).of_project(project).due_first().for_cards()
    dossiers = [(dossier, phase_of(dossier)) for dossier in found]
    return Block("subsidies/project_dossiers.html", {"dossiers": dossiers}, order=20) if dossiers else None
