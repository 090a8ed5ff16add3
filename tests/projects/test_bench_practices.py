"""The made-up practices of the bench: they show, and search finds them by the words that the portal itself would write."""

import pytest
from django.test import Client

from actors.models import Actor
from projects.models import Practice, Reuse
from tests.actors.conftest import field, harvest, planted, whole_harvest
from tests.bench.field import Maker
from tests.bench.practices import made, save

__all__ = ["field", "harvest", "planted", "whole_harvest"]


@pytest.mark.usefixtures("field")
def test_made_up_practices_show_as_real_ones_do(visitor: Client) -> None:
    Practice.objects.all().delete()
    maker, keys = Maker(), list(Actor.objects.values_list("pk", flat=True)[:20])
    save([made(maker, number) for number in range(30)], maker, keys)
    assert Practice.objects.published().count() == 30
    assert Reuse.objects.exists()
    for practice in Practice.objects.all()[:5]:
        assert visitor.get(practice.get_absolute_url()).status_code == 200
        name, words = practice.search_name, set(practice.search_topics.split())
        practice.reindex()
        assert practice.search_name == name
        assert words <= set(practice.search_topics.split())
    assert visitor.get("/praktijken/?gemeente=genk").status_code == 200
