"""What actors do together, in the admin; a module per noun."""

from . import collections, initiatives, practices, regions, reuses, step_plans, volunteers

__all__ = ["collections", "initiatives", "practices", "regions", "reuses", "step_plans", "volunteers"]
