"""Several people, or one in two tabs, write the same thing: what somebody saves never goes unseen over what another one saved.

A page carries marks of what it showed (``seen``). Values are compared in one plain form, so that the same says the same.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actors.editing import Clash, mark, meet
from actors.models import User

from .models import LastHand

Seen = dict[str, str] | None  # None: who writes has no page, and saw what is there now
Author = tuple[str, datetime | None]  # in words, and when


def plain(value: Any) -> Any:
    """``value`` as marks and comparisons take it: lines end in one way, an amount has its cents, relations are keys as text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, list | QuerySet):
        return sorted(plain(one) for one in value)
    return str(value).replace("\r\n", "\n").strip()


def all_plain(values: dict[str, Any]) -> dict[str, Any]:
    """``values`` by name, each of them plain."""
    return {name: plain(value) for name, value in values.items()}


def another(at: datetime | None = None) -> Author:
    """Who it was, where nobody keeps that."""
    return _("somebody else, or you in another tab"), at


def author(who: User | None, at: datetime | None, by: User) -> Author:
    """Who wrote what is kept, as ``by`` reads it, and when."""
    if who is None:
        return another(at)
    return _("you, in another tab") if who == by else str(who), at


def last_author(dossier: Model, *parts: str, by: User, since: datetime | None = None) -> Author:
    """Who wrote last in ``parts`` of ``dossier``, as ``by`` reads it. ``since``: when, where nobody kept who it was."""
    hand = LastHand.objects.newest_on(dossier, parts)
    return author(hand.by, hand.at, by) if hand else another(since)


def in_words(said: Author) -> str:
    """Who it was and when, in one piece of a sentence."""
    who, at = said
    return f"{who} ({date_format(timezone.localtime(at), 'j F Y, H:i')})" if at else who


def only_new(
    now: dict[str, Any], values: dict[str, Any], seen: Seen, author: Callable[[str], Author]
) -> list[str]:
    """The names in ``values`` that this person changed and that are not so yet. What they did not touch stays as others made it.

    ``now`` and ``values`` are plain. Raises ``actors.editing.Conflict`` where others changed the same since.
    """
    marks = {name: mark(now[name]) for name in values} if seen is None else seen

    def clashes(there: dict[str, Any], here: dict[str, Any]) -> list[Clash]:
        return [Clash(name, name, there[name], here[name], *author(name)) for name in here]

    shown = {name: marks[name] for name in values if name in marks}
    return list(meet(now, values, shown, together=(), told=clashes))
