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
    Happening,
    Participant,
    Side,
    User,
)
from actors.models.conversation_parts import address_hash

from .events import note
from .keys import participant_on
from .reporting import address
from .seats import Seat
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
    wish = Wish(
        title=str(CALM_NAME) % {"name": seat.conversation.record_name},
        reason=reason,
        content={"side": seat.side, "participant": reporter.pk},
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
    if conversation.record is not None or not by_asker:  # nobody is kept from the team because they called it
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
        can_be_returned=False,
    )
)


# --- Blocking -----------------------------------------------------------------------------------------------------


@transaction.atomic
def block(*, seat: Seat) -> bool:
    """This side wants no messages from the other any more. False when it said so before, or cannot say so.

    Between who asked and who was asked only: an expert gives the question back, and the team is there for everybody.
    """
    if not can_block(seat) or own_block(seat).exists():
        return False
    put_block(seat.conversation, by_asker=seat.is_asker)
    return True


@transaction.atomic
def unblock(*, seat: Seat) -> bool:
    """Lets messages from the other side through again; False when this side never stopped them."""
    return bool(own_block(seat).delete()[0])


def can_block(seat: Seat) -> bool:
    """Whether this side is one of the two who can stop each other."""
    return seat.side in {Side.ASKER, Side.RECEIVER} and seat.conversation.record is not None


def own_block(seat: Seat) -> Any:
    """What this side stopped itself."""
    return Block.objects.between(seat.conversation).filter(by_asker=seat.is_asker)


def put_block(conversation: Conversation, *, by_asker: bool) -> None:
    """Keeps who asked and who was asked apart, by account and by a code of the address."""
    Block.objects.create(
        actor=conversation.actor,
        expert=conversation.expert,
        user=conversation.asker,
        address_hash=address_hash(conversation.email) if conversation.email else "",
        by_asker=by_asker,
    )
