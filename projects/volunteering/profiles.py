"""The own profile of a volunteer. It shows to members at once: no editor stands between them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from actors.models import User
from projects.models import Volunteer, VolunteerRequest

from .requests import end_unanswered

TO_MANY = ("helps", "comes_to", "languages", "target_groups")
LONGEST_NAME = 60


def start_volunteer(user: User) -> Volunteer:
    """The profile of ``user``; a new one shows to nobody until it is saved."""
    first_name = (user.name.split() or [""])[0][:LONGEST_NAME]
    return Volunteer.objects.get_or_create(user=user, defaults={"first_name": first_name})[0]


@transaction.atomic
def save_volunteer(*, volunteer: Volunteer, by: User, values: dict[str, Any], show: bool) -> Volunteer:
    """Stores what was filled in (relations as keys). ``show``: members see it from now on. Raises ``PermissionDenied``."""
    locked = lock_for(volunteer, by)
    for name, value in values.items():
        if name in TO_MANY:
            getattr(locked, name).set(value)
        elif name == "municipality":
            locked.municipality_id = value
        else:
            setattr(locked, name, value)
    locked.is_shown = locked.is_shown or show
    locked.save()
    return locked


@transaction.atomic
def stop_volunteer(*, volunteer: Volunteer, by: User) -> Volunteer:
    """Hides the profile; who waits for an answer hears that there will be none. Raises ``PermissionDenied``."""
    locked = lock_for(volunteer, by)
    locked.is_shown = False
    locked.save()
    end_unanswered(VolunteerRequest.objects.open().filter(volunteer=locked))
    return locked


@transaction.atomic
def delete_volunteer(*, volunteer: Volunteer, by: User) -> None:
    """Removes the profile, with every request in it. Raises ``PermissionDenied``."""
    stop_volunteer(volunteer=volunteer, by=by)
    lock_for(volunteer, by).delete()


@transaction.atomic
def unblock(*, volunteer: Volunteer, by: User, actor: int) -> None:
    """Lets the actor with this key ask again. Raises ``PermissionDenied``."""
    lock_for(volunteer, by).blocks.filter(actor=actor).delete()


def lock_for(volunteer: Volunteer, by: User) -> Volunteer:
    """``volunteer`` as it is now, for its person alone."""
    locked = Volunteer.objects.select_related("user").select_for_update(of=("self",)).get(pk=volunteer.pk)
    if locked.user_id != by.pk or not by.is_active:
        raise PermissionDenied
    return locked
