"""What the people of an actor put away as not relevant, and take back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from actors.models import Actor, User
from projects.models import NotRelevant, PartnerCall, Practice
from projects.models.not_relevant import KEPT, reference
from projects.permissions import may_put_away

MODELS: dict[str, type[Any]] = {"actor": Actor, "practice": Practice, "partnercall": PartnerCall}
LONGEST_KEY = 18  # digits that a key of the database can have


@dataclass(frozen=True)
class PutAway:
    """A record that was put away, as a page shows it."""

    reference: str
    record: Any


def named(text: str) -> Any:
    """The published record that ``text`` names as ``reference`` does; None for one that is gone, and for anything else."""
    model, _colon, key = text.partition(":")
    if model not in MODELS or not key.isascii() or not key.isdigit() or len(key) > LONGEST_KEY:
        return None
    return MODELS[model].objects.published().filter(pk=int(key)).first()


@transaction.atomic
def put_away(*, by: User, actor: Actor, subject: models.Model, record: models.Model) -> bool:
    """For ``actor``, never suggests ``record`` for ``subject`` again; False when that was known. May be taken back.

    Raises ``PermissionDenied`` for who does not act for ``actor``.
    """
    if not may_put_away(by, actor):
        raise PermissionDenied
    about = {"actor": actor, "subject": reference(subject), "record": reference(record)}
    return NotRelevant.objects.get_or_create(**about, defaults={"by": by})[1]


@transaction.atomic
def take_back(*, by: User, actor: Actor, subject: models.Model, record: models.Model) -> bool:
    """Suggests ``record`` again where it fits; False when it was not put away.

    Raises ``PermissionDenied`` for who does not act for ``actor``.
    """
    if not may_put_away(by, actor):
        raise PermissionDenied
    return NotRelevant.objects.of_actor(actor).of_pair(subject, record).delete()[0] > 0


def forget_put_away(now: datetime) -> int:
    """Forgets what was put away two years before ``now``: it may fit after all. Returns how many."""
    return NotRelevant.objects.forget(now - KEPT)


def put_away_for(actor: Actor, subject: models.Model) -> list[PutAway]:
    """What ``actor`` put away among the suggestions for ``subject`` and still shows, the newest first; a query per kind."""
    references = list(
        NotRelevant.objects.of_actor(actor).of_subject(subject).values_list("record", flat=True)
    )
    found: dict[str, Any] = {}
    for name, model in MODELS.items():
        keys = [int(key) for kind, key in (one.split(":") for one in references) if kind == name]
        if keys:
            found |= {reference(record): record for record in model.objects.published().filter(pk__in=keys)}
    return [PutAway(one, found[one]) for one in references if one in found]
