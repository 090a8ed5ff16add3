"""What a finished project becomes: a practice that begins with all that the project tells."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import User

from .models import Practice, Project, Stage
from .models.subjects import SUBJECTS
from .writing import locked

Start = Callable[..., Practice]
starters: list[tuple[Start, Callable[[Practice], str]]] = []


def practices_start_with(start: Start, address: Callable[[Practice], str]) -> None:
    """Says how a practice begins: ``start(by=, actor=, prefill=)`` makes the draft, ``address`` is where one goes on with it.

    The room where practices are shared calls this when the portal starts; until then no project offers to become one.
    """
    starters[:] = [(start, address)]


def may_become_practice(project: Project) -> bool:
    """Whether a finished project can be told as a practice: it is done, has a lead, and nobody did it yet."""
    ready = project.stage == Stage.DONE and project.became_id is None and project.lead_id is not None
    return ready and bool(starters)


@transaction.atomic
def become_practice(*, project: Project, by: User) -> str:
    """Begins the practice, and ties it to ``project``; where one goes on with it. The same project begins one.

    Raises ``PermissionDenied``, and ``Impossible`` for a project that is not done.
    """
    mine = locked(project, by)
    if mine.became is not None and starters:
        return starters[0][1](mine.became)
    if not may_become_practice(mine):
        raise Impossible(_("Only a project that is done becomes a practice."))
    start, address = starters[0]
    mine.became = start(by=by, actor=mine.lead, prefill=as_practice(mine))
    mine.save()
    return address(mine.became)


def as_practice(project: Project) -> dict[str, Any]:
    """What a practice begins with when it grows out of ``project``: fields by name, relations as lists of keys.

    ``actors`` are the lead first and then who took part, for whom each still agrees to be named.
    """
    partners = project.partners.agreed().values_list("actor", flat=True)
    leads = [project.lead_id] if project.lead_id else []
    begun, ended = project.starts_on, project.ends_on
    return {
        "title": project.title,
        "title_en": project.title_en,
        "description": project.description,
        "description_en": project.description_en,
        "approach": project.approach,
        "results": project.results,
        "period": project.period,
        "year_from": begun.year if begun else None,
        "year_to": ended.year if begun and ended else None,
        **{name: sorted(getattr(project, name).values_list("pk", flat=True)) for name in SUBJECTS},
        "actors": [*leads, *partners],
    }
