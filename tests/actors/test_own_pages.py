"""The own pages of an actor: for who acts for it, and for nobody else."""

import pytest
from django.test import Client

from actors.accounts import panels
from actors.accounts.panels import Panel, Way, panel, panels_for
from actors.models import Role, User
from tests.actors.conftest import signed_in
from tests.factories import ActorFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def answer(person: User, slug: str) -> int:
    return signed_in(person).get(f"/mijn/actoren/{slug}/").status_code


def test_who_acts_for_it_comes_in_also_when_it_is_a_draft() -> None:
    draft = ActorFactory(draft=True, slug="koor")
    assert answer(MembershipFactory(actor=draft).user, "koor") == 200
    assert answer(UserFactory(role=Role.EDITOR), "koor") == 200


def test_others_are_told_or_do_not_even_know() -> None:
    ActorFactory(slug="koor")
    ActorFactory(slug="geheim", draft=True)
    outsider = MembershipFactory().user
    assert answer(outsider, "koor") == 403
    assert answer(outsider, "geheim") == 404
    assert answer(outsider, "bestaat-niet") == 404


def test_who_is_not_signed_in_comes_back_afterwards(client: Client) -> None:
    assert client.get("/mijn/actoren/koor/").url == "/aanmelden/?next=/mijn/actoren/koor/"


def test_panels_come_in_order_and_only_for_whom_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "makers", [])
    user = UserFactory()

    def later(person: User) -> Panel:
        return Panel("Later", order=50)

    def sooner(person: User) -> Panel:
        return Panel("Eerst", order=10, ways=[Way("Antwoord", "/mijn/", 2)])

    for maker in (later, sooner, sooner, lambda person: None):
        panel(maker)
    assert [made.title for made in panels_for(user)] == ["Eerst", "Later"]
