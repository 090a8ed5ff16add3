"""Beginning a project or a call, saving what was typed, and throwing a draft away."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.models import Actor, User
from ecru.base import slugs
from ecru.base.models import Publication
from ecru.base.tokens import hashed

from .chronicle import note
from .models import PartnerCall, Project, What
from .models.calls import TAKEN_SLUGS as CALL_SLUGS
from .models.initiatives import TAKEN_SLUGS as PROJECT_SLUGS
from .models.subjects import SUBJECTS
from .permissions import may_edit_call, may_edit_project, may_start_for

TO_MANY = {*SUBJECTS, "resources"}
KEYS = {"project", "inspired_by"}
USUAL_TIME = timedelta(days=30)  # how long a call stays open when nobody says otherwise
Record = TypeVar("Record", Project, PartnerCall)


@dataclass(frozen=True)
class Beginning:
    """What somebody begins with. ``stamp``: the same click makes one record. ``direction``: of a call."""

    actor: Actor
    title: str
    stamp: str
    direction: str = ""


@transaction.atomic
def begin_project(*, by: User, beginning: Beginning) -> Project:
    """A draft of a project that ``beginning.actor`` leads. Raises ``PermissionDenied``."""
    return begun(Project, by, beginning, {"lead": beginning.actor})


@transaction.atomic
def begin_call(*, by: User, beginning: Beginning) -> PartnerCall:
    """A draft of a call, open for thirty days unless somebody says otherwise. Raises ``PermissionDenied``."""
    closes_on = timezone.localdate() + USUAL_TIME
    values = {"actor": beginning.actor, "direction": beginning.direction, "closes_on": closes_on}
    return begun(PartnerCall, by, beginning, values)


def begun(model: type[Record], by: User, beginning: Beginning, values: dict[str, Any]) -> Record:
    """The record of this click: made now, or by the same click before."""
    if not may_start_for(by, beginning.actor):
        raise PermissionDenied
    title = " ".join(beginning.title.split())
    made, new = model.objects.get_or_create(
        stamp=hashed(f"{by.pk} {beginning.stamp} {beginning.actor.pk} {title}"),
        defaults={**values, "title": title, "slug": free_slug(model, title), "created_by": by},
    )
    if new:
        if beginning.actor.municipality_id:
            made.municipalities.add(beginning.actor.municipality_id)
        made.reindex()
        note(made, by, What.STATUS, "", Publication.DRAFT)
    return made


def free_slug(model: type[Record], title: str) -> str:
    """An address that nobody has yet, made of ``title``."""
    if model is Project:
        return slugs.free_slug(title, "project", model.objects, reserved=PROJECT_SLUGS)
    return slugs.free_slug(title, "oproep", model.objects, reserved=CALL_SLUGS)


def locked(record: Record, by: User | None) -> Record:
    """``record`` as it is now, so that nobody else can change it. Raises ``PermissionDenied`` (``by`` None: a link)."""
    related = "lead" if isinstance(record, Project) else "actor"
    found = type(record).objects.select_related(related).select_for_update(of=("self",)).get(pk=record.pk)
    if by is not None and not may_edit(by, found):
        raise PermissionDenied
    return found


def may_edit(user: Any, record: Project | PartnerCall) -> bool:
    """Whether ``user`` may change ``record``."""
    return may_edit_project(user, record) if isinstance(record, Project) else may_edit_call(user, record)


@transaction.atomic
def save_record(*, record: Record, by: User, values: dict[str, Any]) -> Record:
    """Stores what was typed (relations as keys). What is on the site shows it at once. Raises ``PermissionDenied``.

    What says nothing new is not stored, so that a draft saved while somebody types never makes their own page old.
    """
    mine = locked(record, by)
    if not any(is_new(mine, name, value) for name, value in values.items()):
        return mine
    before = str(getattr(mine, "closes_on", ""))
    for name, value in values.items():
        if name in TO_MANY:
            getattr(mine, name).set(value)
        else:
            setattr(mine, f"{name}_id" if name in KEYS else name, value)
    mine.save()
    mine.reindex()
    after = str(getattr(mine, "closes_on", ""))
    if before != after:
        note(mine, by, What.UNTIL, before, after)
    return mine


def is_new(record: Record, name: str, value: Any) -> bool:
    """Whether ``value`` is another than ``record`` holds under ``name``."""
    if name in TO_MANY:
        return bool(sorted(value) != sorted(getattr(record, name).values_list("pk", flat=True)))
    return bool(getattr(record, f"{name}_id" if name in KEYS else name) != value)


@transaction.atomic
def throw_away(*, record: Project | PartnerCall, by: User) -> None:
    """Removes a draft that was never on the site. Raises ``PermissionDenied``, and ``Impossible`` for anything else."""
    mine: Any = locked(record, by)  # type: ignore[type-var]
    if mine.published_at is not None:
        raise Impossible(_("This was on the site before. Take it off the site instead."))
    mine.delete()
