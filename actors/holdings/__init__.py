"""What the field holds of somebody with an account. Importing a module registers what it is about."""

from . import changes, needs, people, profiles, sent, sign_ins

__all__ = ["changes", "needs", "people", "profiles", "sent", "sign_ins"]
