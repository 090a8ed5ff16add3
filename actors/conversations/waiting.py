"""What happens by itself: a word after two weeks without an answer, and questions that nobody confirmed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from actors.models import Conversation, ConversationState, Participant, Side

from .receiving import asker_of, has_asker
from .reporting import tell_desk
from .routing import bring_back_silent
from .telling import no_answer_yet, tell

UNANSWERED = timedelta(days=14)
UNCONFIRMED = timedelta(days=7)


def remind_unanswered(now: datetime | None = None) -> int:
    """Tells who waits two weeks that there is no answer yet, once for each message; returns how many. Safe to repeat."""
    moment = now or timezone.now()
    waiting = (
        Conversation.objects.waiting().questions().filter(reminded_at=None, last_at__lt=moment - UNANSWERED)
    )
    count = 0
    for conversation in waiting.for_lists():
        with transaction.atomic():
            fresh = Conversation.objects.waiting().filter(pk=conversation.pk, reminded_at=None)
            if fresh.update(reminded_at=moment) and has_asker(conversation):
                what = f"silence-{conversation.message_count}"
                tell(asker_of(conversation), what, no_answer_yet)
                count += 1
    return count


def forget_unconfirmed(now: datetime | None = None) -> int:
    """Throws away questions of which nobody confirmed the address within seven days; returns how many."""
    before = (now or timezone.now()) - UNCONFIRMED
    old = Conversation.objects.filter(state=ConversationState.UNCONFIRMED, created_at__lt=before)
    count = old.count()
    old.delete()
    return count


@transaction.atomic
def forget_unconfirmed_addresses(now: datetime | None = None) -> int:
    """Forgets the address of who told us something and did not confirm it within seven days; returns how many.

    What they told stays: it may be right.
    """
    before = (now or timezone.now()) - UNCONFIRMED
    typed = Conversation.objects.reports().filter(confirmed_at=None, asker=None, created_at__lt=before)
    keys = list(typed.exclude(email="").values_list("pk", flat=True))
    Participant.objects.filter(conversation__in=keys, side=Side.ASKER).delete()
    Conversation.objects.filter(pk__in=keys).update(email="")
    for conversation in Conversation.objects.filter(pk__in=keys):
        tell_desk(conversation)
    return len(keys)


def look_after_conversations(now: datetime | None = None) -> dict[str, int]:
    """All of it, once a day; how many of each."""
    return {
        "reminded": remind_unanswered(now),
        "came_back": bring_back_silent(now),
        "unconfirmed": forget_unconfirmed(now),
        "addresses": forget_unconfirmed_addresses(now),
    }
