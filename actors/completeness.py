"""How complete the record of an actor is: what is missing, and what filling it in is good for.

Every reason says what the portal does with the answer, and nothing that nobody measured.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from .models import Actor

WHOLE = 100
ENOUGH = 70  # points from which a record counts as complete enough for the network
SHORTEST_STORY = 80  # characters; a shorter description tells no more than the kind does


@dataclass(frozen=True)
class Part:
    """Something a record should tell: worth ``points`` of the hundred, filled in on the page ``section``.

    ``told`` answers of one actor whose relations are at hand, ``question`` the same in SQL; a test holds that they agree.
    """

    key: str
    label: Any
    why: Any
    points: int
    section: str
    told: Callable[[Actor], bool]
    question: Q


def has(relation: str) -> Q:
    """Actors with at least one record in ``relation``."""
    through: Any = getattr(Actor, relation).through
    return Q(Exists(through.objects.filter(actor=OuterRef("pk"))))


PARTS = [
    Part(
        "description",
        _("A few sentences about who you are"),
        _("Search finds you by these words, and lists show the first ones."),
        25,
        "verhaal",
        lambda actor: len(actor.description) >= SHORTEST_STORY,
        Q(GreaterThanOrEqual(Length("description"), SHORTEST_STORY)),
    ),
    Part(
        "place",
        _("Where you are at home"),
        _("Then you stand on the page of your municipality, and who filters by place finds you."),
        15,
        "waar",
        lambda actor: bool(actor.municipality_id or actor.place),
        ~Q(municipality=None, place=""),
    ),
    Part(
        "picture",
        _("A picture"),
        _("It stands on top of your page. People see at once what you do."),
        10,
        "foto",
        lambda actor: bool(actor.picture),
        ~Q(picture=""),
    ),
    Part(
        "disciplines",
        _("What you do: disciplines"),
        _("Who filters by discipline only sees who filled it in."),
        10,
        "voor-wie",
        lambda actor: bool(actor.disciplines.all()),
        has("disciplines"),
    ),
    Part(
        "target_groups",
        _("With whom you work"),
        _("We suggest partners to each other, and this weighs most in it."),
        10,
        "voor-wie",
        lambda actor: bool(actor.target_groups.all()),
        has("target_groups"),
    ),
    Part(
        "themes",
        _("What it is about: themes"),
        _("Other groups with the same theme see you on their page."),
        10,
        "voor-wie",
        lambda actor: bool(actor.themes.all()),
        has("themes"),
    ),
    Part(
        "web",
        _("A website or another page"),
        _("Your page links to it, so people find your news and your calendar."),
        10,
        "contact",
        lambda actor: bool(actor.website or actor.links),
        ~Q(website="") | ~Q(links=[]),
    ),
    Part(
        "pin",
        _("A pin on the map"),
        _("Without it the map puts you in the middle of your municipality."),
        10,
        "waar",
        lambda actor: actor.latitude is not None,
        Q(latitude__isnull=False),
    ),
]


def missing_parts(actor: Actor) -> list[Part]:
    """What ``actor`` does not tell yet, what weighs most first. Needs its relations at hand; asks nothing then."""
    missing = [part for part in PARTS if not part.told(actor)]
    return sorted(missing, key=lambda part: -part.points)


def completeness(actor: Actor) -> int:
    """How complete ``actor`` is, 0 to 100; ``with_completeness`` says the same in SQL."""
    return WHOLE - sum(part.points for part in missing_parts(actor))


def with_completeness(actors: QuerySet[Actor]) -> QuerySet[Actor]:
    """``actors``, each with ``completeness``: 0 to 100."""
    score: Any = Value(0)
    for part in PARTS:
        score += Case(When(part.question, then=part.points), default=0, output_field=IntegerField())
    return actors.annotate(completeness=score)
