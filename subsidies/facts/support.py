"""Support measures as the sources tell them, and the policies behind them, which are checked only."""

import re
from datetime import UTC, date, datetime
from functools import partial
from typing import Annotated, Any, Literal

from django.utils.text import slugify
from pydantic import Field

from actors.facts.shared import Problems, address, keys, known_actors, provenance, twice, unknown
from actors.models import Actor, Discipline, Municipality, Source, TargetGroup, Theme
from ecru.base.facts import FactFile, Merge, Record, Slug, SourcedRecord, Text
from ecru.base.facts.merge import existing
from ecru.base.models import Publication
from projects.models.subjects import SUBJECTS
from subsidies.models import Area, Call, Certainty, LegalForm, Level, Measure, Provider, Rhythm, SupportForm
from subsidies.models.standing import end_of

from .past import remembered_support

LevelName = Literal["gemeente", "ecru", "provincie", "vlaanderen", "federaal", "europa", "privaat"]
WIDTHS = {
    Level.MUNICIPALITY: Area.PLACES,
    Level.ECRU: Area.NETWORK,
    Level.PROVINCE: Area.PROVINCE,
    Level.FLANDERS: Area.FLANDERS,
    Level.FEDERAL: Area.BELGIUM,
    Level.EUROPE: Area.EUROPE,
    Level.PRIVATE: Area.PROVINCE,
}
OVER = re.compile(r"^(weggevallen|gestopt|uitdovend)")
DOUBT = re.compile(r"afgeleid|aanname|zegt niet|niet in de bron|niet toe\b|noemt geen|legt .* niet uit")
DAY = re.compile(
    r"^(\d{1,2}) (januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december) (\d{4})"
)
MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
NOT_NAMED = "Niet vermeld"


