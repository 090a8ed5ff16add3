"""Actors: the organisations, services, collectives and artists of the field."""

from functools import partial
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, RootModel

from actors.models import (
    Actor,
    ActorKind,
    ActorName,
    Discipline,
    Municipality,
    Source,
    TargetGroup,
    Theme,
    VerifiedBy,
)
from actors.models.actor import Scale
from ecru.base.facts import FactFile, Merge, Record, Slug, Slugs, SourcedRecord, Text, once
from ecru.base.facts.merge import existing
from ecru.base.models import Publication

from .shared import (
    Problems,
    address,
    keys,
    known_actors,
    moved_actors,
    provenance,
    remembered,
    twice,
    unknown,
)

Name = Annotated[Text, Field(min_length=1, max_length=160)]
Names = Annotated[list[Name], AfterValidator(once)]


class HintFact(Record):
    """A seat that is generally known but that the source does not give."""

    slug: Slug
    basis: Annotated[Text, Field(max_length=200)]


class ActorFact(SourcedRecord):
    """An actor, as a source describes it."""

    name: Name
    slug: Slug
    also_known_as: Names = []
    now_called: Name | None = None
    merged_from: Names = []
    kind: Slug
    scale: Slug
    municipality: Slug | None
    municipality_hint: HintFact | None = None
    active_in: Slugs
    place: Annotated[Text, Field(max_length=80)] | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    disciplines: Slugs
    target_groups: Slugs
    themes: Slugs
    website: Text | None
    contact_email: Text | None = None
    description: Text | None
    note: Text | None = None
    parent: Slug | None
    umbrellas: Slugs = []
    partner_since: Annotated[Text, Field(max_length=80)] | None
    past_collaboration: Text | None
    collective: bool = False
    named_only: bool = False
    closed: bool = False


class Actors(RootModel[list[ActorFact]]):
    """All actors."""


def check_actors(facts: Actors) -> Problems:
    """Doubles, words and places that are not known, a seat outside the working area, circles of parents."""
    actors = facts.root
    yield from twice(actors)
    pools = {
        "kind": keys(ActorKind),
        "scale": set(Scale.values),
        "municipality": keys(Municipality),
        "active_in": keys(Municipality),
        "disciplines": keys(Discipline),
        "target_groups": keys(TargetGroup),
        "themes": keys(Theme),
        "parent": (known := {actor.slug for actor in actors} | keys(Actor)),
        "umbrellas": known,
    }
    sources = keys(Source)
    for actor in actors:
        for field, pool in pools.items():
            yield from unknown(actor.slug, field, getattr(actor, field), pool)
        yield from unknown(actor.slug, "source.file", actor.source.file, sources)
        if actor.municipality_hint:
            yield from unknown(
                actor.slug, "municipality_hint.slug", actor.municipality_hint.slug, pools["municipality"]
            )
        if actor.municipality and actor.municipality not in actor.active_in:
            yield (
                actor.slug,
                "active_in",
                _("must hold the seat %(seat)s too") % {"seat": repr(actor.municipality)},
            )
        if actor.description is None and not actor.named_only:
            yield actor.slug, "description", _("is missing: write it, or mark the record named_only")
    yield from circles({actor.slug: actor.parent for actor in actors})


def circles(parents: dict[str, str | None]) -> Problems:
    """A fault for every actor that stands above itself."""
    for slug, parent in parents.items():
        above, seen = parent, {slug}
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above == slug:
            yield slug, "parent", _("makes a circle: choose another")


def from_the_top(actors: list[ActorFact]) -> list[ActorFact]:
    """``actors`` with everyone after their parent, so that turning a family around never makes a passing circle."""
    parents = {actor.slug: actor.parent for actor in actors}

    def depth(slug: str | None) -> int:
        steps = 0
        while slug := parents.get(slug or ""):
            steps += 1
        return steps

    return sorted(actors, key=lambda actor: depth(actor.slug))


def load_actors(facts: Actors, merge: Merge) -> None:
    """Writes the actors, and what that changed in their history."""
    with remembered(Actor, [fact.slug for fact in facts.root], merge.file):
        write_actors(facts, merge)


