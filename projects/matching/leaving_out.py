"""Who and what may be suggested: what everyone sees, at work, and not linked, blocked or put away already."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

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

Keys = QuerySet[Any, Any]
IN_TOUCH = (Answer.ASKED, Answer.OFFERED, Answer.AGREED)


def allowed(seeker: Seeker, kinds: Sequence[str], user: Any, today: date) -> dict[str, QuerySet]:
    """By kind, the records that may be suggested to ``seeker`` on ``today``; ``user`` is who looks, None for everybody.

    One query when ``user`` has an account, for what their actors put away; the rest is part of the query that narrows.
    """
    hidden = put_away(seeker, user)
    blocked = [*of_blocks(seeker, user)]
    asked: dict[str, Callable[[], QuerySet]] = {
        "actor": lambda: without(actors_at_work(today), [*links_of(seeker), *blocked]),
        "practice": lambda: without(Practice.objects.published(), practices_known(seeker)),
        "call": lambda: calls_for(seeker, blocked, today),
    }
    found = {kind: asked[kind]() for kind in kinds}
    if user is not None and user.own_actors and "actor" in found:
        found["actor"] = found["actor"].exclude(pk__in=user.own_actors)
    return {kind: records.exclude(pk__in=hidden.get(kind, [])) for kind, records in found.items()}


def without(records: QuerySet, known: Iterable[Keys]) -> QuerySet:
    """``records`` without those in any of ``known``."""
    for keys in known:
        records = records.exclude(pk__in=keys)
    return records


def actors_at_work(today: date) -> QuerySet[Actor]:
    """Published actors of which more is known than a name, that stand for themselves, did not stop and do not pause."""
    actors = Actor.objects.published().filter(closed=False, named_only=False, collective=False)
    return actors.exclude(paused_in_sql(today))


def put_away(seeker: Seeker, user: Any) -> dict[str, list[int]]:
    """By kind, the keys of what the actors of ``user`` called not relevant for ``seeker``."""
    found: dict[str, list[int]] = {}
    if user is not None and user.is_authenticated and user.own_actors:
        for kind, key in NotRelevant.objects.about(seeker.record, user).pairs():
            found.setdefault(kind, []).append(key)
    return found


# --- Links that are there already ---------------------------------------------------------------------------------


def links_of(seeker: Seeker) -> list[Keys]:
    """The keys of actors that ``seeker`` knows already.

    For an actor: its family, who shares an umbrella, partners in projects and who made a practice with it. For what actors
    do: who takes part in it, was asked or did it too; for a project and a call also the family of who leads or calls.
    """
    own = sorted(seeker.actors)
    itself = Actor.objects.filter(pk__in=own).values("pk")
    if seeker.kind == "actor":
        return [
            itself,
            *family(own),
            *neighbours(own),
            partners(projects_of(own)),
            *leads(projects_of(own)),
            makers(practices_of(own)),
        ]
    if seeker.kind == "practice":
        followers = Project.objects.filter(inspired_by=seeker.record.pk, lead__isnull=False).values("lead")
        reusers = Reuse.objects.filter(practice=seeker.record.pk, withdrawn_at=None).values("actor")
        return [itself, everyone_named(seeker.record), reusers, followers]
    project = seeker.record.pk if isinstance(seeker.record, Project) else seeker.record.project_id
    asked = ProjectPartner.objects.filter(project=project).values("actor")
    return [itself, asked, *leads(Project.objects.filter(pk=project)), *family(own[:1])]


def family(own: Sequence[int]) -> list[Keys]:
    """What ``own`` are part of, and who is part of them."""
    actors = Actor.objects
    above = Q(members__in=own) | Q(affiliates__in=own)
    return [
        actors.filter(above).values("pk"),
        actors.filter(Q(parent__in=own) | Q(umbrellas__in=own)).values("pk"),
    ]


def neighbours(own: Sequence[int]) -> list[Keys]:
    """Who has the same parent or an umbrella in common with ``own``."""
    parents = Actor.objects.filter(members__in=own).values("pk")
    umbrellas = Actor.objects.filter(affiliates__in=own).values("pk")
    return [
        Actor.objects.filter(parent__in=parents).values("pk"),
        Actor.objects.filter(umbrellas__in=umbrellas).values("pk"),
    ]


def projects_of(own: Sequence[int]) -> QuerySet[Project]:
    """Projects that ``own`` lead, take part in, or were asked for."""
    joined = ProjectPartner.objects.filter(actor__in=own, answer__in=IN_TOUCH).values("project")
    return Project.objects.filter(Q(lead__in=own) | Q(pk__in=joined))


def partners(projects: QuerySet[Project]) -> Keys:
    """Who takes part in ``projects`` or was asked to."""
    return ProjectPartner.objects.filter(project__in=projects.values("pk"), answer__in=IN_TOUCH).values(
        "actor"
    )


def leads(projects: QuerySet[Project]) -> list[Keys]:
    """Who leads ``projects``."""
    return [projects.filter(lead__isnull=False).values("lead")]


def practices_of(own: Sequence[int]) -> Keys:
    """What ``own`` made, or are named for without having said no."""
    named = PracticeActor.objects.filter(actor__in=own).exclude(consent=Consent.DECLINED)
    return named.values("practice")


def makers(practices: Keys) -> Keys:
    """Who made ``practices``."""
    return (
        PracticeActor.objects.filter(practice__in=practices).exclude(consent=Consent.DECLINED).values("actor")
    )


def everyone_named(practice: Practice) -> Keys:
    """Everybody named for ``practice``, also who said no: they know it."""
    return PracticeActor.objects.filter(practice=practice.pk).values("actor")


def practices_known(seeker: Seeker) -> list[Keys]:
    """The practices that ``seeker`` knows already: made, done too, built on, or grown out of its projects; and itself."""
    if seeker.kind == "practice":
        return [Practice.objects.filter(pk=seeker.record.pk).values("pk")]
    own = sorted(seeker.actors)
    projects = projects_of(own) if seeker.kind == "actor" else Project.objects.filter(pk=project_key(seeker))
    return [
        practices_of(own),
        Reuse.objects.filter(actor__in=own, withdrawn_at=None).values("practice"),
        projects.filter(inspired_by__isnull=False).values("inspired_by"),
        projects.filter(became__isnull=False).values("became"),
    ]


def project_key(seeker: Seeker) -> int | None:
    """The key of the project that ``seeker`` is or calls for."""
    return (
        seeker.record.pk if isinstance(seeker.record, Project) else getattr(seeker.record, "project_id", None)
    )


def calls_for(seeker: Seeker, blocked: list[Keys], today: date) -> QuerySet[PartnerCall]:
    """Open calls of actors at work: not those of who seeks, of its projects, or of who is blocked."""
    calls = PartnerCall.objects.published().open(today).filter(actor__in=actors_at_work(today).values("pk"))
    calls = calls.exclude(actor__in=sorted(seeker.actors))
    for keys in blocked:
        calls = calls.exclude(actor__in=keys)
    if seeker.kind == "actor":
        return calls.exclude(project__in=projects_of(sorted(seeker.actors)).values("pk"))
    if isinstance(seeker.record, PartnerCall):
        calls = calls.opposite_to(seeker.record, seeker.wants | seeker.offers)
    project = project_key(seeker)
    return calls if project is None else calls.exclude(project=project)


# --- Blocks -------------------------------------------------------------------------------------------------------


def of_blocks(seeker: Seeker, user: Any) -> list[Keys]:
    """The keys of actors that stopped writing with the people of ``seeker`` or with ``user``, whoever wanted it."""
    own = sorted(seeker.actors)
    running = Membership.objects.running()
    people = running.filter(actor__in=own).values("user")
    stopped = Block.objects.filter(actor__in=own, user__isnull=False).values("user")
    found = [
        Block.objects.filter(user__in=people, actor__isnull=False).values("actor"),
        running.filter(user__in=stopped).values("actor"),
    ]
    if user is not None and user.is_authenticated:
        found.append(Block.objects.filter(user=user.pk, actor__isnull=False).values("actor"))
    return found
