"""Saying something in a conversation, closing it, and having seen it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Conversation, ConversationState, Happening, Message, Participant, User
from actors.permissions import may_keep_field

from .events import note, note_step_in
from .keys import participant_on
from .receiving import others
from .reporting import put_on_desk
from .seats import Seat, may_write
from .telling import message_for_team, tell, tell_team, the_message

WINDOW = timedelta(hours=1)
MOST_IN_A_WINDOW = 20  # messages of one side in one conversation


class NotNow(Exception):  # noqa: N818 - it is an answer, not a crash
    """What somebody wants to say cannot go out now; says why and what to do, in plain words."""


class MovedOn(NotNow):
    """Somebody else said something after this page was opened."""


@dataclass(frozen=True)
class Said:
    """What somebody typed. ``seen``: how many messages stood on the page; ``token`` is said once."""

    text: str
    seen: int
    token: str


@transaction.atomic
def write(*, seat: Seat, said: Said) -> Message:
    """Adds a message and mails it to the other side. A closed conversation opens again.

    The same token returns the message that is there. Raises ``PermissionDenied`` for who may not write, ``MovedOn``
    when there is a message that they did not see, ``NotNow`` when a side writes too much in an hour.
    """
    conversation = Conversation.objects.select_for_update().get(pk=seat.conversation.pk)
    known = Message.objects.filter(token=said.token, conversation=conversation).first()
    if known is not None:
        return known
    check(seat, conversation, said.seen)
    message = Message.objects.create(
        conversation=conversation,
        side=seat.side,
        author=seat.user,
        name=seat.name,
        text=said.text,
        token=said.token,
    )
    move_on(conversation, seat, message)
    readers = others(conversation, seat.side)
    for participant in readers:
        tell(participant, f"message-{message.pk}", the_message(message))
    if seat.is_asker and conversation.is_report:
        put_on_desk(conversation)
    elif seat.is_asker and conversation.with_team and not readers:  # an expert hears it after a yes
        tell_team(conversation, f"message-{message.pk}", message_for_team(message))
    return message


def check(seat: Seat, conversation: Conversation, seen: int) -> None:
    """Raises what ``write`` tells about."""
    if not may_write(Seat(conversation, seat.side, seat.user, seat.participant)):
        raise PermissionDenied
    if conversation.message_count != seen:
        raise MovedOn(
            _("There is a new message since you opened this page. Read it first. Your text is still here.")
        )
    recent = conversation.messages.by_side(seat.side).filter(created_at__gte=timezone.now() - WINDOW)
    if recent.count() >= MOST_IN_A_WINDOW:
        raise NotNow(
            _("That was a lot of messages in an hour. Your text is still here: send it again later.")
        )


def move_on(conversation: Conversation, seat: Seat, message: Message) -> None:
    """Notes on the conversation that ``message`` was the last."""
    changed: dict[str, Any] = {
        "message_count": conversation.message_count + 1,
        "last_side": seat.side,
        "last_at": message.created_at,
    }
    if seat.is_asker:
        changed |= {"state": ConversationState.WAITING, "asker_seen_at": message.created_at}
        changed |= {"reminded_at": None, "closed_at": None, "outcome": "", "handled_by": None}
    elif not seat.is_team or conversation.with_team or conversation.is_report:
        changed |= {"state": ConversationState.ANSWERED, "closed_at": None, "outcome": ""}
        changed |= {"answered_at": conversation.answered_at or message.created_at}
    for name, value in changed.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=list(changed))


@transaction.atomic
def close(*, seat: Seat) -> bool:
    """Puts a conversation away; False when it was, or for who cannot write in it. A new message opens it again."""
    if not may_write(seat):
        return False
    open_ = Conversation.objects.filter(
        pk=seat.conversation.pk, state__in=[ConversationState.WAITING, ConversationState.ANSWERED]
    )
    closed = open_.update(
        state=ConversationState.CLOSED, closed_at=timezone.now(), handled_by=seat.user, reminded_at=None
    )
    if closed:
        note(seat, Happening.CLOSED)
    return bool(closed)


@transaction.atomic
def settle(*, conversation: Conversation, state: str, by: User) -> bool:
    """The team notes that a question was answered elsewhere, or that nobody will; False when that stood there.

    ``state``: answered or closed. Raises ``PermissionDenied`` for who does not keep the field.
    """
    if not may_keep_field(by):
        raise PermissionDenied
    now = timezone.now()
    days = (
        {"closed_at": now} if state == ConversationState.CLOSED else {"answered_at": now, "closed_at": None}
    )
    there = Conversation.objects.questions().confirmed().filter(pk=conversation.pk).exclude(state=state)
    return bool(there.update(state=state, handled_by=by, **days))


def see(*, seat: Seat) -> None:
    """Notes that this person saw the last message, and that the team read what is between others."""
    conversation = seat.conversation
    if seat.is_asker:
        Conversation.objects.filter(pk=conversation.pk).update(asker_seen_at=timezone.now())
        return
    who = seat.participant or participant_on(conversation=conversation, side=seat.side, user=seat.user)
    Participant.objects.filter(pk=who.pk).update(seen_at=timezone.now())
    if seat.is_team and steps_in(conversation):
        note_step_in(seat)


def steps_in(conversation: Conversation) -> bool:
    """Whether the team reads what is between others, because somebody asked it to or reported abuse."""
    return not (conversation.with_team or conversation.is_report)
