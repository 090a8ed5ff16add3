"""Who writes what it really cost: phases lock the plan by then, so this has a rule of its own."""

from typing import Any

from ..models import Dossier
from .dossiers import may_write

PART = "begroting"
UNDER_WAY = "uitvoering"  # in both tracks


def may_write_actuals(user: Any, dossier: Dossier) -> bool:
    """Who writes in the budget, while the plan is carried out: before the report is handed in, and again when it is sent back."""
    return dossier.phase == UNDER_WAY and may_write(user, dossier, PART)
