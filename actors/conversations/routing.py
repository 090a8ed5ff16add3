"""Passing a question of the team on to an expert, who says yes or no; after seven days of silence it comes back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pyroaring import BitMap

from actors.catalogues import EXPERTS
from actors.models import Block, Conversation, Expert, Happening, Passing, PassingState, Side, User
from actors.permissions import may_pass_on

from .answering import NotNow
from .events import note
from .receiving import asker_of, expert_receivers, has_asker, invited
from .seats import Seat, current_passing
from .telling import an_expert_answers, an_offer, came_back, tell, tell_team

PATIENCE = timedelta(days=7)
MOST = 5


@dataclass(frozen=True)
class Suggestion:
    """An expert who may know, and why."""

    expert: Expert
    reasons: list[str]


def suggestions(conversation: Conversation) -> list[Suggestion]:
    """At most five published experts on the topic who have time; who has a seat elsewhere comes first (rule 7).

    Left out are who was asked before, and who does not want messages from who asks, or the other way around. Without a
    topic everybody counts. Costs four queries.
    """
    shelf = EXPERTS.shelf()
    if conversation.topic_id is None:
        knowing = shelf.alive
    else:
        knowing = shelf.with_any("topics", [conversation.topic_id])
    left_out = {*asked_before(conversation), *kept_apart(conversation)}
    asked = [shelf.place[key] for key in left_out if key in shelf.place]
    candidates = (knowing & shelf.alive) - BitMap(asked)
    here = shelf.with_any("municipality", [conversation.municipality_id])
    order = shelf.order(shelf.usual)
    found: list[Suggestion] = []
    for group in (candidates - here, candidates & here):
        keys = shelf.take(order.walk(group), 0, MOST * 3)
        experts = Expert.objects.published().for_cards().in_bulk(keys)
        found += [
            why(experts[key], conversation) for key in keys if key in experts and can_answer(experts[key])
        ]
    return found[:MOST]


def asked_before(conversation: Conversation) -> list[int]:
    """The experts whom the team asked already."""
    return list(conversation.passings.values_list("expert", flat=True))


def kept_apart(conversation: Conversation) -> list[int]:
    """The experts who do not write with who asked, whichever of the two wanted that."""
    stopped = Block.objects.of_person(conversation.asker, conversation.email)
    return list(stopped.filter(expert__isnull=False).values_list("expert", flat=True))


def can_answer(expert: Expert) -> bool:
    """Whether ``expert`` has time."""
    return not expert.is_away


def why(expert: Expert, conversation: Conversation) -> Suggestion:
    """Why ``expert`` stands there, in sentences."""
    reasons = []
    if conversation.topic is not None and conversation.topic.name in expert.topic_names:
        reasons.append(_("Knows about: %(topic)s.") % {"topic": conversation.topic.name})
    place = expert.municipality
    if place is not None and conversation.municipality_id and place.pk != conversation.municipality_id:
        reasons.append(_("From another municipality: %(place)s.") % {"place": place.name})
    return Suggestion(expert, reasons)


@transaction.atomic
def pass_on(*, conversation: Conversation, expert: Expert, by: User) -> Passing:
    """Asks ``expert`` to answer. Raises ``PermissionDenied``, or ``NotNow`` with the reason."""
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if not may_pass_on(by, locked):
        raise PermissionDenied
    if not locked.can_go_on or current_passing(locked) is not None:
        raise NotNow(_("Somebody passed this question on already."))
    receivers = expert_receivers(expert)
    may_ask = expert.is_public and can_answer(expert) and expert.pk not in kept_apart(locked)
    if not (receivers and may_ask):
        raise NotNow(_("We cannot ask this expert now. Choose another one."))
    passing = Passing.objects.create(conversation=locked, expert=expert, by=by)
    note(Seat(locked, Side.TEAM, by), Happening.PASSED, expert.name)
    for participant in invited(locked, Side.EXPERT, receivers):
        tell(participant, f"offer-{passing.pk}", an_offer)
    return passing


@transaction.atomic
def accept(*, seat: Seat) -> bool:
    """The expert says yes, and who asked hears who answers. False when it was decided, or taken back."""
    passing = decide(seat, PassingState.ACCEPTED)
    if passing is None:
        return False
    name = passing.expert.name
    note(seat, Happening.ACCEPTED, name)
    if has_asker(passing.conversation):
        asker = asker_of(passing.conversation)
        tell(asker, f"expert-{passing.pk}", an_expert_answers(name))
    return True


@transaction.atomic
def refuse(*, seat: Seat) -> bool:
    """The expert says no, now or later; the question goes back to the team. False when it went before."""
    passing = decide(seat, PassingState.REFUSED)
    if passing is not None:
        bring_back(passing)
    return passing is not None


def decide(seat: Seat, state: PassingState) -> Passing | None:
    """Notes what the expert says; None when there is nothing to say any more."""
    passing = current_passing(seat.conversation)
    if seat.side != Side.EXPERT or passing is None:
        return None
    open_ = Passing.objects.filter(pk=passing.pk).current()
    if state == PassingState.ACCEPTED:
        open_ = open_.exclude(state=PassingState.ACCEPTED)
    return passing if open_.update(state=state, decided_at=timezone.now()) else None


def bring_back(passing: Passing) -> None:
    """Gives a question back to the team."""
    seat = Seat(passing.conversation, Side.TEAM)
    note(seat, Happening.CAME_BACK)
    tell_team(passing.conversation, f"back-{passing.pk}", came_back)


@transaction.atomic
def take_back(*, conversation: Conversation, by: User) -> bool:
    """The team takes a question back from an expert; False when nobody has it."""
    if not may_pass_on(by, conversation):
        raise PermissionDenied
    current = Passing.objects.current().filter(conversation=conversation)
    taken = current.update(state=PassingState.TAKEN_BACK, decided_at=timezone.now())
    if taken:
        note(Seat(conversation, Side.TEAM, by), Happening.CAME_BACK)
    return bool(taken)


def bring_back_silent(now: datetime | None = None) -> int:
    """Gives what an expert left lying for seven days back to the team; returns how many. Safe to repeat."""
    moment = now or timezone.now()
    count = 0
    for passing in Passing.objects.silent_since(moment - PATIENCE).select_related("conversation"):
        with transaction.atomic():
            silent = Passing.objects.filter(pk=passing.pk, state=PassingState.OFFERED)
            if silent.update(state=PassingState.SILENT, decided_at=moment):
                bring_back(passing)
                count += 1
    return count
