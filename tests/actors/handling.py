"""How an editor handles a report in the stories: at the desk."""

from dataclasses import dataclass

from actors.conversations.reporting import item_of
from actors.desk import accept, refuse
from actors.models import Conversation, User


@dataclass(frozen=True)
class Handled:
    """Who decided, and the words for who told us."""

    by: User
    answer: str = ""


def solve(*, conversation: Conversation, handled: Handled) -> bool:
    """It is put right; False when somebody handled it before."""
    item = item_of(conversation)
    if item is not None:
        accept(item=item, by=handled.by, seen=item.version, answer=handled.answer)
    return item is not None


def reject(*, conversation: Conversation, handled: Handled) -> bool:
    """Nothing has to change; False when somebody handled it before."""
    item = item_of(conversation)
    if item is not None:
        why = handled.answer or "Wat er staat, klopt."
        refuse(item=item, by=handled.by, seen=item.version, answer=why)
    return item is not None
