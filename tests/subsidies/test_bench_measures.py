"""The made-up measures of the bench: they show, they count as gaps do, and search finds them as the portal itself would."""

import pytest
from django.test import Client

from subsidies.gaps.axes import AXES, Asked, Reach
from subsidies.gaps.counting import Matrix
from subsidies.models import Call, Measure
from tests.actors.conftest import field, harvest, planted, whole_harvest
from tests.bench.measures import grow

__all__ = ["field", "harvest", "planted", "whole_harvest"]


@pytest.mark.usefixtures("field")
def test_made_up_measures_show_as_real_ones_do(visitor: Client) -> None:
    assert grow(60) == 60
    assert Call.objects.count() == 60
    for measure in Measure.objects.all()[:5]:
        assert visitor.get(measure.get_absolute_url()).status_code == 200
        name, words = measure.search_name, set(measure.search_topics.split())
        measure.reindex()
        assert measure.search_name == name
        assert words <= set(measure.search_topics.split())
    for axis in AXES.values():
        assert any(cell.found for cell in Matrix(Asked(axis, Reach.WIDE)).cells)
