"""The card that a shared link shows elsewhere."""

from collections.abc import Sequence


def draw_card(title: str, subtitle: str, places: Sequence[str]) -> bytes:
    """A PNG with the woven ``places`` (slugs, left to right), ``title`` and ``subtitle``; see ``card_drawing``."""
    from .card_drawing import draw_card as draw  # noqa: PLC0415 - Pillow, which pages without pictures never need

    return draw(title, subtitle, places)
