"""What actors do together, in the admin; a module per noun."""

from . import volunteers

__all__ = ["volunteers"]
