"""What actors do together, in the admin; a module per noun."""

from . import step_plans, volunteers

__all__ = ["step_plans", "volunteers"]
