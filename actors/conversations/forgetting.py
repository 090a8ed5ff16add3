"""What is kept how long, what we hold of a person, and leaving."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.desk import withdraw
from actors.models import (
    Conversation,
    ConversationEvent,
    ConversationState,
    DeskItem,
    Expert,
    Message,
    Participant,
    User,
)

from .abuse import ABUSE
from .receiving import asker_of, has_asker
from .reporting import REPORT
from .telling import nobody_answers, tell

KEPT = timedelta(days=730)  # after the last message


@transaction.atomic
def forget_conversations(before: datetime, *, dry_run: bool = False) -> dict[str, int]:
    """Takes names, addresses and words out of conversations in which nobody wrote since ``before``; the counts stay.

    Returns how many questions and how many reports. With ``dry_run`` nothing changes.
    """
    old = Conversation.objects.confirmed().stale(before)  # the others go after seven days
    count = {"questions": old.questions().count(), "reports": old.reports().count()}
    if not dry_run:
        keys = list(old.values_list("pk", flat=True))
        Message.objects.filter(conversation__in=keys).update(text="", name="", author=None)
        Participant.objects.filter(conversation__in=keys).delete()
        on_desk = DeskItem.objects.filter(model=Conversation._meta.label_lower, key__in=keys)
        on_desk.filter(kind__in=[REPORT.slug, ABUSE.slug]).update(reason="", answer="")
        for conversation in Conversation.objects.filter(pk__in=keys):
            conversation.events.update(name="", by=None)
        now = timezone.now()
        Conversation.objects.filter(pk__in=keys, closed_at=None).update(
            state=ConversationState.CLOSED, closed_at=now
        )
        Conversation.objects.filter(pk__in=keys).update(
            name="", email="", organisation="", note="", asker=None, forgotten_at=now
        )
    return count


def holdings_of(user: User) -> list[dict[str, Any]]:
    """What ``user`` asked and wrote, conversation by conversation, for who wants to see or take along what we hold."""
    mine = Message.objects.filter(author=user.pk).select_related(
        "conversation__actor", "conversation__expert__actor"
    )
    found: dict[int, dict[str, Any]] = {}
    asked = Conversation.objects.asked_by(user).for_lists()
    for conversation in [*asked, *(message.conversation for message in mine)]:
        own = conversation.asker_id == user.pk
        found.setdefault(
            conversation.pk,
            {
                "about": conversation.record_name,
                "kind": conversation.kind,
                "sent_on": conversation.created_at.isoformat(),
                "name": conversation.name if own else user.name,
                "email": conversation.email if own else "",
                "organisation": conversation.organisation if own else "",
                "messages": [],
            },
        )
    for message in mine.order_by("pk"):
        said = {"on": message.created_at.isoformat(), "text": message.text}
        found[message.conversation_id]["messages"].append(said)
    return [found[key] for key in sorted(found)]


@transaction.atomic
def let_go_of(user: User) -> None:
    """Takes the name of who leaves out of every conversation; what was said stays, of a former member.

    What they asked is closed: nobody would read an answer.
    """
    Message.objects.filter(author=user.pk).update(name="", author=None)
    for conversation in Conversation.objects.filter(events__by=user.pk).distinct():
        conversation.events.filter(by=user.pk).update(name="", by=None)
    Participant.objects.filter(user=user.pk).delete()
    asked = Conversation.objects.asked_by(user)
    asked.exclude(state=ConversationState.CLOSED).update(
        state=ConversationState.CLOSED, closed_at=timezone.now()
    )
    asked.update(name="", email="", organisation="", asker=None)


def let_go_of_expert(*, expert: Expert, by: User) -> None:
    """Before ``expert`` goes, with all that was asked there: who waits for an answer gets their words back by mail.

    What the desk has about it is taken back, and the name goes out of questions that the team passed on.
    """
    for conversation in Conversation.objects.filter(expert=expert).questions().waiting().for_lists():
        if has_asker(conversation) and conversation.asker != expert.user:
            tell(asker_of(conversation), "expert-gone", nobody_answers)
    asked = Conversation.objects.filter(expert=expert).values("pk")
    items = DeskItem.objects.filter(model=Conversation._meta.label_lower, key__in=asked)
    for item in items.unsettled():
        withdraw(item=item, by=by)
    items.update(title=_("taken off the site"), reason="", answer="")
    passed = Conversation.objects.filter(passings__expert=expert).values("pk")
    ConversationEvent.objects.filter(conversation__in=passed, name=expert.name).update(name="")
