"""Where links stand. Every app says so for its records, in a module ``checked_links``, which is imported when the portal starts.

register(LinkSource(Measure, fields=("source_url", "apply_url"), records=shown_measures, page=..., edit=...))
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from markdown_it.token import Token

from ecru.base.prose import is_external, reader

from .records import LONGEST

WEB = re.compile(r"https?://", re.IGNORECASE)
AT_ONCE = 200  # addresses in one question


@dataclass(frozen=True)
class Place:
    """Where a link stands: on what, in which fields (in words), the page on which people find it, and where an editor mends it."""

    title: str
    fields: str
    page: str
    edit: str


@dataclass(frozen=True)
class LinkSource:
    """The links of one kind of records.

    ``fields`` hold one address each, ``texts`` are CommonMark with links in it. ``records`` gives the records that people see
    (it is narrowed before it is read), ``page`` where they see one, ``edit`` where an editor changes it.
    """

    model: type[Model]
    records: Callable[[], Any]
    page: Callable[[Any], str]
    edit: Callable[[Any], str]
    fields: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def addresses(self) -> Iterator[str]:
        """Every address in them, as often as it stands there."""
        for values in self.records().order_by().values_list(*self.fields, *self.texts).iterator():
            yield from (value for value in values[: len(self.fields)] if is_checked(value))
            for text in values[len(self.fields) :]:
                yield from filter(is_checked, links_in(text))

    def places_of(self, wanted: set[str]) -> Iterator[tuple[str, Place]]:
        """Where each of the ``wanted`` addresses stands. One question for fields, and one for texts that hold links."""
        asked = Q(pk=None)
        for name in self.fields:
            asked |= Q(**{f"{name}__in": wanted})
        for name in self.texts:
            asked |= Q(**{f"{name}__contains": "://"})
        for record in self.records().filter(asked).order_by("pk"):
            for address, names in sorted(self.names_in(record).items()):
                if address in wanted:
                    yield address, self.place(record, names)

    def names_in(self, record: Any) -> dict[str, list[str]]:
        """The addresses in ``record``, each with the names of the fields in which it stands."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.fields:
            found[getattr(record, name)].append(name)
        for name in self.texts:
            for address in dict.fromkeys(links_in(getattr(record, name))):
                found[address].append(name)
        return found

    def place(self, record: Any, names: Iterable[str]) -> Place:
        """Where a link stands that is in the fields ``names`` of ``record``."""
        words = [str(self.model._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]
        return Place(str(record), ", ".join(words), self.page(record), self.edit(record))


sources: dict[type[Model], LinkSource] = {}


def register(source: LinkSource) -> LinkSource:
    """Lets the links of ``source`` be looked at. Raises ``ValueError`` when its records have a source already."""
    if sources.setdefault(source.model, source) is not source:
        raise ValueError(f"{source.model.__name__} has its links registered already")
    return source


def is_checked(address: str) -> bool:
    """Whether we look at ``address``: it is on the web, outside this portal, and fits in what we keep."""
    try:
        return bool(WEB.match(address)) and len(address) <= LONGEST and is_external(address)
    except ValueError:
        return True  # it cannot even be read: the look says so


def links_in(text: str) -> Iterator[str]:
    """The addresses to which ``text`` (CommonMark) leads."""
    if "://" in text:
        yield from links_of(reader().parse(text))


def links_of(tokens: Iterable[Token]) -> Iterator[str]:
    """The addresses in ``tokens`` and in what stands inside them."""
    for token in tokens:
        if token.type == "link_open":
            yield str(token.attrGet("href"))
        yield from links_of(token.children or [])


def all_addresses() -> set[str]:
    """Every address that pages of ours lead to."""
    return {address for source in sources.values() for address in source.addresses()}


def places_of(addresses: Iterable[str]) -> dict[str, list[Place]]:
    """Where each of ``addresses`` stands; none for what stands nowhere any more. A few questions for each kind of records."""
    found: dict[str, list[Place]] = defaultdict(list)
    wanted = sorted(set(addresses))
    for start in range(0, len(wanted), AT_ONCE):
        some = set(wanted[start : start + AT_ONCE])
        for source in sources.values():
            for address, place in source.places_of(some):
                found[address].append(place)
    return dict(found)
