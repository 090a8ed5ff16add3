"""The links by which people follow a conversation without signing in, each of their own."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from actors.models import Conversation, Participant, User
from actors.models.conversation_parts import fresh_nonce
from ecru.base.tokens import hashed


@transaction.atomic
def participant_on(
    *, conversation: Conversation, side: str, user: User | None = None, email: str = ""
) -> Participant:
    """Who takes part on ``side``, by account or else by address; made when it is new."""
    who = {"user": user, "email": "" if user else email}
    known = Participant.objects.filter(conversation=conversation, side=side, **who).first()
    return known or give_link(Participant(conversation=conversation, side=side, **who))


def give_link(participant: Participant) -> Participant:
    """Gives a participant another link; the one before works no more."""
    participant.nonce, participant.issued_at = fresh_nonce(), timezone.now()
    participant.token_hash = hashed(participant.token)
    participant.save()
    return participant


def link_of(participant: Participant) -> str:
    """The whole address for in a mail, in the language of who gets it."""
    if hashed(participant.token) != participant.token_hash:  # the secret of the portal changed since
        give_link(participant)
    with override(participant.language):
        return settings.BASE_URL + reverse("conversation", args=[participant.token])
