"""The cast of the stories about merging, and how they fill in its page."""

from typing import Any

import pytest
from django.test import Client

from actors.models import Actor, User
from tests.actors.admin_cast import editor, signed_in
from tests.factories import ActorFactory

__all__ = ["editor"]


@pytest.fixture
def browser(editor: User) -> Client:
    return signed_in(editor)


@pytest.fixture
def choir(db: None) -> Actor:
    """The record that editors know."""
    return ActorFactory(name="Koor De Draad", slug="koor-de-draad", website="https://draad.example")


@pytest.fixture
def double(db: None) -> Actor:
    """The same choir, put in again by somebody in a hurry."""
    return ActorFactory(
        name="De Draad, koor van Genk",
        slug="de-draad",
        website="https://dedraad.example",
        description="Een koor met een lange uitleg, die in het andere gegeven nog niet stond. " * 2,
        partner_since="2015",
    )


def page_of(a: Any, b: Any) -> str:
    """The address of the page that compares ``a`` and ``b``."""
    return f"/beheer/actors/actor/{getattr(a, 'pk', a)}/samenvoegen/{getattr(b, 'pk', b)}/"


def asked(page: Any, **changes: str) -> dict[str, str]:
    """What the form on the comparing ``page`` would send, with ``changes`` made by hand."""
    context = page.context
    sent = {f"pick-{row['choice'].key}": row["picked"] for row in context["rows"]}
    return {
        **sent,
        **dict(context["versions"]),
        "stays": context["stays"],
        "alias": context["alias"],
        **changes,
    }


def merge(browser: Client, a: Actor, b: Actor, **changes: str) -> list[str]:
    """An editor compares ``a`` and ``b`` and merges them; returns what the editor is told."""
    path = page_of(a, b)
    named = {"pick-name": changes.get("stays", "a"), **changes}
    answer = browser.post(path, asked(browser.get(path), **named), follow=True)
    return [str(message) for message in answer.context["messages"]]
