"""Who and what may be suggested: what everyone sees, at work, and not linked, blocked or put away already."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from actors.models import Actor, Block, Membership
from actors.models.freshness import paused_in_sql
from projects.models import (
    Answer,
    Consent,
    NotRelevant,
    PartnerCall,
    Practice,
    PracticeActor,
    Project,
    ProjectPartner,
    Reuse,
)

from .seeker import Seeker

Known = dict[str, set[int]]

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
OWN_PROJECTS = (("project", "SELECT id FROM {project} WHERE id IN ({projects})"),)
LINKS = {
    "actor": (*FAMILY, *NEIGHBOURS, *PARTNERS, *MAKERS, *EXAMPLES, *OWN_PROJECTS),
    "project": (*FAMILY, *PARTNERS, *ASKED, *EXAMPLES, *OWN_PROJECTS),
    "practice": FOLLOWERS,
    "call": (*FAMILY, *PARTNERS, *ASKED, *OWN_PROJECTS),
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
    "block": Block._meta.db_table,
    "member": Membership._meta.db_table,
}


def allowed(seeker: Seeker, kinds: Sequence[str], user: Any, today: date) -> dict[str, QuerySet]:
    """By kind, the records that may be suggested to ``seeker`` on ``today``; ``user`` is who looks, None for everybody.

    One query, and another when ``user`` acts for actors.
    """
    known = known_to(seeker, user)
    for kind, key in put_away(seeker, user):
        known[kind].add(key)
    asked = {
        "actor": lambda: actors_at_work(today).exclude(pk__in=known["actor"] | known["blocked"]),
        "practice": lambda: Practice.objects.published().exclude(pk__in=known["practice"]),
        "call": lambda: calls_for(seeker, known, today),
    }
    return {kind: asked[kind]() for kind in kinds}


def actors_at_work(today: date) -> QuerySet[Actor]:
    """Published actors of which more is known than a name, that stand for themselves, did not stop and do not pause."""
    actors = Actor.objects.published().filter(closed=False, named_only=False, collective=False)
    return actors.exclude(paused_in_sql(today))


def calls_for(seeker: Seeker, known: Known, today: date) -> QuerySet[PartnerCall]:
    """Open calls of actors at work: not those of who seeks, of its projects, or of who is blocked."""
    calls = PartnerCall.objects.published().open(today).filter(actor__in=actors_at_work(today).values("pk"))
    calls = calls.exclude(actor__in=seeker.actors | known["blocked"]).exclude(pk__in=known["call"])
    if known["project"]:
        calls = calls.exclude(project__in=known["project"])
    if isinstance(seeker.record, PartnerCall):
        return calls.opposite_to(seeker.record, seeker.wants | seeker.offers)
    return calls


def known_to(seeker: Seeker, user: Any) -> Known:
    """By kind, the keys of what ``seeker`` knows already, or does not want to know; one query.

    For an actor: its family, who shares an umbrella, partners in projects and who made a practice with it. For what actors
    do: who takes part in it, was asked or did it too; for a project and a call also the family of who leads or calls.
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
