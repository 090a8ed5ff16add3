"""Asking a question: stored once, confirmed by who has no account, and then mailed to who was asked."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from actors.models import (
    Actor,
    Block,
    Conversation,
    ConversationKind,
    ConversationState,
    Expert,
    Message,
    Municipality,
    Side,
    Topic,
    User,
)
from actors.models.conversations import LANGUAGE

from .receiving import asker_of, invited, receivers_of
from .seats import Seat
from .telling import question_for_team, tell, tell_team, the_question, to_confirm


class Blocked(Exception):  # noqa: N818 - it is an answer, not a crash
    """Who was asked does not want messages from this person."""


@dataclass(frozen=True)
class Subject:
    """What a conversation is about, besides who is asked: its kind, the title, and the address on this portal."""

    kind: ConversationKind
    title: str
    path: str

    @property
    def fields(self) -> dict[str, str]:
        """What a conversation keeps of it."""
        return {"kind": self.kind, "subject": self.title[:160], "subject_path": self.path}


@dataclass(frozen=True)
class Asked:
    """What somebody typed. ``user``: who is signed in; then name and address are those of the account."""

    question: str
    name: str = ""
    email: str = ""
    organisation: str = ""
    user: User | None = None
    topic: Topic | None = None
    municipality: Municipality | None = None
    about: Subject | None = None


def told_about(record: Actor | Expert | None) -> dict[str, Actor | Expert | None]:
    """The fields that say whom or what a conversation is about; the organisation of an expert counts too."""
    if isinstance(record, Expert):
        return {"expert": record, "actor": record.actor}
    return {"actor": record}


def kind_for(record: Actor | Expert | None) -> ConversationKind:
    """To whom a question about ``record`` is."""
    if record is None:
        return ConversationKind.TEAM
    return ConversationKind.EXPERT if isinstance(record, Expert) else ConversationKind.ACTOR


def sender(user: User | None, name: str, email: str) -> dict[str, object]:
    """The fields that say who speaks, and in which language."""
    who: dict[str, object] = {"name": name, "email": email}
    if user:
        who = {"asker": user, "name": user.name or name, "email": user.email}
    return {**who, "language": get_language() or LANGUAGE}


@transaction.atomic
def ask(*, record: Actor | Expert | None, asked: Asked, token: str) -> Conversation:
    """Stores a question for ``record``, or for the team. The same ``token`` asks once.

    Who is signed in has an address that we know: the question goes out at once. Raises ``Blocked`` when who was asked
    wants none from this account. Anybody else gets a mail first, and the question waits for ``confirm``.
    """
    user = asked.user
    stopped = Block.objects.by_receivers().about(*about(record))
    if user is not None and stopped.of_person(user, user.email).exists():
        raise Blocked
    started, new = Conversation.objects.get_or_create(
        token=token,
        defaults={
            **told_about(record),
            **sender(user, asked.name, asked.email),
            "kind": kind_for(record),
            "organisation": asked.organisation,
            "topic": asked.topic,
            "municipality": asked.municipality,
            "state": ConversationState.UNCONFIRMED,
            **(asked.about.fields if asked.about else {}),
        },
    )
    if new:
        begin(started, asked.question)
        if user is not None:
            send_out(started)
        else:
            tell(asker_of(started), "confirm", to_confirm)
    return started


def about(record: Actor | Expert | None) -> tuple[Actor | None, Expert | None]:
    """``record`` as the actor and the expert that a block names."""
    if isinstance(record, Expert):
        return record.actor, record
    return record, None


def begin(conversation: Conversation, text: str) -> None:
    """Puts the first words in a new conversation."""
    Message.objects.create(
        conversation=conversation,
        side=Side.ASKER,
        author=conversation.asker,
        name=conversation.name,
        text=text,
        token=conversation.token,
    )
    conversation.message_count = 1
    conversation.save(update_fields=["message_count"])


@transaction.atomic
def confirm(*, seat: Seat) -> bool:
    """Sends the question out: who asked has the address. False when that was done before.

    Raises ``Blocked`` when who was asked wants no messages from this address; the question stays unsent.
    """
    waiting = Conversation.objects.select_for_update().get(pk=seat.conversation.pk)
    if waiting.is_confirmed or not seat.is_asker:
        return False
    if Block.objects.by_receivers().between(waiting).exists():
        raise Blocked
    send_out(waiting)
    return True


def send_out(conversation: Conversation) -> None:
    """Mails a question to who was asked, or to the team."""
    receivers = receivers_of(conversation.record)
    now = timezone.now()
    conversation.state, conversation.confirmed_at = ConversationState.WAITING, now
    conversation.last_at = conversation.asker_seen_at = now
    conversation.with_team = not receivers
    conversation.save()
    if conversation.with_team:
        tell_team(conversation, "question", question_for_team)
    for participant in invited(conversation, Side.RECEIVER, receivers):
        tell(participant, "question", the_question)


@transaction.atomic
def deliver(*, conversation: Conversation) -> bool:
    """Mails a question that still waits to whom we can reach by now. False when there is nobody, or they had it.

    So when a first address refused the mail, an editor mends the address and sends the question once more.
    """
    waiting = (
        Conversation.objects.waiting().questions().select_for_update().filter(pk=conversation.pk).first()
    )
    receivers = receivers_of(waiting.record) if waiting else None
    if waiting is None or not receivers:
        return False
    known = set(waiting.participants.on_side(Side.RECEIVER).values_list("user", "email"))
    fresh = [
        who for who in invited(waiting, Side.RECEIVER, receivers) if (who.user_id, who.email) not in known
    ]
    Conversation.objects.filter(pk=waiting.pk).update(with_team=False)
    for participant in fresh:
        tell(participant, "question", the_question)
    return bool(fresh)
