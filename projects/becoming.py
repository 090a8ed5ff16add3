"""What a finished project becomes: a practice that begins with all that the project tells."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import User

from .models import MakerRole, Practice, Project, Stage
from .models.subjects import SUBJECTS
from .sharing import name_maker, start_practice
from .writing import locked


def may_become_practice(project: Project) -> bool:
    """Whether a finished project can be told as a practice: it is done, has a lead, and nobody did it yet."""
    return project.stage == Stage.DONE and project.became_id is None and project.lead_id is not None


@transaction.atomic
def become_practice(*, project: Project, by: User) -> Practice:
    """Begins the practice, and ties it to ``project``; who took part is asked whether they may be named. Twice begins one.

    Raises ``PermissionDenied``, and ``Impossible`` for a project that is not done.
    """
    mine = locked(project, by)
    if mine.became is not None:
        return mine.became
    if not may_become_practice(mine) or mine.lead is None:
        raise Impossible(_("Only a project that is done becomes a practice."))
    made = mine.became = start_practice(by=by, actor=mine.lead, prefill=as_practice(mine))
    mine.save()
    for partner in mine.partners.agreed().with_actors():
        name_maker(practice=made, by=by, actor=partner.actor, role=MakerRole.PARTNER)
    return made


def as_practice(project: Project) -> dict[str, Any]:
    """What a practice begins with when it grows out of ``project``: fields by name, relations as lists of keys."""
    begun, ended = project.starts_on, project.ends_on
    return {
        "title": project.title,
        "description": project.description,
        "approach": project.approach,
        "results": project.results,
        "period": project.period,
        "year_from": begun.year if begun else None,
        "year_to": ended.year if begun and ended else None,
        **{name: sorted(getattr(project, name).values_list("pk", flat=True)) for name in SUBJECTS},
    }
