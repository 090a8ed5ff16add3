"""Support stands on the field, so its tests stand on those fixtures."""

from tests.actors.conftest import all_facts, all_planted, in_dutch, visitor, whole_harvest
from tests.subsidies.advice_cast import panel
from tests.subsidies.dossier_cast import cast, cast_of_file
from tests.subsidies.gaps_cast import coverage, for_all, gil, lotte, old, own, shared, wide, young
from tests.subsidies.keeping_cast import desk, gust, hers, his, lut
from tests.subsidies.support_cast import (
    an,
    field,
    flemish,
    genk,
    leopoldsburg,
    places,
    room,
    spent,
    street,
    unknown,
)

__all__ = [
    "all_facts",
    "all_planted",
    "an",
    "cast",
    "cast_of_file",
    "coverage",
    "desk",
    "field",
    "flemish",
    "for_all",
    "genk",
    "gil",
    "gust",
    "hers",
    "his",
    "in_dutch",
    "leopoldsburg",
    "lotte",
    "lut",
    "old",
    "own",
    "panel",
    "places",
    "room",
    "shared",
    "spent",
    "street",
    "unknown",
    "visitor",
    "whole_harvest",
    "wide",
    "young",
]
