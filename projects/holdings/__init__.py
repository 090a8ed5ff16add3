"""What we hold of somebody in practices and projects. Importing a module registers what it is about."""

from . import marks, reuses, suggestions, together, volunteers

__all__ = ["marks", "reuses", "suggestions", "together", "volunteers"]
