"""The role of expert: it comes with a profile that shows or that somebody was invited to, and goes with its end."""

from django.contrib.auth.models import Group

from actors.models import Expert, Role, User


def give_role(expert: Expert) -> None:
    """Makes the person of ``expert`` an expert; expertise of an organisation has no person."""
    if expert.user is not None:
        expert.user.groups.add(Group.objects.get(name=Role.EXPERT))
        expert.user.__dict__.pop("roles", None)


def take_role(user: User | None) -> None:
    """Ends the role of expert."""
    if user is not None:
        user.groups.remove(*Group.objects.filter(name=Role.EXPERT))
        user.__dict__.pop("roles", None)
