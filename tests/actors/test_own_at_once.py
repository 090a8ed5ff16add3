"""The same form sent several times at the very same moment, each over a connection of its own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from actors.editing import Conflict, Typed, change, marks, read_marks
from actors.models import Actor, Change, DeskItem, User
from tests.factories import ActorFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def everyone_saves(actor: Actor, people: list[User], texts: list[dict[str, str]]) -> list[str]:
    """All of them save what they typed at once; what came of it."""
    seen = read_marks(marks({"description": actor.description, "name": actor.name}))

    def save(number: int) -> str:
        try:
            change(actor=actor, by=people[number], typed=Typed(texts[number], seen))
        except Conflict:
            return "conflict"
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(len(people)) as pool:
        return sorted(pool.map(save, range(len(people))))


def test_four_clicks_make_one_change_and_one_wish() -> None:
    actor = ActorFactory()
    noor = MembershipFactory(actor=actor, user=UserFactory()).user
    typed = {"description": "Een keer.", "name": "Ander Koor"}
    assert everyone_saves(actor, [noor] * 4, [typed] * 4) == ["saved"] * 4
    assert Change.objects.about(actor).count() == 1
    assert (DeskItem.objects.get().version, Actor.objects.get().description) == (1, "Een keer.")


def test_of_two_people_one_is_first_and_the_other_is_told() -> None:
    actor = ActorFactory()
    people = [MembershipFactory(actor=actor, user=UserFactory()).user for _number in range(2)]
    texts = [{"description": f"Tekst {number}."} for number in range(2)]
    assert everyone_saves(actor, people, texts) == ["conflict", "saved"]
    assert Change.objects.about(actor).count() == 1


def test_two_people_who_ask_at_once_make_one_item() -> None:
    actor = ActorFactory()
    people = [MembershipFactory(actor=actor, user=UserFactory()).user for _number in range(2)]
    assert everyone_saves(actor, people, [{"name": "Een"}, {"name": "Twee"}]) == ["conflict", "saved"]
    assert DeskItem.objects.count() == 1
