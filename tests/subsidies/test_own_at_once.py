"""The same form about support sent several times at the very same moment, each over a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from actors.editing import Conflict, Typed, marks
from actors.editing.reading import read_marks
from actors.models import Change, DeskItem, User
from subsidies.keeping import NewMeasure, add_measure, add_round, change, stored
from subsidies.models import Call, Measure, Provider
from subsidies.spending import mark_spent
from tests.factories import MunicipalityFactory, MunicipalLinkFactory, UserFactory
from tests.subsidies.factories import CallFactory, MeasureFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(times: int, act: Callable[[int], object]) -> list[str]:
    """Does ``act`` so many times at once; what came of each."""

    def once(number: int) -> str:
        try:
            return str(act(number))
        except Conflict:
            return "conflict"
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(once, range(times)))


def test_four_clicks_make_one_measure_and_one_item() -> None:
    place = MunicipalityFactory(name="Genk")
    partner = MunicipalLinkFactory(municipality=place).user
    told = NewMeasure(place, "Straatgeld", "Stad Genk")
    found = at_once(4, lambda _number: add_measure(by=User.objects.get(pk=partner.pk), told=told).pk)
    assert len(set(found)) == 1
    assert (Measure.objects.count(), Provider.objects.count(), DeskItem.objects.count()) == (1, 1, 1)


def test_four_clicks_make_one_round_and_spend_it_once() -> None:
    editor = UserFactory(role="medewerker")
    measure = MeasureFactory()
    values = {**stored(CallFactory(measure=measure)), "name": "Najaar"}
    found = at_once(4, lambda _number: add_round(measure=measure, by=editor, values=values).pk)
    assert len(set(found)) == 1
    call = Call.objects.get(name="Najaar")
    assert at_once(4, lambda _number: mark_spent(call=call, by=editor)) == ["False", "False", "False", "True"]
    assert Change.objects.filter(model="subsidies.call").count() == 2


def test_of_two_people_one_is_first_and_the_other_is_told() -> None:
    measure = MeasureFactory()
    people = [UserFactory(role="medewerker") for _number in range(2)]
    seen = read_marks(marks({"description": measure.description}), ["description"])

    def save(number: int) -> str:
        change(measure=measure, by=people[number], typed=Typed({"description": f"Tekst {number}."}, seen))
        return "saved"

    assert at_once(2, save) == ["conflict", "saved"]
    assert Change.objects.filter(model="subsidies.measure").count() == 1
