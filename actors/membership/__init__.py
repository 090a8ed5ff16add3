"""Who acts for whom: inviting, accepting, handing over, leaving, claiming an actor and adding one (rule 8)."""

from .adding import NEW, NewActor, add_actor
from .answering import Answered, accept, ask_for_another, decline
from .claiming import CLAIM, Claim, claim
from .ending import (
    LastOwner,
    change_role,
    end_partner,
    leave,
    leave_alone,
    only_owner_of,
    owner_leaves,
    remove,
)
from .forgetting import forget_invitations
from .inviting import Asked, hand_over, invite, send_again, withdraw
from .joining import Refused, join, settle_role

__all__ = [
    "CLAIM",
    "NEW",
    "Answered",
    "Asked",
    "Claim",
    "LastOwner",
    "NewActor",
    "Refused",
    "accept",
    "add_actor",
    "ask_for_another",
    "change_role",
    "claim",
    "decline",
    "end_partner",
    "forget_invitations",
    "hand_over",
    "invite",
    "join",
    "leave",
    "leave_alone",
    "only_owner_of",
    "owner_leaves",
    "remove",
    "send_again",
    "settle_role",
    "withdraw",
]
