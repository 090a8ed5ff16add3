"""The closed lists of answers that the filters of projects and calls offer."""

from actors.answers import words
from ecru.base.directory.facets import Answer

from .models import Direction, Resource, Stage

RESOURCES = words(Resource)


def stages() -> list[Answer]:
    """How far projects are."""
    return [Answer(stage.value, stage.value, str(stage.label)) for stage in Stage]


def directions() -> list[Answer]:
    """Whether somebody seeks or offers."""
    return [Answer(way.value, way.value, str(way.label)) for way in Direction]
