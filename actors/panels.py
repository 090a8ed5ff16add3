"""The panels that people find on their own start page: named here, so that they do not depend on which page was looked at first."""

from .accounts import conversations, own_panels
from .freshness import panel as freshness
from .membership import panels as membership
from .network import panel as network
from .views import expert_panels, my_data

__all__ = ["conversations", "expert_panels", "freshness", "membership", "my_data", "network", "own_panels"]
