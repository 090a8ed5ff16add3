"""Adding a measure of a municipality: a partner's waits for an editor, an editor's shows at once."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from actors.history import note_added
from actors.models import Act, Change, Municipality, User
from ecru.base.models import Publication
from ecru.base.text import fold
from subsidies.addresses import free_slugs
from subsidies.giving import giver_called
from subsidies.models import Area, Level, Measure
from subsidies.permissions import gives_it, may_add_measure, may_change_giver_at_once

from .changing import certainty_by
from .waiting import offer_new

JUST_NOW = timedelta(hours=1)


@dataclass(frozen=True)
class NewMeasure:
    """What somebody tells of a measure: its municipality, its name, who gives it, and plain words about it."""

    municipality: Municipality
    title: str
    giver: str
    description: str = ""
    forms: list[Any] = field(default_factory=list)


class Known(Exception):  # noqa: N818 - it is an answer, not a crash
    """There is a measure of this name in this municipality already: ``measure``."""

    def __init__(self, measure: Measure) -> None:
        super().__init__(measure.title)
        self.measure = measure


@transaction.atomic
def add_measure(*, by: User, told: NewMeasure) -> Measure:
    """A measure that ``told.municipality`` gives. The same twice (a double click) is one.

    Raises ``PermissionDenied``, and ``Known`` when somebody made one of this name before.
    """
    if not may_add_measure(by, told.municipality):
        raise PermissionDenied
    place = Municipality.objects.select_for_update().get(
        pk=told.municipality.pk
    )  # two clicks: one after the other
    if twin := twin_of(told.title, place):
        if made_just_now(twin, by):
            return twin
        raise Known(twin)
    made = Measure(
        title=told.title,
        slug=free_slugs([told.title])[0],
        provider=giver_called(told.giver),
        level=Level.MUNICIPALITY,
        area=Area.PLACES,
        description=told.description,
        status=Publication.PUBLISHED if may_change_giver_at_once(by) else Publication.DRAFT,
    )
    made.full_clean()
    made.save()
    made.municipalities.set([place])
    made.forms.set(told.forms)
    made.certainty = certainty_by(by, made)
    if gives_it(by, made):
        made.verified_on = timezone.localdate()
    made.save()
    made.reindex()
    note_added(Measure, [made.pk], by=by)
    if not made.is_public:
        offer_new(made, by)
    return made


def twin_of(title: str, place: Municipality) -> Measure | None:
    """What ``place`` gives under this name, and did not put away."""
    there = Measure.objects.filter(level=Level.MUNICIPALITY, municipalities=place)
    there = there.exclude(status=Publication.ARCHIVED).order_by("pk")
    return next((measure for measure in there if fold(measure.title) == fold(title)), None)


def made_just_now(measure: Measure, by: User) -> bool:
    """Whether ``by`` made it within the hour: then it was the same click."""
    mine = Change.objects.about(measure).filter(act=Act.ADDED, by=by)
    return mine.filter(at__gt=timezone.now() - JUST_NOW).exists()
