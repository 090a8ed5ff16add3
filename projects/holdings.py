"""What we hold of somebody as a volunteer, and of what they did for projects and calls."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register

from .models import PartnerCall, Project, ProjectPartner, StateChange, Volunteer, VolunteerRequest
from .volunteering import delete_volunteer, volunteer_holding


def volunteer_rows(user: User) -> list[Row]:
    """Their profile in short, and how often they asked and were asked."""
    volunteer = Volunteer.objects.of_person(user)
    rows: list[Row] = [] if volunteer is None else [(_("What you tell"), volunteer.about)]
    asked, got = VolunteerRequest.objects.from_person(user), VolunteerRequest.objects.to_person(user)
    return [*rows, (_("Requests that you sent"), asked.count()), (_("Requests to you"), got.count())]


def volunteer_export(user: User) -> Export:
    """All of it."""
    held: dict[str, Any] = volunteer_holding(user)
    return [held] if held else []


def forget_volunteer(user: User) -> None:
    """The profile goes with all that was asked of it; what they asked of others stays without their name."""
    volunteer = Volunteer.objects.of_person(user)
    if volunteer is not None:
        delete_volunteer(volunteer=volunteer, by=user)


register(
    Holding(
        "volunteer",
        label=gettext_lazy("Your profile as a volunteer"),
        leaving=gettext_lazy("It goes, with the requests to you. Requests that you sent lose your name."),
        rows=volunteer_rows,
        export=volunteer_export,
        forget=forget_volunteer,
        covers=("projects.volunteer.user", "projects.volunteerrequest.asked_by"),
        order=31,
    )
)


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
