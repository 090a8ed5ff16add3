"""From a choice to its dossiers; and what it means that one is late, silent, stuck, or waits for somebody else."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, DateTimeField, F, Q, Value, When
from django.utils import timezone

from ..models import Dossier, DossierMessage, LetterCopy, Party
from ..models.dossiers import DUE_FIRST
from ..models.due import IN_THE_MAKING
from ..phases import TRACKS
from .choices import Choice, Order, Stand
from .paces import CARRYING_OUT, patience

SILENCE = timedelta(days=14)
ORDERS = {
    Order.DUE: DUE_FIRST,
    Order.SINCE: ("since", "pk"),
    Order.NEWEST: ("-created_at", "-pk"),
    Order.AMOUNT: (F("requested").desc(nulls_last=True), "pk"),
    Order.NAME: ("title", "pk"),
}


def phases_of(parties: Any) -> dict[str, list[str]]:
    """By track the phases in which one of ``parties`` acts."""
    return {
        str(track.key): [phase.key for phase in track.phases if phase.acts in parties]
        for track in TRACKS.values()
    }


def in_phases(by_track: dict[str, list[str]]) -> Q:
    """That a dossier stands in one of these phases of its track."""
    return reduce(or_, (Q(track=track, phase__in=phases) for track, phases in by_track.items()))


def turn_of(*parties: str) -> Q:
    """That it is the turn of one of ``parties``."""
    return in_phases(phases_of(parties))


OTHERS = turn_of(*(party for party in Party if party not in {Party.DESK, Party.NOBODY}))


def late(now: datetime) -> Q:
    """That the time of its turn is over. Needs ``with_due``."""
    return Q(due__lt=now)


def silent(now: datetime) -> Q:
    """That others act, and nobody wrote or did anything for two weeks, nor ECRU to them. Carrying out a plan is not silence."""
    since = now - SILENCE
    said = DossierMessage.objects.to_all().filter(at__gte=since)
    written = LetterCopy.objects.filter(letter__sent_at__gte=since)
    quiet = ~Q(pk__in=said.values("dossier")) & ~Q(pk__in=written.values("dossier"))
    return OTHERS & ~Q(phase=CARRYING_OUT) & Q(updated_at__lt=since) & quiet


def waiting(now: datetime) -> Q:
    """That others act, and are late or silent. Needs ``with_due``."""
    return (OTHERS & late(now)) | silent(now)


def stuck(now: datetime) -> Q:
    """That its turn is open for longer than twice what is usual there, while it need not wait for a day to come. One query.

    Needs ``with_due`` and ``with_since``.
    """
    grouped: dict[timedelta, dict[str, list[str]]] = {}
    for (track, phase), length in patience().items():
        grouped.setdefault(length, {}).setdefault(track, []).append(phase)
    # One comparison: of many that may hold, the database weighs the indexes for each, which takes longer than the answer.
    begun = [When(in_phases(phases), then=Value(now - length)) for length, phases in grouped.items()]
    return Q(turn_since__lt=Case(*begun, output_field=DateTimeField())) & (Q(due=None) | Q(due__lt=now))


def unsent(_now: datetime) -> Q:
    """That it is still being made."""
    return Q(phase__in=IN_THE_MAKING)


def unanswered(_now: datetime) -> Q:
    """That somebody wrote to ECRU, and got no answer yet."""
    return Q(pk__in=DossierMessage.objects.waiting_for_desk().values("dossier"))


STANDS = {
    Stand.LATE: late,
    Stand.SILENT: silent,
    Stand.WAITING: waiting,
    Stand.STUCK: stuck,
    Stand.UNSENT: unsent,
    Stand.UNANSWERED: unanswered,
}


def sieved(choice: Choice, user: Any) -> Any:
    """The dossiers of ``choice`` that ``user`` may see, whatever their track and phase."""
    turns = list(phases_of([choice.turn]).items()) if choice.turn else None
    found = Dossier.objects.visible_to(user).chosen(place=choice.place, query=choice.query, turns=turns)
    conditions = [*support(choice), *facts(choice)]
    if choice.stand:
        found = found.with_due().with_since()
        conditions.append(STANDS[Stand(choice.stand)](timezone.now()))
    return found.filter(*conditions)


def timed(dossiers: Any) -> Any:
    """``dossiers``, each with ``due`` and ``since``. Not for counting: it costs a join."""
    return dossiers if "since" in dossiers.query.annotations else dossiers.with_due().with_since()


def support(choice: Choice) -> list[Q]:
    """What was chosen about the measure, its giver and its round."""
    asked = []
    if choice.measure:
        asked.append(Q(call__measure__slug=choice.measure) | Q(measure__slug=choice.measure))
    if choice.giver:
        given = Q(call__measure__provider__slug=choice.giver) | Q(measure__provider__slug=choice.giver)
        asked.append(given)
    if choice.call:
        asked.append(Q(call=int(choice.call)))
    return asked


def facts(choice: Choice) -> list[Q]:
    """What was chosen about the dossier itself. Its year is the one in which it was sent, or else begun."""
    asked = []
    if choice.group:
        reached = Dossier.target_groups.through.objects.filter(targetgroup__slug=choice.group)
        asked.append(Q(pk__in=reached.values("dossier")))
    if choice.year:
        year = int(choice.year)
        asked.append(Q(submitted_at__year=year) | Q(submitted_at=None, created_at__year=year))
    if choice.outcome:
        asked.append(Q(outcome=choice.outcome))
    least, most = choice.amounts
    if least is not None:
        asked.append(Q(requested__gte=least))
    if most is not None:
        asked.append(Q(requested__lte=most))
    return asked


def in_order(dossiers: Any, choice: Choice) -> Any:
    """``dossiers`` as they are chosen to be ordered; each with ``due`` and ``since``."""
    return timed(dossiers).order_by(*ORDERS[Order(choice.order)])
