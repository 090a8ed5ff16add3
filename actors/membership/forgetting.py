"""Forgetting the addresses of people who never answered."""

from datetime import datetime

from actors.models import Invitation


def forget_invitations(before: datetime, dry_run: bool = False) -> int:
    """Removes invitations that nobody accepted and that were sent last before ``before``; returns how many.

    The rule is sixty days after sending. What was accepted stays: its address is that of an account. With ``dry_run``
    nothing is removed.
    """
    old = Invitation.objects.filter(accepted_at=None, sent_at__lt=before)
    return old.count() if dry_run else old.delete()[0]
