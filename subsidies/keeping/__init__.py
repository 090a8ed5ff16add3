"""Municipal partners and editors keep measures right in the site: most of it at once, the rest after an editor looked."""

from .adding import Known, NewMeasure, add_measure
from .changing import add_round, as_shown, change, change_round, changes_all_at_once, confirm
from .listing import kept_by, listed, places_of, stale_of
from .past import Past, line_of, undo_own, what_undoing_does
from .reading import ROUND, WAITS, stored
from .waiting import Waiting, take_back, waiting_for

__all__ = [
    "ROUND",
    "WAITS",
    "Known",
    "NewMeasure",
    "Past",
    "Waiting",
    "add_measure",
    "add_round",
    "as_shown",
    "change",
    "change_round",
    "changes_all_at_once",
    "confirm",
    "kept_by",
    "line_of",
    "listed",
    "places_of",
    "stale_of",
    "stored",
    "take_back",
    "undo_own",
    "waiting_for",
    "what_undoing_does",
]
