"""Saving what somebody typed about a practice: never over what somebody else changed meanwhile.

What does not show yet is changed at once. Of what shows, the changes wait in ``Practice.ahead`` until an editor accepts them.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from actors.desk import Impossible
from actors.editing.changing import Clash, Conflict
from actors.history import label_of
from projects.models import Practice
from projects.models.subjects import SUBJECTS
from projects.permissions import may_edit_practice

from .reading import FIELDS, TOGETHER, as_asked, in_words, mark, stored
from .standing import waiting_item


@dataclass(frozen=True)
class Typed:
    """What a form sends: plain ``values`` by field (see ``reading``), and the marks of what its page showed (``seen``)."""

    values: dict[str, Any]
    seen: dict[str, str]


def lock_for(practice: Practice, by: Any) -> Practice:
    """``practice`` as it is now, for this transaction alone, in the hands of who may change it.

    Raises ``PermissionDenied``, and ``Impossible`` while the editors look at it.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    if not may_edit_practice(by, locked):
        raise PermissionDenied
    item = waiting_item(locked)
    if item is not None and item.is_open:
        raise Impossible(_("The editors look at this now. Take it back first, and then change it."))
    return locked


@transaction.atomic
def save_part(*, practice: Practice, by: Any, typed: Typed) -> list[str]:
    """Saves what ``by`` changed; the names of the fields that changed. The same twice changes nothing.

    Raises ``Conflict`` (nothing is saved), and as ``lock_for`` does.
    """
    locked = lock_for(practice, by)
    values = only_new(as_asked(locked), typed)
    if values:
        write(locked, values)
    return sorted(values)


def write(practice: Practice, values: dict[str, Any]) -> None:
    """Puts plain ``values`` into the record, or beside it when it shows. Needs its row locked."""
    practice.warned_on = None
    if practice.is_public:
        now = stored(practice)
        ahead = {**practice.ahead, **values}
        practice.ahead = {name: value for name, value in ahead.items() if value != now.get(name)}
        practice.save()
        return
    values = {**practice.ahead, **values}  # of before it was put away
    practice.ahead = {}
    put(practice, {name: value for name, value in values.items() if name in FIELDS})


def put(practice: Practice, values: dict[str, Any]) -> None:
    """Puts plain ``values`` into the record itself, and lets search find it."""
    for name in values.keys() - set(SUBJECTS):
        setattr(practice, name, values[name])
    for name in values.keys() & set(SUBJECTS):
        getattr(practice, name).set(values[name])
    practice.save()
    practice.reindex()


def only_new(now: dict[str, Any], typed: Typed) -> dict[str, Any]:
    """The values that this person changed and that are not so yet. Raises ``Conflict`` when others changed them too."""
    values, seen = typed.values, typed.seen
    theirs = {name for name in values if mark(now[name]) != seen.get(name)}
    mine = {name for name in values if mark(values[name]) != seen.get(name) and values[name] != now[name]}
    met = {
        name
        for group in groups(values)
        if group & mine and group & theirs
        for name in group & (mine | theirs)
    }
    if met:
        who = _("somebody else, or by you in another tab")
        clashes = [
            Clash(
                name, label_of(Practice, name), in_words(name, now[name]), in_words(name, values[name]), who
            )
            for name in sorted(met)
        ]
        raise Conflict(clashes, {name: now[name] for name in values}, theirs - mine)
    return {name: values[name] for name in mine}


def groups(names: Any) -> list[set[str]]:
    """``names``, those that mean something together only in one set."""
    joined = [set(group) & set(names) for group in TOGETHER]
    return [*joined, *({name} for name in set(names).difference(*joined))]
