"""What we hold of somebody who did something for projects and calls."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register

from ..models import PartnerCall, Project, ProjectPartner, StateChange


def deeds_of(user: User) -> Any:
    """What ``user`` did with projects and calls, the newest first."""
    return StateChange.objects.by_person(user).select_related("project", "partner_call").order_by("-pk")


def together_rows(user: User) -> list[Row]:
    """What they made, asked and answered, and every step they took."""
    made = [
        *Project.objects.filter(created_by=user).order_by("pk"),
        *PartnerCall.objects.filter(created_by=user).order_by("pk"),
    ]
    return [
        *((_("You made this"), record.title) for record in made),
        *((told(step.at), f"{step.project or step.partner_call}: {step.told}") for step in deeds_of(user)),
    ]


def together_export(user: User) -> Export:
    """The same for machines."""
    partners = ProjectPartner.objects.filter(Q(asked_by=user) | Q(answered_by=user)).order_by("pk")
    return [
        *({"made": "project", "title": one.title} for one in Project.objects.filter(created_by=user)),
        *({"made": "call", "title": one.title} for one in PartnerCall.objects.filter(created_by=user)),
        *(
            {
                "project": str(one.project),
                "partner": str(one.actor),
                "answer": one.answer,
                "asked": one.asked_at,
            }
            for one in partners.select_related("project", "actor")
        ),
        *(
            {"at": step.at, "about": str(step.project or step.partner_call), "what": step.told}
            for step in deeds_of(user)
        ),
    ]


register(
    Holding(
        "together",
        label=gettext_lazy("What you did for projects and calls"),
        leaving=gettext_lazy(
            "Projects and calls are of your organisation and stay. The history says “former member” instead of your name."
        ),
        rows=together_rows,
        export=together_export,
        forget=StateChange.objects.forget_person,
        covers=(
            "projects.project.created_by",
            "projects.partnercall.created_by",
            "projects.projectpartner.asked_by",
            "projects.projectpartner.answered_by",
            "projects.statechange.by",
        ),
        order=32,
    )
)
