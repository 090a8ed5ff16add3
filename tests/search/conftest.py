"""The judged questions stand on the real field, as ``manage.py load_facts`` makes it."""

from tests.actors.conftest import all_facts, all_planted, whole_harvest

__all__ = ["all_facts", "all_planted", "whole_harvest"]
