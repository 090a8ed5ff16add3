"""What happened in a conversation, written down for everyone in it."""

from datetime import timedelta

from django.utils import timezone

from actors.models import ConversationEvent, Happening
from ecru.base import audit

from .seats import Seat


def note(seat: Seat, what: Happening, name: str = "") -> ConversationEvent:
    """Writes down that something happened, for everyone in the conversation."""
    return ConversationEvent.objects.create(
        conversation_id=seat.conversation.pk, what=what, by=seat.user, name=name or seat.name
    )


def note_step_in(seat: Seat) -> None:
    """Writes down, once a day for each colleague, that the team read what is between others."""
    recent = timezone.now() - timedelta(days=1)
    known = seat.conversation.events.filter(what=Happening.TEAM_READ, by=seat.user, created_at__gte=recent)
    if not known.exists():
        note(seat, Happening.TEAM_READ)
        audit.note("conversation.entered", by=seat.user, about=seat.conversation)
