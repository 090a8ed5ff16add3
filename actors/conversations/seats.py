"""From where somebody takes part in a conversation: signed in, or with the link in a mail."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from actors.models import Actor, Block, Conversation, Expert, Participant, Passing, Side, User
from actors.models.conversations import LONGEST_NAME
from actors.permissions import may_receive, side_in


@dataclass(frozen=True)
class Seat:
    """A person (``user``, or who has the link of ``participant``) on one side of a conversation."""

    conversation: Conversation
    side: str
    user: User | None = None
    participant: Participant | None = None

    @property
    def name(self) -> str:
        """How the others see this person: never an address."""
        return name_on(self.side, self.conversation, self.user)[:LONGEST_NAME]

    @property
    def is_asker(self) -> bool:
        """Whether this is who asked."""
        return self.side == Side.ASKER

    @property
    def is_team(self) -> bool:
        """Whether this is the team."""
        return self.side == Side.TEAM


def name_on(side: str, conversation: Conversation, user: User | None) -> str:
    """What somebody on ``side`` is called: their own name, and for whom they speak. Never an address."""
    own = user.name if user else ""
    if side == Side.ASKER:
        return own or conversation.asker_name
    if side == Side.TEAM:
        return _("%(name)s, team of ECRU") % {"name": own} if own else _("the team of ECRU")
    expert = current_expert(conversation) if side == Side.EXPERT else None
    place = expert.name if expert else conversation.record_name
    return f"{own}, {place}" if own and own != place else place


def current_expert(conversation: Conversation) -> Expert | None:
    """The expert whom the team asked, or who has it in hand."""
    passing = current_passing(conversation)
    return passing.expert if passing else None


def current_passing(conversation: Conversation) -> Passing | None:
    """How it was passed on, if it is with an expert now."""
    about = Passing.objects.current().select_related("expert__actor", "expert__user", "conversation")
    return about.filter(conversation=conversation).first()


def seat_of(user: User, conversation: Conversation) -> Seat | None:
    """Where ``user`` sits; None for who has no part in it."""
    side = side_in(user, conversation)
    return Seat(conversation, side, user) if side else None


def seat_with(participant: Participant, now: datetime | None = None) -> Seat | None:
    """Where who has the link of ``participant`` sits; None when the link ended, or the person has no part any more."""
    conversation, user = participant.conversation, participant.user
    if participant.has_ended(now) or conversation.forgotten_at is not None:
        return None
    if user is not None and not user.is_active:
        return None
    if participant.side == Side.RECEIVER and not still_receives(participant):
        return None
    if participant.side == Side.EXPERT and not has_in_hand(participant):
        return None
    return Seat(conversation, participant.side, user, participant)


def still_receives(participant: Participant) -> bool:
    """Whether a person still acts for who was asked, and an address is still the one that we know."""
    if participant.user is not None:
        return may_receive(participant.user, participant.conversation)
    return participant.email == contact_of(participant.conversation.record)


def has_in_hand(participant: Participant) -> bool:
    """Whether this is still the expert whom the team asked."""
    if participant.user is not None:
        mine = Passing.objects.in_hands_of(participant.user)
        return mine.filter(conversation=participant.conversation).exists()
    return participant.email == contact_of(current_expert(participant.conversation))


def contact_of(record: Actor | Expert | None) -> str:
    """The address that we know, which nobody sees: an expert's own, else that of the organisation when it is at work."""
    if isinstance(record, Expert):
        return record.contact_email or contact_of(record.actor)
    return record.contact_email if record is not None and not record.closed else ""


def blocks(conversation: Conversation) -> list[Block]:
    """What stops this conversation."""
    return list(Block.objects.between(conversation))


def may_write(seat: Seat) -> bool:
    """Whether this person can say something now: it goes on, nobody stopped it, and an expert said yes."""
    if not seat.conversation.can_go_on or (not seat.is_team and blocks(seat.conversation)):
        return False
    if seat.is_asker and seat.conversation.waits_for_address:
        return False
    if seat.side == Side.EXPERT:
        passing = current_passing(seat.conversation)
        return passing is not None and passing.is_accepted
    return True
