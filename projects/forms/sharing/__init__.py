"""The forms in which people tell about a practice, one for each part of it."""

from .makers import MakerForm
from .material import MaterialForm
from .part import PartForm
from .parts import PARTS, Part, part_after, part_at
from .start import OfferForm, StartForm

__all__ = [
    "PARTS",
    "MakerForm",
    "MaterialForm",
    "OfferForm",
    "Part",
    "PartForm",
    "StartForm",
    "part_after",
    "part_at",
]
