"""What we hold of somebody in practices and projects. Importing a module registers what it is about."""

from . import marks, reuses, sharing, suggestions, together, volunteers

__all__ = ["marks", "reuses", "sharing", "suggestions", "together", "volunteers"]
