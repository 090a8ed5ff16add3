"""Which experts of the pool can be asked about a dossier, and why: what they know, how much they have in hand, how far they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Expert, Topic
from actors.models.experts import Availability
from ecru.base.geometry import distance
from ecru.base.text import fold, stem
from subsidies.models import Dossier
from subsidies.permissions import involved_actors, involved_people

MOST = 8
SHORTEST_WORD = 4  # letters; shorter words say too little
FOR_TOPIC, FOR_DISCIPLINE = 3, 2  # points
PER_OPEN = 1  # points less for every advice in hand
KM_PER_POINT = 25


@dataclass(frozen=True)
class Proposal:
    """An expert who can be asked, with why, and what counts in the order."""

    expert: Expert
    reasons: list[str]
    open_reviews: int
    km: int | None
    points: float


def askable(dossier: Dossier) -> Any:
    """Experts who can advise on it: shown, with time and an account, without a part in it; not who was asked before, or helped to write it."""
    away = Q(availability=Availability.NOT_NOW)
    parts = Q(actor__in=involved_actors(dossier)) | Q(user__in=involved_people(dossier))
    asked = Q(pk__in=dossier.reviews.filter(expert__isnull=False).values("expert"))
    helped = Q(pk__in=dossier.helps.filter(conversation__expert__isnull=False).values("conversation__expert"))
    pool = Expert.objects.published().filter(user__is_active=True)
    return pool.exclude(away).exclude(parts).exclude(asked).exclude(helped)


def proposals(dossier: Dossier, topic: Topic | None = None) -> list[Proposal]:
    """The experts who fit best, with reasons; ``topic``: only who knows about it. A constant number of queries."""
    pool = askable(dossier).annotate(
        in_hand=Count(
            "reviews",
            filter=Q(reviews__asked_at__isnull=False, reviews__given_at=None, reviews__handed_back=""),
        )
    )
    if topic is not None:
        pool = pool.filter(topics=topic)
    related = ("municipality", "actor__municipality")
    experts = pool.select_related(*related).prefetch_related("topics", "actor__disciplines")
    words, disciplines = words_of(dossier), disciplines_of(dossier)
    found = [propose(expert, dossier, words, disciplines) for expert in experts]
    found.sort(key=lambda one: (-one.points, one.expert.search_name, one.expert.pk))
    return found[:MOST]


def propose(expert: Any, dossier: Dossier, words: set[str], disciplines: set[int]) -> Proposal:
    """Why ``expert`` fits, and how well."""
    topics = [topic for topic in expert.topics.all() if words & words_in(f"{topic.label} {topic.alt_labels}")]
    shared = [
        one for one in (expert.actor.disciplines.all() if expert.actor else ()) if one.pk in disciplines
    ]
    km = kilometres(expert, dossier)
    points = FOR_TOPIC * len(topics) + FOR_DISCIPLINE * len(shared) - PER_OPEN * expert.in_hand
    points -= km / KM_PER_POINT if km is not None else 1
    return Proposal(expert, reasons(topics, shared, expert.in_hand, km), expert.in_hand, km, points)


def reasons(topics: Iterable[Any], disciplines: Iterable[Any], in_hand: int, km: int | None) -> list[str]:
    """The same in sentences."""
    found = []
    if names := ", ".join(topic.name for topic in topics):
        found.append(_("Knows about: %(topic)s.") % {"topic": names})
    if names := ", ".join(one.name for one in disciplines):
        found.append(_("Works in: %(disciplines)s.") % {"disciplines": names})
    if in_hand:
        told = ngettext("Has %(count)d advice in hand.", "Has %(count)d advices in hand.", in_hand)
        found.append(told % {"count": in_hand})
    else:
        found.append(_("Has no other advice in hand."))
    if km is not None:
        found.append(_("%(km)d km from who asks.") % {"km": km})
    return found


def words_of(dossier: Dossier) -> set[str]:
    """The words of a dossier that say what it is about."""
    measure = dossier.asked_measure
    texts = [dossier.title, dossier.summary, measure.name if measure else ""]
    texts.append(dossier.project.title if dossier.project else "")
    return words_in(" ".join(texts))


def words_in(text: str) -> set[str]:
    """The stems of the longer words in ``text``."""
    return {stem(word) for word in fold(text).split() if len(word) >= SHORTEST_WORD}


def disciplines_of(dossier: Dossier) -> set[int]:
    """The art forms of who asks."""
    return set(dossier.actor.disciplines.values_list("pk", flat=True))


def kilometres(expert: Expert, dossier: Dossier) -> int | None:
    """As the crow flies, between the municipalities of who asks and of the expert; None when one is not known."""
    there = expert.municipality or (expert.actor.municipality if expert.actor else None)
    here = dossier.actor.municipality
    if here is None or there is None or here.latitude is None or there.latitude is None:
        return None
    ends = [(float(place.longitude or 0), float(place.latitude or 0)) for place in (here, there)]
    return round(distance(*ends) / 1000)
