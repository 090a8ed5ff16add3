"""Addresses of measures on the site, and keys of who gives them."""

from collections.abc import Iterable

from ecru.base import slugs

from .models import Measure, Provider
from .models.measures import TAKEN_SLUGS


def free_slugs(titles: Iterable[str]) -> list[str]:
    """An address for each of ``titles``: all different, and no measure has them, nor a page of ours."""
    return slugs.free_slugs(titles, "steun", Measure.objects, reserved=TAKEN_SLUGS)


def free_keys(names: Iterable[str]) -> list[str]:
    """A key for each of the new givers ``names``: all different, and nobody has them."""
    return slugs.free_slugs(names, "gever", Provider.objects)
