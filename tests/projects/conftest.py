"""Volunteers, projects and calls stand on actors, so their tests stand on those fixtures."""

from tests.actors.conftest import all_facts, all_planted, in_dutch, visitor, whole_harvest
from tests.projects.sharing_cast import an, draft, hers, shown, tom, youth
from tests.projects.together_cast import ali, beringen, call, genk, mila, project, toneelhuis, zangkoor
from tests.projects.volunteer_cast import amir, choir, in_dutch_here, noor, request_of_noor, volunteer

__all__ = [
    "ali",
    "all_facts",
    "all_planted",
    "amir",
    "an",
    "beringen",
    "call",
    "choir",
    "draft",
    "genk",
    "hers",
    "in_dutch",
    "in_dutch_here",
    "mila",
    "noor",
    "project",
    "request_of_noor",
    "shown",
    "tom",
    "toneelhuis",
    "visitor",
    "volunteer",
    "whole_harvest",
    "youth",
    "zangkoor",
]
