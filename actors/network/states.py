"""The state of every actor in the network. One rule, told twice: in SQL for lists and counts, in Python to read it.

Each draft or published actor has exactly one state; what is archived or merged is out. The first that holds counts:

1. *stopped*: it does not exist any more; only the archive is left.
2. *to check*: something about it waits at the desk, or somebody said that it is not right. Somebody waits for us, so
   this comes before all that can be done about its people.
3. without people: *invited* (an invitation is open), *invitation expired* (nobody answered the last one), *no person*.
4. *incomplete*: its page lacks something that visitors search by.
5. *stale*: its people did not confirm the page in time, and did not ask for a pause.
6. *fine*.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.completeness import ENOUGH, with_completeness
from actors.models import Actor, Conversation, DeskItem, Invitation
from actors.models.freshness import confirmed_in_sql, due_in_sql, has_people, paused_in_sql


class State(models.TextChoices):
    """Where an actor stands in the network, in the order of the columns of the cockpit."""

    NO_PERSON = "niemand", _("no person")
    INVITED = "uitgenodigd", _("invited")
    EXPIRED = "verlopen", _("invitation expired")
    TO_CHECK = "nakijken", _("to check")
    INCOMPLETE = "onvolledig", _("incomplete")
    STALE = "verouderd", _("stale")
    FINE = "in-orde", _("fine")
    STOPPED = "gestopt", _("stopped")


AT_REST = frozenset(
    [State.FINE, State.INVITED]
)  # nothing for us to do: all is well, or somebody else is to answer


@dataclass(frozen=True)
class Facts:
    """What decides about the state of one actor."""

    stopped: bool
    waits: bool
    people: bool
    invited: bool
    expired: bool
    incomplete: bool
    due: bool
    paused: bool


def state_of(facts: Facts) -> State:
    """The one state of an actor with these ``facts``."""
    order = [
        (facts.stopped, State.STOPPED),
        (facts.waits, State.TO_CHECK),
        (not facts.people and facts.invited, State.INVITED),
        (not facts.people and facts.expired, State.EXPIRED),
        (not facts.people, State.NO_PERSON),
        (facts.incomplete, State.INCOMPLETE),
        (facts.due and not facts.paused, State.STALE),
    ]
    return next((state for holds, state in order if holds), State.FINE)


def with_network_state(actors: QuerySet[Actor], now: datetime | None = None) -> Any:
    """``actors`` without those in the archive, each with its ``network_state`` (a ``State``) at ``now``; no query more."""
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    alone = ~has_people()
    state = Case(
        When(closed=True, then=Value(State.STOPPED.value)),
        When(waits(), then=Value(State.TO_CHECK.value)),
        When(Q(alone, invited(moment)), then=Value(State.INVITED.value)),
        When(Q(alone, expired(moment)), then=Value(State.EXPIRED.value)),
        When(alone, then=Value(State.NO_PERSON.value)),
        When(completeness__lt=ENOUGH, then=Value(State.INCOMPLETE.value)),
        When(due_in_sql(today) & ~paused_in_sql(today), then=Value(State.STALE.value)),
        default=Value(State.FINE.value),
        output_field=models.CharField(),
    )
    present = with_completeness(actors.exclude(status="archived")).annotate(confirmed=confirmed_in_sql())
    return present.annotate(network_state=state)


def waits() -> Q:
    """Who has something at the desk, or an open report."""
    items = DeskItem.objects.open().filter(model=Actor._meta.label_lower, key=OuterRef("pk"))
    return Q(Exists(items)) | Q(Exists(Conversation.objects.reports().waiting().filter(actor=OuterRef("pk"))))


def invited(moment: datetime) -> Exists:
    """Who has an invitation that can still be accepted at ``moment``."""
    open_ = Invitation.objects.unanswered().filter(actor=OuterRef("pk"), expires_at__gt=moment)
    return Exists(open_)


def expired(moment: datetime) -> Exists:
    """Whose last invitation nobody answered before ``moment``; one that was declined is not expired."""
    later = Invitation.objects.filter(actor=OuterRef("actor"), pk__gt=OuterRef("pk"))
    late = Invitation.objects.unanswered().filter(actor=OuterRef("pk"), expires_at__lte=moment)
    return Exists(late.filter(~Exists(later)))


Counts = Counter[tuple[int | None, State]]


def network_counts(now: datetime | None = None) -> Counts:
    """How many actors each municipality has in each state, by the key of their seat (None: no known seat); one query."""
    rows: Any = with_network_state(Actor.objects.order_by(), now).values_list("municipality", "network_state")
    counted = rows.annotate(number=Count("pk"))
    return Counter({(place, State(state)): number for place, state, number in counted})
