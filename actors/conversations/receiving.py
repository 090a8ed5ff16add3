"""Who gets a question: people who act for an actor, an expert, a known address, or the team."""

from dataclasses import dataclass

from actors.mail_kinds import QUESTION
from actors.models import Actor, Conversation, ConversationKind, Expert, Membership, Participant, Side, User
from ecru.base.outbox.readers import wants

from .keys import participant_on
from .seats import contact_of, current_passing


@dataclass(frozen=True)
class Receivers:
    """Accounts, or else one address; neither: the team."""

    people: tuple[User, ...] = ()
    address: str = ""

    def __bool__(self) -> bool:
        return bool(self.people or self.address)


def receivers_of(record: Actor | Expert | None) -> Receivers:
    """Who answers for ``record``. An expert who has no time, and who has stopped, get nothing: then the team does."""
    if isinstance(record, Expert):
        return Receivers() if record.is_away else expert_receivers(record)
    return actor_receivers(record) if record is not None else Receivers()


def expert_receivers(expert: Expert) -> Receivers:
    """The account of an expert, their own address, or the organisation."""
    if expert.user is not None and expert.user.is_active:
        return Receivers((expert.user,))
    if expert.actor is None or expert.contact_email:
        return Receivers(address=wanted(contact_of(expert)))
    return actor_receivers(expert.actor)


def actor_receivers(actor: Actor) -> Receivers:
    """Everybody who acts for ``actor``; else the address that we know of it."""
    if actor.closed:
        return Receivers()  # nobody reads it any more
    links = Membership.objects.running().of_actor(actor).with_people()
    people = tuple(link.user for link in links if link.user is not None and link.user.is_active)
    return Receivers(people) if people else Receivers(address=wanted(contact_of(actor)))


def wanted(address: str) -> str:
    """``address``, unless whoever reads it stopped questions by mail."""
    return address if address and wants(address, QUESTION) else ""


def others(conversation: Conversation, side: str) -> list[Participant]:
    """Who hears what somebody on ``side`` says: the other side; both when the team reads along and says something."""
    asker = [asker_of(conversation)] if side != Side.ASKER and has_asker(conversation) else []
    both = side == Side.TEAM and not conversation.with_team
    return [*asker, *answerers(conversation)] if side == Side.ASKER or both else asker


def answerers(conversation: Conversation) -> list[Participant]:
    """Who answers: the expert to whom it was passed on, or who was asked; empty when the team does."""
    passing = current_passing(conversation)
    if passing is not None and passing.is_accepted:
        return invited(conversation, Side.EXPERT, expert_receivers(passing.expert))
    if conversation.with_team or conversation.kind == ConversationKind.REPORT:
        return []
    return invited(conversation, Side.RECEIVER, receivers_of(conversation.record))


def invited(conversation: Conversation, side: str, receivers: Receivers) -> list[Participant]:
    """``receivers`` as participants, each with a link of their own."""
    if receivers.people:
        return [participant_on(conversation=conversation, side=side, user=user) for user in receivers.people]
    if receivers.address:
        return [participant_on(conversation=conversation, side=side, email=receivers.address)]
    return []


def has_asker(conversation: Conversation) -> bool:
    """Whether who asked can be reached: a report may come without an address, or wait for it, and people leave."""
    if conversation.asker is not None:
        return conversation.asker.is_active
    return bool(conversation.email) and not conversation.waits_for_address


def asker_of(conversation: Conversation) -> Participant:
    """Who asked, with a link. Ask ``has_asker`` first."""
    return participant_on(
        conversation=conversation, side=Side.ASKER, user=conversation.asker, email=conversation.email
    )
