"""Two people, or two clicks, at the very same moment: each over a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from actors.conversations import Asked, MovedOn, Said, accept, ask, pass_on, seat_of, write
from actors.models import Conversation, Message, Passing
from ecru.base.models import OutgoingMail
from tests.factories import ActorFactory, ExpertFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """What six get who do ``act`` at the same moment; a refusal is an answer too."""

    def one(number: int) -> Any:
        try:
            return act(number)
        except MovedOn as reason:
            return reason
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as people:
        return list(people.map(one, range(6)))


def asked() -> tuple[Any, Conversation]:
    """A question of Nour for the choir of Dirk."""
    dirk, nour = UserFactory(name="Dirk"), UserFactory(name="Nour")
    choir = ActorFactory(name="Het koor")
    MembershipFactory(actor=choir, user=dirk)
    return dirk, ask(record=choir, asked=Asked(question="Mag ik mee?", user=nour), token="een")


def test_six_clicks_say_it_once() -> None:
    dirk, made = asked()
    seat = seat_of(dirk, made)
    assert seat
    found = at_once(lambda _number: write(seat=seat, said=Said("Ja.", 1, "dezelfde")).pk)
    assert len(set(found)) == 1
    assert Message.objects.filter(side="receiver").count() == 1
    assert OutgoingMail.objects.filter(key__contains="-message-").count() == 1


def test_of_six_answers_one_goes_out_and_the_others_see_it_first() -> None:
    dirk, made = asked()
    seat = seat_of(dirk, made)
    assert seat
    found = at_once(lambda number: write(seat=seat, said=Said(f"Antwoord {number}", 1, f"w{number}")))
    assert sum(isinstance(answer, Message) for answer in found) == 1
    assert sum(isinstance(answer, MovedOn) for answer in found) == 5
    made.refresh_from_db()
    assert made.message_count == 2


def test_an_expert_says_yes_once() -> None:
    an, samira = UserFactory(is_superuser=True), UserFactory(name="Samira")
    expert = ExpertFactory(person=True, user=samira)
    made = ask(record=None, asked=Asked(question="Hoe?", user=UserFactory()), token="twee")
    pass_on(conversation=made, expert=expert, by=an)
    seat = seat_of(samira, made)
    assert seat
    assert sorted(at_once(lambda _number: accept(seat=seat))) == [False] * 5 + [True]
    assert Passing.objects.get().is_accepted
