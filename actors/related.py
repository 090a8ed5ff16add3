"""Actors that go together, each with the reason stated (rule 7: another municipality comes first)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from .models import Actor

MOST = 4
WEIGHTS = {"target_groups": 4, "themes": 3, "disciplines": 2}
ELSEWHERE = 3


@dataclass(frozen=True)
class Related:
    """An actor, and why it is shown."""

    actor: Actor
    reasons: list[str]


def related_to(actor: Actor, user: Any) -> list[Related]:
    """At most four actors that share people, themes or disciplines with ``actor``; from elsewhere first.

    Needs an actor from ``for_page()``; costs three queries, however many actors there are.
    """
    shared = {name: [term.pk for term in getattr(actor, name).all()] for name in WEIGHTS}
    if not any(shared.values()):
        return []
    found = list(
        candidates(actor, user, shared)
        .annotate(score=score(actor, shared))
        .filter(score__gte=max(WEIGHTS.values()))
        .for_cards()
        .order_by("-score", "pk")[:MOST]
    )
    common = common_terms(actor, found, shared)
    return [Related(other, reasons(actor, other, common.get(other.pk, []))) for other in found]


def candidates(actor: Actor, user: Any, shared: dict[str, list[int]]) -> Any:
    """Actors at work that share anything, without the family of ``actor`` (its page names them already)."""
    any_shared = Q()
    for name, keys in shared.items():
        if keys:
            any_shared |= Q(pk__in=through(name).filter(**{f"{column(name)}__in": keys}).values("actor_id"))
    strangers = Actor.objects.visible_to(user).published().not_family_of(actor)
    return strangers.filter(any_shared, closed=False, named_only=False)


def score(actor: Actor, shared: dict[str, list[int]]) -> Any:
    """How much is shared, weighed, and more when the other has its seat elsewhere."""
    whole = IntegerField()
    total: Any = Value(0, whole)
    for name, keys in shared.items():
        rows = through(name).filter(actor_id=OuterRef("pk"), **{f"{column(name)}__in": keys})
        number = Subquery(
            rows.order_by().values("actor_id").annotate(n=Count("pk")).values("n"), output_field=whole
        )
        total = total + Coalesce(number, 0) * WEIGHTS[name]
    elsewhere = Q(municipality__isnull=False) & ~Q(municipality=actor.municipality_id)
    return total + Case(When(elsewhere, then=ELSEWHERE), default=0, output_field=whole)


def through(name: str) -> Any:
    """The rows that tie actors to the words of one vocabulary."""
    return Actor._meta.get_field(name).remote_field.through.objects  # type: ignore[union-attr]


def column(name: str) -> str:
    """The column of the word in those rows."""
    return Actor._meta.get_field(name).m2m_reverse_field_name() + "_id"  # type: ignore[union-attr]


def common_terms(
    actor: Actor, others: list[Actor], shared: dict[str, list[int]]
) -> dict[int, list[tuple[str, int]]]:
    """For each of ``others`` the words it has in common with ``actor``, as vocabulary and key; one query."""
    parts = [
        through(name)
        .filter(actor_id__in=[other.pk for other in others], **{f"{column(name)}__in": keys})
        .values(who=F("actor_id"), which=Value(n, IntegerField()), term=F(column(name)))
        .values_list("who", "which", "term")
        for n, (name, keys) in enumerate(shared.items())
    ]
    names = list(shared)
    common: dict[int, list[tuple[str, int]]] = {}
    for who, which, term in parts[0].union(*parts[1:], all=True) if others else []:
        common.setdefault(who, []).append((names[which], term))
    return common


def reasons(actor: Actor, other: Actor, common: list[tuple[str, int]]) -> list[str]:
    """Why ``other`` is shown, in sentences."""
    labels = {(name, term.pk): term.name for name in WEIGHTS for term in getattr(actor, name).all()}
    by_name = {name: [labels[name, key] for which, key in common if which == name] for name in WEIGHTS}
    sentences = {
        "target_groups": _("You both work with: %(words)s."),
        "themes": _("You share a theme: %(words)s."),
        "disciplines": _("You share a discipline: %(words)s."),
    }
    told = [
        sentences[name] % {"words": ", ".join(sorted(words)[:2]).lower()}
        for name, words in by_name.items()
        if words
    ][:2]
    place = other.municipality
    if place and actor.municipality_id and place.pk != actor.municipality_id:
        told.append(_("From another municipality: %(place)s.") % {"place": place.name})
    return told
