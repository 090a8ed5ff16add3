"""Pictures that were replaced: they stay a while, so that a mistake can be taken back, and then they go."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from actors.models import Actor, Change

KEPT_FOR = timedelta(days=30)


def forget_old_pictures(now: datetime | None = None) -> int:
    """Removes the files of pictures that no actor shows since ``KEPT_FOR``; returns how many. As often as you like."""
    until = (now or timezone.now()) - KEPT_FOR
    about: Any = Change.objects.filter(model=Actor._meta.label_lower, values__has_key="picture")
    replaced = names_of(about.filter(at__lte=until)) - names_of(about.filter(at__gt=until))
    shown = set(Actor.objects.filter(picture__in=replaced).values_list("picture", flat=True))
    storage = Actor._meta.get_field("picture").storage
    lost = [name for name in sorted(replaced - shown) if storage.exists(name)]
    for name in lost:
        storage.delete(name)
    return len(lost)


def names_of(changes: Any) -> set[str]:
    """The files that ``changes`` took from an actor."""
    pairs = (values["picture"] for values in changes.values_list("values", flat=True))
    return {old for old, _new in pairs if old}
