"""What somebody with an account said in conversations, and what they sent to the editors."""

from django.utils.translation import gettext_lazy

from actors.conversations.forgetting import holdings_of, let_go_of
from actors.models import DeskItem, User
from ecru.base.audit import FORMER
from ecru.base.holdings import told
from ecru.base.personal import Export, Holding, Row, register


def sent_rows(user: User) -> list[Row]:
    """What they asked and wrote, conversation by conversation."""
    return [
        (held["about"], "\n".join(said["text"] for said in held["messages"])) for held in holdings_of(user)
    ]


def sent_export(user: User) -> Export:
    """The same for machines."""
    return holdings_of(user)


def desk_rows(user: User) -> list[Row]:
    """What they sent to the editors."""
    items = DeskItem.objects.sent_by(user).order_by("-created_at")
    return [(told(item.created_at), f"{item.title} ({item.get_state_display()})") for item in items]


def desk_export(user: User) -> Export:
    """The same, with what they asked and why."""
    return [
        {
            "sent": item.created_at,
            "kind": item.kind,
            "about": item.title,
            "content": item.content,
            "reason": item.reason,
            "state": item.state,
            "answer": item.answer,
        }
        for item in DeskItem.objects.sent_by(user)
    ]


def forget_desk(user: User) -> None:
    """Takes their name out of what they sent and of what they decided."""
    DeskItem.objects.sent_by(user).update(by_name=FORMER)
    DeskItem.objects.filter(handled_by=user).update(handled_by_name=FORMER)


register(
    Holding(
        "sent",
        label=gettext_lazy("What you asked and answered"),
        leaving=gettext_lazy(
            "Your name and your address go, and what you asked is closed. What was said stays, of a “former member”."
        ),
        rows=sent_rows,
        export=sent_export,
        forget=let_go_of,
        covers=(
            "actors.conversation.asker",
            "actors.conversation.handled_by",
            "actors.conversationevent.by",
            "actors.message.author",
            "actors.participant.user",
            "actors.passing.by",
            "actors.block.user",
        ),
        order=40,
    )
)


register(
    Holding(
        "desk",
        label=gettext_lazy("What you sent to the editors"),
        leaving=gettext_lazy(
            "It stays with the record that it is about, with “former member” instead of your name."
        ),
        rows=desk_rows,
        export=desk_export,
        forget=forget_desk,
        covers=("actors.deskitem.by", "actors.deskitem.held_by", "actors.deskitem.handled_by"),
        order=45,
    )
)
