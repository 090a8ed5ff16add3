"""Every route, for everyone, about their own thing and about somebody else's: the answers that ``access.txt`` promises."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client

from actors.models import User
from tests.access_world import World, make_world
from tests.actors.conftest import undone
from tests.factories import UserFactory
from tests.test_audiences import addresses, asks_to_sign_in
from tests.test_conventions import told

PEOPLE = ["visitor", "outsider", "owner", "colleague", "expert", "partner", "board", "editor", "regisseur"]
KEEPERS = {"editor", "regisseur"}


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


def without_name(**values: Any) -> dict[str, Any]:
    """Nobody here told their name: then it shows where a page falls back on an address."""
    return {**values, "name": ""}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The world of the table, made once; what a test changes in it is taken back."""
    with (
        django_db_blocker.unblock(),
        undone(),
        patch.object(UserFactory, "_adjust_kwargs", without_name),
    ):
        yield make_world()


@pytest.fixture(scope="module")
def sessions(world: World, django_db_blocker: Any) -> dict[str, str]:
    """The sessions of who signed in, made once: hundreds of lines need them."""
    with django_db_blocker.unblock():
        return {
            name: signed_in(User.objects.get(pk=person.pk)) for name, person in world.people.items() if person
        }


def signed_in(person: User) -> str:
    """The cookie of ``person``, who signs in."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def browser(session: str | None) -> Client:
    """A browser with this cookie, or of a visitor."""
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


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


@pytest.mark.unmeasured
@pytest.mark.django_db
def test_who_may_not_look_may_not_send_either(world: World, sessions: dict[str, str]) -> None:
    said = {line.route for line in table() if line.method == "POST"}
    lines = [line for line in table() if line.route not in said]
    wrong = []
    for place, name in enumerate(PEOPLE):
        client = browser(sessions.get(name))
        for line in lines:
            expected = line.answers[place]
            if expected in {"in", "403", "404"}:
                found = in_short(client.post(world.address(line)))
                if found not in {expected, "405"}:
                    wrong.append(f"{line}, {name}: {found}, not {expected}")
    told(wrong, "These let somebody send who may not look:")


@pytest.mark.django_db
@pytest.mark.parametrize("line", table(), ids=str)
def test_everyone_gets_the_answer_of_the_table(line: Line, world: World, sessions: dict[str, str]) -> None:
    wrong = []
    for name, expected in zip(PEOPLE, line.answers, strict=True):
        client = browser(sessions.get(name))
        ask = client.post if line.method == "POST" else client.get
        answer = ask(world.address(line))
        found = in_short(answer)
        if found != expected:
            wrong.append(f"{name}: {found}, not {expected}")
        wrong += [f"{name}: shows {address}" for address in shown_to(name, answer, world)]
    told(wrong, f"{line}:")


def shown_to(name: str, answer: Any, world: World) -> list[str]:
    """The addresses of others that ``answer`` shows to ``name``, who does not keep the field; there should be none.

    Who has the link of an invitation reads to which address it was mailed: that is their own.
    """
    if name in KEEPERS or answer.streaming or answer.resolver_match.url_name == "invitation":
        return []
    others = [person.email for key, person in world.people.items() if person and key != name]
    return [address for address in others if address in answer.content.decode(errors="replace")]
