"""The made-up field of the bench: search finds it by the words that the portal itself would write."""

import pytest

from actors.models import Actor
from tests.bench.field import Maker, check, save


@pytest.mark.usefixtures("field")
def test_made_up_actors_are_indexed_as_the_portal_does() -> None:
    Actor.objects.all().delete()
    maker = Maker()
    save([maker.make(number) for number in range(40)], maker.chance)
    check()
    assert Actor.objects.count() == 40
    Actor.objects.update(search_text="iets anders")
    with pytest.raises(SystemExit, match="otherwise than"):
        check()
