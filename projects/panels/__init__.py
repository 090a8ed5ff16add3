"""What people find of practices, projects and volunteers on their own start page, and on the pages of actors and municipalities.

Importing a module registers what it adds.
"""

from . import practices, together, volunteers

__all__ = ["practices", "together", "volunteers"]
