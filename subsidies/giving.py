"""Who gives support, as people type it: a name that we know, or a new one."""

from collections.abc import Iterable

from django.utils.text import slugify

from ecru.base.text import fold

from .models import Provider

LONGEST_SLUG = 70


def known_giver(name: str) -> Provider | None:
    """The giver of this name in Dutch or English, in any case, or with this key."""
    wanted = fold(name)
    for giver in Provider.objects.order_by("pk"):
        if wanted in {fold(giver.title), fold(giver.title_en or giver.title)} or name == giver.slug:
            return giver
    return None


def giver_called(name: str) -> Provider:
    """The giver of this name, made when it is new."""
    return known_giver(name) or Provider.objects.create(title=name, slug=free_slugs([name])[0])


def free_slugs(names: Iterable[str]) -> list[str]:
    """A key for each of the new givers ``names``, which nobody has and which differ among each other."""
    taken, given = set(Provider.objects.values_list("slug", flat=True)), []
    for name in names:
        stem = slugify(name)[:LONGEST_SLUG].strip("-") or "gever"
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        given.append(slug)
    return given
