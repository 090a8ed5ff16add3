"""The merging itself: in one transaction, both actors locked, and never over what somebody saved meanwhile."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from actors.history import Deed, in_words, is_recorded, recorded, states, write
from actors.models import Act, Actor, ActorName, Change, SlugRedirect
from ecru.base.text import fold

from .choices import A, B, Choice, choices_for
from .following import Follower, pointers


class Refused(Exception):  # noqa: N818 - it is an answer, not a crash
    """These two cannot become one; says why in plain words."""


class Gone(Refused):
    """One of both is not there any more; ``survivor`` is where it went, if it was merged."""

    def __init__(self, why: str, survivor: Actor | None) -> None:
        super().__init__(why)
        self.survivor = survivor


class Stale(Refused):
    """Somebody saved one of both meanwhile."""


def survivor_of(key: int) -> SlugRedirect | None:
    """Where the actor ``key`` went when it was merged, however long ago."""
    return SlugRedirect.objects.select_related("actor").filter(lost_key=key).first()


def refuse_gone(key: int) -> None:
    """Raises ``Gone`` in words for the actor ``key``, which is not there."""
    moved = survivor_of(key)
    if moved is None:
        raise Gone(_("One of both does not exist any more."), None)
    text = _("“%(lost)s” is part of “%(name)s” already; %(by)s merged them.")
    raise Gone(
        text % {"lost": moved.lost_name, "name": moved.actor, "by": moved.by_name or _("somebody")},
        moved.actor,
    )


def refuse_relatives(a: Actor, b: Actor) -> None:
    """Raises ``Refused`` when ``a`` and ``b`` are one, or when one stands above the other."""
    if a.pk == b.pk:
        raise Refused(_("These are the same record. Choose another one to merge it with."))
    for below, above in ((a, b), (b, a)):
        step, seen = below.parent, {below.pk}
        while step is not None and step.pk not in seen:
            if step.pk == above.pk:
                text = _(
                    "“%(below)s” is part of “%(above)s”. Are they one organisation? Then empty “is part of” first."
                )
                raise Refused(text % {"below": below, "above": above})
            seen.add(step.pk)
            step = step.parent


@dataclass
class Merger:
    """Two actors that become one. ``version_of`` gives the mark that a page had of a record."""

    a: int
    b: int
    by: Any

    def read(self, *, lock: bool = False) -> tuple[Actor, Actor]:
        """Both actors. Raises ``Gone`` or ``Refused``."""
        found: dict[int, Actor] = {}
        for key in sorted({self.a, self.b}):
            actors = Actor.objects.order_by("pk")
            chosen = actors.select_for_update(of=("self",)) if lock else actors
            actor = chosen.filter(pk=key).first()
            if actor is None:
                refuse_gone(key)
            else:
                found[key] = actor
        a, b = found[self.a], found[self.b]
        refuse_relatives(a, b)
        return a, b

    def merge(
        self, stays: str, picks: Mapping[str, str], alias: str, seen: Any = None
    ) -> tuple[Actor, list[str]]:
        """Merges; ``stays`` ("a" or "b") keeps its address. Returns the one that stays and what did not fit.

        ``picks``: for each choice by its key "a" or "b", else the better guess (for the name: its own); ``alias``: how the other name is kept
        (``ActorName.Kind``); ``seen``: called with both actors, true when they are what the editor saw.
        Raises ``Refused``; then nothing changed.
        """
        try:
            with transaction.atomic():
                a, b = self.read(lock=True)
                if seen is not None and not seen(a, b):
                    raise Stale(_("Somebody saved one of both meanwhile. Look again before you merge them."))
                keeper, other = (a, b) if stays == A else (b, a)
                return keeper, self.become_one(keeper, other, (a, b), picks, alias)
        except ValidationError as error:
            raise Refused(in_words(Actor, error)) from error
        except IntegrityError as error:
            raise Refused(_("Somebody changed one of both at this very moment. Try again.")) from error

    def become_one(
        self, stays: Actor, goes: Actor, sides: tuple[Actor, Actor], picks: Mapping[str, str], alias: str
    ) -> list[str]:
        """Writes it all; both are locked."""
        kept = A if stays is sides[0] else B
        picks = {"name": kept, **picks}
        chosen = [(choice, picks.get(choice.key, choice.picked)) for choice in choices_for(*sides)]
        untaken = [
            choice for choice, side in chosen if side == kept and (choice.b if kept == A else choice.a)
        ]
        untaken = [choice for choice in untaken if not choice.same]
        names = {"stays": stays.name, "goes": goes.name, "from": goes.slug, "to": stays.slug}
        told = _("“%(goes)s” (%(from)s) is part of “%(stays)s” (%(to)s) from now on.") % names
        follower, own, former = Follower(stays, goes), stays.name, goes.name
        key, slug = goes.pk, goes.slug
        before = states(Actor, [stays.pk, key])
        taken = {name: stored(goes, name) for choice, side in chosen if side != kept for name in choice.names}
        with ExitStack() as lines:
            for model, keys in self.others(stays, goes).items():
                lines.enter_context(recorded(model, keys, Deed(self.by, told)))
            follower.follow()
            goes.delete()
            self.take(stays, taken, goes)
            for name in (own, former):
                keep_name(stays, name, alias)
            lost = {"lost_key": key, "lost_name": former, "by_name": str(self.by)[:254]}
            SlugRedirect.objects.create(slug=slug, actor=stays, **lost)
            stays.reindex()
        reason = self.reason(told, untaken, follower.left)
        write(
            Actor, {stays.pk: before[stays.pk]}, states(Actor, [stays.pk]), Deed(self.by, reason, Act.MERGED)
        )
        gone = Deed(self.by, "\n".join([told, *follower.left]), Act.MERGED, into=stays.pk)
        write(Actor, {key: before[key]}, {}, gone)
        past = Change.objects.filter(model=Actor._meta.label_lower)
        past.filter(Q(key=key) | Q(into=key)).update(into=stays.pk)
        return follower.left

    def others(self, stays: Actor, goes: Actor) -> dict[Any, set[int]]:
        """The records with a history that will point at ``stays`` instead of ``goes``."""
        found: dict[Any, set[int]] = {}
        for pointer in pointers():
            rows, between = pointer.rows(goes), pointer.between
            if between is None and is_recorded(pointer.model):
                found.setdefault(pointer.model, set()).update(rows.values_list("pk", flat=True))
            elif between is not None and between.related_model is Actor and between.name.startswith("from"):
                found.setdefault(Actor, set()).update(rows.values_list(between.attname, flat=True))
        if Actor in found:
            found[Actor] -= {stays.pk, goes.pk}
        return found

    def reason(self, told: str, untaken: list[Choice], left: list[str]) -> str:
        """What the history of the one that stays says about it."""
        lines = [told]
        if untaken:
            fields = ", ".join(choice.label for choice in untaken)
            lines.append(_("Not taken over, and kept in the history: %(fields)s.") % {"fields": fields})
        return "\n".join([*lines, *left])

    def take(self, stays: Actor, taken: dict[str, Any], goes: Actor) -> None:
        """Gives ``stays`` the values it takes over, checked."""
        for name, value in taken.items():
            setattr(stays, name, value)
        if stays.published_at and goes.published_at:
            stays.published_at = min(stays.published_at, goes.published_at)
        stays.full_clean()
        stays.save()


def stored(actor: Actor, name: str) -> Any:
    """What the field ``name`` of ``actor`` holds, as it is stored."""
    value = getattr(actor, name)
    return value.name if isinstance(value, FieldFile) else value


def keep_name(actor: Actor, name: str, kind: str) -> None:
    """Keeps ``name`` among the other names, unless people find the actor under it already."""
    known = {fold(actor.name), *(fold(entry.name) for entry in actor.names.all())}
    if fold(name) not in known:
        ActorName.objects.create(actor=actor, name=name, kind=kind)
