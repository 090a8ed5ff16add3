"""The final report in parts: saving it, its pictures, reminding of it, and telling it on as a practice."""

from .pictures import add_picture, remove_picture
from .practice import become_practice
from .reminding import remind
from .saving import reported, save_report

__all__ = ["add_picture", "become_practice", "remind", "remove_picture", "reported", "save_report"]
