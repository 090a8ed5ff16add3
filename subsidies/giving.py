"""Who gives support, as people type it: a name that we know, or a new one."""

from ecru.base.text import fold

from .addresses import free_keys
from .models import Provider


def known_giver(name: str) -> Provider | None:
    """The giver of this name in Dutch or English, in any case, or with this key."""
    wanted = fold(name)
    for giver in Provider.objects.order_by("pk"):
        if wanted in {fold(giver.title), fold(giver.title_en or giver.title)} or name == giver.slug:
            return giver
    return None


def giver_called(name: str) -> Provider:
    """The giver of this name, made when it is new."""
    return known_giver(name) or Provider.objects.create(title=name, slug=free_keys([name])[0])
