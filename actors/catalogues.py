"""The catalogues of the field: what everyone may see of actors and municipalities, in memory."""

from datetime import date
from decimal import Decimal
from math import cos, hypot, radians

from ecru.base.catalogue import Catalogue, Plan, Row
from ecru.base.searchable import SEARCH_TEXTS

from .models import Actor, Expert, Municipality, PublicAnswer

MIDDLE = cos(radians(51.05))  # a degree of longitude against one of latitude, in the middle of the seven
KM_PER_DEGREE = 111.2


def by_match(row: Row) -> tuple[bool, bool]:
    """Who is at work and known well comes first."""
    return row.closed, row.named_only


def by_name(row: Row) -> tuple[str]:
    """By the folded name."""
    return (row.search_name,)


def by_check(row: Row) -> tuple[int, bool]:
    """Who was checked last comes first; who never was comes last."""
    return -(row.verified_on or date.min).toordinal(), getattr(row, "closed", False)


def by_time(row: Row) -> tuple[int]:
    """Who has time comes first."""
    return (row.availability,)


def by_publication(row: Row) -> tuple[int]:
    """Who was published last comes first; the day counts, in UTC."""
    return (-row.published_at.toordinal() if row.published_at else 0,)


def position(row: Row) -> tuple[float, float] | None:
    """Where an actor is (latitude, longitude); its municipality stands for who has no place of its own."""
    own = row.latitude is not None
    north = row.latitude if own else row.municipality__latitude
    east = row.longitude if own else row.municipality__longitude
    return None if north is None or east is None else (north, east)


def distance_to(latitude: Decimal, longitude: Decimal, row: Row) -> float | None:
    """How far an actor is, in km as the crow flies.

    Flat geometry with one cosine: right to 1 % within Flanders. None where no place is known.
    """
    at = position(row)
    if at is None:
        return None
    north, east = at
    return hypot(north - float(latitude), (east - float(longitude)) * MIDDLE) * KM_PER_DEGREE


ACTORS = Catalogue(
    Plan(
        records=Actor.objects.published,
        facets=(
            "active_in",
            "target_groups",
            "kind",
            "disciplines",
            "themes",
            "scale",
            "closed",
            "named_only",
            "collective",
            "municipality",
        ),
        texts=SEARCH_TEXTS,
        columns=(
            "search_name",
            "closed",
            "named_only",
            "verified_on",
            "published_at",
            "latitude",
            "longitude",
            "municipality__latitude",
            "municipality__longitude",
        ),
        orders={
            "relevantie": by_match,
            "naam": by_name,
            "nagekeken": by_check,
            "nieuw": by_publication,
        },
        stands_on=("actors.municipality",),
    )
)

MUNICIPALITIES = Catalogue(
    Plan(
        records=Municipality.objects.all,
        facets=("member",),
        texts=SEARCH_TEXTS,
        columns=("member", "position", "name"),
        orders={"warp": lambda row: (not row.member, row.position, row.name)},
    )
)

EXPERTS = Catalogue(
    Plan(
        records=Expert.objects.published,
        facets=(
            "topics",
            "offers",
            "languages",
            "active_in",
            "availability",
            "by_experience",
            "municipality",
            "actor",
        ),
        texts=SEARCH_TEXTS,
        columns=("search_name", "availability", "verified_on", "published_at"),
        orders={
            "relevantie": by_time,
            "naam": by_name,
            "nagekeken": by_check,
            "nieuw": by_publication,
        },
        stands_on=("actors.actor",),  # an organisation that no longer shows takes its expertise along
    )
)

ANSWERS = Catalogue(
    Plan(
        records=PublicAnswer.objects.published,
        facets=("topic", "municipality"),
        texts=SEARCH_TEXTS,
        columns=("search_name", "published_at"),
        orders={"nieuw": by_publication, "naam": by_name},
    )
)
