"""The forms in which people keep measures in the site: one for each part of a measure, one for a round, one to begin."""

from .new import NewMeasureForm
from .rounds import RoundForm
from .sections import SECTIONS, MeasureForm, Section, section_after, section_at

__all__ = [
    "SECTIONS",
    "MeasureForm",
    "NewMeasureForm",
    "RoundForm",
    "Section",
    "section_after",
    "section_at",
]
