"""The lists of which people hear news: each directory that can be watched says so in a module ``watched`` of its app.

    register(Watched(ActorDirectory, _("Who is who"), "actor-list", line=lambda actor: str(actor.kind)))

with ``watched_as = "actoren"`` on the directory. That is all: the block under the list, the mails and the pages follow from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
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


@dataclass(frozen=True)
class Watched:
    """A directory that people can be told news of.

    ``line`` is one line about a record, under its title. ``mark`` is a short text made of a row of the catalogue: when it
    becomes another one, the record is told again as changed (a last day that moved). ``live`` says whether a row
    is worth telling on a day: what closed never is. What was not live, or not in the list, for ``away`` and comes back is
    told again. Whoever changes what a ``mark`` is made of makes every record of the list news.
    """

    directory: type[Directory]
    label: Any
    route: str
    line: Callable[[Any], str]
    mark: Callable[[Row], str] = unchanging
    live: Callable[[Row, date], bool] = always
    away: timedelta = A_DAY

    @property
    def name(self) -> str:
        """Its name in addresses and in the database."""
        return self.directory.watched_as

    def opened(self, question: str) -> Directory:
        """The list as a query string asks for it, in the active language."""
        return self.directory(QueryDict(question), reverse(self.route))


watched: dict[str, Watched] = {}


def register(entry: Watched) -> Watched:
    """Lets people watch a directory. Raises ``ValueError`` for one without a name, or with that of another."""
    if not entry.name or watched.setdefault(entry.name, entry) != entry:
        raise ValueError(f"{entry.directory.__name__} needs a name of its own: watched_as")
    return entry
