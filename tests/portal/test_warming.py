"""What is read before the first visitor comes."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecru.base.edition import edition
from ecru.portal import warming
from tests.factories import ActorFactory, PartnerCallFactory, PracticeFactory, ProjectFactory

MOST = 12
FEWEST = {
    "/": 4,
    "/actoren/koor/": 12,
    "/praktijken/boekclub/": 9,
    "/oproepen/zingt-mee/": 6,
    "/projecten/samenzang/": 10,
}

pytestmark = pytest.mark.django_db


def queries_of(address: str) -> int:
    """What a visit asks of the database."""
    with CaptureQueriesContext(connection) as log:
        assert Client().get(address).status_code == 200
    return len(log)


@pytest.fixture
def field() -> None:
    """A choir with an example, a project and a call."""
    choir = ActorFactory(name="Koor", slug="koor")
    PracticeFactory(title="Boekclub", slug="boekclub", maker=choir)
    ProjectFactory(title="Samenzang", slug="samenzang", lead=choir)
    PartnerCallFactory(title="Wie zingt mee?", slug="zingt-mee", actor=choir)


@pytest.mark.parametrize(
    "address",
    [*FEWEST, "/actoren/", "/praktijken/", "/projecten/", "/oproepen/", "/steun/zoeken/", "/steun/"],
)
def test_the_very_first_visitor_of_a_page_does_not_wait(field: None, address: str) -> None:
    edition.forget()
    warming.warm()
    assert queries_of(address) <= FEWEST.get(address, MOST) <= MOST


def test_what_was_read_beforehand_is_not_read_again(field: None) -> None:
    edition.forget()
    warming.warm()
    with CaptureQueriesContext(connection) as log:
        warming.warm()
    assert len(log) == 1, "only what is new"


def test_a_database_that_does_not_answer_is_no_reason_not_to_start(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def silent() -> None:
        raise DatabaseError

    monkeypatch.setattr(warming, "ASKED", (silent,))
    warming.warm()
    assert "did not answer" in caplog.text
