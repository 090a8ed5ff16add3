"""Sharing what worked: a draft that its makers write in steps, offer to the editors, and keep right afterwards."""

from .ending import archive_practice, delete_practice, discard_changes
from .makers import answer_maker, name_maker, unname_maker
from .material import add_file, add_picture, remove_file, remove_picture
from .offering import PRACTICE, offer_practice, settle_published, take_back
from .saving import Typed, save_part
from .standing import Standing, standing_of, standings
from .starting import start_practice

__all__ = [
    "PRACTICE",
    "Standing",
    "Typed",
    "add_file",
    "add_picture",
    "answer_maker",
    "archive_practice",
    "delete_practice",
    "discard_changes",
    "name_maker",
    "offer_practice",
    "remove_file",
    "remove_picture",
    "save_part",
    "settle_published",
    "standing_of",
    "standings",
    "start_practice",
    "take_back",
    "unname_maker",
]
