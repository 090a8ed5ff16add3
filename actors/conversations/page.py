"""What the page of one conversation shows to who sits where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actors.models import (
    Block,
    Conversation,
    ConversationEvent,
    ConversationKind,
    Message,
    Passing,
    Side,
)
from actors.permissions import may_pass_on

from .abuse import can_block
from .consent import answer_in, may_agree
from .receiving import has_asker
from .reporting import item_of
from .routing import Suggestion, suggestions
from .seats import Seat, blocks, current_passing, may_write


@dataclass(frozen=True)
class Line:
    """Something in a conversation: a message (``text``), or what happened (``told``). ``own``: by this side."""

    at: datetime
    told: str = ""
    text: str = ""
    name: str = ""
    own: bool = False


def lines_of(seat: Seat, said: list[Message]) -> list[Line]:
    """All that was said and happened, in the order of time."""
    unnamed = seat.side == Side.EXPERT and not has_accepted(seat)
    happened = [
        Line(event.created_at, told=told_of(event, seat.conversation.asker_name if unnamed else ""))
        for event in seat.conversation.events.all()
    ]
    words = [
        Line(
            message.created_at,
            text=message.text,
            name=shown_name(seat, message),
            own=message.side == seat.side,
        )
        for message in said
    ]
    return sorted([*words, *happened], key=lambda line: line.at)


def told_of(event: ConversationEvent, unnamed: str) -> str:
    """What happened, without the name ``unnamed``."""
    if event.name and event.name == unnamed:
        event.name = _("who asked")
    return capfirst(event.told)


def shown_name(seat: Seat, message: Message) -> str:
    """Who said it; an expert who did not say yes yet does not hear who asks."""
    if message.side == Side.ASKER and seat.side == Side.EXPERT and not has_accepted(seat):
        return _("who asked")
    return seat.conversation.asker_name if message.side == Side.ASKER else message.author_name


def has_accepted(seat: Seat) -> bool:
    """Whether the expert at ``seat`` said yes."""
    passing = current_passing(seat.conversation)
    return passing is not None and passing.is_accepted


def page_of(seat: Seat) -> dict[str, Any]:
    """What the template of a conversation takes; a constant number of queries."""
    conversation = Conversation.objects.for_lists().get(pk=seat.conversation.pk)
    here = Seat(conversation, seat.side, seat.user, seat.participant)
    said = list(conversation.messages.in_order())
    passing = current_passing(conversation)
    stops = blocks(conversation)
    return {
        "conversation": conversation,
        "seat": here,
        "count": len(said),
        "lines": lines_of(here, said),
        "title": title_of(here),
        "crumbs": crumbs_of(here),
        "state": state_of(here, passing),
        "may_write": may_write(here),
        "to_confirm": here.is_asker and not conversation.is_confirmed,
        "address_to_confirm": here.is_asker and conversation.waits_for_address,
        "to_accept": here.side == Side.EXPERT and passing is not None and not passing.is_accepted,
        "may_give_back": here.side == Side.EXPERT and passing is not None and passing.is_accepted,
        "can_fix": can_fix(here),
        "desk_item": item_of(conversation) if here.is_team and conversation.is_report else None,
        **stopping(here, stops),
        **allowing(here),
        **passing_on(here, passing),
    }


def crumbs_of(seat: Seat) -> list[dict[str, str]]:
    """The way back, for who is signed in; a link in a mail has none."""
    if seat.participant is not None:
        return []
    return [
        {"name": _("My ECRU"), "url": reverse("my")},
        {"name": _("My questions"), "url": reverse("my-conversations")},
    ]


def title_of(seat: Seat) -> str:
    """What the conversation is called."""
    if seat.conversation.is_report:
        return _("Something is not right about %(name)s") % {"name": seat.conversation.record_name}
    if seat.conversation.is_call:
        return _("Answer to “%(title)s”") % {"title": seat.conversation.subject}
    return _("A question for %(name)s") % {"name": seat.conversation.record_name}


def state_of(seat: Seat, passing: Passing | None) -> str:
    """Who has to do something, in a sentence."""
    conversation = seat.conversation
    if conversation.stopped_at:
        return _("The team stopped this conversation. Nobody can write in it.")
    if not conversation.is_confirmed:
        return (
            _("Your answer is not sent yet.") if conversation.is_call else _("Your question is not sent yet.")
        )
    if seat.is_asker and conversation.waits_for_address:
        return _("Your report is with the editors. Your address is not confirmed yet.")
    if conversation.is_closed:
        return str(conversation.get_outcome_display()) or _("Closed. A new message opens it again.")
    return asker_waits(seat, passing) if seat.is_asker else answerer_waits(seat)


def asker_waits(seat: Seat, passing: Passing | None) -> str:
    """What who asked can expect."""
    if not seat.conversation.is_waiting:
        return _("There is an answer.")
    if passing is not None and passing.is_accepted:
        return _("%(name)s is going to answer.") % {"name": passing.expert.name}
    if passing is not None:
        return _(
            "We asked %(name)s, who did not say yes yet. Until then, what you write goes to our team. You get the answer by mail."
        ) % {"name": passing.expert.name}
    return _("We wait for an answer. You get it by mail.")


def answerer_waits(seat: Seat) -> str:
    """What is expected of who answers."""
    if seat.conversation.is_waiting:
        return _("This waits for an answer.")
    return _("You answered. It is the turn of the other side.")


def can_fix(seat: Seat) -> bool:
    """Whether who acts for the actor can say that the mistake is put right."""
    return seat.side == Side.RECEIVER and seat.conversation.is_report and not seat.conversation.is_closed


def stopping(seat: Seat, stops: list[Block]) -> dict[str, Any]:
    """What stops this conversation, and what this side can stop."""
    own = any(stop.by_asker == seat.is_asker for stop in stops) and not seat.is_team
    settled = seat.conversation.is_confirmed and not seat.conversation.waits_for_address
    between = not seat.is_team and settled
    return {
        "blocked_by_me": own,
        "can_block": between and not stops and can_block(seat) and has_asker(seat.conversation),
        "can_report": between and seat.conversation.reported_at is None and not seat.conversation.stopped_at,
        "can_close": may_write(seat) and not seat.conversation.is_closed and not seat.conversation.is_report,
    }


def allowing(seat: Seat) -> dict[str, Any]:
    """What this side can allow."""
    conversation = seat.conversation
    mine = conversation.asker_agreed_at if seat.is_asker else conversation.answerer_agreed_at
    private = not (conversation.with_team or conversation.is_report or seat.is_team)
    public = may_agree(seat, answer_in(conversation))
    return {
        "can_ask_team": private and conversation.can_go_on and conversation.team_reads_since is None,
        "can_send_team_away": not seat.is_team and conversation.team_asked_by == seat.side,
        "can_agree": public and mine is None,
        "agreed": public and mine is not None,
        "both_agreed": bool(conversation.asker_agreed_at and conversation.answerer_agreed_at),
    }


def passing_on(seat: Seat, passing: Passing | None) -> dict[str, Any]:
    """What the team can do with its question."""
    team = seat.is_team and seat.user is not None and may_pass_on(seat.user, seat.conversation)
    open_ = team and seat.conversation.can_go_on
    found: list[Suggestion] = suggestions(seat.conversation) if open_ and passing is None else []
    return {
        "passing": passing if team else None,
        "can_pass": open_ and passing is None,
        "suggestions": found,
        "is_for_team": seat.conversation.kind == ConversationKind.TEAM,
    }
