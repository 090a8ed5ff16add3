"""Addresses of actors on the site."""

from collections.abc import Iterable

from ecru.base import slugs

from .models import Actor, SlugRedirect
from .models.actor import TAKEN_SLUGS


def free_slug(name: str) -> str:
    """An address for an actor called ``name``."""
    return free_slugs([name])[0]


def free_slugs(names: Iterable[str]) -> list[str]:
    """An address for each of ``names``: all different, and no actor has or had them, nor a page of ours."""
    return slugs.free_slugs(names, "actor", Actor.objects, SlugRedirect.objects, reserved=TAKEN_SLUGS)
