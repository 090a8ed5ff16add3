"""Which records come into question: the database adds up what they share with who seeks, and gives the most promising ones.

One query for all kinds together, whatever the number of records: every relation gives rows of a key and its points, a sum
per key, and what may not be suggested is left out on the way (``leaving_out``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from actors.models import Actor
from ecru.base.catalogue.shuffle import PRIME, shuffle_of
from projects.models import PartnerCall, Practice

from .finding import deeds_alike, kinds_that_have, primary_groups, usually_have
from .rarity import rarity
from .rules import WEIGHTS
from .seeker import VOCABULARIES, Seeker

MODELS: dict[str, type[Any]] = {"actor": Actor, "practice": Practice, "call": PartnerCall}
JOINED = 500  # records that share most, before is looked whether they may be suggested
MOST = 60  # records of a kind that the rules look at one by one
BEST = (
    "SELECT {number} AS kind, best.key FROM (SELECT each_one.key, each_one.points FROM ("
    "SELECT a.key, s.points{away} AS points FROM ({allowed}) a JOIN ("
    "SELECT key, SUM(points) AS points FROM ({union}) shares GROUP BY key ORDER BY 2 DESC, {turn} LIMIT {joined}"
    ") s ON s.key = a.key"
    ") each_one ORDER BY 2 DESC, {turn} LIMIT {most}) best"
)
RULE_OF = {"target_groups": "group", "themes": "theme", "disciplines": "discipline"}


@dataclass(frozen=True)
class Source:
    """A query of keys and points, and what fills it."""

    sql: str
    values: tuple[Any, ...]


def narrowed(seeker: Seeker, allowed: Mapping[str, QuerySet], today: date) -> dict[str, list[int]]:
    """The keys of at most sixty records of every kind in ``allowed`` that share most with ``seeker``, by kind.

    ``allowed``: by kind, the records that may be suggested. One query; none when there is nothing to look for.
    """
    parts = [
        part
        for number, (kind, records) in enumerate(allowed.items())
        if (part := best_of(number, kind, seeker, records, today))
    ]
    found: dict[str, list[int]] = {kind: [] for kind in allowed}
    if parts:
        kinds = list(allowed)
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(part.sql for part in parts),
                [value for part in parts for value in part.values],
            )
            for number, key in cursor.fetchall():
                found[kinds[number]].append(key)
    return found


def best_of(number: int, kind: str, seeker: Seeker, records: QuerySet, today: date) -> Source | None:
    """The query of one kind; nothing when no source can find anything. Equal sums are shuffled daily."""
    sources = [*term_sources(kind, seeker), *other_sources(kind, seeker)]
    if not sources:
        return None
    seat = {"actor": F("municipality")}.get(kind, F("pk"))
    allowed, values = (
        records.order_by().annotate(key=F("pk"), seat=seat).values("key", "seat").query.sql_with_params()
    )
    shuffle, _day = shuffle_of(today)
    shift = shuffle(0)
    factor = (shuffle(1) - shift) % PRIME
    away, places = bonus(kind, seeker)
    union = " UNION ALL ".join(source.sql for source in sources)
    turn = f"(key * {factor} + {shift}) %% {PRIME}, key"
    names = {"union": union, "turn": turn, "away": away, "allowed": allowed, "number": number}
    sql = BEST.format(**names, joined=JOINED, most=MOST)
    return Source(sql, (*places, *values, *(value for source in sources for value in source.values)))


def bonus(kind: str, seeker: Seeker) -> tuple[str, tuple[Any, ...]]:
    """What a seat in another municipality adds while the database sorts actors."""
    if kind != "actor" or not seeker.home:
        return "", ()
    marks = ", ".join(["%s"] * len(seeker.home))
    return f" + CASE WHEN a.seat IS NULL OR a.seat IN ({marks}) THEN 0 ELSE %s END", (
        *seeker.home,
        whole(WEIGHTS["near"]),
    )


def term_sources(kind: str, seeker: Seeker) -> Iterable[Source]:
    """Points for every term that a record shares, by the weight of its rule and by its rarity."""
    for vocabulary in VOCABULARIES:
        points = {
            term: weight_of(vocabulary, term) * rarity(vocabulary, term)
            for term in sorted(seeker.terms[vocabulary])
        }
        if points:
            yield related(MODELS[kind], vocabulary, points)


def weight_of(vocabulary: str, term: int) -> float:
    """The weight of the rule about ``term``."""
    first = vocabulary == "target_groups" and term in primary_groups()
    return WEIGHTS["primary-group" if first else RULE_OF[vocabulary]]


def other_sources(kind: str, seeker: Seeker) -> Iterable[Source]:
    """Points for what is sought and offered, and for what actors did."""
    if kind == "call":
        wanted = seeker.wants | seeker.offers | usually_have(seeker.kinds)
        if wanted:
            yield related(PartnerCall, "resources", dict.fromkeys(sorted(wanted), WEIGHTS["has-it"]))
    if kind != "actor":
        return
    having = kinds_that_have(seeker.wants)
    if having:
        yield column(Actor, "kind", dict.fromkeys(sorted(having), WEIGHTS["has-it"]))
    makers = makers_of_alike(seeker)
    if makers:
        yield column(Actor, "id", dict.fromkeys(sorted(makers), WEIGHTS["did-it"]))


def makers_of_alike(seeker: Seeker) -> set[int]:
    """The keys of who made something similar to what ``seeker`` is about."""
    return {maker for _shared, deed in deeds_alike(seeker).values() for maker in deed.makers}


def related(model: type[Any], name: str, points: Mapping[int, float]) -> Source:
    """Keys of ``model`` and points for the other ends of its relation ``name``."""
    relation: Any = model._meta.get_field(name)
    return rows(relation.m2m_db_table(), relation.m2m_column_name(), relation.m2m_reverse_name(), points)


def column(model: type[Any], name: str, points: Mapping[int, float]) -> Source:
    """Keys of ``model`` and points for the values of its column ``name``."""
    return rows(model._meta.db_table, model._meta.pk.column, model._meta.get_field(name).column, points)


def rows(table: str, own: str, other: str, points: Mapping[int, float]) -> Source:
    """Rows of ``table``: the key in ``own``, and the points of what stands in ``other``."""
    quote = connection.ops.quote_name
    cases = " ".join(["WHEN %s THEN %s"] * len(points))
    marks = ", ".join(["%s"] * len(points))
    return Source(
        f"SELECT {quote(own)} AS key, CASE {quote(other)} {cases} END AS points "  # noqa: S608 - names of our own
        f"FROM {quote(table)} WHERE {quote(other)} IN ({marks})",
        (*(value for key, score in points.items() for value in (key, whole(score))), *points),
    )


def whole(points: float) -> int:
    """``points`` in thousandths: the database adds whole numbers faster, and the same everywhere."""
    return round(points * 1000)
