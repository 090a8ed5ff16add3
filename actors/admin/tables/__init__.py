"""Tables in the admin: actors go out as a file, and come in from one."""

from . import exports, imports

__all__ = ["exports", "imports"]
