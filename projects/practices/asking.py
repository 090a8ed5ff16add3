"""*Vraag het aan hen*: a question about a practice goes to who made it, or to the team when nobody there can answer."""

from dataclasses import replace

from django.utils.translation import gettext as _

from actors.conversations import Asked, ask
from actors.models import Actor, Conversation, Membership
from projects.models import MakerRole, Practice


def askable(practice: Practice) -> list[Actor]:
    """Who made it and can be asked: who is named, shows and has not stopped. Who has people here comes first, then makers.

    Two queries.
    """
    makers = [
        maker
        for maker in practice.makers.agreed().with_actors()
        if maker.actor.is_public and not maker.actor.closed
    ]
    keys = [maker.actor_id for maker in makers]
    reached = set(Membership.objects.running().filter(actor__in=keys).values_list("actor", flat=True))
    makers.sort(key=lambda maker: (maker.actor_id not in reached, maker.role != MakerRole.MAKER))
    return [maker.actor for maker in makers]


def ask_makers(*, practice: Practice, maker: Actor | None, asked: Asked, token: str) -> Conversation:
    """Asks ``maker``, or the team where there is none. The question says which practice it is about.

    As ``actors.conversations.ask``: the same ``token`` asks once; raises ``Blocked``.
    """
    about = _("About the practice “%(title)s”:") % {"title": practice.name}
    return ask(record=maker, asked=replace(asked, question=f"{about}\n\n{asked.question}"), token=token)
