"""What we hold of somebody as a volunteer."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import User
from ecru.base.personal import Export, Holding, Row, register

from .models import NeedAnswer, StepTick, Volunteer, VolunteerRequest
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


def mark_rows(user: User) -> list[Row]:
    """How many steps they ticked off, and how many answers to needs they noted."""
    counts = ((_("Steps that you ticked off"), StepTick), (_("Answers to needs that you noted"), NeedAnswer))
    rows: list[Row] = [(label, model.objects.of_person(user).count()) for label, model in counts]
    return [row for row in rows if row[1]]


def mark_export(user: User) -> Export:
    """Each of them, with its day."""
    ticks = StepTick.objects.of_person(user).select_related("project", "step")
    answers = NeedAnswer.objects.of_person(user).select_related("need")
    return [
        *(
            {"project": str(tick.project), "step": str(tick.step), "done_at": str(tick.done_at)}
            for tick in ticks
        ),
        *({"need": str(answer.need), "noted_at": str(answer.noted_at)} for answer in answers),
    ]


register(
    Holding(
        "marks",
        label=gettext_lazy("Steps that you ticked off"),
        leaving=gettext_lazy("They stay done, without your name."),
        rows=mark_rows,
        export=mark_export,
        covers=("projects.steptick.done_by", "projects.needanswer.noted_by"),
        order=73,
    )
)
