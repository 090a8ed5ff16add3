"""Tries to sign in that were refused, for the audit log: whose account, and with what; never what was typed."""

from actors.models import User
from ecru.base.audit import note

REFUSED = "sign-in.refused"


def note_refusal(user: User | None, method: str) -> None:
    """Writes down that somebody was refused with ``method`` ("password", "code", "second step", "passkey", "closed").

    ``user``: whose account it was about; None for an address without one, which is noted too, without the address, so
    that both take the same time.
    """
    note(REFUSED, about=user, method=method)
