"""An actor with several expertises: its people keep each of them, and nobody else's."""

from typing import Any

import pytest
from django.test import Client

from actors.desk import offer
from actors.desk.offering import Wish
from actors.expertise.kinds import EXPERT
from actors.expertise.kinds import sender_address as way_on
from actors.models import Actor, Expert, Topic, User
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.actors.people_cast import choir, noor
from tests.factories import ExpertFactory

__all__ = ["choir", "noor"]

pytestmark = pytest.mark.django_db
PAGE = "/mijn/actoren/koor-de-draad/expertise/"


@pytest.fixture
def browser(noor: User) -> Client:
    return signed_in(noor)


@pytest.fixture
def two(choir: Actor) -> list[Expert]:
    """Two things that the choir knows about."""
    made: list[Any] = []
    for slug, label in (("zingen", "Zingen"), ("subsidies", "Subsidies")):
        topic = Topic.objects.create(slug=slug, label=label)
        expert: Any = ExpertFactory(slug=slug, actor=choir, can_tell=f"Over {label}.")
        expert.topics.set([topic])
        expert.reindex()
        made.append(expert)
    return made


def sent(page: Any, **changes: Any) -> dict[str, Any]:
    """What the form of a page sends, but for ``changes``."""
    form = page.context["form"]
    values = {}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, False, ""):
            values[form[name].html_name] = value
    return {**values, **changes}


def test_every_expertise_has_its_form(browser: Client, two: list[Expert]) -> None:
    page = read(browser.get(PAGE))
    ways = [link for link in page.links if link.startswith("?van=")]
    assert ways == ["?van=zingen", "?van=subsidies"]
    assert "Over Zingen." in page.words
    second = read(browser.get(f"{PAGE}?van=subsidies"))
    assert "Over Subsidies." in second.words
    assert "Over Zingen." not in second.words
    current = [link.words for link in second.every("a", aria_current="page")]
    assert "Subsidies" in current


def test_saving_changes_the_one_that_was_open(browser: Client, two: list[Expert]) -> None:
    address = f"{PAGE}?van=subsidies"
    answer = browser.post(address, sent(browser.get(address), can_tell="Over geld."))
    assert answer.status_code == 302, read(answer).words
    assert answer["Location"] == address, "back to the same one"
    zingen, subsidies = (Expert.objects.get(slug=slug) for slug in ("zingen", "subsidies"))
    assert (zingen.can_tell, subsidies.can_tell) == ("Over Zingen.", "Over geld.")


def test_stopping_one_leaves_the_other(browser: Client, two: list[Expert]) -> None:
    answer = browser.post(f"{PAGE}?van=subsidies", {"do": "stop"})
    assert answer["Location"] == f"{PAGE}?van=subsidies"
    assert [Expert.objects.get(slug=slug).is_public for slug in ("zingen", "subsidies")] == [True, False]


def test_that_of_another_actor_does_not_exist_here(browser: Client, two: list[Expert]) -> None:
    ExpertFactory(slug="stebo")
    for slug in ("stebo", "niets", "%00", "' OR 1=1"):
        assert browser.get(PAGE, {"van": slug}).status_code == 404
        assert browser.post(f"{PAGE}?van=stebo", {"do": "stop"}).status_code == 404


def test_with_one_there_is_nothing_to_choose(browser: Client, choir: Actor) -> None:
    ExpertFactory(slug="zingen", actor=choir)
    assert not [link for link in read(browser.get(PAGE)).links if link.startswith("?van=")]


def test_the_answer_of_the_editors_leads_to_the_right_one(two: list[Expert], noor: User) -> None:
    item = offer(kind=EXPERT, about=two[1], by=noor, wish=Wish("Subsidies"))
    assert way_on(item) == f"{PAGE}?van=subsidies"
