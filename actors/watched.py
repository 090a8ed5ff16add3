"""What people can watch and save of the field."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ecru.base.catalogue import Row
from ecru.base.saved.records import Savable, savable
from ecru.base.saved.watched import Watched, register

from .expert_directory import ExpertDirectory
from .mapping import MappedDirectory
from .models import Actor, Expert


def at_work(row: Row, _today: date) -> bool:
    """Who stopped is no news."""
    return not row.closed


def actor_line(actor: Any) -> str:
    """What sort of actor, and where."""
    return f"{actor.kind}, {actor.municipality}" if actor.municipality else str(actor.kind)


def expert_line(expert: Any) -> str:
    """What about."""
    return str(expert.topics_in_short)


register(Watched(MappedDirectory, _("Who is who"), "actor-list", actor_line, live=at_work))
register(Watched(ExpertDirectory, _("Experts"), "expert-list", expert_line))
savable(Savable("actor", _("Actors"), Actor.objects.visible_to))
savable(Savable("expert", _("Experts"), Expert.objects.visible_to))
