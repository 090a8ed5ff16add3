"""Dossiers on their way: beginning one, writing in it, and taking a step with it."""

from .performing import Refused, Why, hindrances, perform
from .starting import Beginning, begin, write, written

__all__ = ["Beginning", "Refused", "Why", "begin", "hindrances", "perform", "write", "written"]
