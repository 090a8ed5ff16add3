"""The forms in which people keep the record of their own actor, one for each part of it."""

from .form import MarkedForm, OwnForm
from .picture import PictureForm
from .sections import SECTIONS, Section, section_after, section_at
from .where import WhereForm
from .who import StoryForm

__all__ = [
    "SECTIONS",
    "MarkedForm",
    "OwnForm",
    "PictureForm",
    "Section",
    "StoryForm",
    "WhereForm",
    "section_after",
    "section_at",
]
