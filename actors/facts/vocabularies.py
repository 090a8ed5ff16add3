"""Vocabularies: the words that describe actors, and their headings."""

from functools import partial
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import Field

from actors.models import ActorKind, Discipline, Source, TargetGroup, TermGroup, Theme, Topic
from ecru.base.facts import FactFile, Merge, Record, Slug, SourceRef, Text
from ecru.base.facts.merge import existing
from ecru.base.searchable import renamed

from .shared import Problems, address, keys, provenance, twice, unknown

PRIMARY_GROUPS = 3
SEPARATOR = ", "
TERMS: dict[str, type[Any]] = {
    "actor_kinds": ActorKind,
    "disciplines": Discipline,
    "target_groups": TargetGroup,
    "themes": Theme,
    "expertise_topics": Topic,
}


class SourceFact(Record):
    """A document."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$", max_length=40)]
    file: str | None = None
    title: Text
    title_en: Text = ""
    year: Annotated[int, Field(ge=1800, le=2100)] | None = None
    website: Text | None = None
    page_note: Text | None = None


class TermFact(Record):
    """A word of a vocabulary."""

    slug: Slug
    label: Text
    label_en: Text
    description: Text = ""
    group: Text | None = None
    primary: bool = False
    need: bool = False
    offer: bool = False
    source: SourceRef | None = None


class Vocabularies(Record):
    """All vocabularies; those of later apps are checked here and used there."""

    sources: list[SourceFact]
    actor_kinds: list[TermFact]
    scales: list[TermFact]
    disciplines: list[TermFact]
    target_groups: list[TermFact]
    expertise_topics: list[TermFact]
    themes: list[TermFact]
    practice_kinds: list[TermFact]
    support_levels: list[TermFact]
    support_forms: list[TermFact]
    indicator_kinds: list[TermFact]
    need_kinds: list[TermFact]


def check_vocabularies(facts: Vocabularies) -> Problems:
    """Doubles, sources that are not there, and the three groups that come first."""
    yield from twice(facts.sources, by="id")
    sources = {source.id for source in facts.sources} | keys(Source)
    for name in type(facts).model_fields:
        terms = getattr(facts, name)
        if name != "sources":
            yield from twice(terms)
            for term in terms:
                yield from unknown(term.slug, "source.file", term.source and term.source.file, sources)
    if sum(term.primary for term in facts.target_groups) != PRIMARY_GROUPS:  # the plan names three (p. 24)
        yield "target_groups", "primary", _("exactly three target groups come first")


def load_vocabularies(facts: Vocabularies, merge: Merge) -> None:
    """Writes sources and the vocabularies of the field."""
    sources = existing(Source.objects.all())
    for source in facts.sources:
        write_source(merge, sources, source.id, source)
    for name, model in TERMS.items():
        known = existing(model.objects.all(), "group")
        before = {slug: (term.label, term.label_en) for slug, term in known.items()}
        for position, term in enumerate(getattr(facts, name)):
            values = {
                "label": term.label,
                "label_en": term.label_en,
                "description": term.description,
                "position": position,
            }
            if model is TargetGroup:
                values["is_primary"] = term.primary
            if model is Topic:
                values |= {"is_needed": term.need, "is_offered": term.offer}
                origin = (
                    provenance(term.source, sources) if term.source else {"source": None, "source_pages": ""}
                )
                values |= {"source": origin["source"], "source_pages": origin["source_pages"]}
            merge.write(known, partial(new, model, term.slug), term.slug, values)
        now = {slug: (known[slug].label, known[slug].label_en) for slug in before}
        renamed(model, [known[slug].pk for slug in before if now[slug] != before[slug]])


def new(model: Any, slug: str) -> Any:
    """An unsaved record of ``model``."""
    return model(slug=slug)


def write_source(merge: Merge, known: dict[str, Any], slug: str, fact: Any) -> None:
    """Writes one document that facts were read from."""
    values = {
        "title": fact.title,
        "title_en": fact.title_en,
        "year": fact.year,
        "url": address(getattr(fact, "website", None)),
        "note": getattr(fact, "page_note", None) or "",
    }
    merge.write(known, partial(Source, slug=slug), slug, values)


class HeadingFact(Record):
    """A heading and the words that stand under it."""

    slug: Slug
    label: Text
    label_en: Text
    terms: list[Slug]


class Headings(Record):
    """Headings for the long lists."""

    actor_kinds: list[HeadingFact]
    disciplines: list[HeadingFact]
    target_groups: list[HeadingFact]
    themes: list[HeadingFact]


def check_headings(facts: Headings) -> Problems:
    """Doubles, and words that no vocabulary has."""
    for name in type(facts).model_fields:
        headings = getattr(facts, name)
        yield from twice(headings)
        known = keys(TERMS[name])
        for heading in headings:
            yield from unknown(heading.slug, "terms", heading.terms, known)


def load_headings(facts: Headings, merge: Merge) -> None:
    """Writes the headings, and puts every word under its own."""
    groups = existing(TermGroup.objects.all())
    for name in type(facts).model_fields:
        terms = existing(TERMS[name].objects.select_related("group"))
        for position, heading in enumerate(getattr(facts, name)):
            slug = f"{name.replace('_', '-')}-{heading.slug}"
            values = {"label": heading.label, "label_en": heading.label_en, "position": position}
            group = merge.write(groups, partial(TermGroup, slug=slug), slug, values)
            for term in heading.terms:
                merge.write(terms, lambda: None, term, {"group": group}, step=0)


class OtherWords(Record):
    """For words of the vocabularies: what people type who mean the same."""

    actor_kinds: dict[Slug, list[Text]] = {}
    disciplines: dict[Slug, list[Text]] = {}
    target_groups: dict[Slug, list[Text]] = {}
    themes: dict[Slug, list[Text]] = {}
    expertise_topics: dict[Slug, list[Text]] = {}


def check_other_words(facts: OtherWords) -> Problems:
    """Words that no vocabulary has, and more than there is room for."""
    for name in type(facts).model_fields:
        words = getattr(facts, name)
        longest = TERMS[name]._meta.get_field("alt_labels").max_length
        yield from unknown(name, "slug", list(words), keys(TERMS[name]))
        for slug, others in words.items():
            if len(SEPARATOR.join(others)) > longest:
                yield slug, "words", _("at most %(number)s characters together") % {"number": longest}


def load_other_words(facts: OtherWords, merge: Merge) -> None:
    """Writes the other words, and lets search find by them."""
    for name in type(facts).model_fields:
        terms = existing(TERMS[name].objects.all())
        before = {slug: term.alt_labels for slug, term in terms.items()}
        for slug, others in getattr(facts, name).items():
            merge.write(terms, lambda: None, slug, {"alt_labels": SEPARATOR.join(others)})
        renamed(TERMS[name], [term.pk for slug, term in terms.items() if term.alt_labels != before[slug]])


VOCABULARIES = FactFile("vocabularies.json", Vocabularies, check_vocabularies, load_vocabularies)
HEADINGS = FactFile(
    "headings.json", Headings, check_headings, load_headings, ("vocabularies.json",), optional=True
)
OTHER_WORDS = FactFile(
    "words.json", OtherWords, check_other_words, load_other_words, ("vocabularies.json",), optional=True
)
