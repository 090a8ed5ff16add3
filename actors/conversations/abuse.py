"""Reporting abuse, and stopping messages from somebody."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.desk import DeskKind, Impossible, desk_kind, offer
from actors.desk.offering import Wish
from actors.models import (
    Block,
    Conversation,
    ConversationState,
    DeskItem,
    DeskState,
    Expert,
    Happening,
    Participant,
    Passing,
    PassingState,
    Side,
    User,
)
from actors.models.conversation_parts import address_hash

from .events import note
from .keys import participant_on
from .reporting import address, in_place
from .routing import bring_back
from .seats import Seat, current_passing
from .telling import abuse_decided, tell

CALM_NAME = _("Abuse in a conversation about %(name)s")


# --- Reporting ----------------------------------------------------------------------------------------------------


@transaction.atomic
def report_abuse(*, seat: Seat, reason: str) -> bool:
    """Calls the team: from now on it reads this conversation. False when somebody called it already."""
    quiet = Conversation.objects.filter(pk=seat.conversation.pk, reported_at=None, stopped_at=None)
    if seat.is_team or not quiet.update(reported_at=timezone.now()):
        return False
    reporter = seat.participant or participant_on(
        conversation=seat.conversation, side=seat.side, user=seat.user
    )
    expert = answering(seat.conversation)
    wish = Wish(
        title=str(CALM_NAME) % {"name": seat.conversation.record_name},
        reason=reason,
        content={
            "side": seat.side,
            "participant": reporter.pk,
            "expert": expert.expert_id if expert else None,
        },
    )
    offer(kind=ABUSE, about=seat.conversation, by=None, wish=wish)
    note(seat, Happening.REPORTED)
    return True


def conversation_of(item: DeskItem) -> Conversation:
    """What ``item`` is about. Raises ``Impossible`` when it is gone."""
    found = Conversation.objects.with_key(item.key).first()
    if found is None:
        raise Impossible(_("This conversation is gone. You can refuse the report."))
    return found


def stop(item: DeskItem, by: User) -> None:
    """The team agrees: nobody writes in the conversation any more, and the two are kept apart."""
    conversation = conversation_of(item)
    now = timezone.now()
    conversation.stopped_at, conversation.reported_at = now, None
    conversation.state, conversation.closed_at = ConversationState.CLOSED, now
    conversation.handled_by = by
    conversation.save()
    note(Seat(conversation, Side.TEAM, by), Happening.STOPPED)
    by_asker = item.content.get("side") == Side.ASKER
    expert = Expert.objects.filter(pk=item.content.get("expert") or 0).first()
    if expert is not None:
        put_block(conversation, by_asker=by_asker, expert=expert)
        let_go(conversation)
    elif (
        conversation.record is not None or not by_asker
    ):  # nobody is kept from the team because they called it
        put_block(conversation, by_asker=by_asker)


def let_be(item: DeskItem, by: User) -> None:
    """The team leaves it as it is, and reads no more."""
    Conversation.objects.with_key(item.key).update(reported_at=None)


def tell_reporter(item: DeskItem, state: DeskState) -> None:
    """Mails who reported it what was decided, account or not."""
    reporter = Participant.objects.filter(pk=item.content.get("participant")).first()
    if reporter is not None and reporter.address:
        accepted = state == DeskState.ACCEPTED
        tell(reporter, f"abuse-{item.pk}", lambda who: abuse_decided(who, accepted, item.answer))


ABUSE = desk_kind(
    DeskKind(
        slug="misbruik",
        label=_("Abuse in a conversation"),
        carry_out=stop,
        turn_down=let_be,
        address=address,
        tell=tell_reporter,
        in_place=in_place,
        can_be_returned=False,
    )
)


# --- Blocking -----------------------------------------------------------------------------------------------------


@transaction.atomic
def block(*, seat: Seat) -> bool:
    """This side wants no messages from the other any more. False when it said so before, or cannot say so.

    Between who asked and who was asked, or the expert who answers; the team is there for everybody. What an expert
    has in hand goes back to the team.
    """
    if not can_block(seat) or own_block(seat).exists():
        return False
    passing = answering(seat.conversation)
    put_block(seat.conversation, by_asker=seat.is_asker, expert=passing.expert if passing else None)
    if passing is not None and let_go(seat.conversation):
        bring_back(passing)
    return True


@transaction.atomic
def unblock(*, seat: Seat) -> bool:
    """Lets messages from the other side through again; False when this side never stopped them."""
    return bool(own_block(seat).delete()[0])


@transaction.atomic
def let_through(*, user: User, key: int) -> bool:
    """Takes the block ``key`` back that somebody on the side of ``user`` put; False when there is none."""
    return bool(Block.objects.of_side_of(user).filter(pk=key).delete()[0])


def can_block(seat: Seat) -> bool:
    """Whether this side is one of the two who can stop each other."""
    if seat.side in {Side.ASKER, Side.RECEIVER} and seat.conversation.record is not None:
        return True
    return seat.side in {Side.ASKER, Side.EXPERT} and answering(seat.conversation) is not None


def answering(conversation: Conversation) -> Passing | None:
    """How it was passed on, if an expert said yes and answers it."""
    passing = current_passing(conversation)
    return passing if passing is not None and passing.is_accepted else None


def let_go(conversation: Conversation) -> bool:
    """Takes a question out of the hands of an expert; False when nobody has it."""
    current = Passing.objects.current().filter(conversation=conversation)
    return bool(current.update(state=PassingState.REFUSED, decided_at=timezone.now()))


def own_block(seat: Seat) -> Any:
    """What this side stopped itself."""
    passing, conversation = answering(seat.conversation), seat.conversation
    if passing is None:
        return Block.objects.between(conversation).filter(by_asker=seat.is_asker)
    stopped = Block.objects.of_person(conversation.asker, conversation.email)
    return stopped.about(passing.expert.actor, passing.expert).filter(by_asker=seat.is_asker)


def put_block(conversation: Conversation, *, by_asker: bool, expert: Expert | None = None) -> None:
    """Keeps who asked and who was asked (or the ``expert`` who answers) apart, by account and by a code of the address."""
    Block.objects.create(
        actor=expert.actor if expert else conversation.actor,
        expert=expert or conversation.expert,
        user=conversation.asker,
        address_hash=address_hash(conversation.email) if conversation.email else "",
        by_asker=by_asker,
    )
