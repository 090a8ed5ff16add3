"""Beginning a dossier, and writing in it where its phase allows that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, User
from ecru.base.tokens import hashed
from projects.permissions import may_start_for
from subsidies.models import (
    Call,
    Dossier,
    DossierEvent,
    DossierOrigin,
    LastHand,
    Measure,
    Origin,
    Party,
    TrackName,
)
from subsidies.models.dossier_words import BEGUN, FIRST_PHASE
from subsidies.permissions import may_write
from subsidies.phases import BEGINNING, open_fields, phase_of
from subsidies.together import Author, Seen, all_plain, last_author, only_new
from subsidies.workflow.conditions import round_takes

from .performing import Refused, Why, locked, pass_turn
from .telling import tell

TO_MANY = frozenset(["municipalities", "target_groups"])


@dataclass(frozen=True)
class Beginning:
    """What somebody begins with. ``call``: the round of ECRU; without it ECRU coaches. ``stamp``: one click makes one dossier.

    ``origin``: the page with the button (``Origin``); nothing for another word.
    """

    actor: Actor
    title: str
    stamp: str
    summary: str = ""
    call: Call | None = None
    measure: Measure | None = None
    funder: str = ""
    origin: str = ""


def begin(*, by: User, beginning: Beginning, at: datetime | None = None) -> Dossier:
    """A dossier of ``beginning.actor`` in its first phase. Raises ``PermissionDenied``, and ``Refused`` when the round takes none."""
    moment = (at or timezone.now()).replace(microsecond=0)
    if not may_start_for(by, beginning.actor):
        raise PermissionDenied
    track = TrackName.OWN if beginning.call else TrackName.COACHED
    title = " ".join(beginning.title.split())
    values = {
        "track": track,
        "phase": FIRST_PHASE[track],
        "title": title,
        "summary": beginning.summary.strip(),
        "actor": beginning.actor,
        "call": beginning.call,
        "measure": beginning.measure,
        "funder": " ".join(beginning.funder.split()),
        "created_by": by,
    }
    stamp = hashed(f"{by.pk} {beginning.stamp} {beginning.actor.pk} {title}")
    with transaction.atomic():
        made, new = Dossier.objects.get_or_create(stamp=stamp, defaults=values)
        if new:
            if beginning.call and not round_takes(made, moment):
                raise Refused(
                    Why.CONDITIONS, [_("This round does not take dossiers now. Choose another one.")]
                )
            note_beginning(made, by, moment)
            if beginning.origin in Origin.values:
                DossierOrigin.objects.create(dossier=made, page=beginning.origin)
    return made


def note_beginning(dossier: Dossier, by: User, at: datetime) -> None:
    """The first line of the history, the place where the applicant is, and whose turn it is."""
    if dossier.actor.municipality_id:
        dossier.municipalities.add(dossier.actor.municipality_id)
    event = DossierEvent.objects.create(
        dossier=dossier,
        transition=BEGUN,
        new_phase=dossier.phase,
        at=at,
        by=by,
        by_name=str(by)[:254],
        role=Party.APPLICANT,
    )
    pass_turn(dossier, event)
    if phase_of(dossier).acts == Party.DESK:
        tell(dossier, BEGINNING, event)


def written(dossier: Dossier) -> dict[str, Any]:
    """What people write in a dossier, plain and by name (relations to many as keys)."""
    one = {name: getattr(dossier, name) for name in ("title", "summary", "requested")}
    many = {name: [record.pk for record in getattr(dossier, name).all()] for name in TO_MANY}
    return all_plain({**one, **many, "project": dossier.project_id})


@transaction.atomic
def write(*, dossier: Dossier, by: User, values: dict[str, Any], seen: Seen = None) -> Dossier:
    """Stores what was typed, as far as the phase opens it. The same twice changes nothing.

    Raises ``PermissionDenied`` for who may not write, ``Refused`` when one of the fields is locked, and ``Conflict`` when
    somebody else changed the same since; then nothing is stored.
    """
    mine = locked(dossier)
    if not may_write(by, mine):
        raise PermissionDenied
    if closed := values.keys() - open_fields(mine):
        said = _("This dossier stands at “%(phase)s” now. These parts are locked.")
        why = {name: said % {"phase": phase_of(mine).name} for name in sorted(closed)}
        raise Refused(Why.STATE, list(dict.fromkeys(why.values())), why)
    typed = all_plain(values)

    def who_wrote(name: str) -> Author:
        return last_author(mine, name, by=by, since=mine.updated_at)

    changed = only_new(written(mine), typed, seen, who_wrote)
    for name in changed:
        if name in TO_MANY:
            getattr(mine, name).set(values[name])
        else:
            setattr(mine, name, typed[name] if isinstance(values[name], str) else values[name])
    mine.save()
    if changed:
        LastHand.objects.note(mine, changed, by=by)
    return mine
