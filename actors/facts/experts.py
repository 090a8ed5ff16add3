"""Experts: organisations whose expertise a source names, and the small lists that describe experts."""

from functools import partial
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from actors.models import Actor, Expert, Language, Municipality, Offer, Source, Topic, VerifiedBy
from actors.models.experts import RESERVED
from ecru.base.facts import FactFile, Merge, Record, Slug, Slugs, SourcedRecord, Text
from ecru.base.facts.merge import existing
from ecru.base.models import Publication

from .shared import Problems, keys, known_actors, provenance, remembered, twice, unknown
from .vocabularies import new

MOST_WORDS = 40
LISTS: dict[str, type[Any]] = {"offers": Offer, "languages": Language}


def short(text: str) -> str:
    """``text`` if it has at most forty words: it stands on a card."""
    if len(text.split()) > MOST_WORDS:
        raise ValueError(_("is too long: at most %(max)s words") % {"max": MOST_WORDS})
    return text


def some(slugs: list[str]) -> list[str]:
    """``slugs`` if there is one: an expert without a topic is never found."""
    if not slugs:
        raise ValueError(_("is empty: name at least one"))
    return slugs


def no_page(slug: str) -> str:
    """``slug``, unless another page stands there."""
    if slug in RESERVED:
        raise ValueError(_("belongs to another page"))
    return slug


Saying = Annotated[Text, Field(min_length=1), AfterValidator(short)]


class WordFact(Record):
    """A word of a small list."""

    slug: Slug
    label: Annotated[Text, Field(min_length=1, max_length=120)]
    label_en: Annotated[Text, Field(max_length=120)]


class ExpertFact(SourcedRecord):
    """What an organisation knows, and which sentence of the source says so (``basis``, in our own words)."""

    slug: Annotated[Slug, AfterValidator(no_page)]
    actor: Slug
    topics: Annotated[Slugs, AfterValidator(some)]
    offers: Slugs
    languages: Slugs
    can_tell: Saying
    can_tell_en: Saying | None = None
    by_experience: bool = False
    basis: Annotated[Text, Field(min_length=1)]


class Experts(Record):
    """The small lists and all experts. People are never in a facts file: they come with their own consent."""

    offers: list[WordFact]
    languages: list[WordFact]
    experts: list[ExpertFact]


def check_experts(facts: Experts) -> Problems:
    """Doubles, and words, organisations and sources that are not known."""
    for name in type(facts).model_fields:
        yield from twice(getattr(facts, name))
    pools = {
        "actor": keys(Actor),
        "topics": keys(Topic),
        "offers": {word.slug for word in facts.offers} | keys(Offer),
        "languages": {word.slug for word in facts.languages} | keys(Language),
    }
    sources = keys(Source)
    for expert in facts.experts:
        for field, pool in pools.items():
            yield from unknown(expert.slug, field, getattr(expert, field), pool)
        yield from unknown(expert.slug, "source.file", expert.source.file, sources)


def load_experts(facts: Experts, merge: Merge) -> None:
    """Writes the small lists, then the experts, then what search reads."""
    for name, model in LISTS.items():
        known = existing(model.objects.all())
        for position, word in enumerate(getattr(facts, name)):
            values = {"label": word.label, "label_en": word.label_en, "position": position}
            merge.write(known, partial(new, model, word.slug), word.slug, values)
    relations = ("topics", "offers", "languages", "active_in")
    experts = existing(Expert.objects.select_related("actor", "municipality", "source"), *relations)
    words = {
        "actors": known_actors(Actor.objects.select_related("municipality"), "active_in"),
        "places": existing(Municipality.objects.all()),
        "topics": existing(Topic.objects.all()),
        "offers": existing(Offer.objects.all()),
        "languages": existing(Language.objects.all()),
        "sources": existing(Source.objects.all()),
    }
    with remembered(Expert, [fact.slug for fact in facts.experts], merge.file):
        write_experts(facts, merge, experts, words)
    if not merge.faults:
        changed = [fact.slug for fact in facts.experts if has_changed(merge, fact.slug)]
        Expert.objects.filter(slug__in=changed).reindex()


def write_experts(
    facts: Experts, merge: Merge, experts: dict[str, Any], words: dict[str, dict[str, Any]]
) -> None:
    """Writes the experts themselves."""
    for fact in facts.experts:
        make = partial(Expert, slug=fact.slug, status=Publication.PUBLISHED)
        merge.write(experts, make, fact.slug, expert_values(fact, words))


def has_changed(merge: Merge, slug: str) -> bool:
    """Whether the expert was made or changed by this load."""
    return merge.tally.outcomes["Expert", slug] in {"created", "updated"}


def expert_values(fact: ExpertFact, words: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The fields of an expert as ``fact`` gives them; seat and working area are those of the organisation."""
    actor = words["actors"][fact.actor]
    origin = provenance(fact.source, words["sources"], fact.verified_on)
    return {
        "actor": actor,
        "can_tell": fact.can_tell,
        "can_tell_en": fact.can_tell_en or "",
        "by_experience": fact.by_experience,
        "basis": fact.basis,
        **{
            name: [words[name][slug] for slug in getattr(fact, name)]
            for name in ("topics", "offers", "languages")
        },
        "municipality": actor.municipality,
        "active_in": list(actor.active_in.all()),
        **origin,
        "verified_by": VerifiedBy.SOURCE.value if origin["verified_on"] else "",
    }


EXPERTS = FactFile(
    "experts.json", Experts, check_experts, load_experts, ("vocabularies.json", "actors.json"), optional=True
)
