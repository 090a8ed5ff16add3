"""Every route, for everyone, about their own thing and about somebody else's: the answers that ``access.txt`` promises."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from actors.models import User
from tests.access_world import World, make_world
from tests.test_audiences import addresses, asks_to_sign_in
from tests.test_conventions import told

PEOPLE = ["visitor", "outsider", "owner", "colleague", "expert", "partner", "board", "editor", "regisseur"]


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    route: str
    method: str
    thing: str
    answers: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.route} {self.method} {self.thing}"


def table() -> list[Line]:
    """``access.txt``, line by line."""
    text = Path(__file__).with_name("access.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [Line(row[0], row[1], row[2], tuple(row[3:])) for row in rows]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The world of the table, made once; what a test changes in it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def in_short(answer: Any) -> str:
    """An answer in the words of the table. A file is read to its end, as a browser would."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    if answer.status_code != 302:
        return str(answer.status_code)
    return "in" if asks_to_sign_in(answer) else "to"


def test_the_table_names_every_route_and_no_other() -> None:
    known = {line.route for line in table()}
    told(addresses().keys() - known, "Say in tests/access.txt who gets which answer from these routes:")
    told(known - addresses().keys(), "Take these out of tests/access.txt; the routes are gone:")


def test_every_line_of_the_table_is_whole() -> None:
    told([str(line) for line in table() if len(line.answers) != len(PEOPLE)], "An answer for everyone:")
    seen = [str(line) for line in table()]
    told({line for line in seen if seen.count(line) > 1}, "Each line once:")
    private = {line.route for line in table() if line.thing == "own"}
    closed = {line.route for line in table() if line.thing == "hidden"} | {"municipality-detail"}
    told(private - closed, "Say also what happens with something hidden:")


@pytest.mark.django_db
def test_who_may_not_look_may_not_send_either(world: World) -> None:
    said = {line.route for line in table() if line.method == "POST"}
    lines = [line for line in table() if line.route not in said]
    wrong = []
    for place, name in enumerate(PEOPLE):
        client, person = Client(), world.people[name]
        if person is not None:
            client.force_login(User.objects.get(pk=person.pk))
        for line in lines:
            expected = line.answers[place]
            if expected in {"in", "403", "404"}:
                found = in_short(client.post(world.address(line)))
                if found not in {expected, "405"}:
                    wrong.append(f"{line}, {name}: {found}, not {expected}")
    told(wrong, "These let somebody send who may not look:")


@pytest.mark.django_db
@pytest.mark.parametrize("line", table(), ids=str)
def test_everyone_gets_the_answer_of_the_table(line: Line, world: World) -> None:
    wrong = []
    for name, expected in zip(PEOPLE, line.answers, strict=True):
        client, person = Client(), world.people[name]
        if person is not None:
            client.force_login(User.objects.get(pk=person.pk))
        ask = client.post if line.method == "POST" else client.get
        found = in_short(ask(world.address(line)))
        if found != expected:
            wrong.append(f"{name}: {found}, not {expected}")
    told(wrong, f"{line}:")
