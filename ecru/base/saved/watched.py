"""The lists of which people hear news: each directory that can be watched says so in a module ``watched`` of its app.

    register(Watched(ActorDirectory, _("Who is who"), "actor-list", line=lambda actor: str(actor.kind)))

with ``watched_as = "actoren"`` on the directory. That is all: the block under the list, the mails and the pages follow from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from ecru.base.catalogue import Row
from ecru.base.directory import Directory

LONGEST_MARK = 64
A_DAY = timedelta(days=1)


def unchanging(_row: Row) -> str:
    """The mark of what is news once only."""
    return ""


def always(_row: Row, _today: date) -> bool:
    """What is in the list at all is there to be told."""
    return True


def in_no_words(_record: Any, _name: str, _mark: str) -> str:
    """The words of a list that has no named facts."""
    return ""


@dataclass(frozen=True)
class Fact:
    """What there is to tell of a record at a moment. The one without a name is the record itself: new, changed or back.

    Every other one has a name that no other fact of the record has ("closes-14:12:2026-12-01"), and is told to a
    person once, also when it goes and returns; with another ``mark`` it is another fact. ``since``: from when on it is so,
    where that is known. ``until``: a mail that tells it
    is of no use afterwards. ``hurry``: it cannot wait for the mail of the week. ``sequel``: only news for who knows what
    it was before.
    """

    mark: str = ""
    since: datetime | None = None
    until: datetime | None = None
    hurry: bool = False
    sequel: bool = False


Facts = Mapping[int, Mapping[str, Fact]]


@dataclass(frozen=True)
class Watched:
    """A directory that people can be told news of.

    ``line`` is one line about a record, under its title. ``mark`` is a short text made of a row of the catalogue: when it
    becomes another one, the record is told again as changed (a last day that moved). ``live`` says whether a row
    is worth telling on a day: what closed never is. What was not live, or not in the list, for ``away`` and comes back is
    told again. Whoever changes what a ``mark`` is made of makes every record of the list news.

    A list in which things have their day declares ``facts`` instead of ``mark`` and ``live``: all that there is to tell at
    a moment, by the key of the record and the name of the fact; and ``say``, the sentence for one of them with its mark.
    The mark of a record itself may be several words "letter:…"; ``parts`` says what the letters stand for, so that the
    mail tells what changed.
    """

    directory: type[Directory]
    label: Any
    route: str
    line: Callable[[Any], str]
    mark: Callable[[Row], str] = unchanging
    live: Callable[[Row, date], bool] = always
    away: timedelta = A_DAY
    facts: Callable[[datetime], Facts] | None = None
    say: Callable[[Any, str, str], str] = in_no_words
    parts: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def name(self) -> str:
        """Its name in addresses and in the database."""
        return self.directory.watched_as

    @property
    def is_dated(self) -> bool:
        """Whether things in it have their day."""
        return self.facts is not None

    def opened(self, question: str) -> Directory:
        """The list as a query string asks for it, in the active language."""
        return self.directory(QueryDict(question), reverse(self.route))

    def differing(self, before: str, now: str) -> str:
        """The letters of the parts in which two marks of a record differ."""
        return "".join(
            word[0] for word in now.split() if word[:1] in self.parts and word not in before.split()
        )


watched: dict[str, Watched] = {}


def register(entry: Watched) -> Watched:
    """Lets people watch a directory. Raises ``ValueError`` for one without a name, or with that of another."""
    if not entry.name or watched.setdefault(entry.name, entry) != entry:
        raise ValueError(f"{entry.directory.__name__} needs a name of its own: watched_as")
    return entry
