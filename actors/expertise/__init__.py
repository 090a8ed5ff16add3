"""Experts that keep themselves: applying, what they agree to show, pausing, stopping, and how much they are asked."""

from .kinds import EXPERT
from .pausing import PauseLink, go_on_pausing, resume_experts
from .profiles import (
    Profile,
    delete_profile,
    save_profile,
    send_profile,
    start_expertise,
    start_profile,
    stop_profile,
    take_profile,
    waiting_item,
    withdraw_consents,
)

__all__ = [
    "EXPERT",
    "PauseLink",
    "Profile",
    "delete_profile",
    "go_on_pausing",
    "resume_experts",
    "save_profile",
    "send_profile",
    "start_expertise",
    "start_profile",
    "stop_profile",
    "take_profile",
    "waiting_item",
    "withdraw_consents",
]
