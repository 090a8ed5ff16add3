"""The cast of the stories about gaps: young and older people, in Genk and in Leopoldsburg.

Genk gives a street grant to young people, and ECRU pays for older people in both. Flanders gives to young people everywhere. Gil works
for Genk, Lotte for Leopoldsburg, and An keeps the field.
"""

from typing import Any

import pytest

from actors.models import Municipality, TargetGroup
from subsidies.gaps.axes import AXES, Asked, Reach
from subsidies.gaps.counting import Cell, Matrix
from subsidies.models import Area, Level, Measure
from tests.factories import MunicipalLinkFactory, TargetGroupFactory
from tests.subsidies.factories import MeasureFactory, ProviderFactory

GROUPS = AXES["doelgroep"]


@pytest.fixture
def young(db: None) -> Any:
    return TargetGroupFactory(label="Jongeren", label_en="Young people", slug="jongeren", position=1)


@pytest.fixture
def old(db: None) -> Any:
    return TargetGroupFactory(label="Ouderen (65+)", label_en="Older people", slug="ouderen", position=2)


@pytest.fixture
def gil(genk: Municipality) -> Any:
    return MunicipalLinkFactory(municipality=genk, user__name="Gil Geheim").user


@pytest.fixture
def lotte(leopoldsburg: Municipality) -> Any:
    return MunicipalLinkFactory(municipality=leopoldsburg, user__name="Lotte Geheim").user


@pytest.fixture
def own(genk: Municipality, young: TargetGroup) -> Any:
    """Genk itself, for young people."""
    return measure("straatgeld", [genk], [young])


@pytest.fixture
def shared(places: list[Municipality], old: TargetGroup) -> Any:
    """ECRU, for older people, in both."""
    return measure("ecru", places, [old], level=Level.ECRU, area=Area.NETWORK)


@pytest.fixture
def wide(places: list[Municipality], young: TargetGroup) -> Any:
    """Flanders, for young people, everywhere."""
    return measure("vlaams", places, [young], level=Level.FLANDERS, area=Area.FLANDERS)


@pytest.fixture
def for_all(leopoldsburg: Municipality) -> Any:
    """Leopoldsburg, for everybody."""
    return measure("zaal", [leopoldsburg], [])


@pytest.fixture
def coverage(own: Measure, shared: Measure, wide: Measure, for_all: Measure) -> list[Measure]:
    """All of it."""
    return [own, shared, wide, for_all]


def measure(slug: str, where: list[Municipality], whom: list[TargetGroup], **facts: Any) -> Any:
    """A published measure that holds ``where``, for ``whom``."""
    words = {"municipalities": where, "target_groups": whom, **facts.pop("words", {})}
    return MeasureFactory(
        slug=slug, title=slug.capitalize(), provider=ProviderFactory(title="Gever"), words=words, **facts
    )


def matrix(reach: Reach = Reach.NEAR, axis: str = "doelgroep", place: Municipality | None = None) -> Matrix:
    """What somebody sees who asks for this."""
    return Matrix(Asked(AXES[axis], reach, place))


def cell(place: Municipality, word: str, reach: Reach = Reach.NEAR, axis: str = "doelgroep") -> Cell:
    """One cell of it."""
    cells = matrix(reach, axis).cells
    return next(found for found in cells if found.place == place and found.word and found.word.value == word)


def numbers(reach: Reach = Reach.NEAR, axis: str = "doelgroep") -> dict[tuple[str, str], int]:
    """What was found, by municipality and word; what names no word stands under "-"."""
    shown = matrix(reach, axis)
    every = [*shown.cells, *shown.nameless.cells]
    return {(one.place.slug, one.word.value if one.word else "-"): one.found for one in every if one.found}
