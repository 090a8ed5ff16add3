"""Made-up dossiers for a demonstration, each marked "Voorbeeld": walked to where they stand, and all that belongs to them, by the functions of the house."""

from .making import make_examples

__all__ = ["make_examples"]
