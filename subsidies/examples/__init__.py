"""Made-up dossiers for a demonstration, each marked "Voorbeeld", walked to where they stand by the steps of the table."""

from .walking import make_examples

__all__ = ["make_examples"]
