"""Saying that something is not right about an actor, an expert or another page, and what becomes of it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.desk import DeskKind, Impossible, desk_kind, offer, withdraw
from actors.desk.offering import Wish
from actors.models import (
    Actor,
    Conversation,
    ConversationKind,
    ConversationState,
    DeskItem,
    DeskState,
    Expert,
    Fact,
    Message,
    Municipality,
    Outcome,
    Side,
    User,
)
from actors.permissions import may_receive

from .asking import Subject, begin, sender, told_about
from .receiving import asker_of, has_asker
from .seats import Seat
from .telling import became_of_report, report_to_confirm, tell

UNCONFIRMED, UNKNOWN = "unconfirmed", "unknown"
SENDERS = {
    UNCONFIRMED: gettext_lazy("The address is not confirmed: your answer does not go there yet"),
    UNKNOWN: gettext_lazy("Without an address: nobody hears your answer"),
}


@dataclass(frozen=True)
class Mistake:
    """What somebody says is not right. ``user``: who is signed in; ``about``: the page, when it is that of nobody here."""

    fact: str
    text: str
    email: str = ""
    user: User | None = None
    about: Subject | None = None
    municipality: Municipality | None = None


@transaction.atomic
def report(*, record: Actor | Expert | None, mistake: Mistake, token: str) -> Conversation:
    """Stores what somebody says is not right, and puts it on the desk of the editors. The same ``token`` reports once.

    A mistake is a mistake, whoever saw it: the editors see it at once. Until who typed an address confirms it, the desk
    says so, nothing but one link goes there, and the report does not count.
    """
    made, new = Conversation.objects.get_or_create(
        token=token,
        defaults={
            **told_about(record),
            **sender(mistake.user, "", mistake.email),
            **(mistake.about.fields if mistake.about else {}),
            "kind": ConversationKind.REPORT,
            "fact": mistake.fact,
            "municipality": mistake.municipality,
            "confirmed_at": timezone.now() if mistake.user else None,
        },
    )
    if new:
        begin(made, mistake.text)
        put_on_desk(made)
        if made.waits_for_address:
            tell(asker_of(made), "confirm", report_to_confirm)
    return made


@transaction.atomic
def confirm_report(*, seat: Seat) -> bool:
    """Who reported has the address: from now on the report counts, and its answer goes there. False when that was so."""
    waiting = Conversation.objects.select_for_update().get(pk=seat.conversation.pk)
    if not (seat.is_asker and waiting.waits_for_address):
        return False
    waiting.confirmed_at = waiting.asker_seen_at = timezone.now()
    waiting.save(update_fields=["confirmed_at", "asker_seen_at"])
    tell_desk(waiting)
    if waiting.is_closed:
        tell(asker_of(waiting), "outcome", became_of_report)
    return True


def tell_desk(conversation: Conversation) -> None:
    """Notes at the desk whether who told it can be reached by now."""
    item = item_of(conversation)
    if item is not None:
        DeskItem.objects.filter(pk=item.pk).update(content=told_at_desk(conversation))


def told_at_desk(conversation: Conversation) -> dict[str, str]:
    """What the desk keeps of a report: the fact, and whether who told it can be reached (``SENDERS``)."""
    fact = Fact(conversation.fact or Fact.OTHER)
    if conversation.waits_for_address:
        return {"fact": fact.value, "sender": UNCONFIRMED}
    return {"fact": fact.value, "sender": "" if has_asker(conversation) else UNKNOWN}


def put_on_desk(conversation: Conversation) -> DeskItem:
    """Makes it wait for the editors, unless it does already."""
    first = conversation.messages.in_order().last()
    fact = Fact(conversation.fact or Fact.OTHER)
    wish = Wish(
        title=_("%(name)s: %(fact)s") % {"name": conversation.record_name, "fact": fact.label},
        reason=first.text if first else "",
        content=told_at_desk(conversation),
    )
    return offer(kind=REPORT, about=conversation, by=None, wish=wish)


def item_of(conversation: Conversation) -> DeskItem | None:
    """What waits on the desk about it; also for who has it as a ``Report``, which the desk does not know."""
    same = Conversation(pk=conversation.pk)
    return DeskItem.objects.unsettled().of_kind(REPORT.slug).about(same).first()


@transaction.atomic
def solve_own(*, seat: Seat) -> bool:
    """Who acts for the actor put it right: it leaves the desk, and the reporter hears it. False when it was handled."""
    item = item_of(seat.conversation)
    if item is None or seat.user is None or not may_receive(seat.user, seat.conversation):
        return False
    end(item, seat.user, Outcome.SOLVED)
    withdraw(item=item, by=seat.user)
    tell_reporter(item, DeskState.ACCEPTED)
    return True


def end(item: DeskItem, by: User, outcome: Outcome) -> None:
    """Closes the report that ``item`` is about. Raises ``Impossible`` when it is gone."""
    changed = Conversation.objects.with_key(item.key).update(
        state=ConversationState.CLOSED, outcome=outcome, closed_at=timezone.now(), handled_by=by
    )
    if not changed:
        raise Impossible(_("This report is gone. You can refuse it."))


def put_right(item: DeskItem, by: User) -> None:
    """What accepting means."""
    end(item, by, Outcome.SOLVED)


def leave(item: DeskItem, by: User) -> None:
    """What refusing means."""
    Conversation.objects.with_key(item.key).update(
        state=ConversationState.CLOSED,
        outcome=Outcome.REJECTED,
        closed_at=timezone.now(),
        handled_by=by,
    )


def tell_reporter(item: DeskItem, state: DeskState) -> None:
    """Puts the words of the editor in the conversation, and mails the reporter, if there is an address."""
    conversation = Conversation.objects.with_key(item.key).first()
    if conversation is None:
        return
    if item.answer:
        say(conversation, item)
    if has_asker(conversation):
        tell(asker_of(conversation), f"outcome-{item.pk}", became_of_report)


def say(conversation: Conversation, item: DeskItem) -> None:
    """The answer of the editor as a message of the team."""
    seat = Seat(conversation, Side.TEAM, item.handled_by)
    Message.objects.create(
        conversation=conversation,
        side=Side.TEAM,
        author=item.handled_by,
        name=seat.name,
        text=item.answer,
        token=f"desk-{item.pk}-{item.version}",
    )
    conversation.message_count += 1
    conversation.last_side, conversation.last_at = Side.TEAM, timezone.now()
    conversation.answered_at = conversation.answered_at or conversation.last_at
    conversation.save(update_fields=["message_count", "last_side", "last_at", "answered_at"])


def sender_in_words(item: DeskItem) -> str:
    """What an editor has to know of who told it; empty when they can be reached."""
    return str(SENDERS.get(item.content.get("sender", ""), ""))


def in_place(place: Municipality) -> Any:
    """The conversations about actors and experts in ``place``, or with somebody from there."""
    return Conversation.objects.in_place(place).order_by().values("pk")


def details(item: DeskItem) -> dict[str, Any]:
    """What an editor needs beside the words: the conversation, with what it is about."""
    return {"conversation": Conversation.objects.with_key(item.key).for_lists().first()}


def address(item: DeskItem) -> str:
    """Where an editor reads the conversation that ``item`` is about."""
    conversation = Conversation.objects.with_key(item.key).first()
    return conversation.get_absolute_url() if conversation else ""


REPORT = desk_kind(
    DeskKind(
        slug="melding",
        label=gettext_lazy("Something is not right"),
        carry_out=put_right,
        turn_down=leave,
        address=address,
        tell=tell_reporter,
        remark=sender_in_words,
        details=details,
        template="desk/report.html",
        in_place=in_place,
        can_be_returned=False,
    )
)