class SupportFact(SourcedRecord):
    """A way to get support."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]
    name_en: Annotated[Text, Field(max_length=120)]
    slug: Slug
    level: LevelName
    provider: Annotated[Text, Field(min_length=1, max_length=120)]
    provider_actor: Slug | None
    municipality: Slug | None
    form: list[Slug]
    for_whom: Annotated[Text, Field(max_length=300)]
    target_groups: list[Slug]
    deadline: Annotated[Text, Field(max_length=300)] | None
    amount: Annotated[Text, Field(max_length=300)] | None
    status: Annotated[Text, Field(max_length=80)] | None
    used_by: list[Slug]
    note: Text
    website: Text | None


class PolicyFact(SourcedRecord):
    """A decree, plan or report that support follows from."""

    slug: Slug
    title: Text
    year: int | Text | None
    level: LevelName
    description: Text
    recommendations: list[Text]


class Support(Record):
    """Support measures, and the policies behind them."""

    support: list[SupportFact]
    policy_frameworks: list[PolicyFact]


def check_support(facts: Support) -> Problems:
    """Doubles, and words, places, actors and sources that are not known."""
    yield from twice(facts.support)
    yield from twice(facts.policy_frameworks)
    actors = keys(Actor)
    pools = {
        "municipality": keys(Municipality),
        "provider_actor": actors,
        "used_by": actors,
        "target_groups": keys(TargetGroup),
        "form": keys(SupportForm),
    }
    sources = keys(Source)
    for measure in facts.support:
        yield from unknown(measure.slug, "source.file", measure.source.file, sources)
        for field, pool in pools.items():
            yield from unknown(measure.slug, field, getattr(measure, field), pool)


def load_support(facts: Support, merge: Merge) -> None:
    """Writes the measures, and what that changed in their history."""
    slugs = [fact.slug for fact in facts.support]
    rounds = [key for fact in facts.support if (key := round_key(fact))]
    with remembered_support(merge.file, slugs, rounds):
        write_support(facts, merge)


def round_key(fact: SupportFact) -> str:
    """The key of the round that the deadline of ``fact`` makes; empty when it names no day."""
    closes = closing_day(fact.deadline)
    return f"{fact.slug}-{closes:%Y-%m-%d}" if closes else ""


def write_support(facts: Support, merge: Merge) -> None:
    """Writes who gives support, the measures and their rounds, then what search reads."""
    words = known_words()
    providers = existing(Provider.objects.select_related("actor"))
    measures, rounds = known_measures(), existing(Call.objects.select_related("measure"), by="key")
    for slug, fact in givers(facts).items():
        said = {
            "title": fact.provider,
            "actor": words["actors"][fact.provider_actor] if fact.provider_actor else None,
        }
        merge.write(providers, partial(Provider, slug=slug), slug, said, step=0)
    for fact in facts.support:
        giver = giver_slug(fact, facts)
        make = partial(Measure, slug=fact.slug, status=Publication.PUBLISHED)
        values = {"provider": providers[giver], **support_values(fact, words)}
        measure = merge.write(measures, make, fact.slug, values)
        closes = closing_day(fact.deadline)
        if closes:
            key = round_key(fact)
            dated = {
                "measure": measure,
                "rhythm": Rhythm.ONCE.value,
                "closes_at": end_of(closes).astimezone(UTC),
                "certainty": Certainty.DATED.value,
            }
            merge.write(rounds, partial(Call, key=key), key, dated, step=0)
    index(merge)


def givers(facts: Support) -> dict[str, SupportFact]:
    """Who gives support, by key, with a measure that tells of them: one that names their page, if any does."""
    found: dict[str, SupportFact] = {}
    for fact in sorted(facts.support, key=lambda entry: entry.provider_actor is not None):
        found[giver_slug(fact, facts)] = fact
    return found


def giver_slug(fact: SupportFact, facts: Support) -> str:
    """The key of who gives ``fact``: of the name, or of the page where several actors go by one name."""
    pages = {entry.provider_actor for entry in facts.support if entry.provider == fact.provider}
    several = len(pages - {None}) > 1
    return fact.provider_actor if several and fact.provider_actor else slugify(fact.provider)


def known_words() -> dict[str, dict[str, Any]]:
    """The words, places, actors and sources that a measure may name, by their keys."""
    return {
        "municipalities": existing(Municipality.objects.all()),
        "target_groups": existing(TargetGroup.objects.all()),
        "disciplines": existing(Discipline.objects.all()),
        "themes": existing(Theme.objects.all()),
        "actors": known_actors(Actor.objects.all()),
        "sources": existing(Source.objects.all()),
        "forms": existing(SupportForm.objects.all()),
        "legal_forms": existing(LegalForm.objects.all()),
    }


def known_measures() -> dict[str, Measure]:
    """The measures that exist, by key, with what files of facts compare."""
    return existing(
        Measure.objects.select_related("provider", "source", "replaces"),
        *SUBJECTS,
        *("forms", "legal_forms", "used_by"),
    )


def index(merge: Merge) -> None:
    """Lets search find what was written, unless the file is refused."""
    if not merge.faults:
        outcomes = merge.tally.outcomes.items()
        written = [
            slug
            for (name, slug), word in outcomes
            if name == Measure.__name__ and word in {"created", "updated"}
        ]
        Measure.objects.filter(slug__in=written).reindex()


def support_values(fact: SupportFact, words: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The fields of a measure as a source tells them. The source is old: nothing of it is sure."""
    area = WIDTHS[Level(fact.level)]
    where = [fact.municipality] if fact.municipality else wide_places(area, words)
    return {
        "title": fact.name,
        "title_en": fact.name_en,
        "level": fact.level,
        "area": Area.PLACES.value if fact.municipality else area.value,
        "municipalities": [words["municipalities"][slug] for slug in where],
        "forms": [words["forms"][slug] for slug in fact.form],
        "for_whom": fact.for_whom,
        "target_groups": [words["target_groups"][slug] for slug in fact.target_groups],
        "description": fact.note,
        "amount_note": fact.amount or "",
        "stands": fact.status or "",
        "has_ended": bool(OVER.match(fact.status or "")),
        "used_by": [words["actors"][slug] for slug in fact.used_by],
        "apply_url": address(fact.website),
        "certainty": (Certainty.UNSURE if in_doubt(fact) else Certainty.DATED).value,
        **provenance(fact.source, words["sources"], fact.verified_on),
    }


def in_doubt(fact: SupportFact) -> bool:
    """Whether the record itself says that something in it was guessed, or is still looked into."""
    told = fact.status or ""
    looked_into = told.startswith(("te onderzoeken", "gepland", "uit te werken", "uitgetest"))
    return bool(DOUBT.search(f"{fact.note} {fact.for_whom}")) or fact.provider == NOT_NAMED or looked_into


def wide_places(area: Area, words: dict[str, dict[str, Any]]) -> list[str]:
    """Where a measure of this width holds: in all seven, unless the source should name the places and does not."""
    if area == Area.PLACES:
        return []
    return [slug for slug, place in words["municipalities"].items() if place.member]


def closing_day(text: str | None) -> date | None:
    """The day that ``text`` begins with, as in "15 mei 2019 (oproep)"; None when it names none."""
    found = DAY.match(text or "")
    if not found:
        return None
    day, month, year = found.groups()
    return datetime(int(year), MONTHS.index(month) + 1, int(day), tzinfo=UTC).date()


SUPPORT = FactFile(
    "support.json", Support, check_support, load_support, stands_on=("vocabularies.json", "actors.json")
)
