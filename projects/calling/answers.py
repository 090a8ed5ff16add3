"""Answering a call. What is said goes through a conversation, so that nobody sees an address."""

from dataclasses import replace

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.conversations import Asked, Subject, ask
from actors.desk import Impossible
from actors.models import Actor, Conversation, ConversationKind
from projects.models import CallAnswer, PartnerCall
from projects.permissions import acts_for


@transaction.atomic
def answer_call(*, call: PartnerCall, said: Asked, actor: Actor | None, token: str) -> Conversation:
    """Stores an answer to ``call``, for ``actor`` or for oneself. The same ``token`` answers once.

    Who is signed in reaches the other side at once; anybody else gets a mail first. Raises ``Impossible`` when the call
    is closed, ``PermissionDenied`` for who does not act for ``actor``, and ``Blocked`` as every question does.
    """
    open_call = PartnerCall.objects.select_related("actor").select_for_update(of=("self",)).get(pk=call.pk)
    if not open_call.is_open:
        raise Impossible(_("This call closed meanwhile. Your text still stands here."))
    if said.user is not None and acts_for(said.user, open_call.actor):
        raise Impossible(_("This is a call of your own."))
    if actor is not None and (said.user is None or not acts_for(said.user, actor)):
        raise PermissionDenied
    with override(settings.LANGUAGE_CODE):
        path = open_call.get_absolute_url()
    about = Subject(ConversationKind.CALL, open_call.title, path)
    organisation = actor.name if actor else said.organisation
    talk = ask(
        record=open_call.actor, asked=replace(said, organisation=organisation, about=about), token=token
    )
    CallAnswer.objects.get_or_create(conversation=talk, defaults={"call": open_call, "actor": actor})
    return talk
