"""Saving what somebody typed about their own actor: never over what somebody else changed meanwhile."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from actors.history import Deed, recorded
from actors.history.states import NAMES
from actors.models import Actor, Change, User, VerifiedBy
from actors.permissions import may_change_all_at_once, may_edit_actor, may_keep_field

from .past import told_by
from .reading import NAME_FIELDS, TOGETHER, WAITS, has_picture, in_words, label, mark, stored
from .waiting import ask, waiting_for
from .writing import PICTURE, erase_later, put

Together = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Typed:
    """What a form sends: plain ``values`` by field (see ``reading``), and the marks of what its page showed (``seen``).

    ``upload``: a new picture, cleaned. ``erase``: the old picture goes for good. ``reason``: for the editors.
    """

    values: dict[str, Any]
    seen: dict[str, str]
    upload: SimpleUploadedFile | None = None
    erase: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Done:
    """What came of it: the fields that changed at once, and those that wait for an editor, in words."""

    changed: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: what it says now and since when, and what was typed here."""

    name: str
    label: str
    now: str
    typed: str
    who: str = ""
    at: datetime | None = None


class Conflict(Exception):  # noqa: N818 - it is an answer, not a crash
    """Somebody else changed the same fields. Nothing was saved. ``now``: what the fields of the page say by now.

    ``theirs``: the fields that somebody else changed and this person did not.
    """

    def __init__(self, clashes: list[Clash], now: dict[str, Any], theirs: set[str]) -> None:
        super().__init__(", ".join(clash.label for clash in clashes))
        self.clashes, self.now, self.theirs = clashes, now, theirs


def as_shown(actor: Actor, by: User) -> dict[str, Any]:
    """What a form about ``actor`` begins with for ``by``: what is stored, and what waits for an editor over it."""
    waiting = None if may_change_all_at_once(by) else waiting_for(actor)
    return {**stored(actor), **(waiting.wanted if waiting else {})}


@transaction.atomic
def change(*, actor: Actor, by: User, typed: Typed) -> Done:
    """Saves what ``by`` changed in ``typed``: at once, or as a wish to the editors. The same twice changes nothing.

    Raises ``PermissionDenied``, ``Conflict``, or ``ValidationError`` when a value breaks a rule of the record.
    """
    record = Actor.objects.select_for_update().get(pk=actor.pk)
    if not may_edit_actor(by, record):
        raise PermissionDenied
    now = as_shown(record, by)
    values = only_new(now, with_picture(now, typed), typed.seen, actor)
    waiting = {} if may_change_all_at_once(by) else {n: v for n, v in values.items() if n in WAITS}
    live = {name: value for name, value in values.items() if name not in waiting}
    if live:
        with recorded(Actor, [record.pk], Deed(by)):
            put(record, live, typed.upload)
        if typed.erase and PICTURE in live and now[PICTURE]:
            erase_later(record, now[PICTURE])
    if waiting or (typed.reason and waiting_for(record)):
        ask(record, by, waiting, typed.reason)
    return Done([label(name) for name in live], [label(name) for name in waiting])


@transaction.atomic
def confirm_all(*, actor: Actor, by: User) -> None:
    """Notes that ``by`` found all of it right today. Raises ``PermissionDenied``."""
    record = Actor.objects.select_for_update().get(pk=actor.pk)
    if not may_edit_actor(by, record):
        raise PermissionDenied
    with recorded(Actor, [record.pk], Deed(by)):
        record.confirm(VerifiedBy.EDITOR if may_keep_field(by) else VerifiedBy.ACTOR)


def with_picture(now: dict[str, Any], typed: Typed) -> dict[str, Any]:
    """What was typed, with the picture under a name made of its content: the same picture sent twice is the same."""
    if typed.upload is None:
        return typed.values
    content = typed.upload.read()
    typed.upload.seek(0)
    stem = hashlib.sha256(content).hexdigest()[:32]
    typed.upload.name = f"{stem}.webp"
    same = PurePath(now[PICTURE]).name.startswith(stem)
    return {**typed.values, PICTURE: now[PICTURE] if same else typed.upload.name}


def only_new(
    now: dict[str, Any], values: dict[str, Any], seen: dict[str, str], actor: Actor
) -> dict[str, Any]:
    """The ``values`` that this person changed and that are not so yet. Raises ``Conflict`` when others changed them too."""
    return meet(now, values, seen, together=TOGETHER, told=partial(clashes, actor))


def meet(
    now: dict[str, Any],
    values: dict[str, Any],
    seen: dict[str, str],
    *,
    together: Together,
    told: Callable[[dict[str, Any], dict[str, Any]], list[Clash]],
) -> dict[str, Any]:
    """The ``values`` that this person changed and that are not so yet, of any kind of record.

    Who did not touch a field does not bring its old value back; who never saw one (no mark) meets what it says.
    ``together``: fields that mean something together only; ``told``: what two people changed, from what fields say now and
    what was typed. Raises ``Conflict`` when others changed them too.
    """
    watched = {name for name in (*values, *seen) if name in now}
    theirs = {name for name in watched if mark(now[name]) != seen.get(name)}
    mine = {name for name in values if mark(values[name]) != seen.get(name) and values[name] != now[name]}
    met = {
        name
        for group in groups(watched, together)
        if group & mine and group & theirs
        for name in group & (mine | theirs)
    }
    if met:
        in_order = [name for name in dict.fromkeys((*values, *seen)) if name in met]
        typed = {name: values.get(name, now[name]) for name in in_order}
        shown = {name: now[name] for name in watched}
        raise Conflict(told({name: now[name] for name in in_order}, typed), shown, theirs - mine)
    return {name: value for name, value in values.items() if name in mine}


def groups(names: set[str], together: Together) -> list[set[str]]:
    """``names``, those that mean something together only in one set."""
    joined = [set(group) & names for group in together]
    return [*joined, *({name} for name in names.difference(*joined))]


def clashes(actor: Actor, now: dict[str, Any], typed: dict[str, Any]) -> list[Clash]:
    """What two people changed, in words, with who was first."""
    here, there = in_words(typed), in_words(now)
    found = []
    for name in sorted(now):
        line = last_change_of(actor, name)
        texts = [has_picture(value) for value in (now[name], typed[name])] if name == PICTURE else None
        said = texts or [there[name], here[name]]
        who, at = (told_by(line), line.at) if line else ("", None)
        found.append(Clash(name, label(name), said[0], said[1], who, at))
    return found


def last_change_of(actor: Actor, name: str) -> Change | None:
    """The last change of the field ``name``, among the newest."""
    key = NAMES if name in NAME_FIELDS else name
    newest = Change.objects.about(actor).select_related("by")[:20]
    return next((line for line in newest if key in line.values), None)
