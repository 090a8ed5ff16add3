"""What each part of a dossier adds to its page (``dossier_block``) and to what is sent (``sheet``)."""

from . import advice, board, budget, desk, form, money, sending, story, talk

__all__ = ["advice", "board", "budget", "desk", "form", "money", "sending", "story", "talk"]
