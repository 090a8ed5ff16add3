"""What we hold of somebody as a volunteer."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.personal import Export, Holding, Row, register

from ..models import Volunteer, VolunteerRequest
from ..volunteering import delete_volunteer, forget_sent, volunteer_holding


def volunteer_rows(user: User) -> list[Row]:
    """Their profile in short, how to reach them, and how often they asked and were asked."""
    volunteer = Volunteer.objects.of_person(user)
    rows: list[Row] = [] if volunteer is None else profile_rows(volunteer)
    asked, got = VolunteerRequest.objects.from_person(user), VolunteerRequest.objects.to_person(user)
    ways = sorted({request.contact_way for request in asked} - {""})
    return [
        *rows,
        *((_("How to reach you, in a request that you sent"), way) for way in ways),
        (_("Requests that you sent"), len(asked)),
        (_("Requests to you"), got.count()),
    ]


def profile_rows(volunteer: Volunteer) -> list[Row]:
    """What the profile says, and the address or number that an association gets after a yes."""
    return [
        (_("First name"), volunteer.first_name),
        (_("What you tell"), volunteer.about),
        (_("How to reach you, told only when you tick that"), volunteer.way),
    ]


def volunteer_export(user: User) -> Export:
    """All of it."""
    held: dict[str, Any] = volunteer_holding(user)
    return [held] if held else []


def forget_volunteer(user: User) -> None:
    """The profile goes with all that was asked of it; what they asked of others stays, without their name or address."""
    forget_sent(user)
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
