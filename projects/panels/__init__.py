"""What people find of practices, projects and volunteers on their own start page, and on the pages of actors and municipalities.

Importing a module registers what it adds.
"""

from . import matching, practices, sharing, together, volunteers

__all__ = ["matching", "practices", "sharing", "together", "volunteers"]
