"""The conversations of one person: the panel of the start page, and the lists behind it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from actors.models import Conversation, User
from actors.permissions import may_keep_field

from .panels import Panel, Way, panel

MOST = 100


@dataclass(frozen=True)
class Group:
    """Conversations under one heading. ``mine``: who looks asked them; ``team``: the team looks."""

    title: str
    conversations: Any
    mine: bool = False
    team: bool = False


@panel
def conversations_panel(user: User) -> Panel | None:
    """What waits for an answer of ``user``, and what was answered; None for who has no conversations. Four queries at most."""
    team = Conversation.objects.waiting_for_team().count() if may_keep_field(user) else 0
    if not team and not Conversation.objects.of_person(user).exists():
        return None
    waiting = Conversation.objects.received_by(user).waiting().count() + team
    unread = Conversation.objects.of_person(user).unread_by(user).count()
    address = reverse("my-conversations")
    ways = [
        Way(_("Questions that wait for your answer"), address, waiting),
        Way(_("New messages for you"), address, unread),
    ]
    lead = _("Read and answer, here or with the link in your mail.")
    return Panel(_("Questions"), lead, ways, order=10 if waiting + unread else 40)


def groups_for(user: User) -> list[Group]:
    """The lists of ``user``: what waits for the team, what others asked, and what they asked themselves."""
    groups = []
    if may_keep_field(user):
        called = Q(team_reads_since__isnull=False) | Q(reported_at__isnull=False)
        team = Conversation.objects.waiting_for_team() | Conversation.objects.confirmed().filter(
            called, forgotten_at=None
        )
        groups.append(Group(_("For the team"), team, team=True))
    groups.append(Group(_("Asked of you"), Conversation.objects.received_by(user).filter(forgotten_at=None)))
    groups.append(
        Group(_("Asked by you"), Conversation.objects.asked_by(user).filter(forgotten_at=None), mine=True)
    )
    return [
        Group(group.title, rows, group.mine, group.team)
        for group in groups
        if (rows := listed(group.conversations, user))
    ]


def listed(conversations: Any, user: User) -> list[Conversation]:
    """Who waits first; at most a hundred. One query."""
    return list(conversations.open_first().for_lists().for_reader(user)[:MOST])
