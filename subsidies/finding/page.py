"""What is filled in already for who opens the finder: their own actors, or a project."""

from typing import Any

from actors.models import Actor
from actors.terms import with_terms
from projects.models import Project

from .prefill import of_actor, of_project


def own_ways(user: Any) -> list[tuple[str, str]]:
    """The actors for which ``user`` acts, each with the finder as it would be filled in for them. Two queries, or none."""
    if not user.is_authenticated or not user.own_actors:
        return []
    actors = with_terms(Actor.objects.own(user).published().for_page().order_by("name"))
    return [(actor.name, of_actor(actor)) for actor in actors]


def project_way(slug: str, user: Any) -> str | None:
    """The finder filled in for the project ``slug``; None when ``user`` cannot see it."""
    project = Project.objects.visible_to(user).for_page().filter(slug=slug).first()
    return of_project(project) if project else None
