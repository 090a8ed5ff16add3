"""How much experts are asked: the regisseur sees it, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.accounts.panels import panels_for
from actors.models import Availability, Conversation, ConversationState, Expert, Role
from tests.actors.expert_cast import browser_of
from tests.actors.markup import read, text_of
from tests.factories import ExpertFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/regie/experten/"


def asked(expert: Expert, state: ConversationState, days_ago: int, number: int) -> None:
    """A question to ``expert``."""
    then = timezone.now() - timedelta(days=days_ago)
    Conversation.objects.create(
        kind="expert",
        expert=expert,
        state=state,
        token=f"{expert.pk}-{number}",
        created_at=then,
        last_at=then,
    )


@pytest.fixture
def busy() -> Any:
    """Somebody with two open questions, one answered this year and one long ago."""
    expert = ExpertFactory(person=True, person_name="Nour", slug="nour")
    for number, (state, days) in enumerate(
        [
            (ConversationState.WAITING, 1),
            (ConversationState.WAITING, 40),
            (ConversationState.ANSWERED, 50),
            (ConversationState.ANSWERED, 400),
            (ConversationState.UNCONFIRMED, 10),
        ]
    ):
        asked(expert, state, days, number)
    return expert


def rows(address: str = PAGE) -> list[list[str]]:
    """The table as the regisseur reads it."""
    page = read(browser_of(UserFactory(role=Role.REGISSEUR)).get(address))
    return [
        [cell.words for cell in row.holds if not isinstance(cell, str)]
        for row in page.one("tbody").every("tr")
    ]


def test_the_regisseur_sees_who_has_how_much(busy: Expert) -> None:
    ExpertFactory(
        person=True, person_name="Amir", availability=Availability.NOT_NOW, available_from="2030-03-01"
    )
    amir, nour = rows()
    assert amir[1:] == ["0", "0", "nog geen", "Heeft nu geen tijd, tot 1 maart 2030"]
    assert nour[:3] == ["Nour", "2", "1"]
    assert nour[3] != "nog geen"


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("op=open&neer=1", "Nour"),
        ("op=open&neer=0", "Amir"),
        ("op=beantwoord&neer=1", "Nour"),
        ("op=laatst&neer=0", "Nour"),
        ("op=laatst&neer=1", "Nour"),
        ("op=naam&neer=1", "Nour"),
        ("op=pauze", "Amir"),
        ("op=onzin&neer=x&pagina=-3", "Amir"),
    ],
)
def test_it_can_be_ordered(order: str, first: str, busy: Expert) -> None:
    ExpertFactory(person=True, person_name="Amir", availability=Availability.AVAILABLE)
    assert rows(f"{PAGE}?{order}")[0][0] == first


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REGISSEUR])
def test_nobody_else_sees_it(role: Role, busy: Expert) -> None:
    browser = browser_of(UserFactory(role=role))
    assert browser.get(PAGE).status_code == 403
    if role == Role.EDITOR:
        for address in ("/beheer/actors/expert/", f"/beheer/actors/expert/{busy.pk}/change/"):
            said = text_of(browser.get(address))
            assert "Beantwoord in 12 maanden" not in said
            assert "5 vragen" not in said


def test_a_visitor_signs_in_first_and_public_pages_tell_nothing(visitor: Client, busy: Expert) -> None:
    assert visitor.get(PAGE)["Location"].startswith("/aanmelden/")
    assert "Open vragen" not in text_of(visitor.get("/experten/nour/"))


def test_many_experts_cost_as_many_queries_as_two_and_stand_on_pages(busy: Expert) -> None:
    browser = browser_of(UserFactory(role=Role.REGISSEUR))
    browser.get(PAGE)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(f"{PAGE}?op=open&neer=1")
            assert page.status_code == 200
        return len(asked)

    few = queries()
    for number in range(30):
        expert = ExpertFactory(person=True)
        asked(expert, ConversationState.WAITING, 1, number)
    assert queries() == few
    page = read(browser.get(f"{PAGE}?op=open&neer=1"))
    assert len(page.one("tbody").every("tr")) == 24
    assert "?op=open&neer=1&pagina=2" in page.links


def test_the_start_page_of_the_regisseur_leads_there() -> None:
    def titles(role: Role) -> list[str]:
        return [made.title for made in panels_for(UserFactory(role=role))]

    assert "Werklast van experten" in titles(Role.REGISSEUR)
    assert "Werklast van experten" not in titles(Role.EDITOR)


def test_without_experts_it_says_so() -> None:
    assert rows() == [["Er staan nog geen experten op de site."]]