def write_actors(facts: Actors, merge: Merge) -> None:
    """Writes the actors, then how they hang together, then what search reads."""
    relations = ("active_in", "disciplines", "target_groups", "themes", "umbrellas", "names")
    single = ("kind", "municipality", "municipality_hint", "parent", "source")
    known, moved = known_actors(Actor.objects.select_related(*single), *relations), moved_actors()
    words = {
        "kind": existing(ActorKind.objects.all()),
        "places": existing(Municipality.objects.all()),
        "disciplines": existing(Discipline.objects.all()),
        "target_groups": existing(TargetGroup.objects.all()),
        "themes": existing(Theme.objects.all()),
        "sources": existing(Source.objects.all()),
    }
    for fact in facts.root:
        if fact.slug in moved:  # an editor merged it into another, whose own facts hold
            merge.progress(1)
            merge.tally.note(Actor, fact.slug, "kept")
            continue
        values = actor_values(fact, words)
        merge.write(known, partial(Actor, slug=fact.slug, status=Publication.PUBLISHED), fact.slug, values)
    if merge.faults:
        return
    for fact in from_the_top(facts.root):
        if fact.slug not in moved:
            merge.write(known, Actor, fact.slug, ties(fact, known), step=0)
    outcomes = merge.tally.outcomes
    changed = [fact.slug for fact in facts.root if outcomes["Actor", fact.slug] in {"created", "updated"}]
    Actor.objects.filter(slug__in=changed).reindex()


def ties(fact: ActorFact, known: dict[str, Any]) -> dict[str, Any]:
    """How an actor hangs together with others; never with itself, into which an editor may have merged them."""
    own = known[fact.slug]
    above = known[fact.parent] if fact.parent else None
    umbrellas = {known[slug].slug: known[slug] for slug in fact.umbrellas if known[slug] is not own}
    return {"parent": None if above is own else above, "umbrellas": list(umbrellas.values())}


def actor_values(fact: ActorFact, words: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The fields of an actor as ``fact`` gives them, without its relations to other actors."""
    hint = fact.municipality_hint
    origin = provenance(fact.source, words["sources"], fact.verified_on)
    renamed = fact.now_called if fact.now_called and not fact.closed else None
    return {
        "name": renamed or fact.name,
        "kind": words["kind"][fact.kind],
        "scale": fact.scale,
        "description": fact.description or "",
        "note": fact.note or "",
        "municipality": words["places"][fact.municipality] if fact.municipality else None,
        "active_in": [words["places"][slug] for slug in fact.active_in],
        "municipality_hint": words["places"][hint.slug] if hint else None,
        "municipality_hint_basis": hint.basis if hint else "",
        "place": fact.place or "",
        "country": fact.country or "BE",
        **{
            name: [words[name][s] for s in getattr(fact, name)]
            for name in ("disciplines", "target_groups", "themes")
        },
        "collective": fact.collective,
        "named_only": fact.named_only,
        "closed": fact.closed,
        "website": address(fact.website),
        "contact_email": fact.contact_email or "",
        "partner_since": fact.partner_since or "",
        "past_collaboration": fact.past_collaboration or "",
        "names": actor_names(fact, renamed),
        **origin,
        "verified_by": VerifiedBy.SOURCE.value if origin["verified_on"] else "",
    }


def actor_names(fact: ActorFact, renamed: str | None) -> list[ActorName]:
    """The other names of an actor, not saved yet."""
    kind = ActorName.Kind
    names = [(name, kind.OTHER) for name in fact.also_known_as]
    names += [(name, kind.MERGED) for name in fact.merged_from]
    if renamed:
        names.append((fact.name, kind.FORMER))
    elif fact.now_called:
        names.append((fact.now_called, kind.SUCCESSOR))
    return [ActorName(name=name, kind=how.value) for name, how in names]


ACTORS = FactFile(
    "actors.json", Actors, check_actors, load_actors, ("vocabularies.json", "municipalities.json")
)
