"""What the portal holds about somebody as a volunteer, for who asks to see or take it."""

from typing import Any

from actors.models import User
from projects.models import Volunteer, VolunteerRequest

QUESTION = ("what", "when", "where", "state", "word", "created_at", "answered_at")


def volunteer_holding(user: User) -> dict[str, Any]:
    """The profile of ``user`` as JSON can hold it, what was asked of them, and what they asked; empty without any of it."""
    held: dict[str, Any] = {}
    volunteer = Volunteer.objects.of_person(user)
    if volunteer is not None:
        held["profile"] = {
            "first_name": volunteer.first_name,
            "shown": volunteer.is_shown,
            "helps": [str(word) for word in volunteer.helps.all()],
            "about": volunteer.about,
            "days": volunteer.day_names,
            "parts": volunteer.part_names,
            "municipality": str(volunteer.municipality or ""),
            "comes_to": [str(place) for place in volunteer.comes_to.all()],
            "reach": volunteer.get_reach_display() or "",
            "languages": [str(word) for word in volunteer.languages.all()],
            "target_groups": [str(word) for word in volunteer.target_groups.all()],
            "contact_way": volunteer.contact_way,
            "told_after_a_yes": volunteer.way,
            "created_at": str(volunteer.created_at),
            "updated_at": str(volunteer.updated_at),
            "paused_until": str(volunteer.paused_until or ""),
            "blocked": [str(block.actor) for block in volunteer.blocks.select_related("actor")],
        }
    for name, requests in (
        ("received", VolunteerRequest.objects.to_person(user)),
        ("asked", VolunteerRequest.objects.from_person(user)),
    ):
        rows = [told(request, own=name == "asked") for request in requests.with_people()]
        if rows:
            held[name] = rows
    return held


def told(request: VolunteerRequest, *, own: bool) -> dict[str, str | bool]:
    """One request; how to reach who asked only when that is one's ``own``, never that of the other."""
    about = {"actor": str(request.actor), "volunteer": str(request.volunteer)}
    said = {name: str(getattr(request, name) or "") for name in QUESTION}
    way = {"contact_way": request.contact_way, "language": request.language} if own else {}
    return {**about, **said, **way, "shares_address": request.shares_address}
