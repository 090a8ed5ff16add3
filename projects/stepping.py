"""Ticking off the steps of a plan for a project."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from actors.models import User

from .models import PlanStep, Project, StepTick
from .permissions import may_tick_steps


@transaction.atomic
def tick_step(*, project: Project, step: PlanStep, by: User, done: bool) -> None:
    """Notes that ``project`` did ``step``, or that it did not after all. Twice the same changes nothing.

    Raises ``PermissionDenied`` for who does not work on the project.
    """
    if not may_tick_steps(by, project):
        raise PermissionDenied
    if done:
        StepTick.objects.get_or_create(project=project, step=step, defaults={"done_by": by})
    else:
        StepTick.objects.filter(project=project, step=step).delete()
