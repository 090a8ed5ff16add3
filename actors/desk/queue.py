"""The queue as the editors see it: what waits, since when, and who is at it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Actor, DeskItem, Municipality, User
from actors.models.desk import DeskQuerySet

from .kinds import DeskKind, all_kinds, kind_of

ON_A_PAGE = 50
LATE_AFTER = 5  # working days
WEEKEND = 5  # the first day of it, as ``date.weekday`` counts
MINE = "mij"


@dataclass(frozen=True)
class Line:
    """One item in the queue. ``actor``: what it is about, when that is an actor; ``holder``: the colleague who is at it."""

    item: DeskItem
    kind: DeskKind
    actor: Actor | None
    holder: User | None

    @property
    def waits(self) -> str:
        """How long it waits, in words."""
        return waits_in_words(self.item.waiting_since)

    @property
    def remark(self) -> str:
        """A warning about it; empty when there is none."""
        return self.kind.remark(self.item) if self.item.is_open else ""

    @property
    def ways(self) -> list[tuple[str, str]]:
        """Links beside the button, while it waits."""
        return list(self.kind.ways(self.item)) if self.item.is_open else []

    @property
    def is_late(self) -> bool:
        """Whether it waits for more than five working days."""
        return working_days(self.item.waiting_since) > LATE_AFTER


@dataclass(frozen=True)
class Choice:
    """One choice above the queue: its words, how much there is, and whether it is chosen."""

    value: str
    label: Any
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """What an editor wants to see: one kind, one municipality, or what they have in hand themselves."""

    kind: str = ""
    municipality: str = ""
    whose: str = ""


def waits_in_words(since: datetime) -> str:
    """How long something waits: in days, or hours on the first day."""
    waited = timezone.now() - since
    if waited.days:
        return ngettext("waits %(count)d day", "waits %(count)d days", waited.days) % {"count": waited.days}
    hours = int(waited.total_seconds() // 3600)
    if hours:
        return ngettext("waits %(count)d hour", "waits %(count)d hours", hours) % {"count": hours}
    return _("just came in")


def working_days(since: datetime) -> int:
    """How many Mondays to Fridays began after the day of ``since``."""
    day, today, count = timezone.localtime(since).date(), timezone.localdate(), 0
    weeks, rest = divmod((today - day).days, 7)
    for step in range(1, rest + 1):
        count += is_working_day(day + timedelta(days=step))
    return weeks * WEEKEND + count


def is_working_day(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < WEEKEND


def sent_by(user: User) -> DeskQuerySet:
    """What ``user`` sent, of the kinds that this portal knows."""
    return DeskItem.objects.sent_by(user).of_kinds(kind.slug for kind in all_kinds())


def waiting() -> DeskQuerySet:
    """What waits for the editors, of the kinds that this portal knows. What asks for nothing any more is left out."""
    items = DeskItem.objects.for_editors().of_kinds(kind.slug for kind in all_kinds())
    return items.still_asked({kind.slug: kind.still() for kind in all_kinds() if kind.still is not None})


def queue(asked: Asked, by: User, page: str) -> Any:
    """One page of what waits, as ``asked``. A constant number of queries. Its ``lines`` are what to show."""
    items = waiting()
    if asked.kind:
        items = items.of_kind(asked.kind)
    if asked.municipality:
        place = Municipality.objects.filter(slug=asked.municipality).first()
        items = in_municipality(items, place) if place else items.none()
    if asked.whose == MINE:
        items = items.held_by_person(by)
    return as_page(items.oldest_first(), by, page)


def in_municipality(items: DeskQuerySet, place: Municipality) -> DeskQuerySet:
    """What of ``items`` is about somebody or something in ``place``."""
    there = {kind.slug: kind.in_place(place) for kind in all_kinds() if kind.in_place is not None}
    actors = Actor.objects.filter(municipality=place).order_by().values("pk")
    return items.of_kind_and_key(there) | items.about_actors(actors)


def settled(by: User, page: str) -> Any:
    """One page of what was decided, the newest first."""
    items = DeskItem.objects.settled().of_kinds(kind.slug for kind in all_kinds())
    return as_page(items, by, page)


def as_page(items: DeskQuerySet, by: User, number: str) -> Any:
    """The page ``number`` of ``items`` with its ``lines``; the nearest page when there is none."""
    found: Any = Paginator(items.select_related("by", "held_by"), ON_A_PAGE).get_page(number)
    found.lines = lines(list(found.object_list), by)
    return found


def lines(items: list[DeskItem], by: User) -> list[Line]:
    """``items`` with what they are about; one query."""
    keys = [item.key or 0 for item in items if item.model == Actor._meta.label_lower]
    actors = {actor.pk: actor for actor in Actor.objects.filter(pk__in=keys).for_cards()}
    return [
        Line(
            item,
            kind_of(item),
            actors.get(item.key or 0) if item.model == Actor._meta.label_lower else None,
            item.held_by if item.is_held_by_another(by) else None,
        )
        for item in items
    ]


def kinds_that_wait(asked: Asked) -> list[Choice]:
    """Every kind of which something waits, with how much; one query."""
    found = dict(waiting().order_by().values_list("kind").annotate(count=Count("pk")))
    return [
        Choice(kind.slug, kind.label, found[kind.slug], kind.slug == asked.kind)
        for kind in all_kinds()
        if kind.slug in found
    ]


def places_to_choose(asked: Asked) -> list[Choice]:
    """The seven; one query."""
    members = Municipality.objects.members().order_by("name")
    return [Choice(place.slug, place.name, 0, place.slug == asked.municipality) for place in members]


def earlier(item: DeskItem) -> list[DeskItem]:
    """What was decided before about the same record."""
    if item.key is None:
        return []
    return list(DeskItem.objects.settled().filter(model=item.model, key=item.key).exclude(pk=item.pk)[:10])
