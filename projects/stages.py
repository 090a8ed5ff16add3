"""How a project goes on: from idea to done, as verbs; and what a finished project becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.desk import Impossible
from actors.models import User

from .chronicle import note
from .models import Project, Stage, What
from .writing import locked

UNKNOWN = ""
ROAD = (Stage.IDEA, Stage.PREPARING, Stage.RUNNING, Stage.DONE)


@dataclass(frozen=True)
class Verb:
    """Something one does with a project: its name in the address, the words of its button, from where, and to where."""

    name: str
    label: Any
    start: Sequence[str]
    end: Stage


VERBS = {
    verb.name: verb
    for verb in (
        Verb("voorbereiden", gettext_lazy("We prepare it"), (UNKNOWN, Stage.IDEA), Stage.PREPARING),
        Verb("beginnen", gettext_lazy("We begin"), (UNKNOWN, Stage.IDEA, Stage.PREPARING), Stage.RUNNING),
        Verb("afronden", gettext_lazy("It is done"), (UNKNOWN, Stage.PREPARING, Stage.RUNNING), Stage.DONE),
        Verb(
            "stoppen",
            gettext_lazy("We stop it"),
            (UNKNOWN, Stage.IDEA, Stage.PREPARING, Stage.RUNNING),
            Stage.STOPPED,
        ),
        Verb("hernemen", gettext_lazy("It goes on again"), (Stage.DONE, Stage.STOPPED), Stage.RUNNING),
    )
}


def verbs_for(project: Project) -> list[Verb]:
    """What can be done with ``project`` as it stands."""
    return [verb for verb in VERBS.values() if project.stage in verb.start]


@transaction.atomic
def move(*, project: Project, by: User, verb: str) -> Project:
    """Does ``verb``; the same verb twice changes nothing. Raises ``PermissionDenied``, and ``Impossible`` for what cannot be."""
    mine, found = locked(project, by), VERBS.get(verb)
    if found is None:
        raise Impossible(_("We do not know this step."))
    if mine.stage == found.end:
        return mine
    if mine.stage not in found.start:
        told = {"stage": mine.get_stage_display() or _("unknown")}
        raise Impossible(_("This step does not fit any more: the project is now %(stage)s.") % told)
    old, mine.stage = mine.stage, found.end
    mine.save()
    note(mine, by, What.STAGE, old, mine.stage)
    return mine


@dataclass(frozen=True)
class Knot:
    """A stage on the thread of a project: "past", "now" or "later"."""

    stage: Stage
    state: str

    @property
    def label(self) -> str:
        """Its words."""
        return str(self.stage.label)


def thread_of(project: Project) -> list[Knot]:
    """The thread from idea to done; empty for who does not know how far it is, and for what stopped."""
    if project.stage not in ROAD:
        return []
    here = ROAD.index(Stage(project.stage))
    states = ["past"] * here + ["now"] + ["later"] * (len(ROAD) - here - 1)
    return [Knot(stage, state) for stage, state in zip(ROAD, states, strict=True)]
