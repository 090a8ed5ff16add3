"""Two people, or two clicks, merge at the very same moment, each over a connection of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from actors.merging import A, B, Merger, Refused
from actors.models import Act, Actor, Change, SlugRedirect, User
from tests.actors.merging_cast import choir, double
from tests.factories import UserFactory

__all__ = ["choir", "double"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def an() -> User:
    """An, without a role: what is asked here is who comes first."""
    return UserFactory(name="An")


def test_clicks_at_the_very_same_moment_merge_once(an: User, choir: Actor, double: Actor) -> None:
    def click(_number: int) -> str:
        try:
            return Merger(choir.pk, double.pk, an).merge(A, {}, "ook")[0].slug
        except Refused as reason:
            return str(reason)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        said = sorted(people.map(click, range(4)))
    assert said.count("koor-de-draad") == 1
    assert sum("is al opgegaan in ‘Koor De Draad’" in text for text in said) == len(said) - 1
    assert SlugRedirect.objects.count() == 1
    assert Change.objects.filter(act=Act.MERGED).count() == 2


def test_merging_both_ways_at_once_leaves_one(an: User, choir: Actor, double: Actor) -> None:
    """One editor keeps the first, the other keeps the second, at the same moment."""

    def click(stays: str) -> str:
        try:
            return Merger(choir.pk, double.pk, an).merge(stays, {}, "ook")[0].slug
        except Refused as reason:
            return str(reason)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        said = list(people.map(click, [A, B]))
    [one] = Actor.objects.all()
    assert one.slug in said
    assert SlugRedirect.objects.get().actor == one
