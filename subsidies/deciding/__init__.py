"""How the board decides: its meetings, the pack that it reads, its minutes, and the letters that tell the applicant."""

from .meetings import (
    MeetingFacts,
    NotNow,
    Said,
    board_members,
    close_meeting,
    move_up,
    note_attendance,
    plan_meeting,
    usual_quorum,
    vote,
    write_minutes,
)

__all__ = [
    "MeetingFacts",
    "NotNow",
    "Said",
    "board_members",
    "close_meeting",
    "move_up",
    "note_attendance",
    "plan_meeting",
    "usual_quorum",
    "vote",
    "write_minutes",
]
