"""The links of step plans that are looked at."""

from typing import Any

from django.urls import reverse

from ecru.base.links.sources import LinkSource, register

from .models import PlanStep, StepPlan
from .models.step_plans import StepPlanQuerySet


def shown_plans() -> StepPlanQuerySet:
    """What people can see."""
    plans: Any = StepPlan.objects.all()
    return plans.published()


def shown_steps() -> Any:
    """The steps of what people can see."""
    return PlanStep.objects.filter(plan__in=shown_plans().order_by().values("pk")).select_related("plan")


register(
    LinkSource(
        StepPlan,
        records=shown_plans,
        page=lambda plan: plan.get_absolute_url(),
        edit=lambda plan: reverse("admin:projects_stepplan_change", args=[plan.pk]),
        texts=("summary", "ask", "sources"),
    )
)
register(
    LinkSource(
        PlanStep,
        records=shown_steps,
        page=lambda step: step.plan.get_absolute_url(),
        edit=lambda step: reverse("admin:projects_stepplan_change", args=[step.plan.pk]),
        texts=("text", "doubt"),
    )
)
