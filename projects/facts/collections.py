"""Collections of practices that the portal starts with. Ours: their introductions are made from the seeds."""

from functools import partial
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field, RootModel

from actors.facts.shared import Problems, keys, provenance, twice, unknown
from actors.models import Source
from ecru.base.facts import FactFile, Merge, Record, Slug, SourcedRecord, Text
from ecru.base.facts.merge import doubles, existing
from ecru.base.models import Publication
from projects.models import Collection, CollectionItem, Practice, Project

Line = Annotated[Text, Field(max_length=240)]


class ItemFact(Record):
    """A practice or a project by its key, and why it is in the collection."""

    slug: Slug
    note: Line = ""
    note_en: Line = ""


class CollectionFact(SourcedRecord):
    """Practices and projects that belong together."""

    title: Annotated[Text, Field(min_length=1, max_length=120)]
    title_en: Annotated[Text, Field(max_length=120)]
    slug: Slug
    summary: Line
    summary_en: Line
    introduction: Text
    introduction_en: Text
    position: Annotated[int, Field(ge=0, le=32_767)] = 100
    items: list[ItemFact]


class Collections(RootModel[list[CollectionFact]]):
    """All collections."""


def check_collections(facts: Collections) -> Problems:
    """Doubles, and practices, projects and sources that are not known."""
    yield from twice(facts.root)
    known, sources = keys(Practice) | keys(Project), keys(Source)
    for collection in facts.root:
        yield from unknown(collection.slug, "source.file", collection.source.file, sources)
        yield from unknown(collection.slug, "items", [item.slug for item in collection.items], known)
        for key in doubles(collection.items):
            yield collection.slug, "items", _("%(values)s stands twice: keep one") % {"values": repr(key)}


def load_collections(facts: Collections, merge: Merge) -> None:
    """Writes the collections, each with its items in their order."""
    sources = existing(Source.objects.all())
    practices, projects = existing(Practice.objects.all()), existing(Project.objects.all())
    collections = existing(Collection.objects.select_related("source"), "items__practice", "items__project")
    for fact in facts.root:
        items = [
            CollectionItem(
                practice=practices.get(item.slug),
                project=None if item.slug in practices else projects[item.slug],
                note=item.note,
                note_en=item.note_en,
                position=place,
            )
            for place, item in enumerate(fact.items)
        ]
        values = {
            name: getattr(fact, name)
            for name in (
                *("title", "title_en", "summary", "summary_en"),
                *("introduction", "introduction_en", "position"),
            )
        }
        values |= {"items": items, **provenance(fact.source, sources, fact.verified_on)}
        make = partial(Collection, slug=fact.slug, status=Publication.PUBLISHED)
        merge.write(collections, make, fact.slug, values)


COLLECTIONS = FactFile(
    "collections.json",
    Collections,
    check_collections,
    load_collections,
    stands_on=("vocabularies.json", "practices.json"),
    optional=True,
)
