"""Beginning to tell about a practice."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from actors.models import Actor, User
from ecru.base.models import Publication
from projects.models import Consent, MakerRole, Practice, PracticeActor
from projects.permissions import may_share

from .reading import FIELDS
from .saving import put


@transaction.atomic
def start_practice(*, by: User, actor: Actor, prefill: Mapping[str, Any]) -> Practice:
    """A draft of ``by`` for ``actor``, which made it; the one there is when they began under the same title before.

    ``prefill``: plain values by field of a practice, at least ``title``; relations to many as keys ("themes": [3, 5]), ``steps``
    as a list of {"title", "text"}. A finished project gives what it knows; a form gives title and kind. Raises
    ``PermissionDenied`` for who does not act for ``actor``, ``KeyError`` without a title, ``ValueError`` for an unknown field.
    """
    if not may_share(by, actor):
        raise PermissionDenied
    if strange := prefill.keys() - FIELDS:
        raise ValueError(f"a practice has no {', '.join(sorted(strange))}")
    Actor.objects.select_for_update().get(pk=actor.pk)  # two clicks come one after the other
    title = " ".join(str(prefill["title"]).split())[: title_length()]
    mine = Practice.objects.drafts().made_by(actor).filter(shared_by=by, title=title, published_at=None)
    known = mine.order_by("pk").first()
    if known is not None:
        return known
    made = Practice.objects.create(
        title=title, slug=Practice.objects.free_slug(title), status=Publication.DRAFT, shared_by=by
    )
    PracticeActor.objects.create(
        practice=made,
        actor=actor,
        role=MakerRole.MAKER,
        consent=Consent.AGREED,
        answered_by=by,
        answered_at=timezone.now(),
    )
    put(made, {name: value for name, value in prefill.items() if name != "title"})
    return made


def title_length() -> int:
    """How many characters fit in a title."""
    column: Any = Practice._meta.get_field("title")
    return int(column.max_length)
