"""What has to be done in dossiers, by whom and by when: the list of all that is open, and what others are late with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import User
from ecru.base.directory.pages import Pager

from ..models import Dossier, DossierTask, Party
from ..phases import phase_of
from .concerns import SHOWN, Action, Concern, Glance, Line, concern, told
from .today import named

MINE = "ik"


def late_with_others(glance: Glance) -> Any:
    """The first tasks that others are late with."""
    open_tasks = DossierTask.objects.open().by_hand().exclude(party=Party.DESK)
    late = open_tasks.filter(due_at__lt=glance.now, dossier__in=Dossier.objects.visible_to(glance.user))
    return late.select_related("dossier__actor", "owner").order_by("due_at", "pk")[: SHOWN + 1]


@concern(22, late_with_others)
def late_tasks(_glance: Glance, found: list[DossierTask]) -> Concern:
    """Tasks that others are late with, the longest ago on top; what ECRU is late with stands with its own turns."""
    lines = []
    for task in found[:SHOWN]:
        url = f"{task.dossier.get_absolute_url()}#taken"
        words = told(task.dossier, named(task))
        action = Action(_("Send a reminder"), f"{reverse('dossier-letter')}?d={task.dossier_id}")
        lines.append(Line(_("too late"), task.dossier.title, url, words, action, is_urgent=True))
    url = f"{reverse('dossier-tasks')}?wie={Party.APPLICANT}"
    return Concern("taken", _("Tasks that others are late with"), lines, len(found), url, is_ours=False)


@dataclass(frozen=True)
class Task:
    """One line of the list: what, who has to do it, and by when (None: no day)."""

    task: DossierTask
    what: str
    url: str
    due: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether its time is over."""
        return self.due is not None and self.due < timezone.now()


class TaskList:
    """The page: all that is open in the dossiers that ``user`` may see. ``who``: a party, "ik" for what has the name of ``user``, or all."""

    def __init__(self, user: User, who: str, page: str) -> None:
        self.who = who if who in {MINE, *self.parties()} else ""
        every = DossierTask.objects.open().filter(dossier__in=Dossier.objects.visible_to(user))
        if self.who == MINE:
            every = every.of_owner(user)
        elif self.who:
            every = every.filter(party=self.who)
        self.found = every
        self.pager = Pager.at(page, every.count(), lambda number: self.address(pagina=str(number)))

    @staticmethod
    def parties() -> list[str]:
        """Who can have something to do."""
        return [str(party) for party in Party if party != Party.NOBODY]

    def address(self, **more: str) -> str:
        """The list as it is chosen."""
        asked = {name: value for name, value in {"wie": self.who, **more}.items() if value}
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return f"{reverse('dossier-tasks')}?{query}" if query else reverse("dossier-tasks")

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """Whose tasks one can look at."""
        parties = [(str(party), party.label) for party in Party if party != Party.NOBODY]
        return [(MINE, _("with my name")), *parties]

    @property
    def lines(self) -> list[Task]:
        """The page of it, what has to be done first on top; one query."""
        related = ("dossier__actor", "dossier__call", "dossier__agreement", "owner")
        rows = self.found.select_related(*related).order_by(F("due_at").asc(nulls_last=True), "made_at", "pk")
        return [line_of(task) for task in self.pager.part_of(rows)]


def line_of(task: Any) -> Task:
    """``task`` as a line; a turn is due when its dossier is."""
    dossier = task.dossier
    if task.phase:
        return Task(task, str(phase_of(dossier).waits), f"{dossier.get_absolute_url()}#nu", dossier.due_at)
    return Task(task, task.what, f"{dossier.get_absolute_url()}#taken", task.due_at)
