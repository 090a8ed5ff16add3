"""What actors do together, in the admin; a module per noun."""

from . import initiatives, volunteers

__all__ = ["initiatives", "volunteers"]
