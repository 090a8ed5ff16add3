"""What the field holds of somebody with an account. Importing a module registers what it is about."""

from . import changes, people, sent

__all__ = ["changes", "people", "sent"]
