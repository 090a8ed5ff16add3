"""Who and what may be suggested: what everyone sees, at work, and not linked, blocked or put away already."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from pyroaring import BitMap

from actors.models import Actor, Block, Freshness, Membership
from ecru.base.catalogue import Shelf
from ecru.base.edition import remembered
from projects.models import (
    Answer,
    CallAnswer,
    Consent,
    NotRelevant,
    PartnerCall,
    PracticeActor,
    Project,
    ProjectPartner,
    Reuse,
)

from .seeker import Seeker

Known = dict[str, set[int]]
Test = Callable[[int], bool]
NEVER = ("closed", "named_only", "collective")  # what no actor is that may be suggested

# Each line: what it finds, and the keys of it. ``own`` stands for the keys of who is behind the seeker, ``projects`` for a
# query of their projects, ``itself`` for the key of the seeker. They are numbers, so they stand in the text.
FAMILY = (
    ("actor", "SELECT parent_id FROM {actor} WHERE id IN ({own}) AND parent_id IS NOT NULL"),
    ("actor", "SELECT id FROM {actor} WHERE parent_id IN ({own})"),
    ("actor", "SELECT to_actor_id FROM {umbrella} WHERE from_actor_id IN ({own})"),
    ("actor", "SELECT from_actor_id FROM {umbrella} WHERE to_actor_id IN ({own})"),
)
NEIGHBOURS = (
    ("actor", "SELECT b.id FROM {actor} a JOIN {actor} b ON b.parent_id = a.parent_id WHERE a.id IN ({own})"),
    (
        "actor",
        "SELECT b.from_actor_id FROM {umbrella} a JOIN {umbrella} b ON b.to_actor_id = a.to_actor_id WHERE a.from_actor_id IN ({own})",
    ),
)
PARTNERS = (
    ("actor", "SELECT actor_id FROM {partner} WHERE project_id IN ({projects}) AND answer IN ({in_touch})"),
    ("actor", "SELECT lead_id FROM {project} WHERE id IN ({projects}) AND lead_id IS NOT NULL"),
)
MAKERS = (
    (
        "actor",
        "SELECT b.actor_id FROM {maker} a JOIN {maker} b ON b.practice_id = a.practice_id WHERE a.actor_id IN ({own}) AND a.consent <> '{declined}' AND b.consent <> '{declined}'",
    ),
)
ASKED = (("actor", "SELECT actor_id FROM {partner} WHERE project_id IN ({projects})"),)
FOLLOWERS = (
    ("actor", "SELECT actor_id FROM {maker} WHERE practice_id = {itself}"),
    ("actor", "SELECT actor_id FROM {reuse} WHERE practice_id = {itself} AND withdrawn_at IS NULL"),
    ("actor", "SELECT lead_id FROM {project} WHERE inspired_by_id = {itself} AND lead_id IS NOT NULL"),
)
EXAMPLES = (
    ("practice", "SELECT practice_id FROM {maker} WHERE actor_id IN ({own}) AND consent <> '{declined}'"),
    ("practice", "SELECT practice_id FROM {reuse} WHERE actor_id IN ({own}) AND withdrawn_at IS NULL"),
    (
        "practice",
        "SELECT inspired_by_id FROM {project} WHERE id IN ({projects}) AND inspired_by_id IS NOT NULL",
    ),
    ("practice", "SELECT became_id FROM {project} WHERE id IN ({projects}) AND became_id IS NOT NULL"),
)
BLOCKED = (
    (
        "blocked",
        "SELECT b.actor_id FROM {block} b JOIN {member} m ON m.user_id = b.user_id WHERE m.actor_id IN ({own}) AND m.until IS NULL AND b.actor_id IS NOT NULL",
    ),
    (
        "blocked",
        "SELECT m.actor_id FROM {member} m JOIN {block} b ON b.user_id = m.user_id WHERE b.actor_id IN ({own}) AND m.until IS NULL",
    ),
    ("blocked", "SELECT actor_id FROM {block} WHERE user_id = {user} AND actor_id IS NOT NULL"),
)
ANSWERERS = (("actor", "SELECT actor_id FROM {answer} WHERE call_id = {itself} AND actor_id IS NOT NULL"),)
ANSWERED = (("call", "SELECT call_id FROM {answer} WHERE actor_id IN ({own})"),)
OWN_PROJECTS = (("project", "SELECT id FROM {project} WHERE id IN ({projects})"),)
LINKS = {
    "actor": (*FAMILY, *NEIGHBOURS, *PARTNERS, *MAKERS, *EXAMPLES, *ANSWERED, *OWN_PROJECTS),
    "project": (*FAMILY, *PARTNERS, *ASKED, *EXAMPLES, *ANSWERED, *OWN_PROJECTS),
    "practice": FOLLOWERS,
    "call": (*FAMILY, *PARTNERS, *ASKED, *ANSWERERS, *OWN_PROJECTS),
}
PROJECTS_OF = "SELECT id FROM {project} WHERE lead_id IN ({own}) UNION SELECT project_id FROM {partner} WHERE actor_id IN ({own}) AND answer IN ({in_touch})"
IN_TOUCH = (Answer.ASKED, Answer.OFFERED, Answer.AGREED)
TABLES: dict[str, str] = {
    "actor": Actor._meta.db_table,
    "umbrella": Actor.umbrellas.through._meta.db_table,
    "project": Project._meta.db_table,
    "partner": ProjectPartner._meta.db_table,
    "maker": PracticeActor._meta.db_table,
    "reuse": Reuse._meta.db_table,
    "answer": CallAnswer._meta.db_table,
    "block": Block._meta.db_table,
    "member": Membership._meta.db_table,
}


def allowed(seeker: Seeker, kinds: Sequence[str], user: Any, today: date) -> dict[str, Test]:
    """By kind, what says of the key of a published record whether it may be suggested to ``seeker`` on ``today``; ``user`` is who looks, None for everybody.

    From memory, but for what is known already: one query, another when ``user`` acts for actors, and one when a pause changed.
    """
    known = known_to(seeker, user)
    for kind, key in put_away(seeker, user):
        known[kind].add(key)
    away = known["actor"] | known["blocked"]
    works = at_work(seeker.shelf("actor"), today)
    tests: dict[str, Test] = {
        "actor": lambda key: key not in away and works(key),
        "practice": lambda key: key not in known["practice"],
        "call": call_test(seeker, known, works, today),
    }
    return {kind: tests[kind] for kind in kinds}


@remembered("actors.freshness")
def pauses() -> dict[int, date | None]:
    """Who asked for quiet, by key, and until when; None without an end. One query when something changed."""
    return Freshness.objects.pauses()


def at_work(shelf: Shelf, today: date) -> Test:
    """Says of the key of an actor whether it is published, more is known of it than a name, it stands for itself, did not stop and does not pause."""
    resting = BitMap.union(*(shelf.with_any(name, [True]) for name in NEVER))
    paused = {key for key, until in pauses().items() if until is None or until > today}
    return lambda key: key in shelf.place and shelf.place[key] not in resting and key not in paused


def call_test(seeker: Seeker, known: Known, works: Test, today: date) -> Test:
    """Says of the key of a call whether it is open, and of an actor at work: not of who seeks, of its projects, or of who is blocked.

    For a call only those in the opposite direction, about something that it names.
    """
    shelf, not_of = seeker.shelf("call"), seeker.actors | known["blocked"]
    fitting = shelf.alive
    if isinstance(seeker.record, PartnerCall):
        fitting = fitting - shelf.with_any("direction", [seeker.record.direction])
        if wanted := seeker.wants | seeker.offers:
            fitting &= shelf.with_any("resources", wanted)

    def test(key: int) -> bool:
        slot = shelf.place[key]
        row = shelf.rows[slot]
        is_open = row.closed_at is None and row.closes_on >= today
        is_new = key not in known["call"] and row.project_id not in known["project"]
        return is_open and is_new and slot in fitting and row.actor_id not in not_of and works(row.actor_id)

    return test


def known_to(seeker: Seeker, user: Any) -> Known:
    """By kind, the keys of what ``seeker`` knows already, or does not want to know; one query.

    For an actor: its family, who shares an umbrella, partners in projects and who made a practice with it. For what actors
    do: who takes part in it, was asked or did it too; for a project and a call also the family of who leads or calls, and who answered that call.
    Blocked is who does not write any more with its people or with ``user``, whoever wanted that.
    """
    known: Known = {
        "actor": set(seeker.actors),
        "practice": set(),
        "call": set(),
        "project": set(),
        "blocked": set(),
    }
    if seeker.kind == "practice":
        known["practice"].add(seeker.record.pk)
    if user is not None and user.is_authenticated:
        known["actor"] |= user.own_actors
    parts = [
        f"SELECT '{what}', found.* FROM ({text}) found"  # noqa: S608 - texts of our own
        for what, text in (*LINKS[seeker.kind], *BLOCKED)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts).format(**words_of(seeker, user)))
        for what, key in cursor.fetchall():
            known[what].add(key)
    return known


def words_of(seeker: Seeker, user: Any) -> dict[str, Any]:
    """What stands in the texts of the links: names of tables, and numbers."""
    words = {
        **TABLES,
        "own": ", ".join(str(int(key)) for key in sorted(seeker.actors)) or "0",
        "itself": int(seeker.record.pk),
        "user": int(getattr(user, "pk", None) or 0),
        "in_touch": ", ".join(f"'{answer.value}'" for answer in IN_TOUCH),
        "declined": Consent.DECLINED.value,
    }
    project = (
        seeker.record.pk if isinstance(seeker.record, Project) else getattr(seeker.record, "project_id", None)
    )
    return words | {"projects": PROJECTS_OF.format(**words) if seeker.kind == "actor" else int(project or 0)}


def put_away(seeker: Seeker, user: Any) -> list[tuple[str, int]]:
    """Kinds and keys of what the actors of ``user`` called not relevant for ``seeker``."""
    if user is None or not user.is_authenticated or not user.own_actors:
        return []
    return NotRelevant.objects.about(seeker.record, user).pairs()
