"""The network seen by who runs it: every actor in exactly one state, with what to do next."""

from .panel import way_to_the_network
from .states import State, network_counts, with_network_state
from .stopped import archive_stopped
from .weekly import weekly_network_mail

__all__ = [
    "State",
    "archive_stopped",
    "network_counts",
    "way_to_the_network",
    "weekly_network_mail",
    "with_network_state",
]
